"""Moments as people type them; what could be two is refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ingest.moment import as_written, moment_of, utc, written_at, zone_of


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


@pytest.mark.parametrize(
    ("text", "zone", "written"),
    [
        ("2026-04-06T10:30:00+02:00", UTC, "2026-04-06T10:30:00+02:00"),
        ("Mon, 6 Apr 2026 10:30:00 +0900", UTC, "2026-04-06T10:30:00+09:00"),
        ("Mon, 6 Apr 2026 10:30:00 -0000", UTC, "2026-04-06T10:30:00+00:00"),
        ("2026-04-06T10:30 CEST", UTC, "2026-04-06T10:30:00+02:00"),
        ("20260406T103000Z", zone_of("Asia/Tokyo"), "2026-04-06T10:30:00+00:00"),
        ("06.04.2026, 10:30", zone_of("America/New_York"), "2026-04-06T10:30:00-04:00"),
        ("06.01.2026, 10:30", zone_of("America/New_York"), "2026-01-06T10:30:00-05:00"),
        ("2026-04-06", zone_of("Asia/Kathmandu"), "2026-04-06T00:00:00+05:45"),
    ],
)
def test_reads_on_whose_clock_it_was_written(text, zone, written):
    found = written_at(text, zone=zone)
    assert found.isoformat() == written
    assert moment_of(text, zone=zone).isoformat() == found.astimezone(UTC).isoformat()


@pytest.mark.parametrize("minutes", [14 * 60, -14 * 60, 345, -210, 60])
def test_the_offset_of_a_clock_is_kept_and_stays_what_it_is(minutes):
    clock = timezone(timedelta(minutes=minutes))
    assert as_written(datetime(2026, 4, 6, 10, tzinfo=clock)).tzinfo == clock


@pytest.mark.parametrize("seconds", [14 * 3600 + 900, -15 * 3600, 86_340, 60, -2670, 3601, 0])
def test_an_offset_that_no_clock_has_is_utc_and_the_moment_the_same(seconds):
    odd = datetime(2026, 4, 6, 10, tzinfo=timezone(timedelta(seconds=seconds)))
    assert as_written(odd) == odd
    assert as_written(odd).tzinfo is UTC


def test_an_hour_that_the_clock_goes_through_twice_or_never_is_one_moment():
    paris = zone_of("Europe/Paris")
    for twice in (0, 1):
        for day in (datetime(2026, 10, 25, 2, 30), datetime(2026, 3, 29, 2, 30)):  # noqa: DTZ001
            found = as_written(day.replace(tzinfo=paris, fold=twice))
            assert found == utc(found) == day.replace(tzinfo=paris, fold=twice).astimezone(UTC)


@pytest.mark.parametrize("year", [1, 1969, 2201, 9999])
def test_no_calendar_means_that_year(year):
    with pytest.raises(ValueError, match="year"):
        utc(datetime(year, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("name", ["", "Mars", "../../etc/passwd", "a\0b", "Europe"])
def test_no_zone(name):
    with pytest.raises(ValueError, match="time zone"):
        zone_of(name)
