"""The sentiment head: features of the encoder to probabilities, with the weights that are shipped.

Of a text of several windows the last one counts twice: what stands at the close is what the reader
takes away (see the labels' guideline on mixed messages).
"""

import hashlib
import io
from collections.abc import Mapping, Sequence
from importlib.resources import files

import msgspec
import numpy as np

from nlp.models.encoder import Encoder
from nlp.models.packed import FloatArray
from nlp.reading import Probabilities

LAST_WEIGHS = 2.0
DIGITS = 3  # what is below differs between processors, and says nothing


class Head(msgspec.Struct, frozen=True):
    """A linear layer; `temperature` makes its probabilities say how often they are right."""

    weights: FloatArray
    bias: FloatArray
    temperature: float
    version: str

    def probabilities(self, windows: FloatArray) -> Probabilities:
        """Of negative, neutral and positive, for a text of one or more windows."""
        logits = pooled(windows).astype(np.float64) @ self.weights.T + self.bias
        powers = np.exp((logits - logits.max()) / self.temperature)
        negative, neutral, positive = (powers / powers.sum()).tolist()
        return round(negative, DIGITS), round(neutral, DIGITS), round(positive, DIGITS)


class HeadedEncoder:
    """A sentiment model: the encoder and a head on it."""

    def __init__(self, encoder: Encoder, head: Head) -> None:
        self._encoder = encoder
        self._head = head

    @property
    def versions(self) -> Mapping[str, str]:
        return {"encoder": self._encoder.version, "sentiment": self._head.version}

    def probabilities(self, texts: Sequence[str]) -> list[Probabilities]:
        """One triple a text, in order; of a text alone or among others the same."""
        return [self._head.probabilities(windows) for windows in self._encoder.features(texts)]


def pooled(windows: FloatArray) -> FloatArray:
    """One row for a text: its windows' mean, the last counting `LAST_WEIGHS` times."""
    if len(windows) == 1:
        return np.asarray(windows[0], np.float32)
    weights = np.ones(len(windows), np.float32)
    weights[-1] = LAST_WEIGHS
    return np.asarray(np.average(windows, axis=0, weights=weights), np.float32)


def shipped_head() -> Head:
    """The head that `python -m nlp.training.sentiment` wrote."""
    data = (files("nlp.models") / "weights" / "sentiment.npz").read_bytes()
    return read_head(data)


def read_head(data: bytes) -> Head:
    """A head from its file."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return Head(
            arrays["weights"].astype(np.float32),
            arrays["bias"].astype(np.float64),
            float(arrays["temperature"]),
            f"linear-{hashlib.sha256(data).hexdigest()[:12]}",
        )
