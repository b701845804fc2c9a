"""The standard policy on three synthetic histories: a changed weight is a diff of scores.json.

Written again on purpose with `pytest tests/golden --bless`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from alerts.announce import announce
from health.assessment import assess
from health.observation import Observation
from health.policy import STANDARD
from health.rebuild import rebuild
from health.relationship import Step
from health.standing import POINT
from health.terms import Terms
from tests.laws.made import DAY_0, PARTNER, answers, meeting, observation

SCORES = Path(__file__).with_name("scores.json")
AGREED = Terms(cadence=(("coordination", 14),))
DAYS = 224
WEEK = 7


def steady() -> list[Observation]:
    """Three people write every other day, all is answered, meetings are held."""
    return [one for day in range(DAYS) for one in _day(day, tone=350 + 100 * (day % 3), wait=3)]


def souring() -> list[Observation]:
    """After half of the time the tone cools, answers take longer, and at last each mail complains.

    They write as often as ever: that alone is two fifths of the score.
    """
    seen = []
    for day in range(DAYS):
        late = max(0, day - DAYS // 2)
        wants = "complaint" if late > 50 else "request"
        seen += _day(
            day, tone=400 - 12 * late, wait=3 + late / 2, meets=late < 30, intents=((wants, 900),)
        )
    return seen


def fading() -> list[Observation]:
    """The tone stays, people stop writing one by one."""
    seen = []
    for day in range(DAYS):
        late = max(0, day - DAYS // 2)
        if day % (2 + late // 8) == 0:
            seen += _day(day, tone=400, wait=4, people=max(1, 3 - late // 15), meets=late < 20)
    return seen


def _day(
    day: int,
    *,
    tone: int,
    wait: float,
    people: int = 3,
    meets: bool = True,
    intents: tuple[tuple[str, int], ...] = (),
) -> list[Observation]:
    seen = []
    if day % 2 == 0:
        who = ("anke", "jens", "maike")[day // 2 % people]
        seen.append(observation(day, 500, tone=tone, contacts=(who,), intents=intents))
    if day % 4 == 0:
        seen += answers(day, wait, theirs=day % 8 == 0, thread=f"t{day}")
    if day % (2 * WEEK) == 0 and meets:
        seen.append(meeting(day))
    return seen


HISTORIES: dict[str, Callable[[], list[Observation]]] = {
    "steady": steady,
    "souring": souring,
    "fading": fading,
}


def fold(name: str) -> Step:
    return rebuild(PARTNER, HISTORIES[name](), AGREED, STANDARD, until=DAY_0 + DAYS)


def told(name: str) -> dict[str, Any]:
    """What a reader of a diff wants to see: the fortnights, the alerts, the last drivers."""
    step = fold(name)
    found = assess(step.after, AGREED, STANDARD)
    closes = {one.day - DAY_0: one for one in step.closes}
    alerts = [announce(change, name.title(), STANDARD) for change in step.transitions]
    return {
        "scores": {
            str(day): f"{closes[day].standing.score} {closes[day].band}"
            for day in range(2 * WEEK - 1, DAYS, 2 * WEEK)
        },
        "alerts": [
            f"{alert.occurred_at.date()} {alert.severity}: {alert.summary}"
            for alert in alerts
            if alert is not None
        ],
        "drivers": {
            one.measure: f"{one.contribution} of {_share(one.measure, found.coverage)}"
            for one in found.drivers
        },
        "confidence": found.confidence,
    }


def _share(measure: str, coverage: float) -> float:
    weights: dict[str, int] = dict(STANDARD.weights)
    return round(weights[measure] / coverage * POINT) / POINT


def test_golden_scores(request: pytest.FixtureRequest) -> None:
    now = {name: told(name) for name in HISTORIES}
    if request.config.getoption("--bless"):
        SCORES.write_bytes(msgspec.json.format(msgspec.json.encode(now), indent=2) + b"\n")
    golden = msgspec.json.decode(SCORES.read_bytes())
    for name in HISTORIES:
        assert now[name] == golden[name], f"{name}: if meant, pytest tests/golden --bless"
    assert now.keys() == golden.keys()


def test_the_three_histories_end_as_their_stories_say() -> None:
    bands = {name: fold(name).after.settled.band for name in HISTORIES}
    assert bands["steady"] == "green"
    assert bands["souring"] == "red"
    assert bands["fading"] in ("yellow", "red")
