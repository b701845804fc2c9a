"""`rapport evaluate`: how right the language pipeline is, on messages that people labelled."""

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from commands.annotate import NOBODY
from commands.complain import ERRORS, complaints
from commands.screen import screen
from ingest.sources.json_lines import lines_of
from ingest.sources.register_source import load_register
from nlp.annotations import EntityLabel
from streams.settings import from_environment

if TYPE_CHECKING:
    from nlp.evaluation.labelled import Labelled
    from nlp.evaluation.pairs import Pair

AT_ONCE = 32
SHOWN = 20  # refused lines; the others are only counted
PLAIN_WIDTH = 200  # where no terminal says how wide it is


def evaluate(
    file: Annotated[
        Path,
        typer.Argument(
            help="Labelled messages, JSON lines: id, language, text, and what is labelled of kind,"
            " direction, written_on, sentiment, intents, compliance, near, entities, promises.",
            exists=True,
            dir_okay=False,
        ),
    ],
    partners: Annotated[
        Path | None, typer.Option(help="A register whose names are to be found.", exists=True)
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Only messages labelled with this language, such as fr.")
    ] = None,
    entities: Annotated[
        str, typer.Option(help="The entities that are labelled in the file, with commas.")
    ] = ",".join(get_args(EntityLabel)),
    abstentions: Annotated[
        bool, typer.Option("--abstentions", help="List the messages without a sentiment.")
    ] = False,
    by_language: Annotated[
        bool, typer.Option("--by-language", help="Also tables by label for each language.")
    ] = False,
    errors: Annotated[
        int, typer.Option(min=0, help="How many of the surest errors of each kind to list.")
    ] = 10,
    show_text: Annotated[
        bool, typer.Option("--show-text", help="Show the texts of the listed messages.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for machines.")] = False,
) -> None:
    """Say how right the language models are on messages that you labelled."""
    from nlp.evaluation.labelled import labelled
    from nlp.evaluation.pairs import tongue
    from nlp.evaluation.report import report
    from nlp.language import primary

    labels = [one.strip().upper() for one in entities.split(",") if one.strip()]
    if not labels or not set(labels) <= set(get_args(EntityLabel)):
        known = ", ".join(get_args(EntityLabel))
        raise typer.BadParameter(f"must be some of {known}", param_hint="--entities")
    with complaints():
        with file.open("rb") as stream:
            found = labelled(lines_of(stream, "evaluate"))
        _warn(file, found)
        examples = [
            one for one in found.examples if not language or tongue(one) == primary(language)
        ]
        if not examples:
            which = f" labelled as {language}" if language else ""
            ERRORS.print(f"[red]error[/red] {escape(f'{file.name}: no messages{which}')}")
            raise typer.Exit(2)
        found = msgspec.structs.replace(found, examples=tuple(examples))
        pairs, versions = _read(found, partners)
    from nlp.models.vader import vader

    told = report(pairs, worst=errors, labels=labels, texts=show_text, vader=vader())
    if as_json:
        whole = {
            "type": "evaluation",
            "refused": len(found.refused),
            **msgspec.to_builtins(told, order="deterministic"),
            "model_versions": versions,
        }
        sys.stdout.buffer.write(msgspec.json.encode(whole) + b"\n")
        sys.stdout.buffer.flush()
        return
    from commands.evaluation_tables import tables

    console = screen(PLAIN_WIDTH)
    for shown in tables(
        told,
        width=console.width,
        plain=not console.is_terminal,
        abstentions=abstentions,
        by_language=by_language,
    ):
        console.print(shown)


def _warn(file: Path, found: "Labelled") -> None:
    """Refused lines by number and field, the rest of them counted, and warnings."""
    for problem in found.refused[:SHOWN]:
        ERRORS.print(f"[yellow]refused[/yellow] {escape(f'{file.name}: {problem}')}")
    if len(found.refused) > SHOWN:
        ERRORS.print(f"[yellow]refused[/yellow] {len(found.refused) - SHOWN:,} more lines")
    for warning in found.warnings:
        ERRORS.print(f"[yellow]warning[/yellow] {escape(f'{file.name}: {warning}')}")


def _read(found: "Labelled", partners: Path | None) -> tuple[list["Pair"], dict[str, str]]:
    """Each message beside what the pipeline says of it, and the models that said it."""
    from nlp.evaluation.pairs import draft
    from streams.analysis import analysis

    # Topics are not labelled: what they cost would be for nothing.
    settings = from_environment().model_copy(update={"topics": False})
    pipeline = analysis(
        settings,
        load_register(partners) if partners else NOBODY,
        progress=lambda said: print(said, file=sys.stderr),  # noqa: T201
    )
    pairs: list[Pair] = []
    left = iter(found.examples)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("understanding", total=len(found.examples))
        while batch := list(islice(left, AT_ONCE)):
            pairs += zip(batch, pipeline.read([draft(one) for one in batch]), strict=True)
            progress.advance(task, len(batch))
    return pairs, pipeline.model_versions
