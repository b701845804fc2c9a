"""What the business systems send, if anything: revenue, tickets, surveys, trainings."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from benchmarks.simulator.calendar import HOME, calendar
from benchmarks.simulator.temperament import Temperament
from benchmarks.simulator.weather import Weather
from benchmarks.simulator.world import LIFE, START
from ingest.interaction import InteractionId, Record
from nlp.annotations import Annotations

FALLS = 0.75
"""How much of the revenue goes where it shows fully."""
AT = 18 * 60.0


def revenue(
    chance: np.random.Generator, temper: Temperament, weather: Weather, ends: int
) -> Iterator[Annotations]:
    """One record on the last day of a month."""
    growth, season = chance.normal(0.0, 0.08), chance.uniform(0.0, 0.3)
    peak = chance.uniform(0, 365)
    for day in range(min(ends, LIFE)):
        today = START + timedelta(days=day)
        if (today + timedelta(days=1)).month == today.month:
            continue
        shows = float(weather.shows["orders"][max(0, day - 14)])
        value = (
            temper.revenue
            * (1 + growth) ** (day / 365)
            * (1 + season * np.cos((day - peak) / 365 * 2 * np.pi))
            * np.exp(temper.noise * chance.standard_normal())
            * np.clip(1 - FALLS * shows, 0.05, 1.2)
        )
        yield _record(
            temper, day, f"revenue.{today:%Y-%m}", Record("revenue", round(value, 2), "EUR")
        )


def tickets(
    chance: np.random.Generator, temper: Temperament, weather: Weather, ends: int
) -> Iterator[Annotations]:
    """Opened, and most of them closed."""
    a_day = chance.uniform(0.01, 0.08)
    usual = float(np.exp(np.log(6) + 0.5 * chance.standard_normal()))
    for day in range(min(ends, LIFE)):
        shows = max(0.0, float(weather.shows["tickets"][day]))
        for number in range(int(chance.poisson(a_day * (1 + 2.5 * shows)))):
            name = f"ticket.{day}.{number}"
            lasts = usual * float(np.exp(0.8 * chance.standard_normal())) * 2 ** (2.5 * shows)
            yield _record(temper, day, name, Record("ticket", status="open"))
            closed = day + max(1, round(lasts))
            if chance.random() < 0.95 and closed < min(ends, LIFE):
                yield _record(temper, closed, name, Record("ticket", status="resolved"))


def surveys(
    chance: np.random.Generator, temper: Temperament, weather: Weather, ends: int
) -> Iterator[Annotations]:
    """Every few months, where they answer."""
    every, usual = chance.uniform(90, 200), chance.uniform(7.0, 9.0)
    if temper.nature == "gruff":
        usual -= 1.5
    at = chance.uniform(0, every)
    while at < min(ends, LIFE):
        day = int(at)
        # Polite people are franker to a form than to a face.
        felt = max(float(weather.shows[name][day]) for name in ("tone", "orders", "volume"))
        mark = usual - 5.0 * max(0.0, felt) + 1.0 * chance.standard_normal()
        if chance.random() < 0.75 - 0.4 * max(0.0, felt):
            yield _record(
                temper,
                day,
                f"survey.{day}",
                Record("survey", float(np.clip(round(mark), 0, 10)), "nps"),
            )
        at += every


def trainings(
    chance: np.random.Generator, temper: Temperament, weather: Weather, ends: int
) -> Iterator[Annotations]:
    """Their people's, at uneven intervals."""
    every = chance.uniform(20, 60)
    at = chance.uniform(0, every)
    while at < min(ends, LIFE):
        day = int(at)
        yield _record(temper, day, f"training.{day}", Record("training", 1.0, None, "completed"))
        shows = max(0.0, float(weather.shows["orders"][day]))
        at += max(1.0, every * float(np.exp(0.5 * chance.standard_normal())) * (1 + 2.5 * shows))


def _record(temper: Temperament, day: int, name: str, record: Record) -> Annotations:
    home = calendar(HOME)
    return Annotations(
        interaction_id=InteractionId(f"{temper.partner.id}.{name}"),
        partner_id=temper.partner.id,
        occurred_at=home.told(home.at(day, AT)),
        kind="record",
        record=record,
    )
