"""`rapport run`: your own files through the whole engine, to the end."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group
from rich.markup import escape
from rich.text import Text

from commands.complain import ERRORS, complaints
from commands.findings import Findings
from commands.options import (
    AsOf,
    Calendar,
    ChurnFile,
    Events,
    Json,
    Mail,
    Notes,
    OwnDomains,
    Partners,
    PolicyFile,
    Records,
    under,
)
from commands.screen import screen
from commands.sources import Sources
from ingest.register_index import Index
from ingest.sources.register_source import load_register
from streams.settings import Settings, from_environment

Svg = Annotated[
    Path | None, typer.Option(help="Save the table of partners as a picture.", dir_okay=False)
]


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
    letters: Annotated[
        Path | None,
        typer.Option(
            help="Write what was unresolved or refused here, as JSON lines.", dir_okay=False
        ),
    ] = None,
    policy: PolicyFile = None,
    churn_model: ChurnFile = None,
    svg: Svg = None,
    as_json: Json = False,
) -> None:
    """Read your files through the real engine, print assessments and alerts, and stop.

    Nothing leaves this machine and nothing stays behind: broker and database are our own.
    """
    sources = Sources(events, mail, calendar, notes, records)
    with complaints():
        settings = under(policy, from_environment(), churn_model).model_copy(
            update={"workers": workers}
        )
        show(
            settings,
            partners,
            own_domain or [],
            sources,
            as_of,
            as_json=as_json,
            letters=letters,
            svg=svg,
        )


def show(
    settings: Settings,
    partners: Path,
    own_domains: list[str],
    sources: Sources,
    as_of: datetime | None,
    *,
    as_json: bool,
    letters: Path | None = None,
    svg: Path | None = None,
) -> None:
    """Run, with progress on a terminal, and print the result."""
    # The engine's libraries take a second to import: not before the arguments are right.
    from commands.display import following
    from commands.report import alert_line, picture, save, summary, write_result
    from streams.context import context
    from streams.policies import load_policies
    from streams.run import Stalled, Watch
    from streams.run import run as run_engine

    register = load_register(partners, own_domains)
    known = context(settings, register, load_policies(settings.policy))
    settings = settings.model_copy(update={"partners": partners.resolve()})
    console = screen(stderr=as_json)
    findings = Findings(Index(register), letters)
    watch = Watch(on_outcome=findings.add)
    if not as_json:
        watch.on_alert = lambda alert: alert_line(console, alert)
    now = datetime.now(UTC)
    try:
        with following(watch, console):
            result = run_engine(
                settings,
                register,
                known,
                sources.items(now),
                as_of=as_of.date() if as_of else None,
                watch=watch,
            )
    except Stalled as error:
        ERRORS.print(f"[red]error[/red] {escape(str(error))}")
        raise typer.Exit(1) from error
    finally:
        findings.close()
    if as_json:
        write_result(result)
        return
    shown = Group(
        picture(result, register, known),
        Text.assemble("\n", summary(result), findings.text()),
    )
    console.print("", shown)
    if svg:
        save(shown, svg)
