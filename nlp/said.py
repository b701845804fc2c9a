"""All that a text says."""

import msgspec

from nlp.annotations import Entity, Intent, Promise, Sentiment, Topic
from nlp.flag import Flag


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """Of one draft. `flags` leave apart from the annotations, never in them."""

    language: str | None = None
    sentiment: Sentiment | None = None
    entities: tuple[Entity, ...] = ()
    intents: tuple[Intent, ...] = ()
    promises: tuple[Promise, ...] = ()
    flags: tuple[Flag, ...] = ()
    topics: tuple[Topic, ...] = ()
