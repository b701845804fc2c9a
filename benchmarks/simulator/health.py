"""The hidden health of one relationship: its course, what befell it, and when it broke."""

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from benchmarks.simulator.world import LIFE, World

TruthBand = Literal["green", "yellow", "red", "gone"]
Outcome = Literal["churned", "escalated", "renewed", "none"]


class Episode(msgspec.Struct, frozen=True):
    """Something that befell it: from the first day of the fall to the last of the recovery."""

    kind: str
    begins: int
    ends: int


class Course(msgspec.Struct, frozen=True):
    """`health` by day of life; `breaks_on` None where it lasts."""

    health: np.ndarray
    episodes: tuple[Episode, ...]
    breaks_on: int | None


def course(chance: np.random.Generator, world: World) -> Course:
    """One life, whole."""
    resting = chance.uniform(*world.rest)
    knots: list[tuple[float, float]] = [(0.0, resting)]
    found: list[Episode] = []
    breaks_on: int | None = None
    at = _wait(chance, world)
    if chance.random() < world.begins_in_trouble:
        # The world began before we looked: somewhere within its fall, trough or recovery.
        at = -chance.uniform(*world.began_before)
        knots = [(at - 1.0, resting)]
    while at < LIFE and breaks_on is None:
        kind = str(chance.choice(list(world.episodes), p=_shares(world.episodes)))
        began = at
        if kind == "bad fortnight":
            at += chance.uniform(9.0, 18.0)
        elif kind == "blow":
            breaks_on = round(at)
        else:
            at, breaks_on = _episode(chance, world, kind, at, knots, resting)
        found.append(Episode(kind, round(began), round(at)))
        resting = chance.uniform(*world.rest) if chance.random() < 0.4 else resting
        at += _wait(chance, world)
    health = _drawn(knots) + wander(chance, *world.tremble)
    if breaks_on is not None and breaks_on < world.known_for:
        return course(chance, world)  # nobody would have put it on the list
    return Course(np.clip(health, 0.0, 1.0), tuple(found), breaks_on)


def _episode(
    chance: np.random.Generator,
    world: World,
    kind: str,
    at: float,
    knots: list[tuple[float, float]],
    resting: float,
) -> tuple[float, int | None]:
    """Draw the knots of a fall and of what follows; when that is over, and the break, if any."""
    top = knots[-1][1]
    low = chance.uniform(*(world.dip_to if kind == "dip" else world.red_to))
    fall = _lasting(chance, world.fall[kind])
    knots.append((at, top))
    begun, level = at, top
    if kind in world.lingering:
        # On the way down there is a time when it could still turn.
        begun, level = at + world.lingering_at * fall, chance.uniform(*world.lingers_between)
        stays = _lasting(chance, world.lingers_for)
        knots.extend(((begun, level), (begun + stays, level + chance.uniform(-0.04, 0.02))))
        at, begun = at + stays, begun + stays
    knots.append((at + fall, low))
    if chance.random() < world.breaks[kind]:
        red = begun + (at + fall - begun) * _share_until(world.red_below, level, low)
        notice = world.notice_sudden if kind == "sudden" else world.notice
        ends = red + max(world.notice_least, _lasting(chance, notice))
        knots.append((max(ends, at + fall + 1), low * 0.8))
        return ends, round(ends)
    lasts = _lasting(chance, world.trough[kind])
    back = _lasting(chance, world.recovery)
    knots.append((at + fall + lasts, low + chance.uniform(-0.04, 0.04)))
    knots.append((at + fall + lasts + back, resting))
    return at + fall + lasts + back, None


def bands(found: Course, world: World, days: int) -> tuple[TruthBand, ...]:
    """The truth of each day: trembling at a threshold changes nothing."""
    told: list[TruthBand] = []
    band: TruthBand = "green"
    for day in range(days):
        if found.breaks_on is not None and day >= found.breaks_on:
            told.append("gone")
            continue
        health = float(found.health[day])
        edge = world.edge if day else 0.0
        red = world.red_below + (edge if band == "red" else -edge)
        green = world.green_from + (-edge if band == "green" else edge)
        band = "red" if health < red else "green" if health >= green else "yellow"
        told.append(band)
    return tuple(told)


def outcome(found: Course, days: int, contract: int | None) -> Outcome:
    """What the records of the company would say of these days."""
    if found.breaks_on is not None and found.breaks_on < days:
        return "churned"
    if any(one.kind == "conflict" and 0 <= one.begins < days for one in found.episodes):
        return "escalated"
    return "renewed" if contract is not None and 0 <= contract < days else "none"


def _drawn(knots: Sequence[tuple[float, float]]) -> np.ndarray:
    """Through the knots, without corners: nobody's trust falls at an angle."""
    times = np.array([one[0] for one in knots])
    levels = np.array([one[1] for one in knots])
    days = np.arange(LIFE, dtype=float)
    place = np.clip(np.searchsorted(times, days, side="right") - 1, 0, len(times) - 1)
    after = np.minimum(place + 1, len(times) - 1)
    width = np.maximum(times[after] - times[place], 1e-9)
    share = np.clip((days - times[place]) / width, 0.0, 1.0)
    share = share * share * (3 - 2 * share)
    course: np.ndarray = levels[place] + (levels[after] - levels[place]) * share
    return course


def _share_until(level: float, top: float, low: float) -> float:
    """The share of a fall after which it stands at a level."""
    wanted = min(1.0, max(0.0, (top - level) / (top - low)))
    share = np.linspace(0, 1, 101)
    return float(share[np.argmax(share * share * (3 - 2 * share) >= wanted)])


def wander(chance: np.random.Generator, deviation: float, forgets: float) -> np.ndarray:
    """A value that strays from 0 and comes back, by day of life."""
    keep = float(np.exp(-1 / forgets))
    noise = chance.standard_normal(LIFE) * deviation * float(np.sqrt(1 - keep * keep))
    found = np.empty(LIFE)
    now = deviation * float(chance.standard_normal())
    for day in range(LIFE):
        now = keep * now + noise[day]
        found[day] = now
    return found


def _lasting(chance: np.random.Generator, median: tuple[float, float]) -> float:
    return float(median[0] * np.exp(median[1] * chance.standard_normal()))


def _wait(chance: np.random.Generator, world: World) -> float:
    return float(world.spell[0] + chance.exponential(world.spell[1]))


def _shares(given: dict[str, float]) -> list[float]:
    total = sum(given.values())
    return [one / total for one in given.values()]
