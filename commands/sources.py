"""The sources that a command line names, one after the other."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

import msgspec

from ingest.raw import Raw
from ingest.sources.calendar import calendar
from ingest.sources.json_lines import json_lines
from ingest.sources.mail import detect
from ingest.sources.notes import notes
from ingest.sources.unreadable import Unreadable


class Sources(msgspec.Struct, frozen=True):
    """Files and folders of each kind; None where there are none.

    Notes and records may be tables: whatever lies there is read as what it is.
    """

    events: Path | None = None
    mail: Path | None = None
    calendar: Path | None = None
    notes: Path | None = None
    records: Path | None = None

    def items(self, now: datetime) -> Iterator[Raw | Unreadable]:
        """All items of all sources, lazily. Meetings are expanded until tomorrow."""
        found: list[Iterator[Raw | Unreadable]] = []
        if self.events:
            found.append(json_lines(self.events))
        if self.mail:
            found.append(detect(self.mail))
        if self.calendar:
            until = (now + timedelta(days=1)).date()
            found.append(calendar(self.calendar, until=until, as_of=now))
        found += [notes(folder) for folder in (self.notes, self.records) if folder]
        return chain.from_iterable(found)
