"""Which of the items of some sources are messages with one partner."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from ingest.admit import admit
from ingest.interaction import PartnerId
from ingest.outcome import Kept, Refused
from ingest.raw import Raw
from ingest.register_index import Index
from ingest.sources.unreadable import Unreadable
from nlp.search.memory import Memory, digest_of
from nlp.search.message import Message, message


def gather(
    items: Iterable[Raw | Unreadable],
    partner: PartnerId,
    index: Index,
    now: datetime,
    memory: Memory,
    key: bytes,
) -> list[Message]:
    """The partner's messages, oldest first, each once.

    Items known to be others' are passed over unread; those met now are put into the memory, and
    those no longer met are taken out of it.
    """
    met: set[bytes] = set()
    found: dict[str, Message] = {}
    for item in items:
        if isinstance(item, Unreadable):
            continue
        mark = digest_of(item, key)
        if mark in memory.others:
            met.add(mark)
            continue
        outcome = admit(item, index, now)
        theirs = list(_theirs(item, outcome, partner)) if isinstance(outcome, Kept) else []
        for one in theirs:
            found.setdefault(one.id, one)
        if not theirs and not isinstance(outcome, Refused):  # refused today, perhaps not tomorrow
            met.add(mark)
    memory.others = met
    return sorted(found.values(), key=lambda one: (one.occurred_at, one.id))


def _theirs(raw: Raw, outcome: Kept, partner: PartnerId) -> Iterator[Message]:
    for one in outcome.interactions:
        if one.partner_id == partner:
            made = message(one, raw)
            if made is not None:
                yield made
