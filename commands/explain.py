"""`rapport explain`: why a partner's score changed, with the interactions that caused it."""

from datetime import date, timedelta
from typing import Annotated

import msgspec
import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from alerts.explanation import LEAST, Mover, day_in_words, movers, signed
from alerts.explanation import explain as sentence_of
from alerts.wording import Language
from commands import judgements_file
from commands.complain import complaints
from commands.excerpt import excerpt
from commands.held import titled
from commands.histories import History, history_of
from commands.judged import standing
from commands.options import (
    AsOf,
    Calendar,
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
from health.assessment import Assessment
from health.observation import Observation, date_of
from health.overrides import overridden
from health.since import assess_since
from ingest.interaction import Direction, InteractionId, Kind
from ingest.register_index import Index
from streams.context import context
from streams.policies import load_policies
from streams.settings import Misconfigured, from_environment

FOUR_WEEKS = timedelta(days=28)
KINDS: dict[Language, dict[Kind, str]] = {
    "en": {"email": "mail", "call_note": "call", "meeting": "meeting", "record": "record"},
    "fr": {"email": "courriel", "call_note": "appel", "meeting": "réunion", "record": "donnée"},
}
WAYS: dict[Language, dict[Direction, str]] = {
    "en": {"inbound": "from them", "outbound": "from us", "internal": "our note"},
    "fr": {"inbound": "reçu", "outbound": "envoyé", "internal": "noté par nous"},
}


class Cause(msgspec.Struct, frozen=True):
    """An interaction that a driver rests on; `excerpt` where its text is at hand."""

    id: InteractionId
    kind: Kind
    direction: Direction | None
    day: date
    excerpt: str | None


def explain(
    partner: Annotated[str, typer.Argument(help="A partner's id or name.")],
    partners: KnownPartners = None,
    own_domain: OwnDomains = None,
    events: Events = None,
    mail: Mail = None,
    calendar: Calendar = None,
    notes: Notes = None,
    records: Records = None,
    annotations: ReadyMade = None,
    as_of: AsOf = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="The day to compare with; else four weeks before."),
    ] = None,
    language: Annotated[
        Language | None, typer.Option(help="Else that of RAPPORT_LANGUAGE.")
    ] = None,
    policy: PolicyFile = None,
    judgements: judgements_file.Judgements = None,
    as_json: Json = False,
) -> None:
    """Say why a score changed since a day: the drivers, and the interactions behind each.

    Excerpts are shown where the files named hold the texts; they are not kept. Without files the
    engine's database is read, which has no texts.
    """
    with complaints():
        settings = under(policy, from_environment())
        register = register_of(partners, own_domain or [], settings)
        who = partner_of(partner, Index(register))
        from_day = _day(since)
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
        from_day = from_day or found.today - FOUR_WEEKS
        if from_day >= found.today:
            raise Misconfigured(f"--since {from_day} does not lie before {found.today}")
    spoken = language or known.language
    assessment = assess_since(
        who,
        found.observations,
        known.terms_of(who),
        known.policy_of(who),
        since=from_day,
        today=found.today,
    )
    assessment = overridden(assessment, found.judged)
    said = sentence_of(assessment, spoken)
    causes = [(one, causes_of(one, assessment, found)) for one in movers(assessment, spoken)]
    if as_json:
        _write(assessment, said, causes)
        return
    console = screen()
    console.print(picture(known.names.get(who, who), assessment, said, causes, spoken))


def causes_of(one: Mover, assessment: Assessment, found: History) -> list[Cause]:
    """The interactions that the drivers of a phrase rest on, each once."""
    ids = dict.fromkeys(
        id_
        for driver in assessment.drivers
        if driver.measure in one.measures
        for id_ in driver.evidence
    )
    heard = {seen.id: seen for seen in found.observations}
    worse = one.delta < 0
    return [_cause(heard[id_], found, worse=worse) for id_ in ids if id_ in heard]


def _cause(seen: Observation, found: History, *, worse: bool) -> Cause:
    text = found.texts.get(seen.id)
    said = None if text is None else excerpt(text, found.said.get(seen.id), worse=worse)
    return Cause(seen.id, seen.kind, seen.direction, date_of(seen.day), said)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misconfigured(f"--since {text[:40]}: is no day such as 2026-03-01") from None


def _write(assessment: Assessment, said: str, causes: list[tuple[Mover, list[Cause]]]) -> None:
    from commands.report import write_json

    change = assessment.change
    write_json(
        "explanation",
        {
            "partner_id": assessment.partner_id,
            "as_of": assessment.as_of,
            "score": assessment.score,
            "band": assessment.band,
            "override": assessment.override,
            "change": change,
            "sentence": said,
            "drivers": [
                {
                    "measures": one.measures,
                    "delta": one.delta,
                    "sentence": one.phrase,
                    "evidence": found,
                }
                for one, found in causes
            ],
        },
    )


def picture(
    name: str,
    assessment: Assessment,
    said: str,
    causes: list[tuple[Mover, list[Cause]]],
    language: Language,
) -> Group:
    """The sentence, then a line for each driver that counts, with what it rests on. Where somebody
    answers for another band, who and why, and the computed band beside it."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    shown: set[InteractionId] = set()
    for one, found in causes:
        if abs(one.delta) < LEAST:
            continue
        table.add_row(Text(signed(one.delta, language), style="bold"), Text(one.phrase))
        for cause in found:
            table.add_row("", _line(cause, assessment.as_of, language, again=cause.id in shown))
            shown.add(cause.id)
    rest = [one.delta for one, _ in causes if abs(one.delta) < LEAST]
    if rest:
        text = {"en": f"{len(rest)} smaller ones together", "fr": f"{len(rest)} autres, moindres"}
        table.add_row(Text(signed(sum(rest), language), style="dim"), text[language], style="dim")
    overrides = standing([assessment], {assessment.partner_id: name}, language)
    return Group(titled(name, assessment, language), Text(said), Text(""), *overrides, table)


def _line(cause: Cause, today: date, language: Language, *, again: bool) -> Text:
    """An excerpt is shown once."""
    way = "" if cause.direction is None else f" {WAYS[language][cause.direction]}"
    day = day_in_words(cause.day, today, language)
    line = Text(f"  {day}  {KINDS[language][cause.kind]}{way}  {cause.id}", style="dim")
    if cause.excerpt and not again:
        line.append(f"\n    “{cause.excerpt}”", style="not dim")
    return line
