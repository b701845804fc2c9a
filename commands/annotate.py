"""`rapport annotate`: language analysis alone."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import msgspec
import typer

from commands.complain import complaints
from ingest.register import Own, Register
from ingest.sources.json_lines import lines_of
from ingest.sources.register_source import load_register
from ingest.sources.unreadable import Unreadable
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
    from streams.analysis import analysis

    with complaints(), _opened(file) as lines:
        pipeline = analysis(
            from_environment(),
            load_register(partners) if partners else NOBODY,
            progress=lambda said: print(said, file=sys.stderr),  # noqa: T201
        )
        found = objects(lines)
        while batch := list(islice(found, AT_ONCE)):
            for answer in annotate_object(batch, pipeline):
                sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
            sys.stdout.buffer.flush()


def _opened(file: Path | None) -> Any:
    return file.open("rb") if file else nullcontext(sys.stdin.buffer)


def objects(stream: BinaryIO) -> Iterator[object]:
    """The objects of a stream, one a line; `Unread` for a line that is no JSON or absurdly long."""
    from nlp.annotate import Unread

    for line in lines_of(stream, "annotate"):
        if isinstance(line, Unreadable):
            yield Unread(f"{line.position}: {line.detail}")
            continue
        try:
            # Not msgspec: it refuses half a character, which other programs do write.
            yield json.loads(line.payload.decode())
        except (ValueError, RecursionError) as error:
            # The reason without the content: a decoder's message may quote the line.
            why = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
            yield Unread(f"{line.position}: not JSON ({why})")
