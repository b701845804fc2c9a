"""What makes a refused or unresolved item the same again: where it lay and what it holds."""

from hashlib import sha256

from ingest.raw import Raw


def letter_id(raw: Raw) -> str:
    """Made from content: the same item found again at the same place has the same id."""
    place = f"{raw.source}\n{raw.position}\n{raw.media}\n".encode()
    return sha256(place + raw.payload).hexdigest()[:32]
