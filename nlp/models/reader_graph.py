"""The reader as an ONNX graph, written node by node: token ids in, one row of numbers a token out.

Products are taken in 8 bits: weights by output column, activations by the whole text at each
product (Jacob et al. 2018), which every processor since AVX2 multiplies several times faster than
fp32. One text a run: with no padding there is nothing that a neighbour could change.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nlp.models.graph import CONTRIB, Writer, embeddings
from nlp.models.packed import FloatArray, Packed

LEVELS = 63  # of each sign: with more, processors without VNNI overflow when they add up pairs


def quantised(weight: FloatArray) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """A matrix `[inputs, outputs]` as whole numbers of at most `LEVELS`, and a scale a column."""
    scale = np.abs(weight).max(axis=0) / LEVELS
    scale = np.where(scale == 0, 1.0, scale).astype(np.float32)
    return np.rint(weight / scale).astype(np.int8), scale


def reader_graph(
    packed: Packed,
    kept: Sequence[int],
    matrices: Mapping[str, tuple[npt.NDArray[np.int8], FloatArray]],
    vectors: Mapping[str, FloatArray],
    heads: tuple[FloatArray, FloatArray],
) -> bytes:
    """Token ids `[1, n]` to `heads` of the last hidden states, `[n, columns]`.

    `matrices` and `vectors` by names such as `l0.qkv`, `l0.ao`, `l0.fi`, `l0.fo`. Word embeddings
    are those of `packed`, in 4 bits, rows `kept`.
    """
    writer = Writer()
    writer.constant("zero", np.array([0], np.int64))
    x = embeddings(writer, packed, kept)
    layers = max(int(name[1:].split(".")[0]) for name in vectors) + 1
    every = dict(matrices), dict(vectors)
    for layer in range(layers):
        x = _layer(writer, layer, x, packed, every)
    flat = writer.node("Squeeze", [x, "zero"], "hidden")
    weight, bias = heads
    product = writer.node("MatMul", [flat, writer.constant("heads.w", weight)], "heads.product")
    writer.node("Add", [product, writer.constant("heads.b", bias)], "said")
    return writer.model("reader", {"said": weight.shape[1]})


Arrays = tuple[dict[str, tuple[npt.NDArray[np.int8], FloatArray]], dict[str, FloatArray]]


def _layer(writer: Writer, layer: int, x: str, packed: Packed, every: Arrays) -> str:
    def name(part: str) -> str:
        return f"l{layer}.{part}"

    attended = _attention(writer, name("qkv"), x, packed.shape.heads, every)
    taken = _product(writer, name("ao"), attended, every)
    mixed = _norm(writer, name("aln"), x, taken, packed, every)
    wide = _product(writer, name("fi"), mixed, every)
    inner = writer.node("Gelu", [wide], name("gelu"), domain=CONTRIB)
    given = _product(writer, name("fo"), inner, every)
    return _norm(writer, name("oln"), mixed, given, packed, every)


def _attention(writer: Writer, name: str, x: str, heads: int, every: Arrays) -> str:
    matrices, vectors = every
    weight, scales, zeros = _weights(writer, name, *matrices[name])
    bias = writer.constant(f"{name}.b", vectors[f"{name}.b"])
    codes, scale, zero = _rounded(writer, name, x)
    return writer.node(
        "QAttention",
        [codes, weight, bias, scale, scales, "", zero, zeros],
        f"{name}.attended",
        domain=CONTRIB,
        num_heads=heads,
    )


def _product(writer: Writer, name: str, x: str, every: Arrays) -> str:
    matrices, vectors = every
    bias = writer.constant(f"{name}.b", vectors[f"{name}.b"])
    weights = _weights(writer, name, *matrices[name])
    return writer.node("DynamicQuantizeMatMul", [x, *weights, bias], f"{name}.out", domain=CONTRIB)


def _rounded(writer: Writer, name: str, x: str) -> tuple[str, str, str]:
    """Activations as whole numbers, with their scale and what stands for zero."""
    parts = f"{name}.codes", f"{name}.scale", f"{name}.zero"
    writer.node("DynamicQuantizeLinear", [x], *parts)
    return parts


def _weights(
    writer: Writer, name: str, codes: npt.NDArray[np.int8], scales: FloatArray
) -> tuple[str, str, str]:
    return (
        writer.constant(f"{name}.w", codes),
        writer.constant(f"{name}.scales", scales),
        writer.constant(f"{name}.zeros", np.zeros(len(scales), np.int8)),
    )


def _norm(writer: Writer, name: str, x: str, y: str, packed: Packed, every: Arrays) -> str:
    vectors = every[1]
    # Not "Add": ONNX Runtime would join it with the norm, which then takes five times as long.
    both = writer.node("Sum", [x, y], f"{name}.both")
    weight = writer.constant(f"{name}.w", vectors[f"{name}.w"])
    bias = writer.constant(f"{name}.b", vectors[f"{name}.b"])
    return writer.node(
        "LayerNormalization",
        [both, weight, bias],
        f"{name}.out",
        axis=-1,
        epsilon=packed.shape.epsilon,
    )
