"""Speed, memory and start of the language models: `python -m benchmarks.language`.

In one run, on one set of texts of our corpus, sorted by length, with the same threads for all: the
reader's bare pass (its session on token ids), all that is read off it, the whole annotation,
XLM-RoBERTa-base in torch fp32 and in ONNX Runtime int8, and the matrix product that bounds them.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.language_memory import two_workers
from benchmarks.language_peers import int8_peer, torch_peer
from ingest.register import Own, Register
from nlp.draft import Draft
from nlp.models.builtin import build_pipeline
from nlp.models.reader import Reader
from nlp.models.session import each
from nlp.models.shipped import load_reader
from nlp.training.corpus_files import corpus

COUNT, SIZE, THREADS = 96, 32, 2
SINGLE = 24  # of the texts, for the time of one alone
SIDE = 1536  # of the square product
Run = Callable[[Sequence[int]], object]

READER, TORCH, INT8 = "the reader's bare pass", "XLM-RoBERTa-base, torch fp32", "the same, int8"
HEADS, WHOLE = "the reader, all heads", "the whole annotation"


class Speed(msgspec.Struct):
    """What was measured of one way to read, a number a round."""

    together: list[float]  # texts a second, 32 at a time
    alone: list[float]  # milliseconds, the median of texts one by one


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--cache", type=Path, default=None)
    given = asked.parse_args()
    console = Console()
    reader = load_reader(given.cache, console.print, THREADS)
    texts = _texts(reader)
    ways = _ways(reader, texts, given.cache)
    speeds = {name: Speed([], []) for name in ways}
    peaks = []
    singles = list(range(0, COUNT, COUNT // SINGLE))
    for way in ways.values():
        way(range(SIZE))
        way([0])
    for turn in range(given.rounds):
        console.print(f"round {turn + 1} of {given.rounds}", style="dim")
        peaks.append(_peak())
        # In turns, so that what else the machine does falls on all alike.
        for name, way in ways.items():
            begin = time.perf_counter()
            for start in range(0, COUNT, SIZE):
                way(range(start, start + SIZE))
            speeds[name].together.append(COUNT / (time.perf_counter() - begin))
            speeds[name].alone.append(statistics.median(_timed(way, [at]) for at in singles))
    _print(console, reader, texts, speeds, statistics.median(peaks))
    _memory(console, texts, given.cache)
    _unpacking(console)


def _texts(reader: Reader) -> list[str]:
    every = corpus()
    taken = [one.text for one in every[:: len(every) // COUNT]][:COUNT]
    return sorted(taken, key=lambda text: len(_ids(reader, text)))


def _ids(reader: Reader, text: str) -> list[int]:
    ids: list[int] = reader._tokens.encode(text).ids  # noqa: SLF001
    return ids


def _ways(
    reader: Reader, texts: Sequence[str], cache: Path | None
) -> dict[str, Callable[[Sequence[int]], object]]:
    """By name: what reads the texts of some numbers."""
    rows = [_ids(reader, text) for text in texts]
    register = Register(Own("Nordlys", ("nordlys.example",)), ())
    pipeline = build_pipeline(register, cache=cache, pseudonym_key="benchmark")
    xlmr, rounded = torch_peer(THREADS), int8_peer(THREADS, cache)

    def bare(some: Sequence[int]) -> object:
        run = reader._wide if len(some) == 1 else reader._session  # noqa: SLF001
        return each(
            lambda ids: run.run(None, {"ids": np.array([ids], np.int64)}),
            [rows[at] for at in some],
            THREADS,
        )

    return {
        READER: bare,
        HEADS: lambda some: reader.read([texts[at] for at in some]),
        WHOLE: lambda some: pipeline.read([Draft(text=texts[at]) for at in some]),
        INT8: lambda some: rounded([rows[at] for at in some]),
        TORCH: lambda some: xlmr([rows[at] for at in some]),
    }


def _timed(way: Run, some: Sequence[int]) -> float:
    begin = time.perf_counter()
    way(some)
    return (time.perf_counter() - begin) * 1000


def _peak() -> float:
    """GFLOP a second of a product in fp32, as torch multiplies with these threads."""
    import torch

    matrix = torch.ones(SIDE, SIDE)
    torch.mm(matrix, matrix)
    return 2 * SIDE**3 / min(_timed(lambda _: torch.mm(matrix, matrix), ()) for _ in range(5)) / 1e6


def _print(
    console: Console, reader: Reader, texts: Sequence[str], speeds: dict[str, Speed], peak: float
) -> None:
    tokens = statistics.mean(len(_ids(reader, text)) for text in texts)
    words = statistics.mean(len(text.split()) for text in texts)
    table = Table(
        title=f"{COUNT} messages of the corpus, {words:.0f} words ({tokens:.0f} tokens) on "
        f"average, {THREADS} threads, model {reader.versions['reader']}"
    )
    for column in ("", f"texts a second, {SIZE} at once", "one alone, ms (median)"):
        table.add_column(column, justify="left" if not column else "right")
    for name, speed in speeds.items():
        table.add_row(
            name,
            f"{statistics.median(speed.together):.1f}",
            f"{statistics.median(speed.alone):.1f}",
        )
    console.print(table)
    ratios = Table(title="ratios, medians over the rounds")
    for column in ("", f"{SIZE} at once", "one alone", "goal"):
        ratios.add_column(column, justify="left" if not column else "right")
    for what, one, other, goal in (
        ("bare pass, times as fast as torch fp32", TORCH, READER, "at least 8"),
        ("bare pass, times as fast as int8", INT8, READER, "at least 3"),
        ("whole annotation, times the bare pass's time", READER, WHOLE, "at most 1.5"),
    ):
        slow, fast = speeds[one], speeds[other]
        pairs = zip(fast.together, slow.together, strict=True)
        at_once = statistics.median(a / b for a, b in pairs)
        alone = statistics.median(b / a for a, b in zip(fast.alone, slow.alone, strict=True))
        if other == WHOLE:
            at_once, alone = 1 / at_once, 1 / alone
        ratios.add_row(what, f"{at_once:.2f}", f"{alone:.2f}", goal)
    console.print(ratios)
    work = _work(tokens)
    done = work * statistics.median(speeds[READER].together)
    console.print(
        f"matrix product in fp32: {peak:.0f} GFLOP/s here; the bare pass does {done:.0f} "
        f"({done / peak:.0%} of that; in 8 bits, so it may pass 100 %)"
    )


def _work(tokens: float) -> float:
    """GFLOP of the products with weights for a text of so many tokens."""
    hidden, inner, layers = 384, 1536, 12
    return 2 * layers * (4 * hidden * hidden + 2 * hidden * inner) * tokens / 1e9


def _memory(console: Console, texts: Sequence[str], cache: Path | None) -> None:
    held = two_workers([texts[at : at + SIZE] for at in range(0, COUNT, SIZE)], cache)
    console.print(
        f"two workers: {held.resident:.0f} MiB resident together (goal: under 1,200), "
        f"{held.shared:.0f} MiB with shared pages counted once; "
        f"torch {'is' if held.torch else 'is not'} loaded"
    )
    console.print(
        f"start of a process to its first answer: {held.alone:.1f} s, a second one "
        f"{held.beside:.1f} s (goal: under 4)"
    )


def _unpacking(console: Console) -> None:
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        load_reader(Path(folder))
        console.print(f"unpacking, once a machine: {time.perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    main()
