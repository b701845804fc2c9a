"""The score of one moment: each measure's exact contribution to it."""

from typing import Literal

import msgspec

from health import cap
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


def stand(memory: Memory, terms: Terms, policy: Policy) -> Standing:
    """Ask every measure of weight; what could not be measured shares its weight out among the
    others. Where a cap holds, what it takes off is a part of its own."""
    # Plain loops, and nothing that only people read: this runs at every observation and at every
    # day's end, and is most of what an event costs.
    weights, measured = policy.ordered_weights, 0
    found = [
        ask(memory, terms, policy) if weight else None
        for weight, ask in zip(weights, GOODNESS)  # noqa: B905
    ]
    for weight, good in zip(weights, found):  # noqa: B905
        if good is not None:
            measured += weight
    if not measured:
        return NOTHING
    eighths: list[int | None] = []
    total = 0
    for weight, good in zip(weights, found):  # noqa: B905
        if good is None:
            eighths.append(None)
        else:
            # Rounded down: the parts never sum to more than 100 points.
            part = weight * good * POINT // (10 * measured)
            eighths.append(part)
            total += part
    over = total - policy.cap_score * POINT
    if over > 0 and cap.holds(memory, policy):
        return Standing((*eighths, -over), measured, total - over)
    return Standing((*eighths, None), measured, total)


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
