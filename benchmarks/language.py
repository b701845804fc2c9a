"""Texts a second, memory and language figures: `python -m benchmarks.language`.

The shipped sentiment model against XLM-RoBERTa-base in torch fp32 (right shape, random weights: the
speed is that of the real one), and the whole annotation, in one run. Texts are our own corpus.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import psutil

from ingest.register import Own, Register
from nlp.draft import Draft
from nlp.models.builtin import build_pipeline
from nlp.models.encoder import load_encoder
from nlp.models.head import HeadedEncoder, shipped_head
from nlp.models.languages import Lingua
from nlp.training.data import corpus

T = TypeVar("T")
COUNT = 64
THREADS = 2


def main() -> None:
    """Prints the figures."""
    messages = corpus()
    texts = [message.text for message in messages][:: len(messages) // COUNT][:COUNT]
    words = statistics.mean(len(text.split()) for text in texts)
    print(f"{len(texts)} business messages of {words:.0f} words on average, {THREADS} threads")
    begin = time.perf_counter()
    encoder = load_encoder(None, print, THREADS)
    model = HeadedEncoder(encoder, shipped_head())
    model.probabilities(texts[:1])
    print(f"sentiment, cold start {time.perf_counter() - begin:.1f} s, {_memory()}")
    _speeds("sentiment, shipped", model.probabilities, texts)
    register = Register(Own("Nordlys", ("nordlys.example",)), ())
    pipeline = build_pipeline(register, pseudonym_key="benchmark")
    drafts = [Draft(text=text) for text in texts]
    pipeline.read(drafts[:7])
    _speeds("whole annotation", pipeline.read, drafts)
    print(f"whole annotation, {_memory()}")
    found = Lingua().identify([message.text for message in messages])
    _identified([message.language for message in messages], found, messages)
    _speeds("XLM-RoBERTa-base, torch fp32", _peer(), texts[:32])


def _speeds(name: str, call: Callable[[Sequence[T]], object], items: Sequence[T]) -> None:
    for size in (1, 32):
        begin = time.perf_counter()
        for start in range(0, len(items), size):
            call(items[start : start + size])
        speed = len(items) / (time.perf_counter() - begin)
        print(f"{name}: {speed:.0f} texts a second at batch {size}")


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
