"""The seam to whatever turns texts into vectors that lie close where the texts mean alike."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""One row a text, each of length 1: the product of two rows is their cosine."""

Purpose = Literal["query", "passage"]
"""What is asked, or what may answer. Texts that are compared as equals are all queries."""


class Embedder(Protocol):
    """Embeds texts of any language in one space; the same for the same text in any batch."""

    @property
    def versions(self) -> Mapping[str, str]:
        """The model's files, by name, with their hashes."""
        ...

    def embed(self, texts: Sequence[str], purpose: Purpose = "query") -> Vectors:
        """One unit vector a text, in order; for no texts an array of no rows."""
        ...
