"""Which messages say the same: groups of near-duplicates."""

from collections.abc import Iterator, Sequence

import numpy as np

from nlp.embedding import Vectors

ALIKE = 0.97  # cosine; see docs/language.md for how it was chosen
CHUNK = 1024  # rows compared at a time: memory grows with the messages, not with their square


def groups(vectors: Vectors, threshold: float = ALIKE) -> list[int]:
    """For each row the first row of its group, itself when it is alone.

    Rows at least as close as `threshold` share a group, and so do those linked through others; the
    order of the rows does not matter for who is with whom.
    """
    parents = list(range(len(vectors)))
    for one, other in _pairs(vectors, threshold):
        first, second = sorted((_root(parents, one), _root(parents, other)))
        parents[second] = first
    return [_root(parents, row) for row in range(len(vectors))]


def _pairs(vectors: Vectors, threshold: float) -> Iterator[tuple[int, int]]:
    for top in range(0, len(vectors), CHUNK):
        rows = vectors[top : top + CHUNK]
        for left in range(top, len(vectors), CHUNK):
            near = rows @ vectors[left : left + CHUNK].T
            for one, other in np.argwhere(near >= threshold).tolist():
                if top + one < left + other:
                    yield top + one, left + other


def _root(parents: list[int], row: int) -> int:
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = parents[row]
    return row


def members(groups_: Sequence[int]) -> dict[int, list[int]]:
    """The rows of each group by its first row, groups of one left out."""
    found: dict[int, list[int]] = {}
    for row, first in enumerate(groups_):
        found.setdefault(first, []).append(row)
    return {first: rows for first, rows in found.items() if len(rows) > 1}
