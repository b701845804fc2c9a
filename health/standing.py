"""The score of one moment: each measure's exact contribution to it."""

import operator
from collections.abc import Sequence
from typing import Literal

import msgspec

from health import cap
from health.latest import Latest
from health.measures import MEASURES
from health.memory import Memory
from health.policy import NAMES, MeasureName, Policy
from health.terms import Terms

Band = Literal["green", "yellow", "red", "unknown"]

POINT = 8
"""Scores count eighths of a point: exact as binary floats too, so that sums of what a consumer
parses from JSON are equal to the last digit (docs/decisions/0002-eighths.md)."""


class Standing(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """`eighths[i]` belongs to the i-th of `NAMES`; None where it was not measured. The last is the
    cap's, below 0 where it holds."""

    eighths: tuple[int | None, ...]
    measured: int
    """Points of weight that could be measured, of 100."""
    total: int | None
    """The score in eighths: the sum of its parts; None where nothing could be measured."""

    @property
    def score(self) -> float | None:
        """0 to 100."""
        return None if self.total is None else self.total / POINT

    def parts(self) -> dict[MeasureName, int]:
        """The eighths of what was measured."""
        named = zip(NAMES, self.eighths, strict=True)
        return {name: part for name, part in named if part is not None}


GOODNESS = tuple(measure.goodness for measure in MEASURES.values())
NOTHING = Standing((None,) * len(NAMES), 0, None)

FIELDS = tuple(sorted({name for measure in MEASURES.values() for name in measure.rests_on}))
RESTS_ON = tuple(
    sum(1 << FIELDS.index(name) for name in measure.rests_on) for measure in MEASURES.values()
)
"""As bits, by the places of `FIELDS`."""
ALL = (1 << len(FIELDS)) - 1
READ = operator.attrgetter(*FIELDS)
UNASKED: Sequence[int | None] = (None,) * len(RESTS_ON)


_asked: Latest[Memory, Terms, Sequence[int | None]] = Latest()
"""By `Policy.asking`: one memory is asked about when it is heard, when the day closes and when
people are told, and the next differs in some of its fields alone."""
_stood: Latest[Memory, Terms, Standing] = Latest()
"""By `Policy.scoring`."""


def stand(memory: Memory, terms: Terms, policy: Policy) -> Standing:
    """Ask every measure of weight; what could not be measured shares its weight out among the
    others. Where a cap holds, what it takes off is a part of its own."""
    return _stood.once(policy.scoring, memory, terms, lambda: _standing(memory, terms, policy))


def _standing(memory: Memory, terms: Terms, policy: Policy) -> Standing:
    # Nothing that only people read: this runs at every observation and at every day's end, and is
    # most of what an event costs.
    weights, found = policy.ordered_weights, _goodness(memory, terms, policy)
    both = list(zip(weights, found))  # noqa: B905
    measured = sum([weight for weight, good in both if good is not None])
    if not measured:
        return NOTHING
    eighths = [
        # Rounded down: the parts never sum to more than 100 points.
        None if good is None else weight * good * POINT // (10 * measured)
        for weight, good in both
    ]
    total = sum([part for part in eighths if part])
    over = total - policy.cap_score * POINT
    if over > 0 and cap.holds(memory, policy):
        return Standing((*eighths, -over), measured, total - over)
    return Standing((*eighths, None), measured, total)


def _goodness(memory: Memory, terms: Terms, policy: Policy) -> Sequence[int | None]:
    """By measure; only those are asked whose fields of the memory moved since the last time."""
    moved, known = ALL, UNASKED
    last = _asked.last(policy.asking)
    if last is not None:
        before, agreed, said = last
        if agreed == terms and _comparable(before, memory):
            moved, known = _moved(before, memory), said
    if not moved:
        return known
    found = [
        (ask(memory, terms, policy) if moved & fields else was) if weight else None
        for weight, ask, fields, was in zip(  # noqa: B905
            policy.ordered_weights, GOODNESS, RESTS_ON, known
        )
    ]
    return _asked.keep(policy.asking, memory, terms, found)


def _comparable(one: Memory, other: Memory) -> bool:
    """Whether what did not move means the same in both: one partner, one day."""
    return (
        one.day == other.day
        and one.first_day == other.first_day
        and one.partner_id == other.partner_id
        and bool(one.heard) == bool(other.heard)
    )


def _moved(one: Memory, other: Memory) -> int:
    """The fields that are not the same object, as bits."""
    moved, bit = 0, 1
    for was, now in zip(READ(one), READ(other)):  # noqa: B905
        if was is not now:
            moved |= bit
        bit <<= 1
    return moved


def enough(memory: Memory, standing: Standing, policy: Policy, *, known: bool) -> bool:
    """Whether there is evidence enough for a band: coverage, and messages heard.

    Less is enough to keep a band that is `known` than to come to one.
    """
    share = policy.keep_share if known else 1.0
    signals = memory.signals
    heard = signals.recent.inbound + signals.heard
    return (
        standing.measured >= share * 100 * policy.coverage_gate
        and heard >= share * policy.inbound_gate
    )
