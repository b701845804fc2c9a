"""What was heard of partners: items of sources through the language pipeline, or annotations ready
made."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from commands.complain import ERRORS
from commands.sources import Sources
from ingest.admit import implausible
from ingest.intake import Tally, interactions
from ingest.interaction import Interaction
from ingest.register import Register
from ingest.register_index import Index
from nlp.annotations import Annotations
from streams.settings import Misconfigured, from_environment

NO_SOURCES = Sources()


def one_source(sources: Sources, annotations: Path | None, *, stored: bool = False) -> None:
    """Raise where somebody names files and ready-made annotations at once; or neither, unless what
    is `stored` would do."""
    named = (sources != NO_SOURCES) + (annotations is not None)
    if named > 1 or not (named or stored):
        raise Misconfigured("give either sources (--events, --mail ...) or --annotations")


def heard(
    register: Register,
    sources: Sources,
    annotations: Path | None,
    now: datetime,
    tally: Tally,
    as_of: date | None,
) -> Iterator[Annotations]:
    """From the sources or ready made; what cannot be read is refused by name."""
    if annotations is not None:
        return ready_made(annotations, now, tally, as_of)
    return understood(let_in(sources, register, now, tally, as_of), register)


def let_in(
    sources: Sources, register: Register, now: datetime, tally: Tally, as_of: date | None
) -> list[Interaction]:
    """What comes through the door and bears on the assessments as of that day."""
    from streams.result import counts

    return [
        one
        for one in interactions(sources.items(now), Index(register), now, tally)
        if counts(one.occurred_at, one.meeting, as_of)
    ]


def understood(kept: Sequence[Interaction], register: Register) -> Iterator[Annotations]:
    """What they say, with progress on a terminal."""
    from streams.analysis import analysis
    from streams.batch import annotated

    pipeline = analysis(from_environment(), register)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("understanding", total=len(kept))
        yield from annotated(kept, pipeline.annotate, lambda done: progress.advance(task, done))


def ready_made(
    file: Path, now: datetime, tally: Tally, as_of: date | None
) -> Iterator[Annotations]:
    """The lines of a file that are annotations; the others are refused by name."""
    from streams.result import counts

    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            one = ready(line, now)
            if isinstance(one, str):
                tally.refused += 1
                refused(file.name, number, one)
                continue
            tally.kept += 1
            if counts(one.occurred_at, one.meeting, as_of):
                yield one


def ready(line: bytes, now: datetime) -> Annotations | str:
    """The annotations of a line, or why they are refused."""
    from streams.wire import read_annotations

    try:
        one = read_annotations(line)
        return implausible(one.occurred_at, one.meeting, now) or one
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return str(error)


def refused(file: str, line: int, problem: str) -> None:
    """Tell of a line that was refused."""
    where = escape(f"{file}:{line}: {problem}")
    ERRORS.print(f"[yellow]refused[/yellow] {where}")
