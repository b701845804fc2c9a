"""Ranking messages for a question: by meaning and by words, the two ranks fused."""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from nlp.embedding import Vectors
from nlp.search.alike import groups
from nlp.search.lexical import Lexical
from nlp.search.message import Message, Span

FUSION = 60  # of reciprocal rank fusion, as its authors chose it (Cormack et al. 2009)


class Hit(msgspec.Struct, frozen=True):
    """A message that may answer. `similarity` is the cosine of its best passage, at `span`.

    `alike` are further messages that say nearly the same.
    """

    message: Message
    score: float
    similarity: float
    span: Span
    alike: tuple[Message, ...] = ()


class Searchable:
    """Messages with the vectors of their passages, ready to be asked."""

    def __init__(self, messages: Sequence[Message], vectors: Vectors) -> None:
        self._messages = messages
        self._vectors = vectors
        self._spans = [span for one in messages for span in one.spans]
        counts = [len(one.spans) for one in messages]
        self._owner = np.repeat(np.arange(len(messages)), counts)
        self._groups = groups(_means(vectors, self._owner, len(messages)))
        self._lexical = Lexical([one.words for one in messages])

    def find(self, query: str, vector: Vectors, count: int) -> list[Hit]:
        """The likeliest answers, best first; of near-duplicates one. Equal scores: the newer."""
        if not self._messages:
            return []
        best, where = self.similarities(vector)
        score = fused(best, self._lexical.scores(query))
        age = np.array([-one.occurred_at.timestamp() for one in self._messages])
        order = np.lexsort(np.stack([age, -score])).tolist()
        together: dict[int, list[int]] = {}
        for at in order:
            together.setdefault(self._groups[at], []).append(at)
        return [
            Hit(
                self._messages[at],
                round(float(score[at]), 5),
                round(float(best[at]), 3),
                self._spans[where[at]],
                tuple(self._messages[other] for other in others),
            )
            for at, *others in list(together.values())[:count]
        ]

    def similarities(self, vector: Vectors) -> tuple[Vectors, npt.NDArray[np.intp]]:
        """Of each message the cosine of its best passage, and which passage that is."""
        near = self._vectors @ vector
        best = np.full(len(self._messages), -np.inf, np.float32)
        np.maximum.at(best, self._owner, near)
        first = np.searchsorted(self._owner, np.arange(len(self._messages)))
        counts = np.bincount(self._owner, minlength=len(self._messages))
        where = [
            begin + int(near[begin : begin + count].argmax())
            for begin, count in zip(first, counts, strict=True)
        ]
        return best, np.array(where)


def _means(vectors: Vectors, owner: npt.NDArray[np.intp], count: int) -> Vectors:
    """Of each message the mean of its passages, made unit."""
    sums = np.zeros((count, vectors.shape[1]), np.float32)
    np.add.at(sums, owner, vectors)
    return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), np.float32)


def fused(meaning: Vectors, words: Vectors) -> Vectors:
    """Reciprocal rank fusion; who shares no word with the query has no rank among the words.

    >>> scores = fused(np.array([0.9, 0.8], np.float32), np.array([0, 2], np.float32))
    >>> [round(score, 4) for score in scores.tolist()]
    [0.0164, 0.0325]
    """
    by_words = np.where(words > 0, 1 / (FUSION + _ranks(words)), 0)
    return np.asarray(1 / (FUSION + _ranks(meaning)) + by_words, np.float32)


def _ranks(scores: Vectors) -> npt.NDArray[np.intp]:
    """1 for the highest; equal scores share a rank."""
    distinct, place = np.unique(-scores, return_inverse=True)
    counts = np.bincount(place, minlength=len(distinct))
    return np.asarray(1 + np.concatenate([[0], np.cumsum(counts)[:-1]])[place], np.intp)
