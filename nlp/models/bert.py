"""The packed encoder as Hugging Face names it: configuration and weights of a BertModel."""

from collections.abc import Sequence
from typing import Any

from nlp.models.packed import FloatArray, Packed

PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Names of a layer's parts in the packed file, and in transformers."""


def config(read: Packed) -> dict[str, Any]:
    """The sizes."""
    return {
        "model_type": "bert",
        "hidden_size": read.shape.hidden,
        "num_hidden_layers": read.shape.layers,
        "num_attention_heads": read.shape.heads,
        "intermediate_size": read.shape.inner,
        "vocab_size": read.shape.vocabulary,
        "max_position_embeddings": read.shape.positions,
        "type_vocab_size": read.shape.types,
        "layer_norm_eps": read.shape.epsilon,
        "pad_token_id": read.special["<pad>"],
    }


def state(read: Packed, kept: Sequence[int] | None = None) -> dict[str, FloatArray]:
    """The weights in fp32, without a pooler; of the word embeddings only the rows `kept`."""
    words = read.matrices["emb.word"].dense()
    found = {"embeddings.word_embeddings.weight": words if kept is None else words[list(kept)]}
    for name, target in (("emb.pos", "position"), ("emb.type", "token_type")):
        rows = read.vectors[name].reshape(-1, read.shape.hidden)
        found[f"embeddings.{target}_embeddings.weight"] = rows
    for mine, target in (("w", "weight"), ("b", "bias")):
        found[f"embeddings.LayerNorm.{target}"] = read.vectors[f"emb.ln.{mine}"]
        for layer in range(read.shape.layers):
            for part, place in PARTS.items():
                key = f"l{layer}.{part}.{mine}"
                array = read.matrices[key].dense() if key in read.matrices else read.vectors[key]
                found[f"encoder.layer.{layer}.{place}.{target}"] = array
    return found
