"""`rapport what-if`: the assessment of a partner as it would be. Nothing is stored."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from alerts.announce import announce
from alerts.explanation import explain
from alerts.under_override import under as said_under
from commands import judgements_file
from commands.complain import complaints
from commands.held import banded, spans, turning
from commands.histories import history_of
from commands.judged import answered
from commands.options import (
    AsOf,
    Calendar,
    ChurnFile,
    Events,
    Json,
    KnownPartners,
    Mail,
    Notes,
    OwnDomains,
    PolicyFile,
    ReadyMade,
    Records,
    under,
)
from commands.screen import screen
from commands.sources import Sources
from commands.whose import partner_of, register_of
from health.judgement import Judgement, Override
from health.observation import EPOCH, day_of
from health.overrides import in_force_at, overridden
from health.supposed import ALLOWED, Supposed, suppose
from health.what_if import Turn, WhatIf
from health.what_if import what_if as compare
from ingest.register_index import Index
from streams.context import Context, context
from streams.policies import load_policies
from streams.settings import from_environment

CAUSES = {
    "added": "would follow",
    "passing_days": "would come by waiting",
    "undone": "would not have happened",
}


def what_if(
    partner: Annotated[str, typer.Argument(help="A partner's id or name.")],
    add: Annotated[
        list[str],
        typer.Option("--add", help=f"What is supposed: {'; '.join(ALLOWED.values())}."),
    ],
    partners: KnownPartners = None,
    own_domain: OwnDomains = None,
    events: Events = None,
    mail: Mail = None,
    calendar: Calendar = None,
    notes: Notes = None,
    records: Records = None,
    annotations: ReadyMade = None,
    as_of: AsOf = None,
    policy: PolicyFile = None,
    churn_model: ChurnFile = None,
    judgements: judgements_file.Judgements = None,
    as_json: Json = False,
) -> None:
    """Show what a meeting, a message, a record or silence would do to a partner's score.

    Reads the files named, or else what the engine has stored; changes neither.
    """
    with complaints():
        settings = under(policy, from_environment(), churn_model)
        register = register_of(partners, own_domain or [], settings)
        who = partner_of(partner, Index(register))
        supposed = [suppose(said, who, number) for number, said in enumerate(add)]
        found = history_of(
            who,
            settings,
            register,
            Sources(events, mail, calendar, notes, records),
            annotations,
            as_of.date() if as_of else None,
            judgements,
        )
        known = context(settings, register, load_policies(settings.policy))
        computed = compare(
            who,
            found.observations,
            supposed,
            known.terms_of(who),
            known.policy_of(who),
            today=day_of(found.today),
            churn=known.churn,
        )
    result = _judged(computed, found.judged)
    if as_json:
        _write(result, supposed, known, found.judged)
        return
    console = screen()
    console.print(picture(result, supposed, known, found.judged))


def _judged(computed: WhatIf, judged: Sequence[Judgement]) -> WhatIf:
    """The same, each assessment with the override that holds on its own day."""
    return msgspec.structs.replace(
        computed,
        now=overridden(computed.now, judged),
        waited=overridden(computed.waited, judged),
        then=overridden(computed.then, judged),
    )


def _write(
    result: WhatIf, supposed: list[Supposed], known: Context, judged: Sequence[Judgement]
) -> None:
    from commands.report import write_json

    fields: dict[str, Any] = {
        "partner_id": result.now.partner_id,
        "supposed": [one.statement for one in supposed],
        "now": result.now,
        "waited": result.waited,
        "then": result.then,
        "parts": result.parts,
        "transitions": [
            {
                "cause": one.cause,
                "at": _moment(one),
                "before": one.transition.before,
                "after": one.transition.after,
                "override": _held(one, judged),
            }
            for one in result.turns
        ],
        "sentence": explain(result.then, known.language),
    }
    write_json("what_if", fields)


def picture(
    result: WhatIf, supposed: list[Supposed], known: Context, judged: Sequence[Judgement] = ()
) -> Group:
    """Both assessments side by side, what moved, and the changes of band that would follow; who
    answers for another band between them, and from when until when."""
    who = known.names.get(result.now.partner_id, result.now.partner_id)
    said = "\n".join(f"+ {one.statement}" for one in supposed)
    first, last = result.now.as_of, result.then.as_of
    held = spans(judged, first, last)
    overrides = answered([(who, one.override) for one in held], known.language)
    # An override is over before what comes on that day.
    dated = turning(held, first, last, known.language)
    dated += [(_moment(one).date(), _line(one, who, known, judged)) for one in result.turns]
    dated.sort(key=lambda one: one[0])
    return Group(
        Text(who, style="bold"),
        Text(said, style="dim"),
        _table(result),
        *([Text(""), *overrides] if overrides else []),
        Text(explain(result.then, known.language)),
        *(Text.assemble((f"{day:%-d %b %Y} ", "dim"), line) for day, line in dated),
    )


def _table(result: WhatIf) -> Table:
    passing = result.now.as_of != result.then.as_of
    table = Table("", header_style="bold")
    for column in (f"{result.now.as_of:%-d %b %Y}", *(["Waiting"] if passing else []), "Added"):
        table.add_column(column, justify="right")
    table.add_column(f"{result.then.as_of:%-d %b %Y}", justify="right")

    def row(name: str, now: float | None, waiting: float, added: float, then: float | None) -> None:
        moved = [_signed(waiting)] if passing else []
        table.add_row(name, _points(now), *moved, _signed(added), _points(then))

    still = [one for one in result.parts if not (one.passing_days or one.added)]
    for one in result.parts:
        if one.passing_days or one.added:
            numbers = (one.now, one.passing_days, one.added, one.then)
            row(one.measure.replace("_", " "), *numbers)
    if still:
        same = sum(one.now or 0.0 for one in still)
        row(f"{len(still)} that do not move", same, 0.0, 0.0, same)
    table.add_section()
    row(
        "Score",
        result.now.score,
        sum(one.passing_days for one in result.parts),
        sum(one.added for one in result.parts),
        result.then.score,
    )
    bands = [banded(one, "en") for one in (result.now, result.then)]
    table.add_row("Band", bands[0], *([""] if passing else []), "", bands[1])
    return table


def _line(turn: Turn, who: str, known: Context, judged: Sequence[Judgement]) -> Text:
    change, override = turn.transition, _held(turn, judged)
    alert = announce(change, who, known.policy_of(change.partner_id), known.language)
    if alert is not None and override is not None:
        alert = said_under(override, alert, change, known.language)
    said = alert.summary if alert else f"{who}: from {change.before} to {change.after}"
    return Text.assemble((f"{CAUSES[turn.cause]}: ", "bold"), said)


def _held(turn: Turn, judged: Sequence[Judgement]) -> Override | None:
    """The override under which the change would be told."""
    return in_force_at(judged, _moment(turn))


def _moment(turn: Turn) -> datetime:
    return EPOCH + timedelta(milliseconds=turn.transition.at)


def _points(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _signed(value: float) -> str:
    return f"{value:+.1f}" if value else ""
