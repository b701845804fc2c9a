"""The ids of a mail: its own, the one it answers, those of its thread."""

import hashlib
import re

from ingest.mime_header import Headers, first, unfold

_LONGEST = 500  # characters of an id; RFC 5322 allows 998 in a line
_MOST = 1_000
_BRACKETED = re.compile(r"<([^<>]{1,2000})>")
_BARE = re.compile(r"[^\s<>,;()\"]+@[^\s<>,;()\"]+")


def message_id(fields: Headers, payload: bytes) -> str:
    """The mail's own id, or one made from what it says: the same for every copy of it."""
    return _first(fields, "message-id") or _from_content(fields, payload)


def in_reply_to(fields: Headers) -> str | None:
    """The id of the mail that is answered."""
    return _first(fields, "in-reply-to")


def references(fields: Headers) -> tuple[str, ...]:
    """The ids of the thread, root first, each once."""
    found: dict[str, None] = {}
    for value in fields.get("references", ()):
        text = unfold(value)
        for one in _BRACKETED.findall(text) or _BARE.findall(text):
            name = _tidy(one)
            if name:
                found.setdefault(name)
            if len(found) == _MOST:
                return tuple(found)
    return tuple(found)


def _first(fields: Headers, name: str) -> str | None:
    value = first(fields, name)
    if value is None:
        return None
    bracketed = _BRACKETED.search(value)
    if bracketed:
        return _tidy(bracketed[1]) or None
    bare = _BARE.search(value[: 4 * _LONGEST])
    if bare:
        return _tidy(bare[0])
    # "In-Reply-To: your message of Monday" names no mail; a Message-ID is its own word.
    return _tidy(value) or None if name == "message-id" else None


def _tidy(text: str) -> str:
    return "".join(text.split()).strip("<>")[:_LONGEST]


def _from_content(fields: Headers, payload: bytes) -> str:
    """Servers add fields on the way and change line ends: neither has a say in the id."""
    digest = hashlib.sha256()
    for name in ("from", "to", "cc", "date", "subject"):
        for value in fields.get(name, ()):
            digest.update(f"{name}:{unfold(value)}\n".encode("utf-8", "replace"))
    lines = payload.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    digest.update(lines.partition(b"\n\n")[2].rstrip())
    return f"sha256:{digest.hexdigest()}"
