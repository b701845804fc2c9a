"""`rapport run`: your own files through the whole engine, to the end."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from commands.complain import ERRORS, complaints
from commands.sources import Sources
from ingest.outcome import Kept, Outcome
from ingest.raw import Raw
from ingest.sources.register_source import load_register
from streams.settings import Settings, from_environment

Partners = Annotated[
    Path, typer.Option(help="The partner register: YAML, or CSV.", exists=True, dir_okay=False)
]
OwnDomains = Annotated[
    list[str] | None, typer.Option("--own-domain", help="Our own mail domain, with a CSV register.")
]
Events = Annotated[
    Path | None, typer.Option(help="JSON lines in the shape of interactions.v1.", exists=True)
]
Mail = Annotated[
    Path | None, typer.Option(help="A folder of .eml, an mbox file or a Maildir.", exists=True)
]
Calendar = Annotated[Path | None, typer.Option(help="iCalendar files.", exists=True)]
Notes = Annotated[Path | None, typer.Option(help="Call notes: Markdown, text or CSV.", exists=True)]
Records = Annotated[Path | None, typer.Option(help="Business records: CSV.", exists=True)]
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Assess as of this day; else of the newest item."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for machines.")]


def run(
    partners: Partners,
    own_domain: OwnDomains = None,
    events: Events = None,
    mail: Mail = None,
    calendar: Calendar = None,
    notes: Notes = None,
    records: Records = None,
    as_of: AsOf = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Worker processes.")] = 1,
    as_json: Json = False,
) -> None:
    """Read your files through the real engine, print assessments and alerts, and stop.

    Nothing leaves this machine and nothing stays behind: broker and database are our own.
    """
    sources = Sources(events, mail, calendar, notes, records)
    with complaints():
        settings = from_environment().model_copy(update={"workers": workers})
        show(settings, partners, own_domain or [], sources, as_of, as_json=as_json)


def show(
    settings: Settings,
    partners: Path,
    own_domains: list[str],
    sources: Sources,
    as_of: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Run, with progress on a terminal, and print the result."""
    # The engine's libraries take a second to import: not before the arguments are right.
    from commands.display import following
    from commands.report import alert_line, picture, summary, write_result
    from streams.context import context
    from streams.run import Stalled, Watch
    from streams.run import run as run_engine

    register = load_register(partners, own_domains)
    settings = settings.model_copy(update={"partners": partners.resolve()})
    console = Console(stderr=as_json, highlight=False)
    reasons: Counter[tuple[str, str]] = Counter()

    def on_outcome(_: Raw, outcome: Outcome) -> None:
        if not isinstance(outcome, Kept):
            reasons[type(outcome).__name__.lower(), outcome.reason] += 1

    watch = Watch(on_outcome=on_outcome)
    if not as_json:
        watch.on_alert = lambda alert: alert_line(console, alert)
    now = datetime.now(UTC)
    try:
        with following(watch, console):
            result = run_engine(
                settings,
                register,
                sources.items(now),
                as_of=as_of.date() if as_of else None,
                watch=watch,
            )
    except Stalled as error:
        ERRORS.print(f"[red]error[/red] {escape(str(error))}")
        raise typer.Exit(1) from error
    if as_json:
        write_result(result)
        return
    known = context(settings, register)
    console.print()
    console.print(picture(result, register, known.policy, known.language))
    console.print()
    console.print(summary(result, reasons))
