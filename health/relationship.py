"""One relationship over time: hear what happened, let days pass, settle the band at each."""

import msgspec

from health import cap
from health.gravest import gravest
from health.memory import Memory, move_to, remember
from health.observation import DAY_MS, Observation
from health.policy import Policy
from health.standing import Band, Standing, enough, stand
from health.terms import Terms
from health.told import told
from health.transition import Settled, Snapshot, Transition, leaning, next_extremes, settle
from ingest.interaction import PartnerId


class Close(msgspec.Struct, frozen=True, gc=False):
    """How a relationship stood when a day ended."""

    partner_id: PartnerId
    day: int
    seq: int
    band: Band
    standing: Standing


class Relationship(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The memory of a partner, the band that holds, and the standing at the last day's close."""

    memory: Memory
    settled: Settled = Settled()
    yesterday: Snapshot | None = None

    @property
    def seq(self) -> int:
        """Grows with every observation and every day: the same seq is the same assessment."""
        return self.memory.heard + self.memory.day - self.memory.first_day


class Step(msgspec.Struct, frozen=True, gc=False):
    """What one observation or the passing of days led to, oldest first."""

    after: Relationship
    closes: tuple[Close, ...] = ()
    transitions: tuple[Transition, ...] = ()


def unheard(partner_id: PartnerId) -> Relationship:
    """A partner of whom we know nothing yet."""
    return Relationship(Memory(partner_id=partner_id))


def is_late(before: Relationship, seen: Observation) -> bool:
    """Whether it happened before something already counted: then the history is folded anew."""
    memory = before.memory
    return memory.heard > 0 and ((seen.at, seen.key) < memory.last or seen.day < memory.day)


def hear(before: Relationship, seen: Observation, terms: Terms, policy: Policy) -> Step:
    """Close the days until then, count the observation, settle the band.

    Raises ValueError when the observation is late (see `is_late`).
    """
    if is_late(before, seen):
        raise ValueError("a late observation: fold the history in order")
    passed = pass_days(before, seen.day, terms, policy)
    memory = remember(passed.after.memory, seen)
    now = Relationship(memory, passed.after.settled, passed.after.yesterday)
    if not _telling(seen, passed.after.memory, memory):
        return Step(now, passed.closes, passed.transitions)
    after, _, change = _review(now, seen.at, terms, policy, closing=False)
    return Step(after, passed.closes, passed.transitions + change)


def _telling(seen: Observation, before: Memory, after: Memory) -> bool:
    """Whether a measure can have moved at once: not by mail of ours that answers nothing; that is
    weighed when the day closes."""
    answered = after.signals.recent.ours_n != before.signals.recent.ours_n
    return seen.speaks or seen.meeting is not None or seen.fact is not None or answered


def pass_days(before: Relationship, until: int, terms: Terms, policy: Policy) -> Step:
    """Let days pass: close each one before `until`, which becomes the open day.

    Silence is heard here. A partner never heard of, or an earlier `until`, changes nothing.
    """
    now = before
    closes: list[Close] = []
    transitions: list[Transition] = []
    while now.memory.heard and now.memory.day < until:
        if _asleep(now):
            return Step(_sleep(now, until, terms, policy), tuple(closes), tuple(transitions))
        day = now.memory.day
        end = (day + 1) * DAY_MS
        now, standing, change = _review(now, end, terms, policy, closing=True)
        closes.append(Close(now.memory.partner_id, day, now.seq, now.settled.band, standing))
        transitions.extend(change)
        memory = move_to(now.memory, day + 1, policy)
        now = Relationship(memory, now.settled, Snapshot(day, standing))
    return Step(now, tuple(closes), tuple(transitions))


def _asleep(now: Relationship) -> bool:
    """Nobody was heard in the window and no band: waiting can change nothing."""
    signals = now.memory.signals
    return not signals.days and not signals.heard and now.settled.band == "unknown"


def _sleep(now: Relationship, until: int, terms: Terms, policy: Policy) -> Relationship:
    """Skip to `until` in one step, where `pass_days` would go day by day for years."""
    last = move_to(now.memory, until - 1, policy)
    return Relationship(
        move_to(last, until, policy),
        now.settled,
        Snapshot(until - 1, stand(last, terms, policy)),
    )


def _review(
    now: Relationship, at: int, terms: Terms, policy: Policy, *, closing: bool
) -> tuple[Relationship, Standing, tuple[Transition, ...]]:
    """Settle the band at a moment, or at the close of the day."""
    memory, settled = now.memory, now.settled
    standing = stand(memory, terms, policy)
    known = settled.band != "unknown"
    total = standing.total if enough(memory, standing, policy, known=known) else None
    beyond = settled.beyond
    if known and total is not None:
        beyond = leaning(settled.band, beyond, total, policy)
    band = settle(settled.band, total, policy, beyond=beyond)
    if band == settled.band == "unknown":
        return now, standing, ()
    if band == settled.band:
        if closing and beyond != settled.beyond:
            settled = msgspec.structs.replace(settled, beyond=beyond)
        kept = next_extremes(settled, standing, memory.day)
        if kept is now.settled:
            return now, standing, ()
        return Relationship(memory, kept, now.yesterday), standing, ()
    here = Snapshot(memory.day, standing)
    change = Transition(
        memory.partner_id,
        at,
        settled.band,
        band,
        standing,
        _anchor(settled, band),
        told(memory, terms, policy, standing),
        gravest(memory, policy),
        cap.evidence(memory, policy) if cap.holds(memory, policy) else (),
    )
    return (
        Relationship(memory, Settled(band, at, (0, 0), here, here), now.yesterday),
        standing,
        (change,),
    )


def _anchor(settled: Settled, band: Band) -> Snapshot | None:
    """A fall is explained from the peak, a rise from the trough, a start from nothing."""
    if settled.band == "unknown":
        return None
    rising = band == "green" or (band == "yellow" and settled.band == "red")
    return settled.trough if rising else settled.peak
