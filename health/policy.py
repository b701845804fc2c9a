"""Every number of the score that a person may argue about, checked when built."""

import hashlib
import math
from collections.abc import Iterable
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
    "negative_streak",
    "reciprocity",
    "silence",
    "single_thread",
    "champion",
    "meeting_reliability",
    "sponsor_engagement",
    "open_issues",
    "risk_events",
    "promises_theirs",
    "promises_ours",
    "commercial_trend",
    "contract_end",
    "survey",
    "training",
    "risk_cap",
]
"""The measures, and last the cap: what a grave threat takes off the sum of all the others."""

NAMES: tuple[MeasureName, ...] = get_args(MeasureName)
CAP = NAMES[-1]

WEIGHTS: dict[MeasureName, int] = {
    "sentiment_level": 6,
    "sentiment_trend": 6,
    "contact_frequency": 10,
    "response_time_theirs": 13,
    "response_time_ours": 2,
    "meeting_rhythm": 4,
    "contact_breadth": 5,
    "negative_streak": 2,
    "reciprocity": 10,
    "silence": 6,
    "single_thread": 1,
    "champion": 1,
    "meeting_reliability": 4,
    "sponsor_engagement": 2,
    "open_issues": 6,
    "risk_events": 8,
    "promises_theirs": 2,
    "promises_ours": 1,
    "commercial_trend": 6,
    "contract_end": 1,
    "survey": 3,
    "training": 1,
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


class Grave(msgspec.Struct, frozen=True):
    """What one kind of risk event weighs when it is heard, and in how many days half of that."""

    severity: float
    half_life: int
    caps: bool = False

    def __post_init__(self) -> None:
        """Refuse what would grow instead of fading."""
        if not (math.isfinite(self.severity) and self.severity >= 0 and self.half_life >= 1):
            raise ValueError("severity must not be negative, and half_life at least a day")


RISKS = {
    "complaint": Grave(1.0, 14),
    "payment_dispute": Grave(2.0, 30),
    "escalation": Grave(2.5, 21),
    "churn_threat": Grave(4.0, 45, caps=True),
    "legal_threat": Grave(5.0, 60, caps=True),
}


AFTERWARDS = (
    *("cap_from", "cap_score", "red_below", "green_from", "margin", "urgent_margin"),
    *("pending_days", "keep_firing_days", "yellow_pending_days", "yellow_keep_days"),
    *("coverage_gate", "inbound_gate", "keep_share"),
)
"""What no measure asks for: it is used when all have answered."""


class Policy(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Weights in points, windows in days, floors and margin in points of score."""

    weights: dict[MeasureName, int] = msgspec.field(default_factory=lambda: dict(WEIGHTS))
    fresh_days: int = 10
    recent_days: int = 28
    past_days: int = 91
    memory_days: int = 182
    # What is older than recent is kept in blocks, for so long: the usual is their better half.
    block_days: int = 56
    usual_days: int = 728
    # A measure against the partner's own baseline needs that much of it.
    baseline_days: int = 28
    # How many times the last few days count beside the rest of the recent window.
    fresh_weight: int = 2
    # Fewer recent messages than that say nothing of the tone.
    least_read: int = 3
    # Fewer recent messages than that without a word of trouble prove nothing.
    least_quiet: int = 10
    # So many messages of the usual tone steady the mean of a few recent ones.
    steadying: int = 2

    sentiment_level: Ramp = Ramp(worst=-0.9, best=-0.1)
    sentiment_trend: Ramp = Ramp(worst=-0.5, best=0.05)
    contact_frequency: Ramp = Ramp(worst=0.0, best=0.85)
    # In doublings of the usual time to answer.
    response_time: Ramp = Ramp(worst=2.2, best=0.1)
    # In agreed intervals since the last meeting.
    meeting_rhythm: Ramp = Ramp(worst=2.4, best=0.25)
    contact_breadth: Ramp = Ramp(worst=0.65, best=1.0)
    breadth_days: int = 42
    # In displeased messages without a kind one between.
    negative_streak: Ramp = Ramp(worst=7, best=1)
    # In doublings of how many of ours come on one of theirs, against the usual.
    reciprocity: Ramp = Ramp(worst=1.3, best=0.0)
    # In usual gaps between their messages since the last one.
    silence: Ramp = Ramp(worst=8.5, best=0.3)
    # The share of their messages that comes from one person.
    single_thread: Ramp = Ramp(worst=0.95, best=0.5)
    # In usual gaps between the messages of the one who writes most, since the last one.
    champion: Ramp = Ramp(worst=6, best=0.6)
    # The share of meetings that were called off or missed.
    meeting_reliability: Ramp = Ramp(worst=0.66, best=0.0)
    # In intervals (agreed, or `sponsor_days`) since their leaders last took part.
    sponsor_engagement: Ramp = Ramp(worst=2.4, best=0.3)
    sponsor_days: int = 120
    # In open issues, each counting up to three times as it ages.
    open_issues: Ramp = Ramp(worst=4.4, best=0.2)
    # In severity of what still counts of the risk events, less the usual.
    risk_events: Ramp = Ramp(worst=1.6, best=-0.4)
    # Among so many recent messages a risk event or an open issue counts half, among twice as many a
    # third: who writes daily complains more often without meaning to go, and is misread more often.
    # 0: it counts the same however much they write.
    among: int = 8
    # A complaint that is not repeated is over after so many days.
    issue_days: int = 28
    risks: dict[str, Grave] = msgspec.field(default_factory=lambda: dict(RISKS))
    # The share of dated promises that were not kept.
    promises_theirs: Ramp = Ramp(worst=0.55, best=0.15)
    promises_ours: Ramp = Ramp(worst=0.55, best=0.25)
    # In doublings of what is booked in a quarter, against the quarters before.
    commercial_trend: Ramp = Ramp(worst=-1.9, best=0.1)
    # In days until the contract ends, where nobody talks of renewing it.
    contract_end: Ramp = Ramp(worst=40, best=140)
    # The share of the full mark.
    survey: Ramp = Ramp(worst=0.3, best=0.8)
    # In usual gaps since the last training.
    training: Ramp = Ramp(worst=2.5, best=0.6)

    # When that much certainty of the gravest events still counts, the score is no higher than this.
    cap_from: float = 1.5
    cap_score: int = 37

    red_below: int = 50
    green_from: int = 71
    # Another band needs the score so far beyond the floor between them.
    margin: int = 2
    # So many days at the margin lead into red, and out of it again; further beyond it takes less
    # long in proportion, and days on the near side are taken off again.
    pending_days: int = 25
    keep_firing_days: int = 40
    # The same at the floor of green.
    yellow_pending_days: int = 3
    yellow_keep_days: int = 3
    # A score that lies so far under a floor does not wait.
    urgent_margin: int = 12
    # Under these the band is unknown.
    coverage_gate: float = 0.2
    inbound_gate: int = 10
    # A band that is known stays known down to that share of them: a rare writer must not flicker.
    keep_share: float = 0.5

    def __post_init__(self) -> None:
        """Refuse numbers that contradict each other."""
        for name, weight in self.weights.items():
            if name not in WEIGHTS:
                raise ValueError(f"weights: {name} is no measure")
            if weight < 0:
                raise ValueError(f"weights: {name} must not be negative")
        if sum(self.weights.values()) != 100:
            raise ValueError(f"weights must sum to 100, not {sum(self.weights.values())}")
        if self.risks.keys() != RISKS.keys():
            odd = min(self.risks.keys() ^ RISKS.keys())
            raise ValueError(f"risks must name every risk event and no other: {odd}")
        if not 0 <= self.cap_score <= 100 or self.cap_from <= 0:
            raise ValueError("cap_score must be a score, and cap_from above 0")
        if self.least_quiet < 0:
            raise ValueError("least_quiet must not be negative")
        if min(self.sponsor_days, self.issue_days) < 1:
            raise ValueError("sponsor_days, issue_days must be at least 1")
        if self.among < 0:
            raise ValueError("among must not be negative")
        if not 0 < self.red_below < self.green_from <= 100:
            raise ValueError("floors must rise: 0 < red_below < green_from <= 100")
        if not 0 <= self.margin <= self.green_from - self.red_below:
            raise ValueError("margin must fit between the floors")
        if self.urgent_margin < self.margin:
            raise ValueError("urgent_margin must not be smaller than margin")
        if self.green_from + self.margin > 100:
            raise ValueError("margin must leave room over green_from: nobody would rise to green")
        days = (self.fresh_days, self.recent_days, self.past_days, self.memory_days)
        if not 0 < days[0] <= days[1] < days[2] < days[3]:
            raise ValueError("windows must rise: fresh_days, recent_days, past_days, memory_days")
        if not 0 < self.baseline_days <= self.block_days:
            raise ValueError("baseline_days must fit into a block of block_days")
        if self.block_days > self.usual_days:
            raise ValueError("usual_days must not be fewer than block_days")
        if not 0 < self.breadth_days < self.memory_days:
            raise ValueError("breadth_days must fit into the memory")
        if min(self.fresh_weight, self.steadying) < 0:
            raise ValueError("fresh_weight, steadying must not be negative")
        if self.least_read < 1:
            raise ValueError("least_read must be at least 1: nothing read is no tone")
        if min(self.pending_days, self.keep_firing_days) < 0:
            raise ValueError("pending_days, keep_firing_days must not be negative")
        if min(self.yellow_pending_days, self.yellow_keep_days) < 0:
            raise ValueError("yellow_pending_days, yellow_keep_days must not be negative")
        if not 0 < self.keep_share <= 1:
            raise ValueError("keep_share must be a share")
        if not 0 < self.coverage_gate <= 1:
            raise ValueError("coverage_gate must be a share")
        if self.inbound_gate < 1:
            raise ValueError("inbound_gate must be at least 1: nothing heard is no evidence")

    def thinning(self, recent: float) -> float:
        """What a risk event counts less among so many recent messages; at least 1."""
        return 1 + recent / self.among if self.among else 1.0

    @cached_property
    def windows(self) -> Windows:
        """The windows of the memory."""
        return Windows(
            self.fresh_days,
            self.recent_days,
            self.memory_days,
            self.block_days,
            self.usual_days,
            self.baseline_days,
        )

    @cached_property
    def ordered_weights(self) -> tuple[int, ...]:
        """In the order of the measures; 0 where none is given, and the measure is not asked."""
        return tuple(self.weights.get(name, 0) for name in NAMES[:-1])

    @cached_property
    def fading(self) -> dict[str, tuple[float, ...]]:
        """What one certain risk event of a kind still weighs, by its age in days."""
        ages = range(self.memory_days + 1)
        return {
            label: tuple(one.severity * 0.5 ** (age / one.half_life) for age in ages)
            for label, one in self.risks.items()
        }

    @cached_property
    def halving(self) -> dict[str, tuple[float, ...]]:
        """What is left of one certain event of the kinds that cap, by its age in days."""
        ages = range(self.memory_days + 1)
        return {
            label: tuple(0.5 ** (age / one.half_life) for age in ages)
            for label, one in self.risks.items()
            if one.caps
        }

    @cached_property
    def pace(self) -> dict[str, float]:
        """At what a risk event a day would settle, by kind; 0 for those that cap."""
        return {
            label: 0.0 if one.caps else one.severity * one.half_life / math.log(2)
            for label, one in self.risks.items()
        }

    @cached_property
    def asking(self) -> str:
        """Policies of one such value make the same of a memory, measure by measure: they differ in
        weights, none of them 0 in one alone, and in what becomes of the score."""
        asked = {name: int(bool(weight)) for name, weight in self.weights.items()}
        return self._but(AFTERWARDS, weights=asked)

    @cached_property
    def scoring(self) -> str:
        """Policies of one such value come to the same score of a memory."""
        return self._but([name for name in AFTERWARDS if not name.startswith("cap_")])

    def _but(self, left_out: Iterable[str], **instead: object) -> str:
        """A digest of all numbers but some."""
        same = {name: getattr(STANDARD, name) for name in left_out}
        rest = {**msgspec.to_builtins(self), **same, **instead}
        return hashlib.sha256(msgspec.json.encode(rest, order="sorted")).hexdigest()

    @cached_property
    def remembering(self) -> tuple[int, ...]:
        """Policies of one such value forget alike."""
        return (*msgspec.structs.astuple(self.windows), self.past_days, self.issue_days)

    @cached_property
    def version(self) -> str:
        """Made from the numbers: another number is another version."""
        return self._but(())[:12]


STANDARD = Policy()
