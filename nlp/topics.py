"""What a message is about: the nearest of some prototypes, by embedding; nothing was learnt."""

from collections.abc import Mapping, Sequence

import numpy as np

from nlp.annotations import Topic, TopicLabel
from nlp.embedding import Embedder, Vectors
from nlp.softmax import softmax
from nlp.topic_prototypes import PROTOTYPES, SILENT

VERSION = "prototypes-1"
LABELS: tuple[TopicLabel, ...] = tuple(PROTOTYPES)
SOFTNESS = 0.03  # of six languages' prototypes, it says best how sure to be of the seventh's
SURE = 0.3  # below, there is none; so a text has three at most
SMALL_TALK = 0.9  # so surely no topic at all: any question sounds a little like one for a date


class Topics:
    """Reads the topics of texts, in any language that the embedder knows."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        groups = [*PROTOTYPES.values(), *SILENT]
        flat = embedder.embed([text for group in groups for text in group])
        table = flat.reshape(len(groups), -1, flat.shape[1])
        # What all prototypes share, and what those of one language share, says nothing of topics.
        self._middle = table.mean(axis=(0, 1))
        self._centres = _unit(_unit(table - table.mean(axis=0)).mean(axis=1))

    @property
    def versions(self) -> Mapping[str, str]:
        """The prototypes and the model that compares them."""
        return {"topics": VERSION, **self._embedder.versions}

    def read(self, texts: Sequence[str]) -> list[tuple[Topic, ...]]:
        """Of each text its topics, the likeliest first; perhaps none."""
        near = _unit(self._embedder.embed(texts) - self._middle) @ self._centres.T
        return [_held(row) for row in softmax(near / SOFTNESS).tolist()]


def _held(chances: Sequence[float]) -> tuple[Topic, ...]:
    some = sum(chances[: len(LABELS)])
    if 1 - some >= SMALL_TALK:
        return ()
    found = [
        Topic(label, round(chance / some, 3))
        for label, chance in zip(LABELS, chances, strict=False)
        if chance / some >= SURE
    ]
    return tuple(sorted(found, key=lambda one: -one.confidence))


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), np.float32)
