"""How models run on ONNX Runtime here: one text a run, several texts at a time."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import onnxruntime  # type: ignore[import-untyped]

T = TypeVar("T")


def session(graph: str | bytes) -> Any:
    """A session of one thread: parallel over texts instead, no waiting within one."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def each(run: Callable[[Sequence[int]], T], rows: Sequence[Sequence[int]], threads: int) -> list[T]:
    """What `run` makes of each row of token ids, in their order."""
    # The longest first, so that no thread is left alone with one at the end.
    order = sorted(range(len(rows)), key=lambda place: -len(rows[place]))
    with ThreadPoolExecutor(threads) as pool:
        made = dict(zip(order, pool.map(run, [rows[at] for at in order]), strict=True))
    return [made[place] for place in range(len(rows))]
