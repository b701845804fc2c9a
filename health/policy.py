"""Every number of the score that a person may argue about, checked when built."""

import hashlib
from functools import cached_property
from typing import Literal

import msgspec

MeasureName = Literal[
    "sentiment_level",
    "sentiment_trend",
    "contact_frequency",
    "response_time_theirs",
    "response_time_ours",
    "meeting_rhythm",
    "contact_breadth",
]


WEIGHTS: dict[MeasureName, int] = {
    "sentiment_level": 34,
    "sentiment_trend": 16,
    "contact_frequency": 16,
    "response_time_theirs": 8,
    "response_time_ours": 8,
    "meeting_rhythm": 9,
    "contact_breadth": 9,
}


class Ramp(msgspec.Struct, frozen=True):
    """A straight line from `worst` (goodness 0) to `best` (goodness 1), flat outside."""

    worst: float
    best: float

    def goodness(self, value: float) -> int:
        """In thousandths."""
        share = (value - self.worst) / (self.best - self.worst)
        return round(1000 * min(1.0, max(0.0, share)))


class Policy(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Weights in points, windows in days, floors and margin in points of score."""

    weights: dict[MeasureName, int] = msgspec.field(default_factory=lambda: dict(WEIGHTS))
    fresh_days: int = 10
    recent_days: int = 28
    memory_days: int = 182
    # A measure against the partner's own baseline needs that much of it.
    baseline_days: int = 28
    # How many times the last few days count beside the rest of the recent window.
    fresh_weight: int = 2

    sentiment_level: Ramp = Ramp(worst=-0.45, best=0.35)
    sentiment_trend: Ramp = Ramp(worst=-0.5, best=0.2)
    contact_frequency: Ramp = Ramp(worst=0.15, best=0.85)
    # In doublings of the usual time to answer.
    response_time: Ramp = Ramp(worst=3.5, best=0.5)
    # In agreed intervals since the last meeting.
    meeting_rhythm: Ramp = Ramp(worst=3.5, best=1.3)
    contact_breadth: Ramp = Ramp(worst=0.2, best=0.8)
    breadth_days: int = 42

    red_below: int = 50
    green_from: int = 65
    margin: int = 3
    # A better band is believed only after the worse one has stood that long.
    keep_firing_days: int = 7
    # Under these the band is unknown.
    coverage_gate: float = 0.3
    inbound_gate: int = 10

    def __post_init__(self) -> None:
        """Refuse numbers that contradict each other."""
        if sum(self.weights.values()) != 100 or min(self.weights.values()) < 0:
            raise ValueError("weights must be positive and sum to 100")
        if not 0 < self.red_below < self.green_from <= 100:
            raise ValueError("floors must rise: 0 < red_below < green_from <= 100")
        if not 0 <= self.margin <= self.green_from - self.red_below:
            raise ValueError("margin must fit between the floors")
        if not 0 < self.fresh_days <= self.recent_days < self.memory_days:
            raise ValueError("windows must rise: fresh_days, recent_days, memory_days")
        if not 0 < self.coverage_gate <= 1:
            raise ValueError("coverage_gate must be a share")

    @cached_property
    def version(self) -> str:
        """Made from the numbers: another number is another version."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:12]


STANDARD = Policy()
