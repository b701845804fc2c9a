"""How models run on ONNX Runtime here: one text a run, several texts at a time."""

from collections.abc import Callable, Sequence, Sized
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import onnxruntime  # type: ignore[import-untyped]

R = TypeVar("R", bound=Sized)
T = TypeVar("T")


def session(graph: str | bytes, threads: int = 1) -> Any:
    """A session of one thread: parallel over texts instead, no waiting within one.

    With more `threads` they share the work of each run, and the result is the same.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Who waits for the others' share leaves the core to other processes: where these keep it busy,
    # waiting in a loop takes more than twice the time.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def each(
    run: Callable[[R], T], rows: Sequence[R], threads: int, size: Callable[[R], int] = len
) -> list[T]:
    """What `run` makes of each row (of token ids, say), in their order."""
    if len(rows) < 2:
        return [run(row) for row in rows]
    # The longest first, so that no thread is left alone with one at the end.
    order = sorted(range(len(rows)), key=lambda place: -size(rows[place]))
    with ThreadPoolExecutor(threads) as pool:
        made = dict(zip(order, pool.map(run, [rows[at] for at in order]), strict=True))
    return [made[place] for place in range(len(rows))]
