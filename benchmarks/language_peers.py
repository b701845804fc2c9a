"""XLM-RoBERTa-base, random weights of the right shape: torch fp32, and ONNX Runtime's own int8."""

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import platformdirs

Rows = Sequence[Sequence[int]]
Call = Callable[[Rows], object]
PAD = 1


def torch_peer(threads: int) -> Call:
    """As transformers runs it."""
    import torch

    torch.set_num_threads(threads)
    model = _model("sdpa")

    def call(rows: Rows) -> object:
        ids, mask = _padded(rows)
        with torch.inference_mode():
            return model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask))

    return call


def int8_peer(threads: int, cache: Path | None = None) -> Call:
    """As `onnxruntime.quantization.quantize_dynamic` makes it, exported once into the cache."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(
        str(_exported(cache)), options, providers=["CPUExecutionProvider"]
    )

    def call(rows: Rows) -> object:
        ids, mask = _padded(rows)
        return session.run(None, {"ids": ids, "mask": mask})

    return call


def _model(attention: str) -> Any:
    import torch
    from transformers import XLMRobertaConfig, XLMRobertaModel

    torch.manual_seed(0)
    config = XLMRobertaConfig(
        vocab_size=250_002,
        max_position_embeddings=514,
        type_vocab_size=1,
        attn_implementation=attention,
    )
    return XLMRobertaModel(config, add_pooling_layer=False).eval()


def _padded(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    longest = max(len(row) for row in rows)
    ids = np.full((len(rows), longest), PAD, np.int64)
    for row, given in zip(ids, rows, strict=True):
        row[: len(given)] = given
    return ids, (ids != PAD).astype(np.int64)


def _exported(cache: Path | None) -> Path:
    root = (cache or Path(platformdirs.user_cache_dir("rapport"))) / "benchmark-xlmr-base"
    made = root / "int8.onnx"
    if not made.exists():
        print("exporting XLM-RoBERTa-base to int8 (once, a minute)", flush=True)
        root.mkdir(parents=True, exist_ok=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the tracer has much to say of a model not ours
            _export(root / "fp32.onnx", root / "int8.part.onnx")
        (root / "int8.part.onnx").rename(made)
        (root / "fp32.onnx").unlink()
    return made


def _export(exact: Path, rounded: Path) -> None:
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    class Plain(torch.nn.Module):
        """Ids and mask in, states out."""

        def __init__(self) -> None:
            super().__init__()
            self.model = _model("eager")

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            states: torch.Tensor = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
            return states

    ids = torch.full((2, 8), 5)
    torch.onnx.export(
        Plain(),
        (ids, torch.ones_like(ids)),
        str(exact),
        opset_version=17,
        dynamo=False,
        input_names=["ids", "mask"],
        output_names=["states"],
        dynamic_axes={"ids": {0: "texts", 1: "tokens"}, "mask": {0: "texts", 1: "tokens"}},
    )
    quantize_dynamic(exact, rounded, weight_type=QuantType.QInt8)
