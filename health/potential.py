"""What a relationship could become, 1 to 5, with the parts that it is made of."""

import hashlib
import math
from collections.abc import Callable
from typing import Literal

import msgspec

from health.facts import Entry
from health.memory import Memory
from health.policy import Ramp
from health.standing import POINT
from health.terms import Terms
from ingest.interaction import InteractionId

PartName = Literal["size", "growth", "pipeline", "interest", "executives", "tier"]
Label = Literal["low", "medium", "high", "strategic"]
LABELS: dict[int, Label] = {1: "low", 2: "low", 3: "medium", 4: "high", 5: "strategic"}
COMMERCIAL = ("revenue", "contract", "payment", "opportunity", "lead")
BUSINESS = COMMERCIAL[:3]
"""Without a record of one of these, nobody can say what the business could become."""
TIERS: dict[str, int] = {
    **dict.fromkeys(("strategic", "stratégique", "platinum", "platine", "diamond", "a", "1"), 1000),
    **dict.fromkeys(("gold", "or", "b", "2"), 700),
    **dict.fromkeys(("silver", "argent", "c", "3"), 350),
    **dict.fromkeys(("bronze", "standard", "registered", "d", "4"), 100),
}


class Scale(msgspec.Struct, frozen=True):
    """What weighs how much, in points of 100, and between which sums an account is small or large.

    Sums are taken in the unit of the records: nothing is converted between currencies.
    """

    weights: dict[PartName, int] = msgspec.field(
        default_factory=lambda: {
            "size": 30,
            "growth": 15,
            "pipeline": 20,
            "interest": 15,
            "executives": 10,
            "tier": 10,
        }
    )
    # Booked, signed for or billed within a year; between the two the logarithm counts.
    small: float = 20_000
    large: float = 500_000
    # In doublings of a half-year's revenue against the half-year before.
    growth: Ramp = Ramp(worst=-0.5, best=0.7)
    # The same of the live opportunities of half a year.
    pipeline_small: float = 5_000
    pipeline_large: float = 250_000
    # In days since their leaders took part.
    executives: Ramp = Ramp(worst=270, best=45)
    # How long what they said of renewing, growing or recommending us counts.
    interest_days: int = 182

    def __post_init__(self) -> None:
        """Refuse numbers that contradict each other."""
        if sum(self.weights.values()) != 100 or min(self.weights.values()) < 0:
            raise ValueError("weights must sum to 100, and none be negative")
        if not (0 < self.small < self.large and 0 < self.pipeline_small < self.pipeline_large):
            raise ValueError("sums must rise from small to large, and be above 0")

    @property
    def version(self) -> str:
        """Made from the numbers: another number is another version."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:12]


class Part(msgspec.Struct, frozen=True):
    """`points` of the `of` that it could have given; `value` is what was read, in its own unit."""

    name: PartName
    value: float
    points: float
    of: float
    evidence: tuple[InteractionId, ...] = ()


class Potential(msgspec.Struct, frozen=True):
    """`level` 1 to 5; `points` 0 to 100, to the last digit the sum of those of its `parts`."""

    level: int
    points: float
    parts: tuple[Part, ...]

    @property
    def label(self) -> Label:
        """In a word."""
        return LABELS[self.level]


SCALE = Scale()
YEAR, HALF = 365, 182
SERIES = 4
"""Revenue records before one speaks of growth."""

Found = tuple[int, float, tuple[InteractionId, ...]]
"""Goodness in thousandths, what was read, and the ids it rests on."""


def potential(memory: Memory, terms: Terms, scale: Scale = SCALE) -> Potential | None:
    """The potential by what is remembered; None without commercial records.

    As in the score, a part that cannot be told shares its weight out among the others.
    """
    if not any(memory.facts.get(kind) for kind in COMMERCIAL):
        return None
    found = {name: one for name, read in PARTS.items() if (one := read(memory, terms, scale))}
    measured = sum(scale.weights.get(name, 0) for name in found)
    if not measured:
        return None
    parts = tuple(
        Part(
            name,
            value,
            scale.weights.get(name, 0) * good * POINT // (10 * measured) / POINT,
            scale.weights.get(name, 0) * 100 * POINT // measured / POINT,
            evidence,
        )
        for name, (good, value, evidence) in found.items()
    )
    points = sum(part.points for part in parts)
    return Potential(min(5, 1 + int(points // 20)), points, parts)


def _size(memory: Memory, _: Terms, scale: Scale) -> Found | None:
    """What was booked, signed for or billed within a year, whichever is most: often the same."""
    live = [one for kind in BUSINESS if (one := _live(memory, kind, YEAR))]
    if not live:
        return None
    largest = max(live, key=_sum)
    worth = _sum(largest)
    return _share(worth, scale.small, scale.large), worth, _newest(largest)


def _growth(memory: Memory, _: Terms, scale: Scale) -> Found | None:
    """The last half-year's revenue against their own half-year before."""
    entries = _live(memory, "revenue", 2 * HALF)
    if len(entries) < SERIES or entries[0].day > memory.day - HALF - HALF // 2:
        return None
    late = [one for one in entries if one.day > memory.day - HALF]
    now, before = _sum(late), _sum(entries) - _sum(late)
    if before <= 0:
        return None
    doublings = math.log2(max(now, before / 16) / before)
    return scale.growth.goodness(doublings), round(doublings, 2), _newest(late or entries)


def _pipeline(memory: Memory, _: Terms, scale: Scale) -> Found | None:
    """The worth of their live opportunities; a lead, or one without a sum, counts as small."""
    every = [*memory.facts.get("opportunity", ()), *memory.facts.get("lead", ())]
    if not every:
        return None
    live = [*_live(memory, "opportunity", HALF), *_live(memory, "lead", HALF)]
    small = scale.pipeline_small
    worth = sum(small if one.value is None else max(0, one.value) / 1000 for one in live)
    return _share(worth, small, scale.pipeline_large), worth, _newest(live)


def _interest(memory: Memory, _: Terms, scale: Scale) -> Found | None:
    """Whether they spoke of renewing or growing, and of recommending us or joining forces."""
    oldest = memory.day - scale.interest_days
    said = [one for one in (memory.renewing, memory.referring) if one and one[0] > oldest]
    if not said and memory.labelled is None:
        return None  # nothing was read that could have told
    return (0, 600, 1000)[len(said)], float(len(said)), tuple(id_ for _, id_ in said)


def _executives(memory: Memory, _: Terms, scale: Scale) -> Found | None:
    """How lately their leaders took part."""
    if memory.executive is None:
        return None
    day, id_ = memory.executive
    return scale.executives.goodness(memory.day - day), float(memory.day - day), (id_,)


def _tier(_: Memory, terms: Terms, __: Scale) -> Found | None:
    """What we ranked them ourselves, where we know the word."""
    good = TIERS.get((terms.tier or "").strip().casefold())
    return None if good is None else (good, good / 1000, ())


def _share(worth: float, small: float, large: float) -> int:
    """Where a sum lies between small and large, by its logarithm."""
    ramp = Ramp(worst=math.log(small), best=math.log(large))
    return ramp.goodness(math.log(worth)) if worth > 0 else 0


def _live(memory: Memory, kind: str, days: int) -> list[Entry]:
    return [
        one for one in memory.facts.get(kind, ()) if one.day > memory.day - days and not one.dead
    ]


def _sum(entries: list[Entry]) -> float:
    return sum(one.value or 0 for one in entries) / 1000


def _newest(entries: list[Entry]) -> tuple[InteractionId, ...]:
    ordered = sorted(entries, key=lambda one: (-one.day, one.id))
    return tuple(one.id for one in ordered[:3])


PARTS: dict[PartName, Callable[[Memory, Terms, Scale], Found | None]] = {
    "size": _size,
    "growth": _growth,
    "pipeline": _pipeline,
    "interest": _interest,
    "executives": _executives,
    "tier": _tier,
}
