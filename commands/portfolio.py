"""`rapport portfolio`: all partners at a glance."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from commands import judgements_file
from commands.complain import complaints
from commands.database import database
from commands.heard import NO_SOURCES, heard, one_source
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

if TYPE_CHECKING:
    from history.relationships import Mark


class State(msgspec.Struct, frozen=True):
    """What a portfolio is made of, by partner: `past` has the scores of 28 and of 90 days ago."""

    today: date
    assessments: Sequence[Assessment]
    past: Mapping[PartnerId, Mapping[int, float]]
    meetings: Mapping[PartnerId, Sequence[Observation]]
    first_days: Mapping[PartnerId, int]


def portfolio(
    partners: KnownPartners = None,
    own_domain: OwnDomains = None,
    events: Events = None,
    mail: Mail = None,
    calendar: Calendar = None,
    notes: Notes = None,
    records: Records = None,
    annotations: ReadyMade = None,
    as_of: AsOf = None,
    manager: Annotated[
        str | None, typer.Option(help="Only partners of this manager (part of the address).")
    ] = None,
    kind: Annotated[PartnerKind | None, typer.Option(help="Only partners of this kind.")] = None,
    by: Annotated[Side, typer.Option(help="What partners are grouped by.")] = "band",
    policy: PolicyFile = None,
    churn_model: ChurnFile = None,
    judgements: judgements_file.Judgements = None,
    as_json: Json = False,
) -> None:
    """Show every partner's band, trend and rhythm; segments; and how many each sponsor backs.

    Reads the files named, or else what the engine has stored.
    """
    with complaints():
        settings = under(policy, from_environment(), churn_model)
        register = register_of(partners, own_domain or [], settings)
        sources = Sources(events, mail, calendar, notes, records)
        one_source(sources, annotations, stored=True)
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
    console = screen()
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
    found = histories(heard(register, sources, annotations, now, tally, as_of))
    day = as_of or newest(found)
    if day is None:
        raise Misconfigured("nothing was heard of anybody")
    judged = judgements_file.read(judgements, known.names, now)
    result = batch(found, register, known, tally, day, judged)
    return State(
        day,
        result.assessments,
        {who: _past(ends, day) for who, ends in result.marks.items()},
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
    past = {who: _past(days, day) for who, days in ends.items()}
    return State(day, in_register_order(register, found, day, known), past, meetings, first)


def _past(ends: "Sequence[Mark]", today: date) -> dict[int, float]:
    ago = {
        (today - one.day).days: one.score
        for one in ends
        if one.score is not None and one.band != "unknown"
    }
    return {days: ago[days] for days in (MONTH, QUARTER) if days in ago}
