"""The encoder as an ONNX graph over its 4-bit weights, written node by node.

No weight is quantised a second time: ONNX Runtime multiplies the packed blocks as they are, with
activations in 8 bits by blocks of one row, so a row's result never depends on its neighbours.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from nlp.models.packed import BLOCK, ByteArray, Packed

CONTRIB = "com.microsoft"
OPSET, CONTRIB_OPSET = 17, 1


class Writer:
    """Nodes and constants, collected in order."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(
        self,
        kind: str,
        inputs: Sequence[str],
        output: str,
        *more: str,
        domain: str = "",
        **how: Any,
    ) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output, *more], domain=domain, **how))
        return output

    def model(self, name: str, outputs: Mapping[str, int]) -> bytes:
        """The graph so far: token ids `[1, n]` to each output, `[n, columns]`."""
        graph = helper.make_graph(
            self.nodes,
            name,
            [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "n"])],
            [
                helper.make_tensor_value_info(output, TensorProto.FLOAT, ["n", columns])
                for output, columns in outputs.items()
            ],
            self.constants,
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


def encoder_graph(packed: Packed, layers: Sequence[int]) -> bytes:
    """Token ids `[1, n]` to the hidden states after each of `layers` (1-based): `[n, hidden]` each.

    One text a run: with no padding there is nothing that a neighbour could change.
    """
    writer = Writer()
    shape = packed.shape
    x = embeddings(writer, packed)
    outputs = []
    for layer in range(max(layers)):
        x = _layer(writer, packed, layer, x)
        if layer + 1 in layers:
            outputs.append(writer.node("Squeeze", [x, "zero"], f"hidden_{layer + 1}"))
    writer.constant("zero", np.array([0], np.int64))
    return writer.model("encoder", dict.fromkeys(outputs, shape.hidden))


def embeddings(writer: Writer, packed: Packed, kept: Sequence[int] | None = None) -> str:
    """Words, places and their norm; of the words only the rows `kept`, numbered anew."""
    hidden = packed.shape.hidden
    word = packed.matrices["emb.word"]
    rows = slice(None) if kept is None else list(kept)
    codes, scales = word.codes[rows], word.scales[rows]
    table = helper.make_tensor(
        "emb.word",
        TensorProto.INT4,
        codes.shape,
        _nibbles(codes ^ np.uint8(8)).tobytes(),
        raw=True,
    )
    writer.constants.append(table)
    writer.constant("emb.scales", scales)
    words = writer.node(
        "GatherBlockQuantized",
        ["emb.word", "ids", "emb.scales"],
        "words",
        domain=CONTRIB,
        block_size=BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )
    # Every token has type 0, so the type's row is added to the positions once, here.
    places = packed.vectors["emb.pos"].reshape(-1, hidden) + packed.vectors["emb.type"][:hidden]
    writer.constant("places", places)
    writer.constant("start", np.array([0], np.int64))
    writer.node("Shape", ["ids"], "length", start=1, end=2)
    writer.node("Slice", ["places", "start", "length", "start"], "here")
    return writer.node(
        "SkipLayerNormalization",
        [
            words,
            writer.node("Unsqueeze", ["here", "start"], "here_batch"),
            writer.constant("emb.ln.w", packed.vectors["emb.ln.w"]),
            writer.constant("emb.ln.b", packed.vectors["emb.ln.b"]),
        ],
        "embedded",
        domain=CONTRIB,
        epsilon=packed.shape.epsilon,
    )


def _layer(writer: Writer, packed: Packed, layer: int, x: str) -> str:
    def name(part: str) -> str:
        return f"l{layer}.{part}"

    query, key, value = (_product(writer, packed, name(part), x) for part in "qkv")
    attended = writer.node(
        "MultiHeadAttention",
        [query, key, value],
        name("attended"),
        domain=CONTRIB,
        num_heads=packed.shape.heads,
    )
    mixed = _add_and_norm(
        writer, packed, name("aln"), x, _product(writer, packed, name("ao"), attended)
    )
    inner = writer.node(
        "Gelu", [_product(writer, packed, name("fi"), mixed)], name("gelu"), domain=CONTRIB
    )
    return _add_and_norm(
        writer, packed, name("oln"), mixed, _product(writer, packed, name("fo"), inner)
    )


def _product(writer: Writer, packed: Packed, name: str, x: str) -> str:
    weight = packed.matrices[f"{name}.w"]
    rows, columns = weight.codes.shape
    blocks = _nibbles(weight.codes).reshape(rows, columns // BLOCK, BLOCK // 2)
    return writer.node(
        "MatMulNBits",
        [
            x,
            writer.constant(f"{name}.blocks", blocks),
            writer.constant(f"{name}.scales", weight.scales.reshape(-1)),
            "",
            "",
            writer.constant(f"{name}.b", packed.vectors[f"{name}.b"]),
        ],
        f"{name}.out",
        domain=CONTRIB,
        K=columns,
        N=rows,
        bits=4,
        block_size=BLOCK,
        accuracy_level=4,  # activations in 8 bits
    )


def _add_and_norm(writer: Writer, packed: Packed, name: str, x: str, y: str) -> str:
    return writer.node(
        "SkipLayerNormalization",
        [
            x,
            y,
            writer.constant(f"{name}.w", packed.vectors[f"{name}.w"]),
            writer.constant(f"{name}.b", packed.vectors[f"{name}.b"]),
        ],
        f"{name}.out",
        domain=CONTRIB,
        epsilon=packed.shape.epsilon,
    )


def _nibbles(codes: ByteArray) -> ByteArray:
    """Two neighbours a byte, the first in the low half."""
    low, high = codes[..., 0::2] & np.uint8(15), codes[..., 1::2] << np.uint8(4)
    return np.asarray(low | high, np.uint8)
