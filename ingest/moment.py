"""A moment as people and machines write it, always aware: in UTC, or on its writer's clock."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from dateutil import parser as dateutil_parser

_EARLIEST, _LATEST = 1970, 2200
# Hours from UTC of the abbreviations that mean one thing to everybody who writes here.
_HOURS = {"UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2}
# No clock on earth is further from UTC, or off it by less than a quarter of an hour.
_FURTHEST, _QUARTER = timedelta(hours=14), timedelta(minutes=15)
_EUROPEAN = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[ T,]+(\S.*))?")

# No text can leave a part of both in force: a moment must name its year, month and day.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001


def utc(moment: datetime) -> datetime:
    """The aware moment in UTC. Raises ValueError outside 1970 to 2200: no calendar means that."""
    if not _EARLIEST <= moment.year <= _LATEST:
        raise ValueError(f"the year is not within {_EARLIEST} to {_LATEST}")
    return moment.astimezone(UTC)


def as_written(moment: datetime) -> datetime:
    """The aware moment with the fixed offset from UTC that it was written with.

    An offset that no clock has (beyond 14 hours, or none of whole quarters) tells nothing: then it
    is in UTC. Raises ValueError as `utc` does.
    """
    instant, offset = utc(moment), moment.utcoffset() or timedelta()
    if not offset or abs(offset) > _FURTHEST or offset % _QUARTER:
        return instant
    return instant.astimezone(timezone(offset))


def moment_of(text: str, *, zone: tzinfo | None) -> datetime:
    """What `written_at` reads, in UTC."""
    return utc(written_at(text, zone=zone))


def written_at(text: str, *, zone: tzinfo | None) -> datetime:
    """Reads ISO 8601, `31/12/2026 14:05` (day first, as in Europe) and RFC 5322 dates, as written.

    A moment without an offset is in `zone`; where `zone` is None it is refused. A day alone is
    its midnight. Raises ValueError, without the text.
    """
    trimmed = text.strip()[:100]
    found = _read(trimmed)
    if found.tzinfo is None:
        if zone is None:
            raise ValueError("no offset from UTC, such as +02:00 or Z")
        found = found.replace(tzinfo=zone)
    return as_written(found)


def _read(text: str) -> datetime:
    european = _EUROPEAN.fullmatch(text)
    if european is not None:
        day, month, year, rest = european.groups()
        try:
            text = f"{date(int(year), int(month), int(day)).isoformat()} {rest or ''}".strip()
        except ValueError:
            raise ValueError("not a date (read as day, month, year)") from None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    if not re.search(r"\d{4}", text):
        raise ValueError("not a date such as 2026-12-31T14:05:00+01:00")
    try:
        early, late = (
            dateutil_parser.parse(text, default=default, tzinfos=_zone_of_abbreviation)
            for default in _DEFAULTS
        )
    except (ValueError, OverflowError, TypeError, ArithmeticError):
        raise ValueError("not a date such as 2026-12-31T14:05:00+01:00") from None
    if early != late:
        raise ValueError("not a full date: year, month and day are needed")
    return early


def _zone_of_abbreviation(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None:
        return None
    if name.upper() not in _HOURS:
        raise ValueError("an abbreviated time zone that could be several")
    return timezone(timedelta(hours=_HOURS[name.upper()]))


def zone_of(name: str) -> tzinfo:
    """The time zone of this IANA name. Raises ValueError when there is none."""
    try:
        return ZoneInfo(name.strip())
    except (KeyError, OSError, ValueError):  # what ZoneInfo raises depends on how the name is odd
        raise ValueError("not a time zone such as Europe/Paris") from None
