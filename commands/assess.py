"""`rapport assess`: the same fold in one process, without broker or database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from commands.complain import ERRORS, complaints
from commands.run import AsOf, Events, Json, OwnDomains, Partners
from commands.sources import Sources
from ingest.admit import implausible
from ingest.intake import Tally, interactions
from ingest.register import Register
from ingest.register_index import Index
from ingest.sources.register_source import load_register
from nlp.annotations import Annotations
from streams.settings import from_environment


def assess(
    partners: Partners,
    own_domain: OwnDomains = None,
    events: Events = None,
    annotations: Annotated[
        Path | None, typer.Option(help="JSON lines in the shape of annotations.v1.", exists=True)
    ] = None,
    as_of: AsOf = None,
    every: Annotated[
        int | None, typer.Option(min=1, help="An assessment of each partner every so many days.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Assess partners from events, or from ready-made annotations (no model is loaded then)."""
    if (events is None) == (annotations is None):
        ERRORS.print("[red]error[/red] give either --events or --annotations")
        raise typer.Exit(2)
    with complaints():
        _assess(
            load_register(partners, own_domain or []),
            events,
            annotations,
            as_of.date() if as_of else None,
            every,
            as_json=as_json,
        )


def _assess(
    register: Register,
    events: Path | None,
    annotations: Path | None,
    as_of: date | None,
    every: int | None,
    *,
    as_json: bool,
) -> None:
    from commands.report import picture, table_of, write_every, write_result
    from streams.batch import at_intervals, batch, histories, newest
    from streams.context import context

    settings, now = from_environment(), datetime.now(UTC)
    tally = Tally()
    said = (
        _annotated(register, events, now, tally, as_of)
        if events
        else _ready_made(annotations or Path(), now, tally, as_of)
    )
    found, known = histories(said), context(settings, register)
    day = as_of or newest(found)
    if every and day:
        rows = at_intervals(found, known, every, day)
        if as_json:
            write_every(rows, tally)
        else:
            Console(highlight=False).print(table_of(rows))
        return
    result = batch(found, register, known, tally, as_of)
    if as_json:
        write_result(result)
        return
    console = Console(highlight=False)
    for alert in result.alerts:
        console.print(
            f"{alert.occurred_at:%d %b} {alert.severity:<8} {alert.summary}", markup=False
        )
    console.print(picture(result, register, known))


def _annotated(
    register: Register, events: Path, now: datetime, tally: Tally, as_of: date | None
) -> Iterator[Annotations]:
    """The events through the door and the language pipeline."""
    from streams.analysis import analysis
    from streams.batch import annotated
    from streams.result import counts

    items = Sources(events=events).items(now)
    kept = [
        one
        for one in interactions(items, Index(register), now, tally)
        if counts(one.occurred_at, one.meeting, as_of)
    ]
    pipeline = analysis(from_environment(), register)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("understanding", total=len(kept))
        yield from annotated(kept, pipeline.annotate, lambda done: progress.advance(task, done))


def _ready_made(
    file: Path, now: datetime, tally: Tally, as_of: date | None
) -> Iterator[Annotations]:
    """The lines of a file that are annotations; the others are refused by name."""
    from streams.result import counts
    from streams.wire import read_annotations

    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                one = read_annotations(line)
                problem = implausible(one.occurred_at, one.meeting, now)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                problem = str(error)
            if problem:
                tally.refused += 1
                where = escape(f"{file.name}:{number}: {problem}")
                ERRORS.print(f"[yellow]refused[/yellow] {where}")
                continue
            tally.kept += 1
            if counts(one.occurred_at, one.meeting, as_of):
                yield one
