"""The past that learning reads: what was heard, what became of partners; and work on many cores."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from commands.heard import let_in, ready_made, understood
from commands.sources import Sources
from health.learning.label import Label, read_labels
from ingest.errors import Malformed
from ingest.intake import Tally
from ingest.register import Register
from nlp.annotations import Annotations
from streams.settings import Misconfigured

A = TypeVar("A")
B = TypeVar("B")

MANY = 24
"""Of fewer jobs than that, starting processes costs more than it saves."""


def heard(
    register: Register, events: Path | None, annotations: Path | None, as_of: date | None
) -> Iterator[Annotations]:
    """From the one source that was given; what cannot be read is refused by name."""
    if (events is None) == (annotations is None):
        raise Misconfigured("give either --events or --annotations")
    now, tally = datetime.now(UTC), Tally()
    if annotations is not None:
        return ready_made(annotations, now, tally, as_of)
    kept = let_in(Sources(events=events), register, now, tally, as_of)
    return understood(kept, register)


def labels_of(file: Path, register: Register, allowed: Sequence[str]) -> tuple[Label, ...]:
    """The labels of a file, all of partners of the register."""
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"{file.name}: is not UTF-8") from error
    return read_labels(text, file.name, {one.id for one in register.partners}, allowed)


def on_all_cores(
    work: Callable[[A], B], jobs: Sequence[A], what: str, processes: int | None = None
) -> list[B]:
    """The results in the order of the jobs, whatever the number of processes; a bar on stderr.

    `work` must be importable by its name: processes are spawned, not forked.
    """
    many = processes or len(os.sched_getaffinity(0))
    results: list[B] = []
    with _bar() as progress:
        task = progress.add_task(what, total=len(jobs))

        def took(result: B) -> None:
            results.append(result)
            progress.advance(task)

        if many == 1 or len(jobs) < MANY:
            for job in jobs:
                took(work(job))
            return results
        spawned = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(many, len(jobs)), spawned) as pool:
            for result in pool.map(work, jobs, chunksize=2):
                took(result)
    return results


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
