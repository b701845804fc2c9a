"""Meetings as they were agreed, and calls as they come."""

from collections.abc import Iterator

import msgspec
import numpy as np

from benchmarks.simulator.calendar import OPENS, calendar
from benchmarks.simulator.telling import Teller
from benchmarks.simulator.world import LIFE
from ingest.interaction import Meeting, MeetingStatus, MeetingType
from nlp.annotations import Annotations

CANCELLED, MISSED, RARER = 0.6, 0.15, 0.7
LEADERS = ("sponsor", "advisory_board")
MINUTES: dict[MeetingType, int] = {
    "coordination": 45,
    "commercial": 60,
    "review": 90,
    "advisory_board": 180,
    "sponsor": 60,
    "other": 30,
}


def meetings(
    chance: np.random.Generator, teller: Teller, kind: MeetingType, every: float, ends: int
) -> Iterator[Annotations]:
    """All of one type, until the day `ends`, one after the other: none knows the next."""
    temper, weather, here = teller.temper, teller.weather, calendar(teller.temper.country)
    number, at = 0, chance.uniform(0, every)
    while at < LIFE:
        day = here.next_worked(int(at))
        if day >= min(LIFE, ends):
            return
        shows = float(weather.shows["meetings"][day])
        if kind in LEADERS:
            shows = max(shows, float(weather.shows["leaders"][day]))
        draws = chance.random(8)
        status: MeetingStatus = "held"
        if draws[0] < temper.cancels + CANCELLED * shows + weather.cancelling[day]:
            status = "cancelled"
        elif draws[1] < 0.015 + MISSED * max(0.0, shows):
            status = "no_show"
        elif draws[2] > here.fullness[day]:
            at += 14 + 10 * draws[3]  # everybody is away: later, and no word about it
            continue
        yield _meeting(chance, teller, kind, day, number, status)
        number += 1
        if status == "held":
            slower = 1 + RARER * max(0.0, shows)
            at = day + max(3.0, every * temper.slack * slower * (0.75 + 0.5 * draws[4]))
        elif draws[5] < 0.65 - 0.5 * max(0.0, shows):
            at = day + 3 + 10 * draws[6]
        else:
            at = day + max(5.0, every * temper.slack)


def _meeting(
    chance: np.random.Generator,
    teller: Teller,
    kind: MeetingType,
    day: int,
    number: int,
    status: MeetingStatus,
) -> Annotations:
    here = calendar(teller.temper.country)
    people = {teller.contact(chance, day) for _ in range(1 + int(chance.integers(0, 3)))}
    minuted = status == "held" and chance.random() < 0.35
    attitude = None
    if minuted:
        attitude = teller.attitude(chance, day, min(people), 0.25)
    said = teller.said(
        chance,
        id_=f"{teller.temper.partner.id}.{kind}.{number}",
        at=here.told(here.at(day, OPENS + 30 * float(chance.integers(1, 17)))),
        kind="meeting",
        direction=None,
        contacts=tuple(teller.name(who, day) for who in sorted(people)),
        attitude=attitude,
        wants=teller.wants(chance, day, attitude)[1] if attitude is not None else [],
        due="",
    )
    return msgspec.structs.replace(
        said,
        promises=said.promises if minuted else (),
        meeting=Meeting(status, kind, MINUTES[kind]),
    )


def calls(chance: np.random.Generator, teller: Teller, day: int) -> Iterator[Annotations]:
    """The notes of a day's calls."""
    temper, weather, here = teller.temper, teller.weather, calendar(teller.temper.country)
    rate = temper.calls * float(weather.volume[day]) * here.works[day]
    rate *= float(np.clip(1 - 0.8 * weather.shows["volume"][day], 0.05, 1.2))
    for number in range(int(chance.poisson(rate))):
        who = teller.contact(chance, day)
        attitude = teller.attitude(chance, day, who, 0.45 * float(chance.standard_normal()))
        attitude, wants = teller.wants(chance, day, attitude)
        yield teller.said(
            chance,
            id_=f"{temper.partner.id}.{day}.call.{number}",
            at=here.told(here.at(day, OPENS + chance.uniform(0, 540))),
            kind="call_note",
            direction=None,
            contacts=(teller.name(who, day),),
            attitude=attitude,
            wants=wants,
        )
