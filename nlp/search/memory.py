"""What a search remembers of one partner's messages, so that the next one is fast: no text."""

import hashlib
from collections.abc import Sequence

import msgspec
import numpy as np

from ingest.errors import Malformed
from ingest.raw import Raw
from nlp.embedding import Embedder, Vectors

_STORED = np.dtype("<f2")  # half of the bytes; cosines change in the fourth digit


class Memory(msgspec.Struct):
    """Vectors of passages, and items that are not this partner's, each under a keyed digest.

    Whoever has the memory alone cannot ask it whether a given message was among them. `model` and
    `register` say what it was made with: with another it counts for nothing.
    """

    model: str = ""
    register: bytes = b""
    vectors: dict[bytes, bytes] = {}
    others: set[bytes] = set()

    def of(self, model: str, register: bytes) -> "Memory":
        """What of it holds for this model and this register."""
        return Memory(
            model,
            register,
            self.vectors if self.model == model else {},
            self.others if self.register == register else set(),
        )


def as_bytes(memory: Memory) -> bytes:
    """As it is stored."""
    return msgspec.msgpack.encode(memory)


def memory_of(data: bytes) -> Memory:
    """What was stored; `Malformed` when it cannot be read."""
    try:
        return msgspec.msgpack.decode(data, type=Memory)
    except msgspec.DecodeError as error:
        raise Malformed("the search's memory is damaged") from error


def digest_of(raw: Raw, key: bytes) -> bytes:
    """Of what an item holds, wherever it lies."""
    return _digest(f"{raw.media}\n".encode() + raw.payload, key)


def vectors_of(
    passages: Sequence[str], memory: Memory, embedder: Embedder, key: bytes
) -> tuple[Vectors, int]:
    """A vector for each passage, and how many had to be computed.

    Afterwards the memory holds the vectors of these passages and no others: what was deleted at its
    source is forgotten here too. Vectors are those that were stored, so a second search finds what
    the first one found.
    """
    marks = [_digest(passage.encode(), key) for passage in passages]
    missing = {
        mark: text for mark, text in zip(marks, passages, strict=True) if mark not in memory.vectors
    }
    found = embedder.embed(list(missing.values()), "passage").astype(_STORED)
    stored = memory.vectors | {
        mark: row.tobytes() for mark, row in zip(missing, found, strict=True)
    }
    memory.vectors = {mark: stored[mark] for mark in marks}
    rows = b"".join(stored[mark] for mark in marks)
    table = np.frombuffer(rows, _STORED).astype(np.float32).reshape(len(marks), found.shape[1])
    return table / np.linalg.norm(table, axis=1, keepdims=True), len(missing)


def _digest(data: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16, key=key).digest()
