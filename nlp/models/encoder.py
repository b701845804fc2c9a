"""Texts to numbers: the encoder on ONNX Runtime, one text a run.

No text is padded and none shares a run with another, so the same text gives the same numbers in
any batch; on a processor without wide vectors that is no slower (see docs/language.md).
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from nlp.models.cache import Unpacked, unpack
from nlp.models.packed import FloatArray
from nlp.models.session import each, session

LAYERS = tuple(range(4, 13))  # whose hidden states the head sees
CLOSE = 3  # the last third of the tokens is also read by itself: a message is read by its close
PREFIX = "query: "  # what this encoder was trained to expect before a text to be classified
WINDOW = 384  # tokens; longer texts are read in windows


class Encoder:
    """Reads windows of texts into features."""

    def __init__(self, unpacked: Unpacked, threads: int = 2) -> None:
        self._session = session(str(unpacked.folder / "model.onnx"))
        self._tokens = Tokenizer.from_file(str(unpacked.folder / "tokenizer.json"))
        self._prefix = self._tokens.encode(PREFIX.rstrip(), add_special_tokens=False).ids
        self._start, self._end = self._tokens.encode("").ids
        self._threads = threads
        self.version = f"e5-small-q4-{unpacked.digest}"

    def features(self, texts: Sequence[str]) -> list[FloatArray]:
        """For each text one row a window, at least one: the layers' means, then those of its close.

        The close is the last third of the tokens.
        """
        windows = [
            (index, window) for index, text in enumerate(texts) for window in self.windows(text)
        ]
        rows = each(self._row, [window for _, window in windows], self._threads)
        grouped: list[list[FloatArray]] = [[] for _ in texts]
        for (index, _), done in zip(windows, rows, strict=True):
            grouped[index].append(done)
        return [np.stack(group) for group in grouped]

    def windows(self, text: str) -> list[list[int]]:
        """Equal windows of at most `WINDOW` tokens, framed as the encoder expects them."""
        ids = self._tokens.encode(text, add_special_tokens=False).ids
        count = max(1, -(-len(ids) // WINDOW))
        cuts = [round(len(ids) * part / count) for part in range(count + 1)]
        return [
            [self._start, *self._prefix, *ids[begin:end], self._end]
            for begin, end in pairwise(cuts)
        ]

    def _row(self, ids: Sequence[int]) -> FloatArray:
        layers = self._session.run(None, {"ids": np.array([ids], np.int64)})
        close = -(-len(ids) // CLOSE)
        means = [layer.mean(axis=0) for layer in layers]
        closes = [layer[-close:].mean(axis=0) for layer in layers]
        return np.concatenate([*means, *closes]).astype(np.float32)


def load_encoder(
    cache: Path | None = None, progress: Callable[[str], None] = lambda _: None, threads: int = 2
) -> Encoder:
    """The shipped encoder, from the cache or unpacked into it."""
    return Encoder(unpack(cache, LAYERS, progress), threads)
