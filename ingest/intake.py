"""All items of some sources through the door, counted so that the outcomes add up."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal

import msgspec

from ingest.admit import admit
from ingest.interaction import Interaction
from ingest.outcome import Automatic, Kept, Outcome, Refused, Unresolved
from ingest.raw import Raw
from ingest.register_index import Index
from ingest.sources.unreadable import Unreadable

Count = Literal["kept", "automatic", "unresolved", "refused"]
NAMES: dict[type[Outcome], Count] = {
    Kept: "kept",
    Automatic: "automatic",
    Unresolved: "unresolved",
    Refused: "refused",
}


class Tally(msgspec.Struct):
    """How many items were read, and what became of them: the four add up to `read`."""

    kept: int = 0
    automatic: int = 0
    unresolved: int = 0
    refused: int = 0

    @property
    def read(self) -> int:
        """All of them."""
        return self.kept + self.automatic + self.unresolved + self.refused

    def add(self, outcome: Outcome) -> None:
        """One more."""
        name = NAMES[type(outcome)]
        setattr(self, name, getattr(self, name) + 1)


def interactions(
    items: Iterable[Raw | Unreadable], index: Index, now: datetime, tally: Tally
) -> Iterator[Interaction]:
    """Those of the items that were kept."""
    for _, outcome in take_in(items, index, now, tally):
        if isinstance(outcome, Kept):
            yield from outcome.interactions


def take_in(
    items: Iterable[Raw | Unreadable],
    index: Index,
    now: datetime,
    tally: Tally,
    on_item: Callable[[], None] = lambda: None,
) -> Iterator[tuple[Raw, Outcome]]:
    """Each item with its outcome, counted in `tally`. What cannot be read is refused by name."""
    for item in items:
        if isinstance(item, Unreadable):
            raw = Raw(item.source, item.position, "message/rfc822", b"")
            outcome: Outcome = Refused("unreadable", item.detail)
        else:
            raw, outcome = item, admit(item, index, now)
        tally.add(outcome)
        on_item()
        yield raw, outcome
