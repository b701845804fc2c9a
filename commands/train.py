"""`rapport train`: an interpretable model from labelled history, if it earns its place."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.complain import complaints
from commands.options import (
    Calendar,
    Events,
    Json,
    Mail,
    Notes,
    OwnDomains,
    PolicyFile,
    Processes,
    ReadyMade,
    Records,
    under,
)
from commands.screen import screen
from commands.sources import Sources
from ingest.sources.register_source import load_register
from streams.policies import load_policies
from streams.settings import Misconfigured, Settings, from_environment

if TYPE_CHECKING:
    from commands.past import Histories, Job
    from health.learning.as_policy import AsPolicy
    from health.learning.model_file import ModelFile
    from health.learning.rows import Lesson, Split, Table
    from health.learning.trial import Trial
    from health.policy_book import PolicyBook
    from ingest.register import Register

FOLDER = "health-models"

Labels = Annotated[
    Path | None,
    typer.Option(
        help="What is known: partner_id, date, and band (green, yellow, red) or outcome (churned, "
        "renewed, escalated), as CSV or JSON lines.",
        exists=True,
        dir_okay=False,
    ),
]
Cut = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], help="Learn from before this day; judge by what came after."
    ),
]


def train(
    partners: Annotated[
        Path | None, typer.Option(help="The partner register.", exists=True, dir_okay=False)
    ] = None,
    own_domain: OwnDomains = None,
    events: Events = None,
    mail: Mail = None,
    calendar: Calendar = None,
    notes: Notes = None,
    records: Records = None,
    annotations: ReadyMade = None,
    labels: Labels = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where the model goes; else into the models' folder.", dir_okay=False),
    ] = None,
    models: Annotated[
        Path | None, typer.Option(help="The models' folder; else in our data.", file_okay=False)
    ] = None,
    listing: Annotated[
        bool, typer.Option("--list", help="Show the models of the folder, with their figures.")
    ] = False,
    cut: Cut = None,
    churn: Annotated[
        bool,
        typer.Option(
            "--churn", help="Learn the risk of leaving from outcomes, instead of the bands."
        ),
    ] = False,
    policy: PolicyFile = None,
    challenger: Annotated[
        bool, typer.Option(help="Also try a gradient boosting (needs scikit-learn).")
    ] = True,
    policy_out: Annotated[
        Path | None,
        typer.Option(
            help="Also write what of the model a policy can hold: weights and floors, to read, "
            "change and backtest.",
            dir_okay=False,
        ),
    ] = None,
    processes: Processes = None,
    as_json: Json = False,
) -> None:
    """Train a monotone additive model; it is written only if it beats the scorecard (else exit 1).

    It learns from some partners before a day, and is judged on others after it. With --churn it is
    the probability of leaving within 90 days, and has to beat the rule.
    """
    # numpy and scipy take a while to import: not for the help of another command.
    from commands.learned_policy import write_policy
    from commands.models_folder import index_of, register_model
    from commands.past import histories, on_all_cores
    from commands.train_churn import Taught, train_churn
    from commands.train_report import listed, shown, written
    from health.learning.as_policy import as_policy
    from health.learning.rows import rows_of, table_of
    from health.learning.trial import TooLittle
    from streams.context import context

    sources = Sources(events, mail, calendar, notes, records)
    with complaints():
        settings = under(policy, from_environment())
        folder = models or (out.parent if out else settings.data_dir / FOLDER)
        console = screen()
        if listing:
            listed(index_of(folder), console, as_json=as_json)
            return
        if partners is None or labels is None:
            raise Misconfigured("give --partners and --labels, or --list")
        register = load_register(partners, own_domain or [])
        book = load_policies(settings.policy)
        past = histories(register, sources, annotations, None)
        if churn:
            taught = Taught(register, context(settings, register, book), past, labels, processes)
            if not train_churn(taught, cut, folder, out, as_json=as_json):
                raise typer.Exit(1)
            return
        jobs = _jobs(settings, register, book, past, labels)
        rows = on_all_cores(rows_of, jobs, past, "replaying", processes)
        table = table_of([row for some in rows for row in some])
        parts = _parts(table, cut)
        try:
            trial, tops = _trial(parts, challenger=challenger)
        except TooLittle as error:
            raise Misconfigured(str(error)) from error
        model = _file(trial, table, as_policy(trial.model, parts, book.standard), book)
        if not as_json:
            console.print(shown(model, trial, tops))
        file = None
        if not trial.against:
            file = out or folder / f"additive-{model.hash[:12]}.json"
            register_model(model, file)
            if policy_out is not None:
                write_policy(model, book, policy_out)
        written(model, trial, tops, file, console, as_json=as_json)
    if trial.against:
        raise typer.Exit(1)


def _jobs(
    settings: Settings, register: "Register", book: "PolicyBook", past: "Histories", labels: Path
) -> "list[Job[Lesson]]":
    """Every partner of whom something was heard and something is known."""
    from commands.past import Job, labels_of
    from health.learning.label import BANDS, OUTCOMES, Label
    from health.learning.rows import Lesson, asked
    from streams.context import context

    known: dict[str, list[Label]] = {}
    for label in labels_of(labels, register, (*BANDS, *OUTCOMES)):
        known.setdefault(label.partner_id, []).append(label)
    terms = context(settings, register, book)
    return [
        Job(
            Lesson(
                partner,
                (),
                terms.terms_of(partner),
                terms.policy_of(partner),
                asked(known[partner]),
            ),
            history,
        )
        for partner, history in past.of.items()
        if partner in known
    ]


def _parts(table: "Table", cut: datetime | None) -> "Split":
    from health.learning.rows import split, usual_cut
    from health.observation import day_of

    if not len(table):
        raise Misconfigured("no label lies on or after the first day of its partner's history")
    return split(table, day_of(cut.date()) if cut else usual_cut(table))


def _trial(parts: "Split", *, challenger: bool) -> "tuple[Trial, dict[str, float]]":
    """The model beside the scorecard; and what the challenger rests on most, where it was asked."""
    from health.learning.challenger import challenger_on, importance
    from health.learning.trial import recall_of, trained, tried

    model, ridge = trained(parts)
    if not challenger:
        return tried(parts, model, ridge, {}), {}
    try:
        other = challenger_on(parts.train, recall_of(parts.train))
    except ImportError as error:
        raise Misconfigured(
            "the challenger needs scikit-learn: pip install rapport[train], or --no-challenger"
        ) from error
    told = {"later": other.told(parts.later), "unseen": other.told(parts.unseen)}
    trial = tried(parts, model, ridge, told)
    found = importance(other, parts.unseen.goodness, parts.unseen.truth)
    return trial, {str(name): loss for name, loss in found.items()}


def _file(
    trial: "Trial", table: "Table", written_as: "AsPolicy | None", book: "PolicyBook"
) -> "ModelFile":
    from health.learning.model_file import model_file, origin_of
    from health.learning.trial import shares_of

    origin = origin_of(
        table, trial.rows, trial.partners, trial.cut, shares_of(table.truth), book.standard.version
    )
    judged = {"later": trial.later, "unseen": trial.unseen}
    return model_file(trial.model, trial.ridge, origin, judged, written_as)
