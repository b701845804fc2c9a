"""Entities with what they amount to: a sum in its currency, the day that a date begins on."""

from nlp import money
from nlp.annotations import Entity
from nlp.entities import Mention
from nlp.when import Bearings, resolve


def entity(text: str, one: Mention, by: Bearings, tag: str | None) -> Entity:
    """A mention with its words and its value; `tag` is the BCP 47 tag of the text."""
    said = text[one.start : one.end]
    value = None
    if one.label == "MONEY":
        value = money.value(said, tag)
    elif one.label == "DATE":
        days = resolve(text, one.start, one.end, by, ahead=False)
        value = None if days is None else days.first.isoformat()
    return Entity(one.label, one.confidence, one.start, one.end, said, value)
