"""The events in the bytes of a calendar, also of one that is broken in places."""

import hashlib
import re
from collections.abc import Iterator
from datetime import tzinfo

from icalendar import Calendar, Event

from ingest.calendar_series import Version
from ingest.moment import zone_of


def versions_of(payload: bytes) -> list[Version]:
    """Each event as told here. Raises ValueError with what is wrong with the whole."""
    text = payload.decode("utf-8-sig", errors="replace").replace("\0", "")
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


def uid_of(event: Event) -> str:
    """Its UID, or a digest of what it says."""
    uid = " ".join(str(event.get("UID", "")).split())
    if uid:
        return uid
    content = "\n".join(f"{name}:{event.get(name)}" for name in sorted(event))
    return "sha256:" + hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()


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


def _zone(name: str) -> tzinfo | None:
    try:
        return zone_of(name) if name else None
    except ValueError:
        return None
