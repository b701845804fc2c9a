"""A text to be read, and what is known of it beforehand."""

from datetime import date

import msgspec

from ingest.interaction import Direction, Kind


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """`text` is as the author wrote it: every offset counts in it.

    `given_language` is what the source claims; `people` are names known to take part; `written_on`
    is the day from which "Friday" is counted.
    """

    text: str
    kind: Kind = "email"
    direction: Direction | None = None
    given_language: str | None = None
    people: tuple[str, ...] = ()
    written_on: date | None = None
