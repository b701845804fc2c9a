"""Working time between two moments: nights, weekends, clocks east and west."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.business_time import HOUR_MS, MINUTE_MS, business_ms
from health.observation import DAY_MS, EPOCH, MILLISECOND

WEEK = 50 * HOUR_MS


def ms(text: str) -> int:
    """Of a moment, UTC."""
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // MILLISECOND


@pytest.mark.parametrize(
    ("start", "end", "zone", "hours"),
    [
        pytest.param("2026-01-05T09:00", "2026-01-05T11:30", 0, 2.5, id="within a Monday"),
        pytest.param("2026-01-05T09:00", "2026-01-05T09:00", 0, 0, id="at once"),
        pytest.param("2026-01-05T06:00", "2026-01-05T09:00", 0, 1, id="before opening"),
        pytest.param("2026-01-05T17:00", "2026-01-05T23:00", 0, 1, id="after closing"),
        pytest.param("2026-01-05T19:00", "2026-01-06T07:00", 0, 0, id="at night"),
        pytest.param("2026-01-05T17:00", "2026-01-06T09:00", 0, 2, id="over night"),
        pytest.param("2026-01-09T17:00", "2026-01-12T09:00", 0, 2, id="over a weekend"),
        pytest.param("2026-01-10T10:00", "2026-01-11T16:00", 0, 0, id="a weekend"),
        pytest.param("2026-01-05T09:00", "2026-01-12T09:00", 0, 50, id="a week"),
        pytest.param("2024-02-28T09:00", "2024-03-01T09:00", 0, 20, id="a leap day"),
        pytest.param("2025-12-31T09:00", "2026-01-02T09:00", 0, 20, id="holidays are worked"),
        pytest.param("2026-01-05T07:00", "2026-01-05T09:00", 60, 2, id="an hour to the east"),
        pytest.param("2026-01-05T07:00", "2026-01-05T15:00", -300, 2, id="in New York"),
        pytest.param("2026-01-04T22:00", "2026-01-05T06:00", 600, 8, id="Monday in Sydney"),
        pytest.param("1969-12-31T17:00", "1970-01-01T09:00", 0, 2, id="before 1970"),
    ],
)
def test_business_time(start: str, end: str, zone: int, hours: float) -> None:
    assert business_ms(ms(start), ms(end), zone) == hours * HOUR_MS


moments = st.integers(-400 * DAY_MS, 30_000 * DAY_MS)
waits = st.integers(0, 40 * DAY_MS)
zones = st.integers(-12 * 60, 14 * 60)


@given(moments, waits, waits, zones)
def test_waits_add_up_and_never_pass_the_clock(at: int, one: int, two: int, zone: int) -> None:
    first, second = business_ms(at, at + one, zone), business_ms(at + one, at + one + two, zone)
    assert first + second == business_ms(at, at + one + two, zone)
    assert 0 <= first <= one


@given(moments, zones, st.integers(0, 60))
def test_a_week_is_fifty_hours_from_any_moment(at: int, zone: int, weeks: int) -> None:
    assert business_ms(at, at + 7 * weeks * DAY_MS, zone) == weeks * WEEK


@given(moments, waits, zones)
def test_a_clock_to_the_east_is_ahead(at: int, wait: int, zone: int) -> None:
    shift = zone * MINUTE_MS
    assert business_ms(at, at + wait, zone) == business_ms(at + shift, at + shift + wait, 0)


@given(moments, st.integers(0, 3 * 24 * 60), zones)
def test_it_equals_a_count_minute_by_minute(at: int, minutes: int, zone: int) -> None:
    start = at - at % MINUTE_MS
    local = EPOCH + timedelta(milliseconds=start + zone * MINUTE_MS)
    counted = 0
    for passed in range(0, minutes, 5):
        moment = local + timedelta(minutes=passed)
        counted += 5 * (moment.weekday() < 5 and 8 <= moment.hour < 18)
    found = business_ms(start, start + minutes * MINUTE_MS, zone) / MINUTE_MS
    # Counted in steps of five minutes: each opening or closing may be off by one step.
    assert abs(found - counted) <= 5 * (2 * (minutes // 1440 + 2))
