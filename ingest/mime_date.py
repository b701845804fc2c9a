"""When a mail was sent, on the clock of who sent it."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from ingest.mime_header import Headers, unfold
from ingest.moment import as_written, utc

_EARLIEST, _LATEST = 1971, 2100  # years: outside of them a clock was not set
_NAMED_ZONES = {
    "CET": "+0100", "CEST": "+0200", "MET": "+0100", "MEST": "+0200", "MEZ": "+0100",
    "MESZ": "+0200", "WET": "+0000", "WEST": "+0100", "BST": "+0100", "EET": "+0200",
    "EEST": "+0300", "MSK": "+0300", "IST": "+0530", "JST": "+0900", "KST": "+0900",
    "AEST": "+1000", "AEDT": "+1100",
}  # fmt: skip
_ZONE_NAME = re.compile(r"\s([A-Z]{3,5})(?:\s*\([^()]*\))?$")
_ZONE_OFFSET = re.compile(r"(?:GMT|UTC)?([+-]\d{2}):?(\d{2})(?=\s|\(|$)")


def sent_at(fields: Headers) -> datetime | None:
    """From Date, with its offset; where that cannot be read, from the newest Received; else None.

    Received is on the clock of a server, which says nothing of the sender's: in UTC.
    """
    for value in fields.get("date", ()):
        when = moment(unfold(value))
        if when is not None:
            return when
    for value in fields.get("received", ()):  # each server puts its own on top
        when = moment(unfold(value).rpartition(";")[2])
        if when is not None:
            return utc(when)
    return None


def moment(text: str) -> datetime | None:
    """A date as mailers write it: RFC 5322, its obsolete forms, ISO 8601. No offset means UTC,
    and so does -0000, by which a mailer says that it does not know."""
    text = text.strip()[:200]
    when = _iso(text) if text[:4].isdigit() else _rfc5322(text)
    if when is None or not _EARLIEST <= when.year <= _LATEST:
        return None
    return as_written(when)


def _iso(text: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _rfc5322(text: str) -> datetime | None:
    text = _ZONE_OFFSET.sub(r"\1\2", text)
    zone = _ZONE_NAME.search(text)
    if zone and zone[1] in _NAMED_ZONES:
        text = f"{text[: zone.start()]} {_NAMED_ZONES[zone[1]]}"
    try:
        fields = parsedate_tz(text)
        if fields is None:
            return None
        offset = timezone(timedelta(seconds=fields[9] or 0))
        return datetime(*fields[:6], tzinfo=offset)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
