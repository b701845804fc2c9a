"""What a text names: people, organisations, places, products, sums and dates."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from nlp import dates, money
from nlp.annotations import EntityLabel

VERSION = "3"  # of the patterns and of the rules by which spans are settled
_SURE = 0.85  # of a register's name: below, it is a candidate as others are
_FORM = 0.8  # of a pattern, the same


class Mention(msgspec.Struct, frozen=True, order=True):
    """A candidate: what lies from `start` to `end`, and how sure that is."""

    start: int
    end: int
    label: EntityLabel
    confidence: float


def settle(
    text: str,
    registered: Iterable[Mention],
    others: Iterable[Mention],
    ruled: Iterable[Mention] = (),
) -> tuple[Mention, ...]:
    """Spans that do not overlap, in the order of the text: the surest first, then the longest.

    The register's names come before all others, unless they are as unsure as a family name alone;
    but one of a single word gives way to a longer name around it ("Hansen" to "Peter Hansen").
    What is `ruled`, sums and dates in a form that nothing else has, comes before what a model says,
    however sure that is.
    """
    kept: list[Mention] = []
    known, ruled = list(registered), list(ruled)
    wider = sorted([*others, *(one for one in known if one.confidence < _SURE)], key=_surest)
    names = [one for one in known if one.confidence >= _SURE]
    names.sort(key=lambda one: (one.start - one.end, *_surest(one)))
    yielding = [
        one
        for one in names
        if " " not in text[one.start : one.end] and any(_around(other, one) for other in wider)
    ]
    first = [one for one in names if one not in yielding]
    forms = sorted((one for one in ruled if one.confidence >= _FORM), key=_surest)
    vague = (one for one in ruled if one.confidence < _FORM)
    for mention in [*first, *forms, *sorted([*wider, *vague], key=_surest), *yielding]:
        _keep(mention, kept)
    return tuple(kept)


def participants(text: str, people: Sequence[str]) -> Iterator[Mention]:
    """Where the text names, in full, somebody who takes part."""
    for name in dict.fromkeys(people):
        if len(name) < 4 or " " not in name.strip():
            continue  # a first name alone is also a word, a month, a town
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
                yield Mention(at, end, "PERSON", 0.9)
            at = text.find(name, end)


def patterns(text: str, language: str | None) -> Iterator[Mention]:
    """Sums and dates, which follow rules."""
    for start, end in money.find(text):
        yield Mention(start, end, "MONEY", 0.9)
    for start, end, confidence in dates.find(text, language):
        yield Mention(start, end, "DATE", confidence)


def _surest(one: Mention) -> tuple[float, int, int, str]:
    return -one.confidence, one.start - one.end, one.start, one.label


def _around(other: Mention, one: Mention) -> bool:
    return (
        other.label in ("PERSON", "ORG", "PRODUCT")
        and other.start <= one.start
        and one.end <= other.end
        and other.end - other.start > one.end - one.start
    )


def _keep(one: Mention, kept: list[Mention]) -> None:
    """Puts it in its place among spans that do not overlap, if it overlaps none."""
    place = bisect(kept, one)
    if (place == 0 or kept[place - 1].end <= one.start) and (
        place == len(kept) or one.end <= kept[place].start
    ):
        kept.insert(place, one)
