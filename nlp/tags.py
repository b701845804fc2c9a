"""Tags of tokens: how spans are written as one tag a token, and read back from their odds."""

from collections.abc import Iterator, Sequence
from typing import get_args

import numpy as np
import numpy.typing as npt

from nlp.annotations import EntityLabel

ENTITIES: tuple[str, ...] = get_args(EntityLabel)
PROMISES = ("self", "other")
"""Whose promise it is: the author's own, or somebody else's that the author reports."""
NOTHING = ""
"""The label of a token that marks nothing."""


def tags(labels: Sequence[str]) -> tuple[str, ...]:
    """O, then a beginning and an inside tag of each label.

    >>> tags(["ORG"])
    ('O', 'B-ORG', 'I-ORG')
    """
    return ("O", *(f"{place}-{label}" for label in labels for place in "BI"))


def towards(labels: Sequence[str], label: str, by: float) -> npt.NDArray[np.float32]:
    """What is added to log odds `[tokens, tags]` to favour one label, or `NOTHING`.

    >>> towards(["ORG", "LOC"], "LOC", 1.5)
    array([0. , 0. , 0. , 1.5, 1.5], dtype=float32)
    """
    return np.array([by * (tag[2:] == label) for tag in tags(labels)], np.float32)


def written(offsets: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int, int]]) -> list[int]:
    """The tag of each token, by its characters; spans are start, end and number of the label.

    A token belongs to the span that it overlaps; the first of a span begins it.
    """
    found = [0] * len(offsets)
    for start, end, label in spans:
        inside = [
            place
            for place, (begin, stop) in enumerate(offsets)
            if begin < end and stop > start and begin < stop
        ]
        for nth, place in enumerate(inside):
            found[place] = 1 + 2 * label + (nth > 0)
    return found


def best(odds: npt.NDArray[np.floating]) -> list[int]:
    """The likeliest tags `[tokens]` of log odds `[tokens, tags]` in which no span begins inside.

    Viterbi (1967) with transitions that are either free or forbidden.
    """
    tokens, count = odds.shape
    if not tokens:
        return []
    likeliest = odds.argmax(axis=1)
    before = np.concatenate([[0], likeliest[:-1]])
    inside = (likeliest > 0) & (likeliest % 2 == 0)
    if np.all(~inside | (before == likeliest) | (before == likeliest - 1)):
        return [int(tag) for tag in likeliest]  # allowed, and nothing is likelier
    begins, goes_on = np.arange(1, count, 2), np.arange(2, count, 2)
    score = odds[0].astype(float)
    score[goes_on] = -np.inf
    back = np.empty((tokens, count), np.int64)
    for place in range(1, tokens):
        # Anything may stand before a tag, but before an inside tag only its own two.
        first = int(score.argmax())
        own = score[goes_on] > score[begins]
        back[place] = first
        back[place, goes_on] = begins + own
        ways = np.full(count, score[first])
        ways[goes_on] = np.where(own, score[goes_on], score[begins])
        score = ways + odds[place]
    path = [int(score.argmax())]
    for place in range(tokens - 1, 0, -1):
        path.append(int(back[place][path[-1]]))
    return path[::-1]


def spans(path: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """First token, token after the last, and number of the label, of each span of a path.

    >>> list(spans([0, 1, 2, 3, 0]))
    [(1, 3, 0), (3, 4, 1)]
    """
    start = None
    for place, tag in enumerate([*path, 0]):
        if start is not None and (tag == 0 or tag % 2 == 1):
            yield start, place, (path[start] - 1) // 2
            start = None
        if tag % 2 == 1:
            start = place
