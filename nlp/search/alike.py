"""Which messages say the same: groups of near-duplicates."""

from collections.abc import Sequence

import numpy as np

from nlp.embedding import Vectors

ALIKE = 0.97  # cosine; see docs/language.md for how it was chosen
CHUNK = 1024  # rows compared at a time: memory grows with the messages, not with their square


def groups(vectors: Vectors, threshold: float = ALIKE) -> list[int]:
    """For each row the first row of its group, itself when it is alone.

    Rows at least as close as `threshold` share a group, and so do those linked through others; the
    order of the rows does not matter for who is with whom.
    """
    first = np.arange(len(vectors))
    for top in range(0, len(vectors), CHUNK):
        for near in vectors[top : top + CHUNK] @ vectors.T >= threshold:
            together = first[near]
            if len(together) > 1 and (together != together[0]).any():
                met = np.zeros(len(vectors), bool)
                met[together] = True
                first[met[first]] = together.min()
    found: list[int] = first.tolist()
    return found


def members(groups_: Sequence[int]) -> dict[int, list[int]]:
    """The rows of each group by its first row, groups of one left out."""
    found: dict[int, list[int]] = {}
    for row, first in enumerate(groups_):
        found.setdefault(first, []).append(row)
    return {first: rows for first, rows in found.items() if len(rows) > 1}
