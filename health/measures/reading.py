"""What a measure reads: its value, the partner's own baseline, and how good that is."""

from collections.abc import Callable

import msgspec

from health.memory import Memory
from health.policy import Policy
from health.terms import Terms


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """`goodness` in thousandths, 0 to 1000; `baseline` None where the norm is not the own past."""

    value: float
    baseline: float | None
    goodness: int


Shown = tuple[float, float | None]
"""Value and baseline in the units that people read."""


class Measure(msgspec.Struct, frozen=True):
    """`goodness` runs at every observation; `shown` only where somebody is told.

    A goodness of None: could not be measured. It is left out, never counted as bad or good, and
    has nothing to show.
    """

    goodness: Callable[[Memory, Terms, Policy], int | None]
    shown: Callable[[Memory, Terms, Policy], Shown]

    def read(self, memory: Memory, terms: Terms, policy: Policy) -> Reading | None:
        """Both together."""
        goodness = self.goodness(memory, terms, policy)
        return None if goodness is None else Reading(*self.shown(memory, terms, policy), goodness)
