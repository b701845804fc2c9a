"""The shipped encoder as a folder that sentence-transformers loads, without any network."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from nlp.models import bert, packed
from nlp.models.embedder import PREFIXES, TOKENS
from nlp.models.packed import FloatArray, Packed
from nlp.models.tokeniser import as_json, tokeniser


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
    return bert.config(read) | {
        "architectures": ["BertModel"],
        "hidden_act": "gelu",
        "dtype": "float32",
        # Without a version, loaders suspect any large vocabulary of another family's known fault.
        "transformers_version": "4.57.0",
    }


def _state(read: Packed) -> dict[str, FloatArray]:
    """With the pooler that the names promise: it is unused, and 0."""
    state = bert.state(read)
    state["pooler.dense.weight"] = np.zeros((read.shape.hidden, read.shape.hidden), np.float32)
    state["pooler.dense.bias"] = np.zeros(read.shape.hidden, np.float32)
    return {name: np.ascontiguousarray(array, np.float32) for name, array in state.items()}


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False), encoding="utf-8")
