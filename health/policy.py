"""Every number of the score that a person may argue about, checked when built."""

import hashlib
import math
from functools import cached_property
from typing import Literal, get_args

import msgspec

from health.signals import Windows

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
    "sentiment_level": 24,
    "sentiment_trend": 28,
    "contact_frequency": 17,
    "response_time_theirs": 7,
    "response_time_ours": 7,
    "meeting_rhythm": 8,
    "contact_breadth": 9,
}


class Ramp(msgspec.Struct, frozen=True):
    """A straight line from `worst` (goodness 0) to `best` (goodness 1), flat outside."""

    worst: float
    best: float

    def __post_init__(self) -> None:
        """Refuse a line that has no slope."""
        if not math.isfinite(self.best - self.worst) or self.best == self.worst:
            raise ValueError("worst and best must be two different numbers")

    def goodness(self, value: float) -> int:
        """In thousandths."""
        share = (value - self.worst) / (self.best - self.worst)
        return 0 if share <= 0 else 1000 if share >= 1 else round(1000 * share)


class Policy(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Weights in points, windows in days, floors and margin in points of score."""

    weights: dict[MeasureName, int] = msgspec.field(default_factory=lambda: dict(WEIGHTS))
    fresh_days: int = 10
    recent_days: int = 28
    # Where the usual is read as well: half a year of trouble must not become the norm.
    past_days: int = 91
    memory_days: int = 182
    # A measure against the partner's own baseline needs that much of it.
    baseline_days: int = 28
    # How many times the last few days count beside the rest of the recent window.
    fresh_weight: int = 2
    # Fewer recent messages than that say nothing of the tone.
    least_read: int = 3
    # So many messages of the usual tone steady the mean of a few recent ones.
    steadying: int = 2

    sentiment_level: Ramp = Ramp(worst=-0.65, best=0.1)
    sentiment_trend: Ramp = Ramp(worst=-0.5, best=-0.05)
    contact_frequency: Ramp = Ramp(worst=0.15, best=0.85)
    # In doublings of the usual time to answer.
    response_time: Ramp = Ramp(worst=3.5, best=0.5)
    # In agreed intervals since the last meeting.
    meeting_rhythm: Ramp = Ramp(worst=3.5, best=1.3)
    contact_breadth: Ramp = Ramp(worst=0.2, best=0.8)
    breadth_days: int = 42

    red_below: int = 55
    green_from: int = 68
    margin: int = 3
    # A worse band is believed when the score has stood under the floor that long, or at once when
    # it lies that far under it.
    pending_days: int = 3
    urgent_margin: int = 10
    # A better band is believed only after the worse one has held that long.
    keep_firing_days: int = 14
    # Under these the band is unknown.
    coverage_gate: float = 0.3
    inbound_gate: int = 10
    # A band that is known stays known down to that share of them: a rare writer must not flicker.
    keep_share: float = 0.5

    def __post_init__(self) -> None:
        """Refuse numbers that contradict each other."""
        if set(self.weights) != set(WEIGHTS):
            raise ValueError("weights must name every measure, and no other")
        if sum(self.weights.values()) != 100 or min(self.weights.values()) < 0:
            raise ValueError("weights must not be negative, and sum to 100")
        if not 0 < self.red_below < self.green_from <= 100:
            raise ValueError("floors must rise: 0 < red_below < green_from <= 100")
        if not 0 <= self.margin <= self.green_from - self.red_below:
            raise ValueError("margin must fit between the floors")
        if self.urgent_margin < self.margin:
            raise ValueError("urgent_margin must not be smaller than margin")
        days = (self.fresh_days, self.recent_days, self.past_days, self.memory_days)
        if not 0 < days[0] <= days[1] < days[2] < days[3]:
            raise ValueError("windows must rise: fresh_days, recent_days, past_days, memory_days")
        if not 0 < self.baseline_days <= self.memory_days - self.recent_days:
            raise ValueError("baseline_days must fit into the memory before the recent window")
        if not 0 < self.breadth_days < self.memory_days:
            raise ValueError("breadth_days must fit into the memory")
        if min(self.fresh_weight, self.steadying, self.least_read) < 0:
            raise ValueError("fresh_weight, steadying, least_read must not be negative")
        if min(self.pending_days, self.keep_firing_days) < 0:
            raise ValueError("pending_days, keep_firing_days must not be negative")
        if not 0 < self.keep_share <= 1:
            raise ValueError("keep_share must be a share")
        if not 0 < self.coverage_gate <= 1:
            raise ValueError("coverage_gate must be a share")
        if self.inbound_gate < 1:
            raise ValueError("inbound_gate must be at least 1: nothing heard is no evidence")

    @cached_property
    def windows(self) -> Windows:
        """The windows of the memory."""
        return Windows(self.fresh_days, self.recent_days, self.past_days, self.memory_days)

    @cached_property
    def ordered_weights(self) -> tuple[int, ...]:
        """In the order in which `MeasureName` names them; 0 where none is given."""
        return tuple(self.weights.get(name, 0) for name in get_args(MeasureName))

    @cached_property
    def version(self) -> str:
        """Made from the numbers: another number is another version."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:12]


STANDARD = Policy()
