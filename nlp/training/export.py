"""The trained network as the file that is shipped: 8-bit products, heads, calibration, pieces."""

import hashlib
import io
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import torch

from nlp.models.bert import PARTS
from nlp.models.calibration import Calibration
from nlp.models.packed import FloatArray
from nlp.models.reader_graph import quantised
from nlp.training.network import LABELS, Network


def arrays(network: Network) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    """Matrices `[inputs, outputs]` and vectors of the encoder's layers, in the graph's names."""
    state = {name: one.detach().float().numpy() for name, one in network.encoder.named_parameters()}
    matrices: dict[str, FloatArray] = {}
    vectors: dict[str, FloatArray] = {}
    for layer in range(network.encoder.config.num_hidden_layers):
        found = {
            part: (
                state[f"encoder.layer.{layer}.{name}.weight"],
                state[f"encoder.layer.{layer}.{name}.bias"],
            )
            for part, name in PARTS.items()
        }
        matrices[f"l{layer}.qkv"] = np.concatenate([found[part][0].T for part in "qkv"], axis=1)
        vectors[f"l{layer}.qkv.b"] = np.concatenate([found[part][1] for part in "qkv"])
        for part in ("ao", "fi", "fo"):
            matrices[f"l{layer}.{part}"] = np.ascontiguousarray(found[part][0].T)
            vectors[f"l{layer}.{part}.b"] = found[part][1]
        for part in ("aln", "oln"):
            vectors[f"l{layer}.{part}.w"], vectors[f"l{layer}.{part}.b"] = found[part]
    return matrices, vectors


def heads(network: Network) -> tuple[FloatArray, FloatArray]:
    """All heads side by side, `[hidden, columns]`, and their bias: asked, value, whole, tags.

    The scale of the hidden states is folded in.
    """
    layers = (network.query, network.value, network.whole, network.entities, network.promises)
    free = torch.zeros(2 * len(LABELS))
    with torch.no_grad():
        weight = torch.cat([one.weight for one in layers]) / network.spread
        bias = torch.cat([free, *(one.bias for one in layers[2:])]) - weight @ network.centre
    return np.ascontiguousarray(weight.numpy().T), bias.numpy()


def packed_file(network: Network, kept: Sequence[int], calibration: Calibration) -> bytes:
    """The file; its calibration's version is made from everything in it."""
    matrices, vectors = arrays(network)
    weight, bias = heads(network)
    stored: dict[str, np.ndarray] = {"kept": np.array(kept, np.int32)}
    stored |= {f"v.{name}": one.astype(np.float32) for name, one in vectors.items()}
    for name, one in matrices.items():
        stored[f"q.{name}"], stored[f"s.{name}"] = quantised(one)
    stored |= {"heads.w": weight, "heads.b": bias}
    version = f"reader-{_digest(stored, calibration)}"
    said = msgspec.structs.replace(calibration, version=version)
    stored["calibration"] = np.frombuffer(msgspec.json.encode(said), np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, **stored)  # type: ignore[arg-type]
    return file.getvalue()


def _digest(stored: Mapping[str, np.ndarray], calibration: Calibration) -> str:
    made = hashlib.sha256(msgspec.json.encode(calibration, order="sorted"))
    for name in sorted(stored):
        made.update(name.encode())
        made.update(np.ascontiguousarray(stored[name]).tobytes())
    return made.hexdigest()[:12]
