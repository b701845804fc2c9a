"""What the days of a partner are like: how trouble shows on each, and what means nothing at all."""

import msgspec
import numpy as np

from benchmarks.simulator.calendar import calendar
from benchmarks.simulator.health import Course, wander
from benchmarks.simulator.temperament import Temperament
from benchmarks.simulator.world import CHANNELS, LIFE, World

YEAR = 365


class Weather(msgspec.Struct, frozen=True, kw_only=True):
    """By day of life. `shows`: by channel, 0 is nothing and 1 is plain. `volume`: against the
    usual. `sour`: taken off how they sound. `slow_theirs`, `slow_ours`: doublings of the time to
    answer. `there`: by contact, whether he or she is; `person`: by contact, the how-manieth."""

    shows: dict[str, np.ndarray]
    volume: np.ndarray
    sour: np.ndarray
    slow_theirs: np.ndarray
    slow_ours: np.ndarray
    cancelling: np.ndarray
    complaining: frozenset[int]
    there: np.ndarray
    person: np.ndarray


def weather(
    chance: np.random.Generator, temper: Temperament, found: Course, world: World
) -> Weather:
    """Of a whole life."""
    volume = np.ones(LIFE)
    sour, theirs, ours, cancelling = (np.zeros(LIFE) for _ in range(4))
    people = len(temper.shares)
    there, person = np.ones((people, LIFE)), np.zeros((people, LIFE), dtype=int)
    for day, lasts in _spells(chance, world.irritations, 5, 16):
        sour[day : day + lasts] += chance.uniform(0.4, 0.9)
    for day, lasts in _spells(chance, world.projects, 15, 60):
        volume[day : day + lasts] *= chance.uniform(1.3, 2.6)
        theirs[day : day + lasts] += chance.uniform(0.0, 0.8)
    for day, lasts in _spells(chance, world.absences, 7, 22):
        there[0, day : day + lasts] = 0.0
        volume[day : day + lasts] *= chance.uniform(0.5, 0.9)
    for day, lasts in _spells(chance, world.turnovers * people / 3, 3, 40):
        who = int(chance.integers(people))
        there[who, day : day + lasts] = 0.0
        person[who, day:] += 1
    for day, _ in _spells(chance, world.reorganisations, 1, 2):
        volume[day:] *= chance.uniform(0.55, 0.8) if chance.random() < 0.7 else 1.35
    for day, lasts in _spells(chance, world.own_slowness, 15, 50):
        ours[day : day + lasts] += chance.uniform(1.0, 3.0)
        sour[day : day + lasts] += chance.uniform(0.0, 0.3)
    for one in found.episodes:
        if one.kind == "bad fortnight" and one.begins >= 0:
            days = slice(one.begins, one.ends)
            sour[days] += chance.uniform(0.5, 1.0)
            volume[days] *= chance.uniform(0.4, 1.0)
            theirs[days] += chance.uniform(0.0, 2.0)
            cancelling[days] += chance.uniform(0.0, 0.5)
    one_offs = frozenset(day for day, _ in _spells(chance, world.one_offs, 1, 2))
    season, peak = temper.season
    volume *= 1 + season * np.cos((np.arange(LIFE) - peak) / YEAR * 2 * np.pi)
    return Weather(
        shows=_shows(chance, temper, found, world),
        volume=volume * calendar(temper.country).fullness[:LIFE] * _alive(chance, found, world),
        sour=sour,
        slow_theirs=theirs,
        slow_ours=ours,
        cancelling=cancelling,
        complaining=one_offs,
        there=there,
        person=person,
    )


def _shows(
    chance: np.random.Generator, temper: Temperament, found: Course, world: World
) -> dict[str, np.ndarray]:
    ill = np.clip((world.fine_at - found.health) / (world.fine_at - world.worst_at), 0.0, 1.0)
    ill = ill**world.early
    silent = np.zeros(LIFE, dtype=bool)
    for one in found.episodes:
        if one.kind == "fade":
            silent[max(0, one.begins) : one.ends] = True
    shows = {}
    for name in CHANNELS:
        strays = wander(chance, *world.nuisance)
        late = round(temper.delay[name])
        seen = np.concatenate([np.full(late, ill[0]), ill])[:LIFE] * temper.strength[name]
        if name in ("tone", "hints"):
            seen = np.where(silent, seen * 0.15, seen)  # they fade without a word
        elif name in ("volume", "answers"):
            floor = np.concatenate([np.full(late, ill[0]), ill])[:LIFE]
            seen = np.where(silent, np.maximum(seen, floor), seen)
        shows[name] = seen + (strays if temper.strength[name] else 0.0)
    return shows


def _alive(chance: np.random.Generator, found: Course, world: World) -> np.ndarray:
    alive = np.ones(LIFE)
    lingers = chance.random() < world.lingers
    if found.breaks_on is not None:
        after = np.arange(LIFE - found.breaks_on) if found.breaks_on < LIFE else np.arange(0)
        alive[found.breaks_on :] = 0.25 * np.exp(-after / 25.0) if lingers else 0.0
    return alive


def _spells(
    chance: np.random.Generator, a_year: float, least: int, most: int
) -> list[tuple[int, int]]:
    """Days on which something begins, and how many it lasts."""
    found = []
    at = chance.exponential(YEAR / a_year)
    while at < LIFE:
        found.append((int(at), int(chance.integers(least, most))))
        at += chance.exponential(YEAR / a_year)
    return found
