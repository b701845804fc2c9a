"""`rapport annotate`: language analysis alone."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import msgspec
import typer

from commands.complain import complaints
from ingest.register import Own, Register
from ingest.sources.register_source import load_register
from streams.settings import from_environment

AT_ONCE = 128
NOBODY = Register(Own("", ()), ())


def annotate(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="JSON lines with id and text; standard input if left out.", exists=True
        ),
    ] = None,
    partners: Annotated[
        Path | None, typer.Option(help="A register whose names are to be found.", exists=True)
    ] = None,
) -> None:
    """Say what each text says: language, sentiment, entities, and what compliance should see."""
    from nlp.annotate import annotate_object
    from nlp.models.builtin import build_pipeline
    from streams.own_secret import pseudonym_key

    with complaints(), _opened(file) as lines:
        settings = from_environment()
        pipeline = build_pipeline(
            load_register(partners) if partners else NOBODY,
            cache=settings.model_dir,
            pseudonym_key=pseudonym_key(settings),
            progress=lambda said: print(said, file=sys.stderr),  # noqa: T201
        )
        objects = _objects(lines)
        while batch := list(islice(objects, AT_ONCE)):
            for answer in annotate_object(batch, pipeline):
                sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
            sys.stdout.buffer.flush()


def _opened(file: Path | None) -> Any:
    return file.open("rb") if file else nullcontext(sys.stdin.buffer)


def _objects(lines: Iterable[bytes] | BinaryIO) -> Iterator[object]:
    """The objects; a line that is none stays a text, which the analysis refuses by name."""
    for line in lines:
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            yield "a line that is not JSON"
