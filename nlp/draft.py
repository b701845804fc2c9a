"""A text on its way through the steps, with what they have said of it so far."""

import msgspec

from ingest.interaction import Direction, Kind
from nlp.annotations import Entity, Intent, Promise, Sentiment
from nlp.flag import Flag


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """`text` is as the author wrote it: every offset of every step counts in it.

    `given_language` is what the source claims; `people` are names known to take part. `flags`
    travel here and leave apart from the annotations, never in them.
    """

    text: str
    kind: Kind = "email"
    direction: Direction | None = None
    given_language: str | None = None
    people: tuple[str, ...] = ()
    language: str | None = None
    sentiment: Sentiment | None = None
    entities: tuple[Entity, ...] = ()
    intents: tuple[Intent, ...] = ()
    promises: tuple[Promise, ...] = ()
    flags: tuple[Flag, ...] = ()
