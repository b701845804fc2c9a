"""Measures read off business records and the register."""

import pytest

from health.measures import Reading
from health.observation import Observation
from health.terms import NO_TERMS, Terms
from tests.laws.made import DAY_0, observation
from tests.unit.measured import evidence, named, read, record

# -- commercial_trend, seen from day 272: the quarters begin on days 182, 91 and 0

TODAY = 272


def quarters(
    *sums: float | None, kind: str = "revenue", first: int = 0, each: int = 2
) -> list[Observation]:
    """Records of each quarter, the oldest first, `each` of half its sum; None: without a value."""
    return [
        record(first + 91 * i + 5 * j, kind, None if one is None else one / each)
        for i, one in enumerate(sums)
        for j in range(each)
        if one != 0
    ]


@pytest.mark.parametrize(
    ("seen", "reading"),
    [
        pytest.param(quarters(900, 1100, 1000), Reading(1000, 1000, 1000), id="as ever"),
        pytest.param(quarters(900, 1100, 4000), Reading(4000, 1000, 1000), id="growing"),
        pytest.param(quarters(900, 1100, 500), Reading(500, 1000, 500), id="half of it"),
        pytest.param(quarters(900, 1100, 0), Reading(0, 1000, 0), id="nothing any more"),
        pytest.param(quarters(0, 1000, 1000, each=4), Reading(1000, 1000, 1000), id="began later"),
        pytest.param(quarters(1000, 0, 500, each=4), Reading(500, 1000, 500), id="a dry quarter"),
        pytest.param(quarters(0, 600, 1000, each=3), None, id="three records are no series"),
        pytest.param(
            quarters(None, None, None, kind="lead"), Reading(2, 2, 1000), id="counted without value"
        ),
        pytest.param(
            [record(200, "revenue", 7), *quarters(900, 1100, 500, kind="opportunity")],
            Reading(500, 1000, 500),
            id="one order is no series, opportunities are",
        ),
        pytest.param(
            [*quarters(900, 1100, 500), record(250, "revenue", 900, status="Cancelled")],
            Reading(500, 1000, 500),
            id="what was cancelled is no business",
        ),
        pytest.param(
            [*quarters(900, 1100, 500), record(250, "revenue", 900, status="Annulée ")],
            Reading(500, 1000, 500),
            id="nor in their language",
        ),
        pytest.param([observation(270)], None, id="no records"),
    ],
)
def test_commercial_trend(seen: list[Observation], reading: Reading | None) -> None:
    assert read("commercial_trend", seen, day=TODAY) == reading


def test_a_quarter_begun_in_its_middle_is_not_usual() -> None:
    # The same records seen a day earlier: the oldest quarter lacks its first day.
    seen = quarters(100, 1000, 1000, each=4)
    whole = read("commercial_trend", seen, day=TODAY)
    part = read("commercial_trend", seen, day=TODAY - 1)
    assert whole is not None
    assert part is not None
    assert (whole.baseline, part.baseline) == (550, 1000)


def test_business_shows_the_newest_records_of_the_kind_that_was_read() -> None:
    seen = [record(200, "revenue", 7), *quarters(900, 1100, 500, kind="opportunity")]
    shown = ("opportunity-187", "opportunity-182", "opportunity-96")
    assert evidence("commercial_trend", seen, day=TODAY) == shown
    assert evidence("commercial_trend", [record(200, "revenue", 7)], day=TODAY) == ()


# -- contract_end: ramp from today to a hundred days


def ends(days: int) -> Terms:
    return Terms(ends=DAY_0 + 10 + days)


RENEW = (("renewal_or_expansion", 900),)
THREAT = (*RENEW, ("churn_threat", 900))


@pytest.mark.parametrize(
    ("seen", "terms", "reading"),
    [
        pytest.param([observation(0)], NO_TERMS, None, id="no end is known"),
        pytest.param([], ends(50), None, id="never heard of"),
        pytest.param([observation(0)], ends(50), Reading(50.0, None, 500), id="fifty days"),
        pytest.param([observation(0)], ends(0), Reading(0.0, None, 0), id="today"),
        pytest.param([observation(0)], ends(-1), None, id="past: it went on"),
        pytest.param([observation(0)], ends(365), Reading(365.0, None, 1000), id="a year"),
        pytest.param([observation(0)], ends(366), None, id="more than a year"),
        pytest.param(
            [observation(1, intents=RENEW)], ends(50), Reading(50.0, None, 1000), id="talked of"
        ),
        pytest.param(
            [observation(0, intents=RENEW)], ends(50), Reading(50.0, None, 500), id="long ago"
        ),
        pytest.param(
            [observation(1, intents=RENEW, direction="outbound")],
            ends(50),
            Reading(50.0, None, 500),
            id="only by us",
        ),
        pytest.param(
            [observation(1, intents=THREAT)], ends(50), Reading(50.0, None, 500), id="or else"
        ),
        pytest.param(
            [observation(1, intents=RENEW, tone=-300)],
            ends(50),
            Reading(50.0, None, 500),
            id="in anger",
        ),
    ],
)
def test_contract_end(seen: list[Observation], terms: Terms, reading: Reading | None) -> None:
    assert read("contract_end", seen, terms=terms) == reading


def test_a_contract_shows_the_last_talk_of_renewing() -> None:
    assert evidence("contract_end", [named("a", 1, intents=RENEW), named("b", 2)]) == ("a",)
    assert evidence("contract_end", [named("b", 2)]) == ()


# -- survey: the share of the full mark


@pytest.mark.parametrize(
    ("value", "unit", "share"),
    [
        pytest.param(4, "/5", 0.8, id="of five"),
        pytest.param(3, "/20", 0.15, id="of twenty"),
        pytest.param(6, "NPS", 0.6, id="would recommend"),
        pytest.param(2, "csat", 0.4, id="satisfied"),
        pytest.param(70, "%", 0.7, id="per cent"),
        pytest.param(4, None, 0.8, id="four is of five"),
        pytest.param(8, None, 0.8, id="eight is of ten"),
        pytest.param(80, "points", 0.8, id="eighty is of a hundred"),
        pytest.param(140, "%", 1.0, id="over the mark"),
        pytest.param(-10, "nps", 0.0, id="under it"),
        pytest.param(1, "/0", 0.2, id="no scale"),
    ],
)
def test_survey(value: float, unit: str | None, share: float) -> None:
    seen = [record(9, "survey", value, unit=unit)]
    assert read("survey", seen) == Reading(share, None, round(1000 * share))


def test_answers_of_half_a_year_are_averaged() -> None:
    seen = [record(day, "survey", value, unit="/5") for day, value in ((0, 1), (1, 3), (99, 4))]
    seen.append(record(100, "survey", None, unit="/5"))
    assert read("survey", seen, day=181) == Reading(0.53, None, 533)
    assert read("survey", seen, day=182) == Reading(0.7, None, 700)
    assert evidence("survey", seen, day=181) == ("survey-99", "survey-1", "survey-0")
    assert evidence("survey", seen, day=182) == ("survey-99", "survey-1")
    assert read("survey", seen, day=281) is None
    assert evidence("survey", seen, day=281) == ()


# -- training: in usual gaps; ramp from 3 to 1


@pytest.mark.parametrize(
    ("days", "today", "reading"),
    [
        pytest.param((0, 10, 20), 25, Reading(5.0, 10.0, 1000), id="in rhythm"),
        pytest.param((0, 10, 20), 40, Reading(20.0, 10.0, 500), id="one was left out"),
        pytest.param((0, 10, 20), 60, Reading(40.0, 10.0, 0), id="given up"),
        pytest.param((0, 1, 2), 16, Reading(14.0, 7.0, 500), id="a gap is a week at least"),
        pytest.param((0, 10), 25, None, id="two trainings"),
    ],
)
def test_training(days: tuple[int, ...], today: int, reading: Reading | None) -> None:
    seen = [record(day, "training") for day in days]
    assert read("training", seen, day=today) == reading
    assert evidence("training", seen, day=today) == (f"training-{days[-1]}",)
