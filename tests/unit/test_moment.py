"""Moments as people type them; what could be two is refused."""

from datetime import UTC, datetime

import pytest

from ingest.moment import moment_of, utc, zone_of


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-04-06", "2026-04-06 00:00"),
        ("2026-04-06 10:30", "2026-04-06 10:30"),
        ("2026-04-06T10:30:00+02:00", "2026-04-06 08:30"),
        ("20260406T103000Z", "2026-04-06 10:30"),
        ("06/04/2026 9:05", "2026-04-06 09:05"),
        ("06.04.2026, 10:30", "2026-04-06 10:30"),
        ("Mon, 6 Apr 2026 10:30:00 +0200", "2026-04-06 08:30"),
        ("2026-04-06T10:30 CEST", "2026-04-06 08:30"),
    ],
)
def test_reads(text, moment):
    assert moment_of(text, zone=UTC).strftime("%Y-%m-%d %H:%M") == moment


@pytest.mark.parametrize(
    "text",
    ["", "10:30", "April 2026", "2026", "13/13/2026", "6/4/26", "2026-04-06 10:30 IST", "x 2026"],
)
def test_refuses(text):
    with pytest.raises(ValueError, match=r"date|zone"):
        moment_of(text, zone=UTC)


def test_without_a_zone_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="no offset"):
        moment_of("2026-04-06T10:30:00", zone=None)


@pytest.mark.parametrize("year", [1, 1969, 2201, 9999])
def test_no_calendar_means_that_year(year):
    with pytest.raises(ValueError, match="year"):
        utc(datetime(year, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("name", ["", "Mars", "../../etc/passwd", "a\0b", "Europe"])
def test_no_zone(name):
    with pytest.raises(ValueError, match="time zone"):
        zone_of(name)
