"""A labelled message beside what was said of it, and scores of them by language."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec

from nlp.draft import Draft
from nlp.example import Example
from nlp.language import primary
from nlp.said import Said

Pair = tuple[Example, Said]
Score = TypeVar("Score")


class Head(msgspec.Struct, Generic[Score], frozen=True):
    """How right one kind of answer is, in all and by the language that the messages are in."""

    overall: Score
    by_language: dict[str, Score]


def head(pairs: Sequence[Pair], score: Callable[[Sequence[Pair]], Score]) -> Head[Score] | None:
    """`score` of all and of each language; None without any pair."""
    if not pairs:
        return None
    apart: dict[str, list[Pair]] = {}
    for pair in pairs:
        apart.setdefault(tongue(pair[0]), []).append(pair)
    return Head(score(pairs), {name: score(apart[name]) for name in sorted(apart)})


def tongue(example: Example) -> str:
    """The primary part of its language; "und" where that was not labelled."""
    return primary(example.language) or "und"


def draft(example: Example) -> Draft:
    """What a pipeline is asked to read. The language is not told: it has to be found."""
    return Draft(
        text=example.text,
        kind=example.kind,
        direction=example.direction,
        written_on=example.written_on,
    )
