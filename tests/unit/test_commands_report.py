"""What a run led to, for people: the table, the weekly scores, the main driver in words."""

from datetime import date, timedelta
from io import StringIO

import pytest
from rich.console import Console, RenderableType

from alerts.action_words import step
from alerts.alert import Alert
from alerts.wording import Language, sentence
from commands.report import alert_line, main_driver, picture, sparkline, summary
from health.actions import Action
from health.assessment import Assessment, Driver
from health.measures import Reading
from health.policy import STANDARD, MeasureName
from health.standing import Band
from history.relationships import Mark
from ingest.intake import Tally
from ingest.interaction import PartnerId
from streams.context import Context
from streams.result import Result
from tests import make
from tests.laws.made import SMALL, at

DAY = date(2026, 3, 1)


def shown(one: RenderableType, width: int = 140) -> str:
    console = Console(file=StringIO(), width=width, highlight=False)
    console.print(one)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def driver(measure: MeasureName, contribution: float) -> Driver:
    return Driver(measure, 0.5, 10.0, contribution)


def assessment(band: Band = "green", score: float | None = 80.0, **changes: object) -> Assessment:
    values: dict[str, object] = {
        "partner_id": PartnerId("nordlicht"),
        "as_of": DAY,
        "seq": 1,
        "score": score,
        "band": band,
        "since": None,
        "coverage": 0.5,
        "confidence": 0.5,
        "drivers": (driver("sentiment_level", 55.0), driver("contact_frequency", 10.0)),
        "change": None,
        "policy_version": "1",
    }
    return Assessment(**{**values, **changes})  # type: ignore[arg-type]


def alert(**changes: object) -> Alert:
    values: dict[str, object] = {
        "id": "1",
        "dedup_key": "nordlicht/band",
        "status": "firing",
        "kind": "band_worsened",
        "severity": "error",
        "partner_id": PartnerId("nordlicht"),
        "summary": "Nordlicht fell [/b]",
        "why": (),
        "actions": ("Call them", "Write"),
        "occurred_at": at(0),
    }
    return Alert(**{**values, **changes})  # type: ignore[arg-type]


def mark(number: int, score: float | None, band: Band = "green") -> Mark:
    return Mark(DAY + timedelta(days=number), score, band)


@pytest.mark.parametrize(
    ("scores", "line"),
    [
        ([], ""),
        ([0.0], "▁"),
        ([100.0], "█"),
        ([50.0] * 7, "▅"),
        ([0.0] + [50.0] * 7, "▁▅"),  # a week apart, the newest last
        ([None] * 8, "··"),
    ],
)
def test_a_sparkline_has_a_bar_a_week(scores: list[float | None], line: str) -> None:
    assert sparkline([mark(n, score) for n, score in enumerate(scores)]).plain == line


def test_a_sparkline_shows_half_a_year_and_no_score_where_the_band_is_unknown() -> None:
    assert len(sparkline([mark(n, 50.0) for n in range(400)]).plain) == 24
    assert sparkline([mark(0, 50.0, "unknown")]).plain == "·"


@pytest.mark.parametrize(
    ("band", "measure"),
    [
        # Half the weight is measured: sentiment may give 60 points, frequency 28.
        ("green", "sentiment_level"),  # gives most
        ("red", "contact_frequency"),  # lacks most
        ("yellow", "contact_frequency"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_main_driver_is_what_says_most(
    band: Band, measure: MeasureName, language: Language
) -> None:
    found = main_driver(assessment(band), SMALL, language)
    reading = Reading(0.5, 10.0, 0)
    assert found == sentence(measure, reading, worse=band != "green", language=language)


def test_where_too_little_is_known_there_is_no_main_driver() -> None:
    found = main_driver(assessment("unknown"), SMALL, "en")
    assert found == "too little evidence yet (coverage 50%)"
    assert main_driver(assessment(drivers=()), SMALL, "en") == ""


def result(*found: Assessment, alerts: tuple[Alert, ...] = ()) -> Result:
    return Result(found, alerts, {}, Tally(kept=1_200, refused=3))


def test_the_worst_stands_first() -> None:
    bands: list[tuple[Band, float | None]] = [
        ("green", 90.0),
        ("unknown", None),
        ("red", 30.0),
        ("yellow", 55.0),
        ("red", 20.0),
    ]
    partners = [make.partner(id=PartnerId(f"p{n}"), name=f"Name {n}") for n in range(len(bands))]
    rows = [
        assessment(band, score, partner_id=partner.id)
        for partner, (band, score) in zip(partners, bands, strict=True)
    ]
    text = shown(picture(result(*rows), make.register(*partners), Context(STANDARD, {}, {})))
    places = [text.index(f"Name {n}") for n in (4, 2, 3, 1, 0)]
    assert places == sorted(places)


TODO = (
    Action("call", "manager", "contact_frequency", date(2026, 3, 4)),
    Action("settle_dispute", "finance", "risk_cap", date(2026, 3, 5)),
)


@pytest.mark.parametrize(
    ("language", "title", "reason"),
    [
        ("en", "What to do next", "they get in touch less"),
        ("fr", "À faire maintenant", "ils écrivent moins"),
    ],
)
def test_what_to_do_next_says_what_who_when_and_why(
    language: Language, title: str, reason: str
) -> None:
    red, context = assessment("red", 42.0, actions=TODO), Context(STANDARD, {}, {}, language)
    group = picture(result(red), make.register(), context)
    text = shown(group, 200)
    lines = text[text.index(title) :].splitlines()
    assert lines[1].startswith("→ Nordlicht")
    for line, todo in zip(lines[2:], TODO, strict=True):
        assert line.startswith(f"  {step(todo, language)}")
    assert reason in lines[2]
    # A threat is told where it took nothing off the score, and so is no driver.
    assert (
        lines[3]
        .rstrip()
        .endswith(sentence("risk_cap", Reading(0.0, None, 0), worse=True, language=language))
    )


def test_nothing_is_to_be_done_about_those_who_are_well_or_unknown() -> None:
    rows = (assessment("green"), assessment("unknown", None))
    assert "What to do next" not in shown(
        picture(result(*rows), make.register(), Context(STANDARD, {}, {}))
    )


def test_the_summary_adds_up() -> None:
    assert summary(result()).plain == (
        "1,203 read: 1,200 kept, 0 automatic, 0 unresolved, 3 refused"
    )


def test_an_alert_is_a_line_and_its_words_are_no_markup() -> None:
    console = Console(file=StringIO(), width=100)
    alert_line(console, alert())
    assert isinstance(console.file, StringIO)
    assert "error    Nordlicht fell [/b]" in console.file.getvalue()
