"""Meetings in iCalendar files: one file, or all below a folder.

All files are read before the first meeting is told, because the cancellation of a meeting in one
may lie in another.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from pathlib import Path

from icalendar import Calendar, Event

from ingest.calendar_series import Version, occurrences
from ingest.errors import Rejected
from ingest.moment import zone_of
from ingest.raw import Raw
from ingest.sources.unreadable import Unreadable

FILE_BYTES = 64 * 2**20

_Place = tuple[str, str]  # source, position


def calendar(path: Path, *, until: date, as_of: datetime) -> Iterator[Raw | Unreadable]:
    """One item for each meeting that starts by the day `until`, each with a status at `as_of`.

    Moments without a zone are in the calendar's X-WR-TIMEZONE, else in UTC. An event that cannot
    be read is told as such, and stops no other.
    """
    groups: dict[str, list[Version]] = {}
    places: dict[str, _Place] = {}
    for file in _files(path):
        source = f"calendar:{file.relative_to(path) if file != path else file.name}"
        try:
            told = _versions(file)
        except (OSError, ValueError) as error:
            detail = error.strerror if isinstance(error, OSError) else str(error)
            yield Unreadable(source, "file", detail or "cannot be read")
            continue
        for number, version in enumerate(told, start=1):
            uid = _uid(version.event)
            places.setdefault(uid, (source, f"event {number}"))
            groups.setdefault(uid, []).append(version)
    for uid, versions in groups.items():
        source, position = places[uid]
        try:
            found = occurrences(uid, versions, until=until, as_of=as_of)
            for number, payload in enumerate(found, start=1):
                yield Raw(source, f"{position}, occurrence {number}", "text/calendar", payload)
        except Rejected as error:
            yield Unreadable(source, position, f"{error.reason}: {error}")


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in {".ics", ".ical"})


def _versions(file: Path) -> list[Version]:
    """Raises OSError, or ValueError with what is wrong with the whole file."""
    if file.stat().st_size > FILE_BYTES:
        raise ValueError(f"over {FILE_BYTES // 2**20} MiB")
    text = file.read_bytes().decode("utf-8-sig", errors="replace").replace("\0", "")
    if "BEGIN:VCALENDAR" not in text.upper():
        raise ValueError("not an iCalendar file")
    versions: list[Version] = []
    for part in _calendars(text):
        method = str(part.get("METHOD", "")).upper()
        zone = _zone(str(part.get("X-WR-TIMEZONE", "")))
        versions.extend(
            Version(event, method, zone) for event in part.subcomponents if isinstance(event, Event)
        )
    return versions


def _calendars(text: str) -> list[Calendar]:
    """The calendars of a file; where it is broken, one for each event that is not."""
    whole = _parsed(text)
    if whole is not None:
        return whole
    blocks = list(_blocks(text))
    zones = "\n".join(block for kind, block in blocks if kind == "VTIMEZONE")
    head = "\n".join(re.findall(r"^(?:METHOD|X-WR-TIMEZONE):.*$", text, re.MULTILINE)[:2])
    calendars = []
    for kind, block in blocks:
        if kind == "VEVENT":
            alone = f"BEGIN:VCALENDAR\n{head}\n{zones}\n{block}\nEND:VCALENDAR\n"
            calendars.extend(_parsed(alone) or [_holding(Event(DTSTART="broken"))])
    if not calendars:
        raise ValueError("not an iCalendar file that can be read")
    return calendars


def _parsed(text: str) -> list[Calendar] | None:
    try:
        return list(Calendar.from_ical(text, multiple=True))
    except Exception:
        # The library's own errors are many, and a hostile file finds those nobody listed.
        return None


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """The events and time zones of a broken file, as far as each begins and ends."""
    kind, lines = "", list[str]()
    for line in text.splitlines():
        word = line.strip().upper()
        if word in {"BEGIN:VEVENT", "BEGIN:VTIMEZONE"}:
            kind, lines = word[6:], [line]
        elif kind:
            lines.append(line)
            if word == f"END:{kind}":
                yield kind, "\n".join(lines)
                kind, lines = "", []


def _holding(event: Event) -> Calendar:
    calendar = Calendar()
    calendar.add_component(event)
    return calendar


def _uid(event: Event) -> str:
    uid = " ".join(str(event.get("UID", "")).split())
    if uid:
        return uid
    content = "\n".join(f"{name}:{event.get(name)}" for name in sorted(event))
    return "sha256:" + hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()


def _zone(name: str) -> tzinfo | None:
    try:
        return zone_of(name) if name else None
    except ValueError:
        return None
