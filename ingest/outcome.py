"""What became of one item at the door: kept, automatic, unresolved or refused. They add up."""

import msgspec

from ingest.interaction import Interaction


class Kept(msgspec.Struct, frozen=True):
    """Goes on: one interaction for each partner that it concerns (at least one)."""

    interactions: tuple[Interaction, ...]


class Automatic(msgspec.Struct, frozen=True):
    """Written by a machine (auto-reply, bounce, newsletter, list): kept out of the signals."""

    reason: str


class Unresolved(msgspec.Struct, frozen=True):
    """Read well, but no partner of the register matches. Listed, never dropped."""

    reason: str
    interaction: Interaction


class Refused(msgspec.Struct, frozen=True):
    """Could not be read: goes to dead letters. `reason` is that of `Rejected`."""

    reason: str
    detail: str


Outcome = Kept | Automatic | Unresolved | Refused
