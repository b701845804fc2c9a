"""`rapport backtest`: history under another policy or model, beside the one that holds."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.complain import complaints
from commands.options import (
    AsOf,
    Calendar,
    Events,
    Json,
    Mail,
    Notes,
    OwnDomains,
    Partners,
    Processes,
    ReadyMade,
    Records,
)
from commands.screen import screen
from commands.sources import Sources
from health.policy_book import PolicyBook
from ingest.register import Register
from ingest.sources.register_source import load_register
from streams.policies import load_policies
from streams.settings import Misconfigured, from_environment

if TYPE_CHECKING:
    from commands.past import Histories, Job
    from health.learning.replay import Past

Against = Annotated[
    Path | None,
    typer.Option(help="The policy that holds; else RAPPORT_POLICY.", exists=True, dir_okay=False),
]
Outcomes = Annotated[
    Path | None,
    typer.Option(
        help="What became of partners: partner_id, date, outcome (churned, renewed, escalated), "
        "as CSV or JSON lines.",
        exists=True,
        dir_okay=False,
    ),
]


def backtest(
    partners: Partners,
    policy: Annotated[
        Path | None,
        typer.Option(help="The candidate: a policy in YAML.", exists=True, dir_okay=False),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(
            help="The candidate: what of a model of `rapport train` a policy can hold.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    own_domain: OwnDomains = None,
    events: Events = None,
    mail: Mail = None,
    calendar: Calendar = None,
    notes: Notes = None,
    records: Records = None,
    annotations: ReadyMade = None,
    against: Against = None,
    outcomes: Outcomes = None,
    as_of: AsOf = None,
    processes: Processes = None,
    as_json: Json = False,
) -> None:
    """Replay history under another policy or a trained model: which alerts appear, vanish or move.

    With outcomes it says how many alerts of each policy were right, how many breaks were warned of
    and how long before, with intervals.
    """
    # numpy and the engine take a while to import: not for the help of another command.
    from commands.backtest_report import shown, written
    from commands.learned_policy import candidate
    from commands.past import histories, labels_of, on_all_cores
    from health.learning.backtest import compared
    from health.learning.label import OUTCOMES
    from health.learning.replay import under_each

    sources = Sources(events, mail, calendar, notes, records)
    with complaints():
        register = load_register(partners, own_domain or [])
        holds = load_policies(against or from_environment().policy)
        about: tuple[str, ...] = ()
        if (policy is None) == (model is None):
            raise Misconfigured("give a candidate: either --policy or --model")
        if model is not None:
            other, about = candidate(model, holds)
        else:
            other = load_policies(policy)
        books = (holds, other)
        labels = labels_of(outcomes, register, OUTCOMES) if outcomes else ()
        past = histories(register, sources, annotations, as_of.date() if as_of else None)
        jobs = _jobs(register, books, past)
        replays = on_all_cores(under_each, jobs, past, "replaying", processes)
        found = compared([one for one in replays if one[0].heard], labels)
        was, now = (sorted({job.about.policies[side].version for job in jobs}) for side in (0, 1))
        versions = (tuple(was), tuple(now))
        if as_json:
            written(found, versions, about)
            return
        console = screen()
        names = {partner.id: partner.name for partner in register.partners}
        console.print(shown(found, versions, names, about))


def _jobs(
    register: Register, books: tuple[PolicyBook, ...], found: "Histories"
) -> "list[Job[Past]]":
    """Every partner of whom something was heard, until one common day."""
    from commands.past import Job
    from health.learning.replay import Past
    from health.observation import day_of
    from streams.context import context

    day = day_of(found.as_of) if found.as_of else found.newest
    if day is None:
        raise Misconfigured("nothing was heard of any partner")
    settings = from_environment()
    known = [context(settings, register, book) for book in books]
    return [
        Job(
            Past(
                partner,
                (),
                known[0].terms_of(partner),
                tuple(one.policy_of(partner) for one in known),
                day + 1,
            ),
            history,
        )
        for partner, history in found.of.items()
    ]
