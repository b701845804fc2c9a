"""`rapport assess`: the same fold in one process, without broker or database."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from commands import judgements_file
from commands.complain import ERRORS, complaints
from commands.heard import heard
from commands.options import (
    AsOf,
    ChurnFile,
    Events,
    Json,
    OwnDomains,
    Partners,
    PolicyFile,
    ReadyMade,
    under,
)
from commands.sources import Sources
from ingest.intake import Tally
from ingest.register import Register
from ingest.sources.register_source import load_register
from streams.settings import Settings, from_environment


def assess(
    partners: Partners,
    own_domain: OwnDomains = None,
    events: Events = None,
    annotations: ReadyMade = None,
    as_of: AsOf = None,
    every: Annotated[
        int | None, typer.Option(min=1, help="An assessment of each partner every so many days.")
    ] = None,
    policy: PolicyFile = None,
    churn_model: ChurnFile = None,
    judgements: judgements_file.Judgements = None,
    as_json: Json = False,
) -> None:
    """Assess partners from events, or from ready-made annotations (no model is loaded then)."""
    if (events is None) == (annotations is None):
        ERRORS.print("[red]error[/red] give either --events or --annotations")
        raise typer.Exit(2)
    with complaints():
        _assess(
            under(policy, from_environment(), churn_model),
            load_register(partners, own_domain or []),
            events,
            annotations,
            as_of.date() if as_of else None,
            every,
            judgements,
            as_json=as_json,
        )


def _assess(
    settings: Settings,
    register: Register,
    events: Path | None,
    annotations: Path | None,
    as_of: date | None,
    every: int | None,
    judgements: Path | None,
    *,
    as_json: bool,
) -> None:
    from commands.report import picture, table_of, write_every, write_result
    from streams.batch import at_intervals, batch, histories, newest
    from streams.context import context
    from streams.policies import load_policies

    book = load_policies(settings.policy)
    now, tally = datetime.now(UTC), Tally()
    said = heard(register, Sources(events=events), annotations, now, tally, as_of)
    found, known = histories(said), context(settings, register, book)
    judged = judgements_file.read(judgements, known.names, now)
    day = as_of or newest(found)
    if every and day:
        rows = at_intervals(found, known, every, day, judged)
        if as_json:
            write_every(rows, tally)
        else:
            Console(highlight=False).print(table_of(rows))
        return
    result = batch(found, register, known, tally, as_of, judged)
    if as_json:
        write_result(result)
        return
    console = Console(highlight=False)
    for alert in result.alerts:
        console.print(
            f"{alert.occurred_at:%d %b} {alert.severity:<8} {alert.summary}", markup=False
        )
    console.print(picture(result, register, known))
