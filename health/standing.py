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

    @property
    def total(self) -> int | None:
        """The score in eighths; None where nothing could be measured."""
        if not self.measured:
            return None
        return sum(part for part in self.eighths if part is not None)

    @property
    def score(self) -> float | None:
        """0 to 100."""
        total = self.total
        return None if total is None else total / POINT

    def parts(self) -> Iterator[tuple[MeasureName, Reading, int]]:
        """Name, reading and eighths of what was measured."""
        for name, reading, part in zip(MEASURES, self.readings, self.eighths, strict=True):
            if reading is not None and part is not None:
                yield name, reading, part


def stand(memory: Memory, terms: Terms, policy: Policy) -> Standing:
    """Read every measure; what could not be measured shares its weight out among the others."""
    readings = tuple(measure(memory, terms, policy) for measure in MEASURES.values())
    weights = [policy.weights.get(name, 0) for name in MEASURES]
    measured = sum(
        weight for weight, reading in zip(weights, readings, strict=True) if reading is not None
    )
    eighths = tuple(
        # Rounded down: the parts never sum to more than 100 points.
        None
        if reading is None or not measured
        else weight * reading.goodness * POINT // (10 * measured)
        for weight, reading in zip(weights, readings, strict=True)
    )
    return Standing(eighths, readings, measured)


def enough(memory: Memory, standing: Standing, policy: Policy) -> bool:
    """Whether there is evidence enough for a band: coverage, and messages heard."""
    signals = memory.signals
    heard = signals.recent.inbound + signals.baseline.inbound
    return standing.measured >= 100 * policy.coverage_gate and heard >= policy.inbound_gate
