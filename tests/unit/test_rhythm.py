"""Meetings against the agreed rhythm: the share of days kept, what is due, held and overdue."""

import pytest

from health.observation import Observation
from health.rhythm import HALF_A_YEAR, rhythms
from health.terms import NO_TERMS, Terms
from tests.laws.made import DAY_0, meeting

WEEKLY = Terms(cadence=(("coordination", 7),))


def held(*days: int, **changes: object) -> list[Observation]:
    return [meeting(day, **changes) for day in days]


@pytest.mark.parametrize(
    ("meetings", "today", "expected"),
    [
        # (due, held, days kept, days overdue)
        pytest.param(held(0, 7, 14), 14, (2, 3, 15 / 15, 0), id="kept to the day"),
        pytest.param(held(0, 7, 14), 21, (3, 3, 22 / 22, 0), id="due today is not late"),
        pytest.param(held(0, 7, 14), 24, (3, 3, 22 / 25, 3), id="three days late"),
        pytest.param(held(0, 10), 14, (2, 2, 13 / 15, 0), id="once two days late"),
        pytest.param([], 13, (2, 0, 8 / 14, 6), id="never: from the first contact"),
        pytest.param(held(2, 3, 4), 14, (2, 3, 12 / 15, 3), id="three at once are no rhythm"),
        pytest.param(held(0, 7, meeting="cancelled"), 8, (1, 0, 8 / 9, 1), id="called off"),
        pytest.param(held(7, meeting_type="review"), 8, (1, 0, 8 / 9, 1), id="another type"),
        pytest.param([*held(0), *held(20)], 10, (1, 1, 8 / 11, 3), id="the future is not held"),
    ],
)
def test_a_rhythm(
    meetings: list[Observation], today: int, expected: tuple[int, int, float, int]
) -> None:
    (found,) = rhythms(WEEKLY, meetings, first_day=DAY_0, today=DAY_0 + today)
    assert (found.meeting_type, found.agreed) == ("coordination", 7)
    assert (found.due, found.held, found.kept, found.overdue) == (
        *expected[:2],
        round(expected[2], 3),
        expected[3],
    )


def test_the_order_of_meetings_does_not_matter() -> None:
    meetings = held(0, 7, 14)
    one, other = (
        rhythms(WEEKLY, order, first_day=DAY_0, today=DAY_0 + 20)
        for order in (meetings, meetings[::-1])
    )
    assert one == other


def test_only_half_a_year_counts_but_a_meeting_before_it_does() -> None:
    today = DAY_0 + 400
    last = held(400 - HALF_A_YEAR - 3)  # of its seven days four lie within
    (found,) = rhythms(WEEKLY, [*held(*range(0, 100, 7)), *last], first_day=DAY_0, today=today)
    assert (found.due, found.held) == (26, 0)
    assert found.kept == round(4 / HALF_A_YEAR, 3)


def test_every_agreed_type_and_none_without_terms_or_contact() -> None:
    both = Terms(cadence=(("coordination", 7), ("review", 90)))
    found = rhythms(both, held(0), first_day=DAY_0, today=DAY_0 + 8)
    assert [one.meeting_type for one in found] == ["coordination", "review"]
    assert [one.held for one in found] == [1, 0]
    assert rhythms(NO_TERMS, held(0), first_day=DAY_0, today=DAY_0 + 8) == ()
    assert rhythms(both, [], first_day=None, today=DAY_0) == ()
    assert rhythms(both, [], first_day=DAY_0 + 1, today=DAY_0) == ()
