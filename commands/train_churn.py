"""`rapport train --churn`: the risk of leaving, learned from who left."""

from datetime import datetime
from pathlib import Path

import msgspec
import numpy as np

from commands.models_folder import register_model
from commands.past import Histories, Job, labels_of, on_all_cores
from commands.screen import screen
from commands.train_churn_report import shown, written
from health.learning.churn_file import ChurnFile, churn_file
from health.learning.churn_model import left
from health.learning.churn_trial import ChurnTrial, churn_tried
from health.learning.label import BANDS, OUTCOMES
from health.learning.leaving import asked_of_leaving, departures
from health.learning.model_file import origin_of
from health.learning.rows import Lesson, Table, rows_of, split, table_of, usual_cut
from health.learning.trial import TooLittle
from health.observation import day_of
from ingest.register import Register
from streams.context import Context
from streams.settings import Misconfigured


class Taught(msgspec.Struct, frozen=True):
    """What is learned from."""

    register: Register
    known: Context
    past: Histories
    labels: Path
    processes: int | None


def train_churn(
    taught: Taught,
    cut: datetime | None,
    folder: Path,
    out: Path | None,
    *,
    as_json: bool,
) -> bool:
    """Whether the model beats the rule: then it is written, to `out` or into the folder."""
    table = _table(taught)
    try:
        trial = churn_tried(split(table, day_of(cut.date()) if cut else usual_cut(table)))
    except TooLittle as error:
        raise Misconfigured(str(error)) from error
    model = _file(trial, table, taught.known.policy.version)
    console = screen()
    if not as_json:
        console.print(shown(model, trial))
    file = None
    if not trial.against:
        file = out or folder / f"churn-{model.hash[:12]}.json"
        register_model(model, file)
    written(model, trial, file, console, as_json=as_json)
    return file is not None


def _table(taught: Taught) -> Table:
    """Every partner of whom something was heard; who was not recorded as gone has stayed."""
    labels = labels_of(taught.labels, taught.register, (*BANDS, *OUTCOMES))
    gone, last = departures(labels), taught.past.newest
    if not gone:
        raise Misconfigured(f"{taught.labels.name}: names no partner that churned")
    known = taught.known
    jobs = [
        Job(
            Lesson(
                partner,
                (),
                known.terms_of(partner),
                known.policy_of(partner),
                () if last is None else asked_of_leaving(gone.get(partner), last),
            ),
            history,
        )
        for partner, history in taught.past.of.items()
    ]
    rows = on_all_cores(rows_of, jobs, taught.past, "replaying", taught.processes)
    table = table_of([row for some in rows for row in some])
    # Where the band is unknown, neither rule nor model says a risk.
    table = table.where(~np.isnan(table.risk))
    if not len(table):
        raise Misconfigured("no day lies 90 days back of which the band is known")
    return table


def _file(trial: ChurnTrial, table: Table, policy_version: str) -> ChurnFile:
    gone = round(float(left(table.truth).mean()), 4)
    shares = {"left": gone, "stayed": round(1 - gone, 4)}
    origin = origin_of(table, trial.rows, trial.partners, trial.cut, shares, policy_version)
    return churn_file(trial, origin)
