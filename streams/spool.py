"""Interactions on disk, to be read back in the order of time.

Sources give mail, notes and meetings one source after the other; told in order, alerts appear as
they would have. What is spooled is raw text: the file has no name and goes with the process.
"""

from collections.abc import Iterator
from datetime import datetime
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from ingest.interaction import Interaction
from streams.wire import encode, read_interaction


class Spool:
    """`with Spool() as spool:` add, then iterate; only the places are held in memory."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  (closed with the block)
        self._places: list[tuple[datetime, str, str, int, int]] = []
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    def add(self, one: Interaction) -> None:
        """Put one in."""
        written = encode(one)
        self._file.write(written)
        place = (one.occurred_at, one.id, one.partner_id or "", self._end, len(written))
        self._places.append(place)
        self._end += len(written)

    def __iter__(self) -> Iterator[Interaction]:
        for *_, start, length in sorted(self._places):
            self._file.seek(start)
            yield read_interaction(self._file.read(length))
