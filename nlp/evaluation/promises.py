"""How right promises are: of the right owner, and overlapping; and whether their day is right."""

from collections import Counter
from collections.abc import Sequence
from typing import get_args

import msgspec

from nlp.annotations import Owner, Promise
from nlp.evaluation.figures import Figures, Labels, figures, from_counts, share
from nlp.evaluation.pairs import Head, Pair, head
from nlp.example import Promised
from nlp.excerpt import excerpt

OWNERS: tuple[str, ...] = get_args(Owner)
Match = tuple[Promised, Promise]


class PromiseScore(msgspec.Struct, frozen=True, kw_only=True):
    """`words` counts those that overlap, whoever's, `owner_share` which of these have the right
    owner; all that follows asks for the owner, too.

    `due` counts the promises found whose day is labelled, `due_right` those told that day;
    `undated` those labelled without a day, `undated_right` those told none.
    """

    words: Figures
    owner_share: float | None
    owners: Labels
    due: int
    due_right: int
    due_share: float | None
    undated: int
    undated_right: int


def promises(pairs: Sequence[Pair]) -> Head[PromiseScore] | None:
    """Of the messages whose promises are labelled, none among them."""
    return head([one for one in pairs if one[0].promises is not None], _score)


def matches(pair: Pair, *, whoever: bool = False) -> list[Match]:
    """Each promise with at most one that was said, the widest overlap first: of the same owner,
    or `whoever`'s."""
    example, said = pair
    right = example.promises or ()
    spans = located(example.text, said.promises)
    laps = [
        (min(mark.end, end) - max(mark.start, start), at, which)
        for at, mark in enumerate(right)
        for which, (start, end) in enumerate(spans)
        if whoever or mark.owner == said.promises[which].owner
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
    overlapping = [match for pair in pairs for match in matches(pair, whoever=True)]
    found = [match for pair in pairs for match in matches(pair)]
    dated = [(right, said) for right, said in found if right.due is not None]
    hits = sum(right.due is not None and right.due.isoformat() == said.due for right, said in dated)
    told: Counter[str] = Counter(one.owner for _, said in pairs for one in said.promises)
    true: Counter[str] = Counter(
        one.owner for example, _ in pairs for one in example.promises or ()
    )
    same = sum(right.owner == said.owner for right, said in overlapping)
    return PromiseScore(
        words=figures(len(overlapping), told.total(), true.total()),
        owner_share=share(same, len(overlapping)),
        owners=from_counts(Counter(right.owner for right, _ in found), told, true, OWNERS),
        due=len(dated),
        due_right=hits,
        due_share=share(hits, len(dated)),
        undated=len(found) - len(dated),
        undated_right=sum(right.due is None and said.due is None for right, said in found),
    )
