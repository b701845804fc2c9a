"""One message as it is searched: where it lies, and its words for as long as the search lasts."""

from datetime import UTC, datetime

import msgspec

from ingest.interaction import Direction, Interaction, Kind
from ingest.raw import Raw
from nlp.sentences import sentences

PASSAGE = 500  # characters: the encoder says more of a few sentences than of a page
Span = tuple[int, int]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """`source` and `position` find it again, as those of `Raw`."""

    id: str
    kind: Kind
    occurred_at: datetime
    source: str
    position: str
    direction: Direction | None = None
    subject: str = ""
    text: str = ""

    @property
    def words(self) -> str:
        """Subject and text."""
        return f"{self.subject}\n{self.text}"

    @property
    def spans(self) -> list[Span]:
        """Its passages as places of the text; one, and perhaps an empty one, at least."""
        return spans(self.text)

    def passage(self, span: Span) -> str:
        """The words of a passage under the subject, without which many a reply says little."""
        start, end = span
        said = " ".join(self.text[start:end].split())
        return f"{self.subject}\n{said}".strip()


def message(one: Interaction, raw: Raw) -> Message | None:
    """The interaction as a message; None when nobody wrote anything (a title says too little)."""
    if one.kind == "record" or not (one.text and one.text.strip()):
        return None
    return Message(
        id=one.id,
        kind=one.kind,
        occurred_at=one.occurred_at.astimezone(UTC),
        source=raw.source,
        position=raw.position,
        direction=one.direction,
        subject=one.subject or "",
        text=one.text,
    )


def spans(text: str, size: int = PASSAGE) -> list[Span]:
    """Neighbouring sentences together, up to `size` characters; a longer sentence is cut.

    >>> spans("One. Two. Three.", 9)
    [(0, 9), (10, 16)]
    """
    found: list[Span] = []
    for start, end in sentences(text):
        if found and end - found[-1][0] <= size:
            found[-1] = (found[-1][0], end)
        else:
            found += [(at, min(at + size, end)) for at in range(start, max(end, start + 1), size)]
    return found
