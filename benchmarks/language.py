"""Texts a second, memory and language figures: `python -m benchmarks.language`.

The shipped sentiment model against XLM-RoBERTa-base in torch fp32 (right shape, random weights: the
speed is that of the real one), and the whole annotation, in one run. Texts are our own corpus.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil

from ingest.register import Own, Register
from nlp.draft import Draft
from nlp.models.builtin import build_pipeline
from nlp.models.encoder import load_encoder
from nlp.models.head import HeadedEncoder, shipped_head
from nlp.models.languages import Lingua
from nlp.training.data import corpus

COUNT = 32
THREADS = 2
ROUNDS = 3


def main() -> None:
    """Prints the figures."""
    messages = corpus()
    texts = [message.text for message in messages][:: len(messages) // COUNT][:COUNT]
    words = statistics.mean(len(text.split()) for text in texts)
    print(f"{len(texts)} business messages of {words:.0f} words on average, {THREADS} threads")
    begin = time.perf_counter()
    register = Register(Own("Nordlys", ("nordlys.example",)), ())
    pipeline = build_pipeline(register, pseudonym_key="benchmark", progress=print)
    pipeline.read([Draft(text=text) for text in texts[:1]])
    print(f"whole annotation: first answer after {time.perf_counter() - begin:.1f} s")
    pipeline.read([Draft(text=text) for text in texts])
    print(f"whole annotation: {_memory()}")
    found = Lingua().identify([message.text for message in messages])
    _identified([message.language for message in messages], found, messages)
    model = HeadedEncoder(load_encoder(None, print, THREADS), shipped_head())
    calls: dict[str, Callable[[Sequence[str]], object]] = {
        "sentiment, shipped": model.probabilities,
        "whole annotation": lambda some: pipeline.read([Draft(text=text) for text in some]),
        "XLM-RoBERTa-base, torch fp32": _peer(),
    }
    for size in (1, 32):
        # In turns, so that what else the machine does falls on all alike.
        speeds: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(ROUNDS):
            for name, call in calls.items():
                speeds[name].append(_speed(call, texts, size))
        for name, measured in speeds.items():
            print(f"{name}: {statistics.median(measured):.0f} texts a second at batch {size}")


def _speed(call: Callable[[Sequence[str]], object], texts: Sequence[str], size: int) -> float:
    begin = time.perf_counter()
    for start in range(0, len(texts), size):
        call(texts[start : start + size])
    return len(texts) / (time.perf_counter() - begin)


def _identified(
    meant: Sequence[str], found: Sequence[str | None], messages: Sequence[object]
) -> None:
    long = [index for index, one in enumerate(messages) if len(getattr(one, "text", "")) > 40]
    right = sum(found[index] == meant[index] for index in long)
    unknown = sum(found[index] is None for index in long)
    print(f"language: {right} of {len(long)} messages over 40 characters right, {unknown} unknown")


def _peer() -> Callable[[Sequence[str]], object]:
    import torch
    from tokenizers import Tokenizer
    from transformers import XLMRobertaConfig, XLMRobertaModel

    from nlp.models.cache import unpack
    from nlp.models.encoder import LAYERS

    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    config = XLMRobertaConfig(vocab_size=250_002, max_position_embeddings=514)
    peer: Any = XLMRobertaModel(config)  # type: ignore[no-untyped-call]
    peer.eval()
    folder: Path = unpack(None, LAYERS, print).folder
    tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokens.enable_padding(pad_id=1, pad_token="<pad>")

    def call(texts: Sequence[str]) -> object:
        encoded = tokens.encode_batch(list(texts))
        with torch.inference_mode():
            return peer(
                input_ids=torch.tensor([one.ids for one in encoded]),
                attention_mask=torch.tensor([one.attention_mask for one in encoded]),
            ).last_hidden_state

    call(["warm"])
    return call


def _memory() -> str:
    return f"{psutil.Process().memory_info().rss / 2**20:.0f} MiB resident"


if __name__ == "__main__":
    main()
