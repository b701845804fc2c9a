"""The score of one moment: each measure's exact contribution to it."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from health.measures import MEASURES, Reading
from health.memory import Memory
from health.policy import MeasureName, Policy
from health.terms import Terms

Band = Literal["green", "yellow", "red", "unknown"]

POINT = 8
"""Scores count eighths of a point: exact as binary floats too, so that sums of what a consumer
parses from JSON are equal to the last digit (docs/decisions/0002-eighths.md)."""


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """`eighths[i]` and `readings[i]` belong to the i-th measure; None where it was not measured."""

    eighths: tuple[int | None, ...]
    readings: tuple[Reading | None, ...]
    measured: int
    """Points of weight that could be measured, of 100."""
    total: int | None
    """The score in eighths: the sum of its parts; None where nothing could be measured."""

    @property
    def score(self) -> float | None:
        """0 to 100."""
        return None if self.total is None else self.total / POINT

    def parts(self) -> Iterator[tuple[MeasureName, Reading, int]]:
        """Name, reading and eighths of what was measured."""
        for name, reading, part in zip(MEASURES, self.readings, self.eighths, strict=True):
            if reading is not None and part is not None:
                yield name, reading, part


def stand(memory: Memory, terms: Terms, policy: Policy) -> Standing:
    """Read every measure; what could not be measured shares its weight out among the others."""
    # Plain loops: this runs at every observation and at every day's end.
    readings = tuple([measure(memory, terms, policy) for measure in MEASURES.values()])
    weights, measured = policy.ordered_weights, 0
    for weight, reading in zip(weights, readings, strict=True):
        if reading is not None:
            measured += weight
    eighths: list[int | None] = []
    total = 0
    for weight, reading in zip(weights, readings, strict=True):
        if reading is None or not measured:
            eighths.append(None)
            continue
        # Rounded down: the parts never sum to more than 100 points.
        part = weight * reading.goodness * POINT // (10 * measured)
        eighths.append(part)
        total += part
    return Standing(tuple(eighths), readings, measured, total if measured else None)


def enough(memory: Memory, standing: Standing, policy: Policy, *, known: bool) -> bool:
    """Whether there is evidence enough for a band: coverage, and messages heard.

    Less is enough to keep a band that is `known` than to come to one.
    """
    share = policy.keep_share if known else 1.0
    signals = memory.signals
    heard = signals.recent.inbound + signals.baseline.inbound
    return (
        standing.measured >= share * 100 * policy.coverage_gate
        and heard >= share * policy.inbound_gate
    )
