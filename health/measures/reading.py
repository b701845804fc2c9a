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


Measure = Callable[[Memory, Terms, Policy], Reading | None]
"""None: could not be measured. It is left out, never counted as bad or good."""
