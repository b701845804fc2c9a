"""The business records of a partner that measures are read off."""

import msgspec

from health.observation import Observation
from ingest.interaction import InteractionId

MOST = 40  # of each type
DAYS = 400
"""Records are remembered longer than messages: a quarter is held against those of a year."""
TYPES = frozenset(("revenue", "opportunity", "lead", "survey", "training", "payment", "contract"))

DEAD = frozenset(
    (
        *("lost", "lapsed", "stalled", "cancelled", "canceled", "rejected", "withdrawn", "expired"),
        *("terminated", "refused", "refunded", "perdu", "perdue", "annulé", "annulée", "refusé"),
        *("expiré", "remboursé", "verloren", "storniert", "abgelehnt", "perdido", "perdida"),
        *("cancelado", "cancelada", "perso", "annullato", "annullata", "geannuleerd", "verlopen"),
    )
)
"""The statuses of what came to nothing, in the languages that are read."""


class Entry(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One record: `value` in thousandths of its unit; `dead`: it came to nothing."""

    day: int
    id: InteractionId
    value: int | None = None
    unit: str | None = None
    status: str | None = None
    dead: bool = False


Facts = dict[str, tuple[Entry, ...]]
"""By type, oldest first, the newest state of each record."""


def heard(facts: Facts, seen: Observation) -> Facts:
    """After an observation; the dict given is never changed."""
    fact = seen.fact
    if fact is None or fact.type not in TYPES:
        return facts
    known = tuple(one for one in facts.get(fact.type, ()) if one.id != seen.id)
    dead = fact.status is not None and fact.status.strip().casefold() in DEAD
    entry = Entry(seen.day, seen.id, fact.value, fact.unit, fact.status, dead)
    return {**facts, fact.type: (*known, entry)[-MOST:]}


def forgotten(facts: Facts, today: int) -> Facts:
    """Without what is older than a year and a month."""
    oldest = today - DAYS
    if any(entries[0].day <= oldest for entries in facts.values()):
        fresh = {
            kind: tuple(one for one in entries if one.day > oldest)
            for kind, entries in facts.items()
        }
        return {kind: entries for kind, entries in fresh.items() if entries}
    return facts
