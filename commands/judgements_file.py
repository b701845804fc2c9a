"""Judgements from a file, for commands that assess without an engine."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.markup import escape

from commands.complain import ERRORS
from health.judgement import Judgement, problem
from health.overrides import Judged, by_partner
from ingest.interaction import PartnerId

Judgements = Annotated[
    Path | None,
    typer.Option(
        help="JSON lines in the shape of feedback.v1, as `rapport judge list --json` writes them.",
        exists=True,
        dir_okay=False,
    ),
]


def read(file: Path | None, known: Collection[PartnerId], now: datetime) -> Judged:
    """What bears on the bands of these partners; lines that are no judgement are refused by name.

    None: nobody judged anything.
    """
    if file is None:
        return {}
    from streams.wire import read_judgement

    found: list[Judgement] = []
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                one = read_judgement(line)
                wrong = problem(one, now)
                if one.partner_id is not None and one.partner_id not in known:
                    wrong = "partner_id is nobody's in the partner register"
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                wrong = str(error)
            if wrong:
                ERRORS.print(f"[yellow]refused[/yellow] {escape(f'{file.name}:{number}: {wrong}')}")
                continue
            found.append(one)
    return by_partner(found)
