"""One labelled message: what `rapport evaluate` reads and what the models learn from."""

from collections.abc import Sequence
from datetime import date

import msgspec

from ingest.interaction import Direction, Kind
from nlp.annotations import EntityLabel, IntentLabel, Owner, SentimentLabel
from nlp.flag import FlagLabel


class Marked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named thing: `start` and `end` are characters of the text."""

    label: EntityLabel
    start: int
    end: int


class Promised(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a promise, whose it is, and the day it falls due where one can be told."""

    owner: Owner
    start: int
    end: int
    due: date | None = None


class Example(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A message with all its labels; a field that is None was not labelled.

    Examples of one `scenario` never lie on both sides of a split. `near` names labels that a hasty
    reader would give and that do not hold.
    """

    id: str
    language: str
    scenario: str
    text: str
    kind: Kind = "email"
    direction: Direction | None = None
    written_on: date | None = None
    sentiment: SentimentLabel | None = None
    intents: Sequence[IntentLabel] | None = None
    compliance: Sequence[FlagLabel] | None = None
    near: Sequence[IntentLabel | FlagLabel] = ()
    entities: Sequence[Marked] | None = None
    promises: Sequence[Promised] | None = None
