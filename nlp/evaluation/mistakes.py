"""The worst errors: what was said wrongly and most surely."""

from collections.abc import Collection, Iterator, Sequence
from heapq import nlargest
from typing import Literal

import msgspec

from nlp.evaluation.entities import ENTITIES
from nlp.evaluation.pairs import Pair, tongue

Kind = Literal["sentiment", "intents", "compliance", "entities"]


class Mistake(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`right` is empty where nothing was to be said. `start` and `end`: on what it was said.

    `text` is the whole message, there only if it was asked for.
    """

    head: Kind
    id: str
    language: str
    right: tuple[str, ...]
    said: str
    confidence: float
    start: int | None = None
    end: int | None = None
    text: str | None = None


def mistakes(
    pairs: Sequence[Pair],
    most: int,
    labels: Collection[str] = ENTITIES,
    *,
    texts: bool = False,
) -> tuple[Mistake, ...]:
    """At most so many of each head, the surest first; `labels` are the entities that count."""
    return tuple(
        mistake
        for found in (_sentiment, _intents, _compliance, lambda one: _entities(one, labels))
        for mistake in nlargest(
            most,
            (
                msgspec.structs.replace(one, text=pair[0].text) if texts else one
                for pair in pairs
                for one in found(pair)
            ),
            key=lambda one: one.confidence,
        )
    )


def _sentiment(pair: Pair) -> Iterator[Mistake]:
    example, said = pair
    found = said.sentiment
    if example.sentiment is not None and found is not None and found.label != example.sentiment:
        yield Mistake(
            head="sentiment",
            id=example.id,
            language=tongue(example),
            right=(example.sentiment,),
            said=found.label,
            confidence=found.confidence,
        )


def _intents(pair: Pair) -> Iterator[Mistake]:
    example, said = pair
    for one in said.intents if example.intents is not None else ():
        if one.label not in (example.intents or ()):
            yield Mistake(
                head="intents",
                id=example.id,
                language=tongue(example),
                right=tuple(example.intents or ()),
                said=one.label,
                confidence=one.confidence,
                start=one.start,
                end=one.end,
            )


def _compliance(pair: Pair) -> Iterator[Mistake]:
    example, said = pair
    for one in said.flags if example.compliance is not None else ():
        if one.label not in (example.compliance or ()):
            yield Mistake(
                head="compliance",
                id=example.id,
                language=tongue(example),
                right=tuple(example.compliance or ()),
                said=one.label,
                confidence=one.confidence,
                start=one.start,
                end=one.end,
            )


def _entities(pair: Pair, labels: Collection[str]) -> Iterator[Mistake]:
    example, said = pair
    if example.entities is None:
        return
    marks = [one for one in example.entities if one.label in labels]
    right = {(one.start, one.end, one.label) for one in marks}
    for one in said.entities:
        if one.label in labels and (one.start, one.end, one.label) not in right:
            yield Mistake(
                head="entities",
                id=example.id,
                language=tongue(example),
                right=tuple(
                    f"{mark.label} {mark.start}-{mark.end}"
                    for mark in marks
                    if mark.start < one.end and one.start < mark.end
                ),
                said=f"{one.label} {one.start}-{one.end}",
                confidence=one.confidence,
                start=one.start,
                end=one.end,
            )
