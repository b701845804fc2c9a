"""How right promises are: of the right owner, and overlapping; and whether their day is right."""

from collections import Counter
from collections.abc import Sequence
from typing import get_args

import msgspec

from nlp.annotations import Owner, Promise
from nlp.evaluation.figures import Labels, from_counts, share
from nlp.evaluation.pairs import Head, Pair, head
from nlp.example import Promised
from nlp.excerpt import excerpt

OWNERS: tuple[str, ...] = get_args(Owner)
Match = tuple[Promised, Promise]


class PromiseScore(msgspec.Struct, frozen=True):
    """`due` counts the promises found whose day is labelled, `due_right` those told that day."""

    owners: Labels
    due: int
    due_right: int
    due_share: float | None


def promises(pairs: Sequence[Pair]) -> Head[PromiseScore] | None:
    """Of the messages whose promises are labelled, none among them."""
    return head([one for one in pairs if one[0].promises is not None], _score)


def matches(pair: Pair) -> list[Match]:
    """Each promise with at most one that was said: the same owner, the widest overlap first."""
    example, said = pair
    right = example.promises or ()
    spans = located(example.text, said.promises)
    laps = [
        (min(mark.end, end) - max(mark.start, start), at, which)
        for at, mark in enumerate(right)
        for which, (start, end) in enumerate(spans)
        if mark.owner == said.promises[which].owner
    ]
    found: dict[int, int] = {}
    for lap, at, which in sorted(laps, key=lambda one: (-one[0], one[1:])):
        if lap > 0 and at not in found and which not in found.values():
            found[at] = which
    return [(right[at], said.promises[which]) for at, which in found.items()]


def located(text: str, said: Sequence[Promise]) -> list[tuple[int, int]]:
    """Where the words of each stand; an empty span where they stand nowhere.

    They come in the order of the text, so words that recur are looked for after those before.
    """
    text = excerpt(text, limit=len(text)).text  # control characters were read as spaces
    spans = []
    since = 0
    for one in said:
        start = text.find(one.what, since)
        if start < 0:
            start = text.find(one.what)
        if start < 0 or not one.what:
            spans.append((0, 0))
            continue
        since = start + 1
        spans.append((start, start + len(one.what)))
    return spans


def _score(pairs: Sequence[Pair]) -> PromiseScore:
    found = [match for pair in pairs for match in matches(pair)]
    dated = [(right, said) for right, said in found if right.due is not None]
    hits = sum(right.due is not None and right.due.isoformat() == said.due for right, said in dated)
    return PromiseScore(
        from_counts(
            Counter(right.owner for right, _ in found),
            Counter(one.owner for _, said in pairs for one in said.promises),
            Counter(one.owner for example, _ in pairs for one in example.promises or ()),
            OWNERS,
        ),
        len(dated),
        hits,
        share(hits, len(dated)),
    )
