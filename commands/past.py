"""The past that learning reads: what was heard, what became of partners; and work on many cores."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from commands.heard import heard, one_source, ready, refused
from commands.sources import Sources
from health.learning.label import Label, read_labels
from health.learning.replay import Past
from health.learning.rows import Lesson
from health.observation import EPOCH, Observation, day_of, observe
from ingest.errors import Malformed
from ingest.intake import Tally
from ingest.interaction import Moment, PartnerId
from ingest.register import Register

J = TypeVar("J", Past, Lesson)
R = TypeVar("R")

MANY = 24
"""Of fewer partners than that, starting processes costs more than it saves."""


class Lines(msgspec.Struct, frozen=True):
    """Lines of annotations of one partner, numbered, still to be read."""

    lines: Sequence[tuple[int, bytes]]


class Histories(msgspec.Struct, frozen=True):
    """What was heard of each partner, and the newest day of all (None: nothing was heard)."""

    of: Mapping[PartnerId, Lines | Sequence[Observation]]
    newest: int | None
    now: datetime
    as_of: date | None
    file: str = ""


class Job(msgspec.Struct, Generic[J], frozen=True):
    """What is to be done with one partner, whose history is still empty, and that history."""

    about: J
    heard: Lines | Sequence[Observation]


def histories(
    register: Register, sources: Sources, annotations: Path | None, as_of: date | None
) -> Histories:
    """What was heard by partner; annotations ready made stay lines, for as many processes to
    read."""
    # The engine takes a while to import: not for a worker of the pool.
    from streams.batch import histories as by_partner
    from streams.batch import newest

    one_source(sources, annotations)
    if annotations is not None:
        return _lines(annotations, as_of)
    now = datetime.now(UTC)
    found = by_partner(heard(register, sources, None, now, Tally(), as_of))
    last = newest(found)
    return Histories(found, None if last is None else day_of(last), now, as_of)


class _Meeting(msgspec.Struct):
    status: str


class _Glance(msgspec.Struct):
    """As much of a line as its partner's history needs to be found."""

    partner_id: PartnerId
    occurred_at: Moment
    meeting: _Meeting | None = None


def _lines(file: Path, as_of: date | None) -> Histories:
    now, newest = datetime.now(UTC), 0
    glance = msgspec.json.Decoder(_Glance).decode
    found: dict[PartnerId, list[tuple[int, bytes]]] = {}
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                seen = glance(line)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                refused(file.name, number, str(error))
                continue
            if seen.meeting is not None and seen.meeting.status == "planned":
                continue
            found.setdefault(seen.partner_id, []).append((number, line))
            day = _ordinal(seen.occurred_at)
            # A clock that is wrong by a year must not close every day till then.
            if day > newest and not isinstance(one := ready(line, now), str):
                newest = max(newest, _ordinal(one.occurred_at))
    last = day_of(date.fromordinal(newest)) if newest else None
    by_name = {partner: Lines(found[partner]) for partner in sorted(found)}
    return Histories(by_name, last, now, as_of, file.name)


def _ordinal(moment: datetime) -> int:
    """The day in UTC, as `date.toordinal` counts; of any moment, also the first and the last."""
    return (moment - EPOCH).days + EPOCH.toordinal()


def labels_of(file: Path, register: Register, allowed: Sequence[str]) -> tuple[Label, ...]:
    """The labels of a file, all of partners of the register."""
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"{file.name}: is not UTF-8") from error
    return read_labels(text, file.name, {one.id for one in register.partners}, allowed)


def on_all_cores(
    work: Callable[[J], R],
    jobs: Sequence[Job[J]],
    found: Histories,
    what: str,
    processes: int | None = None,
) -> list[R]:
    """The results in the order of the jobs, whatever the number of processes; a bar on stderr.

    `work` must be importable by its name: processes are spawned, not forked. Lines that are no
    annotations are refused by name.
    """
    many = processes or len(os.sched_getaffinity(0))
    one = partial(_done, work, found.now, found.as_of)
    results: list[R] = []
    problems: list[tuple[int, str]] = []
    with _bar() as progress:
        task = progress.add_task(what, total=len(jobs))

        def took(result: R, wrong: Sequence[tuple[int, str]]) -> None:
            results.append(result)
            problems.extend(wrong)
            progress.advance(task)

        if many == 1 or len(jobs) < MANY:
            for job in jobs:
                took(*one(job))
        else:
            spawned = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(min(many, len(jobs)), spawned, leave_with_parent) as pool:
                for result, wrong in pool.map(one, jobs):
                    took(result, wrong)
    for number, problem in sorted(problems):
        refused(found.file, number, problem)
    return results


def leave_with_parent() -> None:
    """End this process when the one that started it is gone: a pool's worker would wait forever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_after, args=(parent,), daemon=True).start()


def _leave_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _done(
    work: Callable[[J], R], now: datetime, as_of: date | None, job: Job[J]
) -> tuple[R, list[tuple[int, str]]]:
    """The work on one partner, and the lines that were refused."""
    from streams.result import counts

    if not isinstance(job.heard, Lines):
        return work(msgspec.structs.replace(job.about, history=tuple(job.heard))), []
    seen: list[Observation] = []
    problems: list[tuple[int, str]] = []
    for number, line in job.heard.lines:
        one = ready(line, now)
        if isinstance(one, str):
            problems.append((number, one))
        elif counts(one.occurred_at, one.meeting, as_of):
            seen.append(observe(one))
    return work(msgspec.structs.replace(job.about, history=tuple(seen))), problems


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
