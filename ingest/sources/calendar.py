"""Meetings in iCalendar files: one file, or all below a folder.

All files are read before the first meeting is told, because the cancellation of a meeting in one
may lie in another.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from ingest.calendar_series import Version, occurrences
from ingest.calendar_text import uid_of, versions_of
from ingest.errors import Rejected
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
            uid = uid_of(version.event)
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
    return versions_of(file.read_bytes())
