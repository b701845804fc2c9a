"""The partner's people under ids that say nothing of who they are."""

from collections.abc import Iterator
from hashlib import blake2b

import msgspec

from ingest.interaction import Interaction, Participant


class Pseudonyms(msgspec.Struct, frozen=True):
    """Makes ids of contacts: the same person, the same key, the same id; no way back without it."""

    own_domains: tuple[str, ...]
    key: str

    def contacts(self, interaction: Interaction) -> tuple[str, ...]:
        """The ids of the partner's people who took part, each once, in the order of the ids."""
        return contact_ids(interaction, self.own_domains, self.key)


def contact_ids(
    interaction: Interaction, own_domains: tuple[str, ...], key: str
) -> tuple[str, ...]:
    """Keyed hashes of the partner's people: of the address where there is one, else of the name."""
    if not key:
        raise ValueError("the pseudonym key is empty: names could be guessed from the ids")
    # A key of any length is brought to the length that BLAKE2b takes.
    secret = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=32).digest()
    own = tuple(domain.lower().strip(".") for domain in own_domains)
    return tuple(sorted({_id(who, secret) for who in _theirs(interaction, own)}))


def _theirs(interaction: Interaction, own: tuple[str, ...]) -> Iterator[str]:
    for person in interaction.participants:
        address = (person.address or "").strip().lower()
        if "@" in address:
            if not _within(address.rpartition("@")[2], own):
                yield address
        elif (name := " ".join((person.name or "").casefold().split())) and not _ours(
            person, interaction
        ):
            yield name


def _ours(person: Participant, interaction: Interaction) -> bool:
    """Whether a person without an address is one of us, as far as the part they play tells."""
    if interaction.direction == "internal":
        return True
    if person.role == "author":  # who writes a note of a call is ours, unless it came in
        return interaction.direction != "inbound"
    return person.role == "from" and interaction.direction == "outbound"


def _within(domain: str, own: tuple[str, ...]) -> bool:
    return any(domain == ours or domain.endswith(f".{ours}") for ours in own)


def _id(who: str, secret: bytes) -> str:
    # Personalised, so that the same key in another place makes other ids.
    return blake2b(
        who.encode("utf-8", "surrogatepass"), digest_size=12, key=secret, person=b"rapport.contact"
    ).hexdigest()
