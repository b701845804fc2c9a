"""What we remember of one relationship: everything that a score needs, and no content."""

import math

import msgspec

from health import facts, issues, pledges, risks
from health.business_time import business_ms
from health.facts import Facts
from health.issues import Issues
from health.latest import Latest
from health.observation import DAY_MS, Observation
from health.pledges import Pledges
from health.policy import Policy
from health.risks import Risk
from health.signals import Signals, add, at_day
from ingest.interaction import InteractionId, MeetingType, PartnerId

COLD, KIND = -300, 100
"""Tones, in thousandths: up to the one a message is displeased, over the other it is kind."""
MISSED = {"held": 0, "planned": 0, "cancelled": 1, "no_show": 2}
MOST_MET = 64
MOST_PEOPLE, MOST_WAITING = 64, 96
"""So many are kept, those heard of last: a flood must not grow."""
SHOWN = 3


class Contact(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One pseudonymous person at the partner: since when active, when last, how often, in what."""

    last_day: int
    count: int
    last_id: InteractionId
    first_day: int = 0


class Waiting(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A message that nobody has answered yet, by its thread."""

    inbound: bool
    at: int


class Met(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A meeting that was held, or was to be: `missed` counts 2 where we waited in vain."""

    day: int
    missed: int
    id: InteractionId


class Spell(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Displeased messages without a kind one between: how many, when the newest, and which."""

    count: int = 0
    last: int = 0
    newest: tuple[InteractionId, ...] = ()


class Memory(msgspec.Struct, frozen=True, gc=False, array_like=True, kw_only=True):
    """`day` is the open day; `last` the newest observation heard, as (at, key); `heard` how many.

    `labelled` is the last day on which an intent of theirs was read: where none ever is, that no
    complaint was read tells nothing. The dicts are never changed in place.
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
    met: tuple[Met, ...] = ()
    spoke: tuple[int, InteractionId] | None = None
    cold: Spell = Spell()
    labelled: int | None = None
    executive: tuple[int, InteractionId] | None = None
    renewing: tuple[int, InteractionId] | None = None
    risks: tuple[Risk, ...] = ()
    issues: Issues = {}
    pledges: Pledges = Pledges()
    facts: Facts = {}
    models: dict[str, str] = {}
    referring: tuple[int, InteractionId] | None = None


_moved: Latest[Memory, int, Memory] = Latest()
_remembered: Latest[Memory, Observation, Memory] = Latest()
"""Policies that go over one past side by side remember alike."""


def move_to(memory: Memory, day: int, policy: Policy) -> Memory:
    """The same memory on a later day; what is older than the window is forgotten."""
    if day == memory.day:
        return memory
    return _moved.once(policy.remembering, memory, day, lambda: _aged(memory, day, policy))


def _aged(memory: Memory, day: int, policy: Policy) -> Memory:
    oldest = day - policy.memory_days
    signals = at_day(memory.signals, day, policy.windows)
    contacts, waiting = memory.contacts, memory.waiting
    if any(contact.last_day <= oldest for contact in contacts.values()):
        contacts = {who: seen for who, seen in contacts.items() if seen.last_day > oldest}
    stale = (day - policy.recent_days) * DAY_MS
    if any(open_.at < stale for open_ in waiting.values()):
        waiting = {thread: open_ for thread, open_ in waiting.items() if open_.at >= stale}
    met, past = memory.met, day - policy.past_days
    if met and met[0].day <= past:
        met = tuple(one for one in met if one.day > past)
    return msgspec.structs.replace(
        memory,
        day=day,
        signals=signals,
        contacts=contacts,
        waiting=waiting,
        met=met,
        labelled=memory.labelled if (memory.labelled or 0) > oldest else None,
        cold=Spell() if memory.cold.last <= day - policy.recent_days else memory.cold,
        risks=risks.forgotten(memory.risks, oldest),
        issues=issues.forgotten(memory.issues, day - policy.issue_days, past),
        pledges=pledges.at_day(memory.pledges, day, past),
        facts=facts.forgotten(memory.facts, day),
    )


def remember(memory: Memory, seen: Observation) -> Memory:
    """Count an observation of the open day. It must not be older than the last one."""
    return _remembered.once("", memory, seen, lambda: _with(memory, seen))


def _with(memory: Memory, seen: Observation) -> Memory:
    waiting, theirs, ours = _answer(memory.waiting, seen)
    contacts = memory.contacts
    if seen.contacts and (seen.speaks or seen.meeting == "held"):
        contacts = dict(contacts)
        for who in seen.contacts:
            known = contacts.get(who)
            count, first = (known.count, known.first_day) if known else (0, seen.day)
            contacts[who] = Contact(seen.day, count + 1, seen.id, first)
        if len(contacts) > MOST_PEOPLE:
            contacts = _latest(contacts)
    held, met = memory.held, memory.met
    if seen.meeting == "held":
        held = {**held, seen.meeting_type or "other": (seen.day, seen.id)}
    if seen.meeting is not None:
        met = (*met, Met(seen.day, MISSED[seen.meeting], seen.id))[-MOST_MET:]
    return Memory(
        partner_id=memory.partner_id,
        heard=memory.heard + 1,
        first_day=memory.first_day if memory.heard else seen.day,
        day=seen.day,
        last=(seen.at, seen.key),
        signals=add(memory.signals, seen, theirs, ours),
        contacts=contacts,
        waiting=waiting,
        held=held,
        met=met,
        spoke=(seen.day, seen.id) if seen.speaks else memory.spoke,
        cold=_spell(memory.cold, seen),
        labelled=seen.day if seen.intents and seen.speaks else memory.labelled,
        executive=_executive(memory.executive, seen),
        renewing=_renewing(memory.renewing, seen),
        risks=risks.heard(memory.risks, seen),
        issues=issues.heard(memory.issues, seen),
        pledges=pledges.heard(memory.pledges, seen),
        facts=facts.heard(memory.facts, seen),
        models=seen.models or memory.models,
        referring=_referring(memory.referring, seen),
    )


def _spell(cold: Spell, seen: Observation) -> Spell:
    if seen.tone is None or not seen.speaks:
        return cold
    if seen.tone > COLD:
        # Routine between two complaints does not end the displeasure; a kind word does.
        return Spell() if cold.count and seen.tone > KIND else cold
    newest = (*cold.newest, seen.id)[-SHOWN:]
    return Spell(cold.count + 1, seen.day, newest)


def _executive(
    known: tuple[int, InteractionId] | None, seen: Observation
) -> tuple[int, InteractionId] | None:
    """Their leaders count where they take part: not where somebody threatens to call them, and not
    where we write of ours."""
    met = seen.meeting == "held" and seen.meeting_type in ("sponsor", "advisory_board")
    labels = {label for label, _ in seen.intents}
    wrote = (
        _from_them(seen)
        and "executive_involvement" in labels
        and "escalation" not in labels
        and (seen.tone is None or seen.tone > COLD)
    )
    return (seen.day, seen.id) if met or wrote else known


def _renewing(
    known: tuple[int, InteractionId] | None, seen: Observation
) -> tuple[int, InteractionId] | None:
    """An offer of ours that nobody takes up is no talk of renewing."""
    labels = {label for label, _ in seen.intents}
    wanted = "renewal_or_expansion" in labels and "churn_threat" not in labels
    kind = seen.tone is None or seen.tone > COLD
    return (seen.day, seen.id) if wanted and kind and _from_them(seen) else known


def _from_them(seen: Observation) -> bool:
    return seen.speaks or seen.kind == "meeting"


def _referring(
    known: tuple[int, InteractionId] | None, seen: Observation
) -> tuple[int, InteractionId] | None:
    """They recommend us or want to do business together; what we ask of them does not count."""
    wanted = seen.speaks and any(
        label == "referral_or_joint_opportunity" for label, _ in seen.intents
    )
    return (seen.day, seen.id) if wanted and (seen.tone is None or seen.tone > COLD) else known


def _answer(
    waiting: dict[str, Waiting], seen: Observation
) -> tuple[dict[str, Waiting], int | None, int | None]:
    """Whether this answers something, and how much working time of the one who answered that took,
    as thousandths of log2(1 + minutes)."""
    if seen.kind != "email" or seen.thread is None or seen.direction in (None, "internal"):
        return waiting, None, None
    inbound = seen.direction == "inbound"
    open_ = waiting.get(seen.thread)
    if open_ is None:
        return _fewer({**waiting, seen.thread: Waiting(inbound, seen.at)}), None, None
    if open_.inbound == inbound:
        return waiting, None, None  # a second message does not restart the clock
    took = _doublings(business_ms(open_.at, seen.at, seen.zone))
    after = {**waiting, seen.thread: Waiting(inbound, seen.at)}
    return (after, took, None) if inbound else (after, None, took)


def _latest(contacts: dict[str, Contact]) -> dict[str, Contact]:
    oldest = sorted(contacts, key=lambda who: (contacts[who].last_day, contacts[who].count, who))
    gone = set(oldest[:-MOST_PEOPLE])
    return {who: seen for who, seen in contacts.items() if who not in gone}


def _fewer(waiting: dict[str, Waiting]) -> dict[str, Waiting]:
    if len(waiting) > MOST_WAITING:
        del waiting[min(waiting, key=lambda one: (waiting[one].at, one))]
    return waiting


def _doublings(milliseconds: int) -> int:
    """Thousandths of log2(1 + minutes): the mean of logarithms is a geometric one."""
    return round(1000 * math.log2(1 + milliseconds / 60_000))
