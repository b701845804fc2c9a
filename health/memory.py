"""What we remember of one relationship: everything that a score needs, and no content."""

import math

import msgspec

from health.observation import DAY_MS, Observation
from health.policy import Policy
from health.signals import Signals, add, at_day
from ingest.interaction import InteractionId, MeetingType, PartnerId


class Contact(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One pseudonymous person at the partner: when last active, how often, in what."""

    last_day: int
    count: int
    last_id: InteractionId


class Waiting(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A message that nobody has answered yet, by its thread."""

    inbound: bool
    at: int


class Memory(msgspec.Struct, frozen=True, gc=False, array_like=True, kw_only=True):
    """`day` is the open day; `last` the newest observation heard, as (at, key); `heard` how many.

    The dicts are never changed in place.
    """

    partner_id: PartnerId
    heard: int = 0
    first_day: int = 0
    day: int = 0
    last: tuple[int, str] = (0, "")
    signals: Signals = Signals()
    contacts: dict[str, Contact] = {}
    waiting: dict[str, Waiting] = {}
    held: dict[MeetingType, tuple[int, InteractionId]] = {}
    missed: tuple[tuple[int, InteractionId], ...] = ()
    models: dict[str, str] = {}


def move_to(memory: Memory, day: int, policy: Policy) -> Memory:
    """The same memory on a later day; what is older than the window is forgotten."""
    if day == memory.day:
        return memory
    oldest = day - policy.memory_days
    signals = at_day(memory.signals, day, policy.windows)
    contacts, waiting = memory.contacts, memory.waiting
    if any(contact.last_day <= oldest for contact in contacts.values()):
        contacts = {who: seen for who, seen in contacts.items() if seen.last_day > oldest}
    stale = (day - policy.recent_days) * DAY_MS
    if any(open_.at < stale for open_ in waiting.values()):
        waiting = {thread: open_ for thread, open_ in waiting.items() if open_.at >= stale}
    missed = memory.missed
    if missed and missed[0][0] <= day - policy.recent_days:
        missed = tuple(one for one in missed if one[0] > day - policy.recent_days)
    return msgspec.structs.replace(
        memory, day=day, signals=signals, contacts=contacts, waiting=waiting, missed=missed
    )


def remember(memory: Memory, seen: Observation) -> Memory:
    """Count an observation of the open day. It must not be older than the last one."""
    waiting, theirs, ours = _answer(memory.waiting, seen)
    contacts = memory.contacts
    if seen.contacts and (seen.speaks or seen.meeting == "held"):
        contacts = dict(contacts)
        for who in seen.contacts:
            count = contacts[who].count if who in contacts else 0
            contacts[who] = Contact(seen.day, count + 1, seen.id)
    held, missed = memory.held, memory.missed
    if seen.meeting == "held":
        held = {**held, seen.meeting_type or "other": (seen.day, seen.id)}
    elif seen.meeting in ("cancelled", "no_show"):
        missed = (*missed, (seen.day, seen.id))
    return Memory(
        partner_id=memory.partner_id,
        heard=memory.heard + 1,
        first_day=memory.first_day,
        day=memory.day,
        last=(seen.at, seen.key),
        signals=add(memory.signals, seen, theirs, ours),
        contacts=contacts,
        waiting=waiting,
        held=held,
        missed=missed,
        models=seen.models or memory.models,
    )


def _answer(
    waiting: dict[str, Waiting], seen: Observation
) -> tuple[dict[str, Waiting], int | None, int | None]:
    """Whether this answers something, and how long that took, as thousandths of log2(1 + min)."""
    if seen.kind != "email" or seen.thread is None or seen.direction in (None, "internal"):
        return waiting, None, None
    inbound = seen.direction == "inbound"
    open_ = waiting.get(seen.thread)
    if open_ is None:
        return {**waiting, seen.thread: Waiting(inbound, seen.at)}, None, None
    if open_.inbound == inbound:
        return waiting, None, None  # a second message does not restart the clock
    took = _doublings(seen.at - open_.at)
    after = {**waiting, seen.thread: Waiting(inbound, seen.at)}
    return (after, took, None) if inbound else (after, None, took)


def _doublings(milliseconds: int) -> int:
    """Thousandths of log2(1 + minutes): the mean of logarithms is a geometric one."""
    return round(1000 * math.log2(1 + milliseconds / 60_000))
