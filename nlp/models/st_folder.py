"""The shipped encoder as a folder that sentence-transformers loads, without any network."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from nlp.models import packed
from nlp.models.embedder import PREFIXES, TOKENS
from nlp.models.packed import FloatArray, Packed
from nlp.models.tokeniser import as_json, tokeniser

_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def write_st_folder(folder: Path) -> None:
    """Write configuration, tokeniser and weights in fp32 (470 MB); `folder` may exist.

    Afterwards `SentenceTransformer(str(folder))` embeds as the built-in embedder does, but for its
    activations in 8 bits.
    """
    from safetensors.numpy import save_file  # comes with transformers

    read = packed.read(packed.shipped().read_bytes())
    pooling = folder / "1_Pooling"
    pooling.mkdir(parents=True, exist_ok=True)
    save_file(_state(read), folder / "model.safetensors", {"format": "pt"})
    (folder / "tokenizer.json").write_text(as_json(tokeniser(read)), encoding="utf-8")
    _write(folder / "config.json", _config(read))
    special = {
        f"{name}_token": token
        for name, token in (
            ("bos", "<s>"), ("cls", "<s>"), ("eos", "</s>"), ("sep", "</s>"), ("pad", "<pad>"),
            ("unk", "<unk>"), ("mask", "<mask>"),
        )
    }  # fmt: skip
    _write(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": TOKENS, **special},
    )
    _write(
        folder / "modules.json",
        [
            {
                "idx": at,
                "name": str(at),
                "path": path,
                "type": f"sentence_transformers.models.{kind}",
            }
            for at, (path, kind) in enumerate(
                [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
            )
        ],
    )
    _write(folder / "sentence_bert_config.json", {"max_seq_length": TOKENS, "do_lower_case": False})
    _write(
        pooling / "config.json",
        {"word_embedding_dimension": read.shape.hidden, "pooling_mode_mean_tokens": True},
    )
    (folder / "2_Normalize").mkdir(exist_ok=True)
    _write(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": PREFIXES["query"], "document": PREFIXES["passage"]},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def _config(read: Packed) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": read.shape.hidden,
        "num_hidden_layers": read.shape.layers,
        "num_attention_heads": read.shape.heads,
        "intermediate_size": read.shape.inner,
        "vocab_size": read.shape.vocabulary,
        "max_position_embeddings": read.shape.positions,
        "type_vocab_size": read.shape.types,
        "layer_norm_eps": read.shape.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": read.special["<pad>"],
        "dtype": "float32",
        # Without a version, loaders suspect any large vocabulary of another family's known fault.
        "transformers_version": "4.57.0",
    }


def _state(read: Packed) -> dict[str, FloatArray]:
    """The weights by the names of Hugging Face's BertModel; its pooler, unused, is 0."""
    state = {"embeddings.word_embeddings.weight": read.matrices["emb.word"].dense()}
    for name, target in (("emb.pos", "position"), ("emb.type", "token_type")):
        rows = read.vectors[name].reshape(-1, read.shape.hidden)
        state[f"embeddings.{target}_embeddings.weight"] = rows
    for mine, target in (("w", "weight"), ("b", "bias")):
        state[f"embeddings.LayerNorm.{target}"] = read.vectors[f"emb.ln.{mine}"]
        for layer in range(read.shape.layers):
            for part, place in _PARTS.items():
                key = f"l{layer}.{part}.{mine}"
                array = read.matrices[key].dense() if key in read.matrices else read.vectors[key]
                state[f"encoder.layer.{layer}.{place}.{target}"] = array
    state["pooler.dense.weight"] = np.zeros((read.shape.hidden, read.shape.hidden), np.float32)
    state["pooler.dense.bias"] = np.zeros(read.shape.hidden, np.float32)
    return {name: np.ascontiguousarray(array, np.float32) for name, array in state.items()}


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False), encoding="utf-8")
