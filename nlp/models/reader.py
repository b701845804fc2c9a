"""The built-in language model: one encoder pass on ONNX Runtime, all heads read off it.

A long text is read in windows; what its labels rest on is an attention over the tokens of all of
them together, so that no rule has to say how windows add up.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from tokenizers import Encoding, Tokenizer

from nlp.entities import Mention
from nlp.marked import CLAUSE, marks
from nlp.models.calibration import Calibration
from nlp.models.packed import FloatArray
from nlp.models.session import each, session
from nlp.reading import Held, Reading, Word
from nlp.sentences import sentences
from nlp.softmax import softmax
from nlp.tags import ENTITIES, NOTHING, PROMISES, towards

WINDOW = 384  # tokens: the longest that was learnt from
DIGITS = 3  # what is below differs between processors, and says nothing


class Odds(NamedTuple):
    """Log odds of a text: of its labels `[labels]`, and of its tokens, which lie at `offsets`.

    `carried` `[tokens, labels]`: how much of each label's odds each token brought.
    """

    message: FloatArray
    carried: FloatArray
    entities: FloatArray
    promises: FloatArray
    offsets: list[tuple[int, int]]


class Reader:
    """Reads texts; the same text gives the same reading in any batch."""

    def __init__(
        self, graph: str | bytes, tokens: Tokenizer, calibration: Calibration, threads: int = 2
    ) -> None:
        self._graph = graph
        self._session = session(graph)
        self._tokens = tokens
        self._start, self._end = tokens.encode("").ids
        self._calibration = calibration
        self._products = towards(ENTITIES, "PRODUCT", calibration.product_lean)
        self._promises = towards(PROMISES, NOTHING, -calibration.promise_lean)
        self._threads = threads

    @property
    def versions(self) -> Mapping[str, str]:
        return {"reader": self._calibration.version}

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in order."""
        coded = self._tokens.encode_batch(list(texts), add_special_tokens=False)
        # Alone, a text has all threads to itself; together, each thread has a text.
        run = self._wide if len(texts) == 1 else self._session
        # What is read off the numbers is read here too: one text's while another's are multiplied.
        return each(
            lambda one: self._reading(one[0], self._odds(one[1], run)),
            list(zip(texts, coded, strict=True)),
            self._threads,
            size=lambda one: len(one[1]),
        )

    def odds(self, text: str) -> Odds:
        """What lies beneath a reading, before it is calibrated."""
        return self._odds(self._tokens.encode(text, add_special_tokens=False), self._session)

    @cached_property
    def _wide(self) -> Any:
        return self._session if self._threads == 1 else session(self._graph, self._threads)

    def _odds(self, coded: Encoding, run: Any) -> Odds:
        rows = self._rows(coded.ids, run)
        labels = len(self._calibration.labels)
        asked, value, whole, entities, promises = np.split(
            rows, np.cumsum([labels, labels, labels, 2 * len(ENTITIES) + 1]), axis=1
        )
        weight = softmax(asked, axis=0) * value
        message = weight.sum(axis=0) + whole.mean(axis=0)
        return Odds(message, weight[1:-1], entities[1:-1], promises[1:-1], coded.offsets)

    def _rows(self, ids: Sequence[int], run: Any) -> FloatArray:
        """One row a token, the text's frame included: `[1 + tokens + 1, columns]`."""
        count = max(1, -(-len(ids) // WINDOW))
        cuts = [round(len(ids) * part / count) for part in range(count + 1)]
        framed = ([self._start, *ids[begin:end], self._end] for begin, end in pairwise(cuts))
        rows = [run.run(None, {"ids": np.array([window], np.int64)})[0] for window in framed]
        inner = [window[1:-1] for window in rows]
        return np.concatenate([rows[0][:1], *inner, rows[-1][-1:]])

    def _reading(self, text: str, odds: Odds) -> Reading:
        judged = self._calibration.judge(odds.message)
        return Reading(
            sentiment=judged.sentiment,
            intents=tuple(self._held(text, odds, judged.intents)),
            flags=tuple(self._held(text, odds, judged.flags)),
            entities=tuple(_mentions(text, odds.offsets, odds.entities + self._products)),
            promises=tuple(_words(text, odds.offsets, odds.promises + self._promises)),
        )

    def _held(self, text: str, odds: Odds, held: Sequence[tuple[str, float]]) -> Iterator[Held]:
        """Each label that holds, with the sentence whose tokens carried most of it."""
        if not held:
            return
        places = list(sentences(text))
        starts = np.array([begin for begin, _ in places])
        # Which sentence each token lies in.
        owner = np.searchsorted(starts, [begin for begin, _ in odds.offsets], side="right") - 1
        for label, confidence in held:
            column = odds.carried[:, self._calibration.labels.index(label)]
            sums = np.bincount(np.maximum(owner, 0), column, minlength=len(places))
            begin, end = places[int(sums.argmax())]
            yield Held(label, round(confidence, DIGITS), begin, end)  # type: ignore[arg-type]


def _mentions(text: str, offsets: Sequence[tuple[int, int]], odds: FloatArray) -> Iterator[Mention]:
    for one in marks(text, offsets, odds):
        label = ENTITIES[one.label]
        yield Mention(one.start, one.end, label, round(one.confidence, DIGITS))  # type: ignore[arg-type]


def _words(text: str, offsets: Sequence[tuple[int, int]], odds: FloatArray) -> Iterator[Word]:
    for one in marks(text, offsets, odds, CLAUSE):
        author = PROMISES[one.label] == "self"
        yield Word(author, round(one.confidence, DIGITS), one.start, one.end)
