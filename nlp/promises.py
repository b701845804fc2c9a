"""What is promised in a text: whose promise it is, in what words, due by when."""

from collections.abc import Sequence
from datetime import date

from ingest.interaction import Direction, Kind
from nlp.annotations import Owner, Promise
from nlp.entities import Mention
from nlp.reading import Word
from nlp.when import Bearings, is_limit, near_days, resolve


def owner(word: Word, kind: Kind, direction: Direction | None) -> Owner:
    """Whose promise: in our own mail, notes and minutes the author is us, else the partner.

    >>> owner(Word(author=True, confidence=0.9, start=0, end=9), "email", None)
    'partner'
    """
    ours = kind in ("call_note", "meeting") or direction in ("outbound", "internal")
    return "us" if word.author == ours else "partner"


def due(text: str, word: Word, found: Sequence[Mention], by: Bearings) -> date | None:
    """The last day that the promise leaves itself, where it names one.

    Of several dates in its words one after "by" counts, else the last; where there is none, one
    that follows at once.
    """
    far = min(len(text), word.end + _AFTER)
    spans = {(one.start, one.end) for one in found if one.label == "DATE"}
    spans.update(near_days(text, word.start, far, by.language))
    inside = [one for one in spans if word.start <= one[0] and one[1] <= word.end]
    after = [
        one
        for one in spans
        if word.end <= one[0] < far and not _ENDS.intersection(text[word.end : one[0]])
    ]
    inside.sort(key=lambda one: (is_limit(text, one[0], by.language), one), reverse=True)
    for start, end in inside + sorted(after)[:1]:
        meant = resolve(text, start, end, by, ahead=True)
        if meant is not None:
            return meant.last
    return None


def promises(
    text: str,
    words: Sequence[Word],
    found: Sequence[Mention],
    by: Bearings,
    kind: Kind,
    direction: Direction | None,
) -> tuple[Promise, ...]:
    """The promises of a text, in its order; `found` are what it names."""
    return tuple(
        Promise(
            owner(word, kind, direction),
            text[word.start : word.end],
            None if day is None else day.isoformat(),
        )
        for word in sorted(words, key=lambda one: one.start)
        for day in [due(text, word, found, by)]
    )


_AFTER = 25  # characters: "We send it, by 3 May at the latest"
_ENDS = frozenset(".;!?\n")
