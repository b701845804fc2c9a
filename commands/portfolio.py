"""`rapport portfolio`: all partners at a glance."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from commands import judgements_file
from commands.complain import complaints
from commands.database import database
from commands.heard import let_in, ready_made, understood
from commands.histories import NO_SOURCES, one_source
from commands.run import (
    PLAIN_WIDTH,
    AsOf,
    Calendar,
    Events,
    Json,
    Mail,
    Notes,
    OwnDomains,
    PolicyFile,
    Records,
    under,
)
from commands.sources import Sources
from commands.whose import register_of
from health.assessment import Assessment
from health.observation import Observation, day_of
from health.portfolio import MONTH, QUARTER, Row, Side, row_of
from health.rhythm import rhythms
from ingest.intake import Tally
from ingest.interaction import PartnerId
from ingest.register import PartnerKind, Register
from streams.context import Context, context
from streams.policies import load_policies
from streams.settings import Misconfigured, Settings, from_environment


class State(msgspec.Struct, frozen=True):
    """What a portfolio is made of, by partner: `past` has the scores of 28 and of 90 days ago."""

    today: date
    assessments: Sequence[Assessment]
    past: Mapping[PartnerId, Mapping[int, float]]
    meetings: Mapping[PartnerId, Sequence[Observation]]
    first_days: Mapping[PartnerId, int]


def portfolio(
    partners: Annotated[
        Path | None, typer.Option(help="The partner register; else RAPPORT_PARTNERS.", exists=True)
    ] = None,
    own_domain: OwnDomains = None,
    events: Events = None,
    mail: Mail = None,
    calendar: Calendar = None,
    notes: Notes = None,
    records: Records = None,
    annotations: Annotated[
        Path | None, typer.Option(help="JSON lines in the shape of annotations.v1.", exists=True)
    ] = None,
    as_of: AsOf = None,
    manager: Annotated[
        str | None, typer.Option(help="Only partners of this manager (part of the address).")
    ] = None,
    kind: Annotated[PartnerKind | None, typer.Option(help="Only partners of this kind.")] = None,
    by: Annotated[Side, typer.Option(help="What partners are grouped by.")] = "band",
    policy: PolicyFile = None,
    judgements: judgements_file.Judgements = None,
    as_json: Json = False,
) -> None:
    """Show every partner's band, trend and rhythm; segments; and how many each sponsor backs.

    Reads the files named, or else what the engine has stored.
    """
    with complaints():
        settings = under(policy, from_environment())
        register = register_of(partners, own_domain or [], settings)
        sources = Sources(events, mail, calendar, notes, records)
        one_source(sources, annotations)
        known = context(settings, register, load_policies(settings.policy))
        chosen = _chosen(register, manager, kind)
        day = as_of.date() if as_of else None
        if annotations is None and sources == NO_SOURCES:
            if day is not None or judgements is not None:
                raise Misconfigured("--as-of and --judgements need files: the engine has its own")
            state = _stored(settings, register, known)
        else:
            state = _folded(register, known, sources, annotations, day, judgements)
    rows = [row for row in _rows(state, register, known) if row.partner_id in chosen]
    # Sponsors back what they back, whichever partners are looked at.
    every = rows if len(chosen) == len(register.partners) else _rows(state, register, known)
    from commands.portfolio_report import picture, write

    if as_json:
        write(rows, every, state.today, by)
        return
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    console.print(picture(rows, every, state.today, by, register.own.domains))


def _chosen(register: Register, manager: str | None, kind: PartnerKind | None) -> set[PartnerId]:
    wanted = (manager or "").casefold()
    managers = sorted({one.manager for one in register.partners if one.manager})
    if wanted and not any(wanted in one.casefold() for one in managers):
        raise Misconfigured(f"no manager {manager}; there are: {', '.join(managers) or 'none'}")
    return {
        one.id
        for one in register.partners
        if wanted in (one.manager or "").casefold() and kind in (None, one.kind)
    }


def _rows(state: State, register: Register, known: Context) -> list[Row]:
    partners = {one.id: one for one in register.partners}
    return [
        row_of(
            partners[one.partner_id],
            one,
            state.past.get(one.partner_id, {}),
            rhythms(
                known.terms_of(one.partner_id),
                state.meetings.get(one.partner_id, ()),
                first_day=state.first_days.get(one.partner_id),
                today=day_of(state.today),
            ),
        )
        for one in state.assessments
    ]


def _folded(
    register: Register,
    known: Context,
    sources: Sources,
    annotations: Path | None,
    as_of: date | None,
    judgements: Path | None,
) -> State:
    from streams.batch import batch, histories, newest

    now, tally = datetime.now(UTC), Tally()
    found = histories(
        understood(let_in(sources, register, now, tally, as_of), register)
        if annotations is None
        else ready_made(annotations, now, tally, as_of)
    )
    day = as_of or newest(found)
    if day is None:
        raise Misconfigured("nothing was heard of anybody")
    judged = judgements_file.read(judgements, known.names, now)
    result = batch(found, register, known, tally, day, judged)
    marks = {
        who: {one.day: one.score for one in ends if one.score is not None and one.band != "unknown"}
        for who, ends in result.marks.items()
    }
    return State(
        day,
        result.assessments,
        {who: _past(scores, day) for who, scores in marks.items()},
        found,
        {who: history[0].day for who, history in found.items() if history},
    )


def _stored(settings: Settings, register: Register, known: Context) -> State:
    from history.observations import first_days, held_meetings
    from history.relationships import assessments, marks
    from streams.result import in_register_order

    with database(settings) as url:
        found, ends = assessments(url), marks(url)
        meetings, first = held_meetings(url), first_days(url)
    if not found:
        raise Misconfigured("the engine has heard nothing yet: name --events or --annotations")
    day = max(one.as_of for one in found.values())
    past = {
        who: _past(
            {one.day: one.score for one in days if one.score is not None and one.band != "unknown"},
            day,
        )
        for who, days in ends.items()
    }
    return State(day, in_register_order(register, found, day, known), past, meetings, first)


def _past(scores: Mapping[date, float], today: date) -> dict[int, float]:
    ago = {(today - day).days: score for day, score in scores.items()}
    return {days: ago[days] for days in (MONTH, QUARTER) if days in ago}
