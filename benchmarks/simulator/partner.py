"""One simulated partner: its register entry, what the models would say of it, and the truth."""

from collections.abc import Callable, Iterator

import msgspec
import numpy as np

from benchmarks.simulator import records, talks
from benchmarks.simulator.calendar import BEGIN, calendar
from benchmarks.simulator.health import Course, Outcome, TruthBand, bands, course, outcome
from benchmarks.simulator.mail import Mail
from benchmarks.simulator.reader import READERS, Reader
from benchmarks.simulator.telling import Teller
from benchmarks.simulator.temperament import Temperament, temperament
from benchmarks.simulator.weather import Weather, weather
from benchmarks.simulator.world import LIFE, START, WORLD, World
from ingest.interaction import MeetingType
from ingest.register import Partner
from nlp.annotations import Annotations

_COURSE, _TEMPER, _WEATHER, _DAYS, _TALKS, _RECORDS, _NOTICE = range(7)
"""Every process has a chance of its own, so that none shifts another's draws."""


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """What nobody is told. `bands`, `health`: by day; `breaks_on`: the day it ended, if it did
    within the days asked for. `signature`: the channels in which trouble shows well."""

    bands: tuple[TruthBand, ...]
    health: tuple[float, ...]
    breaks_on: int | None
    outcome: Outcome
    nature: str
    signature: tuple[str, ...]
    episodes: tuple[tuple[str, int], ...]

    @property
    def broke_by(self) -> str | None:
        """The kind of episode that ended it."""
        return self.episodes[-1][0] if self.breaks_on is not None else None


class Simulated(msgspec.Struct, frozen=True):
    """`said` is in order of time."""

    partner: Partner
    said: tuple[Annotations, ...]
    truth: Truth


def simulate(
    seed: int, partners: int, days: int = 730, *, world: World = WORLD
) -> Iterator[Simulated]:
    """The same for the same seed; more partners or more days change nothing of the former ones.

    Raises ValueError where `days` is more than `LIFE`.
    """
    for number in range(partners):
        yield simulated(seed, number, days, world=world)


def simulated(seed: int, number: int, days: int = 730, *, world: World = WORLD) -> Simulated:
    """The partner with that number."""
    if not 0 < days <= LIFE:
        raise ValueError(f"days must be from 1 to {LIFE}, not {days}")

    def chance(*which: int) -> np.random.Generator:
        return np.random.default_rng((seed, number, *which))

    life = course(chance(_COURSE), world)
    temper = temperament(chance(_TEMPER), number, life, world)
    outside = weather(chance(_WEATHER), temper, life, world)
    said = sorted(
        _said(chance, life, temper, outside, READERS[world.reader], days),
        key=lambda one: (one.occurred_at, one.interaction_id),
    )
    told = bands(life, world, days)
    contract = temper.partner.contract_end
    broke = life.breaks_on if life.breaks_on is not None and life.breaks_on < days else None
    return Simulated(
        temper.partner,
        tuple(one for one in said if 0 <= (one.occurred_at - BEGIN).days < days),
        Truth(
            bands=told,
            health=tuple(round(float(one), 4) for one in life.health[:days]),
            breaks_on=broke,
            outcome=outcome(life, days, None if contract is None else (contract - START).days),
            nature=temper.nature,
            signature=temper.signature,
            episodes=tuple((one.kind, one.begins) for one in life.episodes if one.begins < days),
        ),
    )


def _said(
    chance: Callable[..., np.random.Generator],
    life: Course,
    temper: Temperament,
    outside: Weather,
    reader: Reader,
    days: int,
) -> Iterator[Annotations]:
    ends = LIFE if life.breaks_on is None else min(LIFE, life.breaks_on)
    teller = Teller(temper, outside, reader, champion_fades=temper.delay["contacts"] > 8)
    mail = Mail(teller)
    works = calendar(temper.country).works
    for day in range(days):
        if works[day] and outside.volume[day] > 0:
            today = chance(_DAYS, day)
            yield from mail.of_day(today, day)
            yield from talks.calls(today, teller, day)
    agreed: dict[MeetingType, float] = dict(temper.partner.cadence)
    for place, (kind, every) in enumerate((agreed or {"other": 45.0 / temper.threads}).items()):
        yield from talks.meetings(chance(_TALKS, place), teller, kind, every, ends)
    for place, (record, made) in enumerate(MADE.items()):
        if record in temper.records:
            yield from made(chance(_RECORDS, place), temper, outside, ends)
    if life.breaks_on is not None and life.breaks_on < days:
        silent = life.episodes[-1].kind in ("fade", "blow")
        if chance(_NOTICE).random() < (0.3 if silent else 0.9):
            yield mail.notice(chance(_NOTICE, 1), life.breaks_on)


MADE: dict[str, Callable[..., Iterator[Annotations]]] = {
    "revenue": records.revenue,
    "ticket": records.tickets,
    "survey": records.surveys,
    "training": records.trainings,
}
