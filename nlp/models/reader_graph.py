"""The reader as an ONNX graph, written node by node: token ids in, one row of numbers a token out.

Products are taken in 8 bits: weights by output column, activations by the whole text at each
product (Jacob et al. 2018), which every processor since AVX2 multiplies several times faster than
fp32. One text a run: with no padding there is nothing that a neighbour could change.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from nlp.models.packed import BLOCK, ByteArray, FloatArray, Packed

CONTRIB = "com.microsoft"
OPSET, CONTRIB_OPSET = 17, 1
LEVELS = 63  # of each sign: with more, processors without VNNI overflow when they add up pairs


class _Writer:
    """Nodes and constants, collected in order."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(
        self, kind: str, inputs: Sequence[str], outputs: str | Sequence[str], domain: str = "",
        **how: Any,
    ) -> str:  # fmt: skip
        names = [outputs] if isinstance(outputs, str) else list(outputs)
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **how))
        return names[0]


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
    exact: Mapping[str, FloatArray] | None = None,
) -> bytes:
    """Token ids `[1, n]` to `heads` of the last hidden states, `[n, columns]`.

    `matrices` and `vectors` by names such as `l0.qkv`, `l0.ao`, `l0.fi`, `l0.fo`; a name in `exact`
    is multiplied in fp32 instead. Word embeddings are those of `packed`, in 4 bits, rows `kept`.
    """
    writer = _Writer()
    writer.constant("zero", np.array([0], np.int64))
    x = _embeddings(writer, packed, kept)
    layers = max(int(name[1:].split(".")[0]) for name in vectors) + 1
    every = dict(matrices), dict(exact or {}), dict(vectors)
    for layer in range(layers):
        x = _layer(writer, layer, x, packed, every)
    flat = writer.node("Squeeze", [x, "zero"], "hidden")
    weight, bias = heads
    product = writer.node("MatMul", [flat, writer.constant("heads.w", weight)], "heads.product")
    writer.node("Add", [product, writer.constant("heads.b", bias)], "said")
    graph = helper.make_graph(
        writer.nodes,
        "reader",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "n"])],
        [helper.make_tensor_value_info("said", TensorProto.FLOAT, ["n", weight.shape[1]])],
        writer.constants,
    )
    model = helper.make_model(
        graph,
        opset_imports=[
            helper.make_opsetid("", OPSET),
            helper.make_opsetid(CONTRIB, CONTRIB_OPSET),
        ],
        ir_version=10,
    )
    return bytes(model.SerializeToString())


def _embeddings(writer: _Writer, packed: Packed, kept: Sequence[int]) -> str:
    hidden = packed.shape.hidden
    word = packed.matrices["emb.word"]
    codes, scales = word.codes[list(kept)], word.scales[list(kept)]
    writer.constants.append(
        helper.make_tensor(
            "emb.word",
            TensorProto.INT4,
            codes.shape,
            _nibbles(codes ^ np.uint8(8)).tobytes(),
            raw=True,
        )
    )
    writer.constant("emb.scales", scales)
    words = writer.node(
        "GatherBlockQuantized",
        ["emb.word", "ids", "emb.scales"],
        "words",
        CONTRIB,
        block_size=BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )
    # Every token has type 0, so the type's row is added to the positions once, here.
    places = packed.vectors["emb.pos"].reshape(-1, hidden) + packed.vectors["emb.type"][:hidden]
    writer.constant("places", places)
    writer.node("Shape", ["ids"], "length", start=1, end=2)
    writer.node("Slice", ["places", "zero", "length", "zero"], "here")
    return writer.node(
        "SkipLayerNormalization",
        [
            words,
            writer.node("Unsqueeze", ["here", "zero"], "here_batch"),
            writer.constant("emb.ln.w", packed.vectors["emb.ln.w"]),
            writer.constant("emb.ln.b", packed.vectors["emb.ln.b"]),
        ],
        "embedded",
        CONTRIB,
        epsilon=packed.shape.epsilon,
    )


Arrays = tuple[
    dict[str, tuple[npt.NDArray[np.int8], FloatArray]], dict[str, FloatArray], dict[str, FloatArray]
]


def _layer(writer: _Writer, layer: int, x: str, packed: Packed, every: Arrays) -> str:
    def name(part: str) -> str:
        return f"l{layer}.{part}"

    hidden = packed.shape.hidden
    joined = _product(writer, name("qkv"), x, every)
    if layer == 0:
        writer.constant("thirds", np.array([hidden] * 3, np.int64))
    parts = [name("query"), name("key"), name("value")]
    writer.node("Split", [joined, "thirds"], parts, axis=2)
    attended = writer.node(
        "MultiHeadAttention", parts, name("attended"), CONTRIB, num_heads=packed.shape.heads
    )
    taken = _product(writer, name("ao"), attended, every)
    mixed = _norm(writer, name("aln"), x, taken, packed, every)
    inner = writer.node("Gelu", [_product(writer, name("fi"), mixed, every)], name("gelu"), CONTRIB)
    given = _product(writer, name("fo"), inner, every)
    return _norm(writer, name("oln"), mixed, given, packed, every)


def _product(writer: _Writer, name: str, x: str, every: Arrays) -> str:
    matrices, exact, vectors = every
    bias = writer.constant(f"{name}.b", vectors[f"{name}.b"])
    if name in exact:
        weight = writer.constant(f"{name}.w", exact[name])
        product = writer.node("MatMul", [x, weight], f"{name}.product")
        return writer.node("Add", [product, bias], f"{name}.out")
    codes, scales = matrices[name]
    return writer.node(
        "DynamicQuantizeMatMul",
        [
            x,
            writer.constant(f"{name}.w", codes),
            writer.constant(f"{name}.scales", scales),
            writer.constant(f"{name}.zeros", np.zeros(len(scales), np.int8)),
            bias,
        ],
        f"{name}.out",
        CONTRIB,
    )


def _norm(writer: _Writer, name: str, x: str, y: str, packed: Packed, every: Arrays) -> str:
    vectors = every[2]
    return writer.node(
        "SkipLayerNormalization",
        [
            x,
            y,
            writer.constant(f"{name}.w", vectors[f"{name}.w"]),
            writer.constant(f"{name}.b", vectors[f"{name}.b"]),
        ],
        f"{name}.out",
        CONTRIB,
        epsilon=packed.shape.epsilon,
    )


def _nibbles(codes: ByteArray) -> ByteArray:
    """Two neighbours a byte, the first in the low half."""
    low, high = codes[..., 0::2] & np.uint8(15), codes[..., 1::2] << np.uint8(4)
    return np.asarray(low | high, np.uint8)
