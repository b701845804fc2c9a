"""What cannot have happened when it says, in days of UTC."""

from datetime import UTC, datetime

import pytest

from ingest.admit import implausible
from ingest.interaction import Meeting

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PLANNED = Meeting("planned")


@pytest.mark.parametrize(
    ("when", "meeting", "problem"),
    [
        pytest.param("2026-06-02T20:59:00+09:00", None, None, id="a clock that is a day ahead"),
        pytest.param("2026-06-03T08:00:00+09:00", None, "2026-06-02", id="the future"),
        pytest.param("2026-06-02T22:00:00-09:00", None, "2026-06-03", id="the future, elsewhere"),
        pytest.param("2027-06-03T08:00:00+09:00", PLANNED, None, id="planned"),
        pytest.param("1990-01-01T03:00:00+14:00", None, "1989-12-31", id="the past"),
        pytest.param("9999-12-31T23:00:00-09:00", PLANNED, "9999-12-31", id="the last day"),
        pytest.param("0001-01-01T03:00:00+14:00", None, "0001-01-01", id="the first day"),
    ],
)
def test_what_is_implausible_is_named_by_its_day_in_utc(
    when: str, meeting: Meeting | None, problem: str | None
) -> None:
    found = implausible(datetime.fromisoformat(when), meeting, NOW)
    assert (found is None) == (problem is None)
    assert found is None or found.startswith(f"occurred_at {problem} lies ")
