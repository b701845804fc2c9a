"""`rapport drift`: whether inputs, annotations and predictions are still what they were."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from commands.complain import ERRORS, complaints
from commands.options import (
    Calendar,
    Events,
    Json,
    Mail,
    Notes,
    OwnDomains,
    Partners,
    PolicyFile,
    Processes,
    ReadyMade,
    Records,
    under,
)
from commands.screen import screen
from commands.sources import Sources
from ingest.intake import Tally
from ingest.sources.register_source import load_register
from streams.policies import load_policies
from streams.settings import Misconfigured, from_environment

if TYPE_CHECKING:
    from health.learning.drift import Period

OVER = 3
"""The exit status where something is over its threshold."""


def drift(
    partners: Partners,
    reference: Annotated[
        str, typer.Option(help="The period that is usual: 2026-01-01..2026-03-31.")
    ],
    current: Annotated[
        str | None, typer.Option(help="The period to look at; else all after the reference.")
    ] = None,
    own_domain: OwnDomains = None,
    events: Events = None,
    mail: Mail = None,
    calendar: Calendar = None,
    notes: Notes = None,
    records: Records = None,
    annotations: ReadyMade = None,
    policy: PolicyFile = None,
    processes: Processes = None,
    as_json: Json = False,
) -> None:
    """Compare two periods: what comes in, what the models say, what the score says.

    Exit status 3, and an operations alert, where something is over its threshold.
    """
    # numpy and the engine take a while to import: not for the help of another command.
    from commands.drift_report import shown, written
    from commands.heard import heard, one_source
    from commands.past import Histories, Job, on_all_cores
    from health.learning.drift import Period
    from health.learning.drift import drift as drifted
    from health.learning.replay import Past, closes_of
    from health.observation import day_of
    from streams.batch import histories, newest
    from streams.context import context

    sources = Sources(events, mail, calendar, notes, records)
    with complaints():
        usual = period_of(reference, "--reference")
        look = None if current is None else period_of(current, "--current")
        register = load_register(partners, own_domain or [])
        settings = under(policy, from_environment())
        known = context(settings, register, load_policies(settings.policy))
        one_source(sources, annotations)
        until_day = None if look is None else look.last
        said = list(heard(register, sources, annotations, datetime.now(UTC), Tally(), until_day))
        found = histories(said)
        last = newest(found)
        if last is None:
            raise Misconfigured("nothing was heard of any partner")
        look = look or Period(usual.last + timedelta(days=1), last)
        if look.first > look.last:
            raise Misconfigured(f"nothing was heard after the reference; the newest is of {last}")
        if look.first <= usual.last and usual.first <= look.last:
            raise Misconfigured("--current and --reference overlap")
        until = max(look.last, usual.last)
        jobs = [
            Job(
                Past(
                    partner,
                    (),
                    known.terms_of(partner),
                    (known.policy_of(partner),),
                    day_of(until) + 1,
                ),
                history,
            )
            for partner, history in found.items()
            if history
        ]
        past = Histories(found, day_of(last), datetime.now(UTC), until)
        closes = on_all_cores(closes_of, jobs, past, "replaying", processes)
        result = drifted(said, (one for some in closes for one in some), usual, look)
        if as_json:
            written(result)
        else:
            console = screen()
            console.print(shown(result))
    if result.over:
        for one in result.over:
            if not as_json:
                ERRORS.print(f"operations alert: {one.summary}", markup=False)
        raise typer.Exit(OVER)


def period_of(text: str, option: str) -> "Period":
    """Of two days with two dots between."""
    from health.learning.drift import Period

    first, dots, last = text.partition("..")
    try:
        found = Period(date.fromisoformat(first.strip()), date.fromisoformat(last.strip()))
    except ValueError:
        dots = ""
    if not dots:
        raise Misconfigured(f"{option}: expected two days as 2026-01-01..2026-03-31")
    if found.first > found.last:
        raise Misconfigured(f"{option}: its first day lies after its last")
    return found
