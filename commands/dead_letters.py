"""`rapport dead-letters`: what could not be read, or belongs to nobody yet."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from commands.broker import reached
from commands.complain import ERRORS, complaints
from commands.database import database
from history.dead_letters import Letter, LetterKind, find, resolve
from streams.settings import Misconfigured, Settings, from_environment

app = typer.Typer(
    no_args_is_help=True,
    help="What could not be read, or belongs to nobody yet: list, show, retry.",
)
Id = Annotated[str, typer.Argument(help="The beginning of a letter's id.")]
Kinds = Annotated[
    bool | None, typer.Option("--unresolved/--refused", help="Only the ones, or the others.")
]


@app.command("list")
def list_(
    unresolved: Kinds = None, as_json: Annotated[bool, typer.Option("--json")] = False
) -> None:
    """List open letters, newest first, without their content."""
    with complaints(), database(from_environment()) as url:
        kind: LetterKind | None = (
            None if unresolved is None else "unresolved" if unresolved else "refused"
        )
        letters = find(url, kind=kind)
    if as_json:
        for letter in letters:
            _write(letter, content=False)
        return
    table = Table("Id", "Received", "Kind", "Source", "Position", "Reason", "Detail")
    for one in letters:
        received = f"{one.received_at:%Y-%m-%d %H:%M}" if one.received_at else ""
        words = (one.id[:12], received, one.kind, one.source, one.position, one.reason, one.detail)
        table.add_row(*words)
    Console(highlight=False).print(table if letters else "No open dead letters.", markup=False)


@app.command()
def show(id_: Id) -> None:
    """Show one letter with its content, as it came: this is raw mail, handle it as such."""
    with complaints(), database(from_environment()) as url:
        _write(_one(url, id_), content=True)


@app.command()
def retry(
    ids: Annotated[list[str] | None, typer.Argument(help="Beginnings of ids.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="All open letters.")] = False,
    partners: Annotated[
        Path | None, typer.Option(help="The mended register; else RAPPORT_PARTNERS.", exists=True)
    ] = None,
) -> None:
    """Send letters through the door again, after the register or the parser was mended."""
    if bool(ids) == all_:
        ERRORS.print("[red]error[/red] name the letters to retry, or --all")
        raise typer.Exit(2)
    with complaints():
        settings = from_environment()
        with database(settings) as url:
            letters = find(url) if all_ else [_one(url, one) for one in ids or []]
            again = _retry(reached(settings), partners or settings.partners, letters, url)
    Console().print(f"{again} of {len(letters)} read after all")
    raise typer.Exit(0 if again == len(letters) else 1)


def _retry(settings: Settings, partners: Path | None, letters: list[Letter], url: str) -> int:
    from ingest.admit import admit
    from ingest.outcome import Automatic, Kept
    from ingest.raw import Raw
    from ingest.register_index import Index
    from ingest.sources.register_source import load_register
    from streams.publisher import Publisher

    if partners is None:
        raise Misconfigured("whose partners are they? give --partners or RAPPORT_PARTNERS")
    index, read = Index(load_register(partners)), []
    with Publisher(settings) as publisher:
        for letter in letters:
            if letter.payload is None:
                ERRORS.print(f"{letter.id[:12]}: too large to be kept; read its source again")
                continue
            raw = msgspec.convert(letter, Raw, from_attributes=True)
            outcome = admit(raw, index, datetime.now(UTC))
            if isinstance(outcome, Kept | Automatic):
                publisher.publish(raw, outcome)
                read.append(letter.id)
            else:
                ERRORS.print(f"{letter.id[:12]}: still {outcome.reason}")
        publisher.flush()
    resolve(url, read)
    return len(read)


def _one(url: str, id_: str) -> Letter:
    found = find(url, id_=id_)
    if len(found) != 1:
        problem = "no open dead letter" if not found else f"{len(found)} dead letters"
        raise Misconfigured(f"{problem} whose id begins with {id_}")
    return found[0]


def _write(letter: Letter, *, content: bool) -> None:
    fields: dict[str, Any] = msgspec.to_builtins(letter)
    payload = letter.payload
    fields["payload"] = payload.decode(errors="replace") if content and payload else None
    sys.stdout.buffer.write(msgspec.json.encode({"type": "dead_letter", **fields}) + b"\n")
    sys.stdout.buffer.flush()
