"""Embedders: the shipped encoder on ONNX Runtime, or any model of sentence-transformers."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from ingest.errors import Malformed
from nlp.embedding import Embedder, Purpose, Vectors
from nlp.models.cache import Unpacked, unpack
from nlp.models.session import each, session
from nlp.models.weights_hash import weights_hash

LAYERS = (12,)  # the last one alone
TOKENS = 512  # the encoder has no more positions: of a longer text the beginning counts
PREFIXES: Mapping[Purpose, str] = {"query": "query: ", "passage": "passage: "}


class BuiltinEmbedder:
    """multilingual-e5-small as it is shipped: the mean of the last layer's states, made unit.

    No text shares a run with another, so each is embedded the same in any batch.
    """

    def __init__(self, unpacked: Unpacked, threads: int = 2) -> None:
        self._session = session(str(unpacked.folder / "model.onnx"))
        self._tokens = Tokenizer.from_file(str(unpacked.folder / "tokenizer.json"))
        self._tokens.enable_truncation(TOKENS)
        self._width = self._session.get_outputs()[0].shape[-1]
        self._threads = threads
        self.versions: Mapping[str, str] = {"embedding": f"e5-small-q4-{unpacked.digest}"}

    def embed(self, texts: Sequence[str], purpose: Purpose = "query") -> Vectors:
        """One unit vector a text, in order."""
        prefix = PREFIXES[purpose]
        coded = self._tokens.encode_batch([prefix + text for text in texts])
        found = np.empty((len(texts), self._width), np.float32)
        made = each(self._vector, [one.ids for one in coded], self._threads)
        for at, vector in enumerate(made):
            found[at] = vector
        return found

    def _vector(self, ids: Sequence[int]) -> Vectors:
        (states,) = self._session.run(None, {"ids": np.array([ids], np.int64)})
        mean = states.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)


class SentenceTransformersEmbedder:
    """A model of sentence-transformers: a local folder, or a name on its hub."""

    def __init__(self, name: str) -> None:
        try:
            # Seconds to import, and optional: only who asks for it pays.
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise Malformed("an embedding model by name needs sentence-transformers") from error
        try:
            self._model: Any = SentenceTransformer(
                name, device="cpu", local_files_only=Path(name).is_dir()
            )
        except (OSError, ValueError) as error:
            raise Malformed(f"sentence-transformers cannot load the model {name}") from error
        self.versions: Mapping[str, str] = {
            "embedding": f"{Path(name).name}-{weights_hash(self._model)}"
        }

    def embed(self, texts: Sequence[str], purpose: Purpose = "query") -> Vectors:
        """One unit vector a text, in order; prompts are those that the model declares."""
        if not texts:
            return np.empty((0, self._model.get_embedding_dimension()), np.float32)
        encode = self._model.encode_query if purpose == "query" else self._model.encode_document
        # Alone, not padded to a neighbour's length: each is embedded the same in any batch.
        found = encode(
            list(texts), batch_size=1, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(found, np.float32)


def load_embedder(
    model: str | None = None,
    cache: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
    threads: int = 2,
) -> Embedder:
    """The built-in embedder, or the model of sentence-transformers that is named.

    `Malformed` when it cannot be loaded.
    """
    if model is not None:
        progress(f"loading the embedding model {model}")
        return SentenceTransformersEmbedder(model)
    return BuiltinEmbedder(unpack(cache, LAYERS, progress), threads)
