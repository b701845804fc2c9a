"""A model of leaving on trial beside the rule, on rows that it never saw."""

from itertools import pairwise

import msgspec
import numpy as np

from health.learning.bootstrap import Drawn, Figure, Floats, draw
from health.learning.churn_model import (
    Leaving,
    leaving_learned,
    left,
    recalibrated,
    recalibration,
)
from health.learning.quality import DRAWS
from health.learning.quality import auc as auc_of
from health.learning.rows import RED, Split, Table, Whole
from health.learning.trial import LEAST_PARTNERS, LEAST_ROWS, TooLittle, gain_told

LEAST_LEFT, LEAST_LEFT_UNSEEN = 10, 5
"""Partners that left: fewer teach nothing, or prove nothing."""
EDGES = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 1.0)
"""Risks told alike. Few leave: ten even groups would put nearly all rows into the first."""
COIN = 0.5
"""The AUC of who knows nothing."""
FIGURES = ("brier", "auc", "calibration")


class Group(msgspec.Struct, frozen=True):
    """Rows of which a risk from `low` to `high` was said: the mean of that, and the share of them
    that left; None where there are none."""

    low: float
    high: float
    rows: int
    said: float | None
    left: float | None


class ChurnJudged(msgspec.Struct, frozen=True):
    """On one set of rows: what each on trial did, how much better than the rule (above 0) the model
    is, and the truth of the risks that were said. `left`: the partners that did, `left_rows`: their
    days within the horizon."""

    rows: int
    partners: int
    left: int
    left_rows: int
    figures: dict[str, dict[str, Figure]]
    gains: dict[str, Figure]
    groups: dict[str, tuple[Group, ...]]


class ChurnTrial(msgspec.Struct, frozen=True):
    """`rows`, `partners`: learned from, before the day `cut`. `later`: those partners afterwards;
    `unseen`: others, in the same time."""

    model: Leaving
    ridge: float
    cut: int
    rows: int
    partners: int
    later: ChurnJudged
    unseen: ChurnJudged
    against: tuple[str, ...]
    """Why the model does not beat the rule; empty where it does."""


def churn_tried(split: Split) -> ChurnTrial:
    """Train the model and judge it. Raises TooLittle."""
    train = split.train
    _enough("to learn from", train, LEAST_LEFT)
    _enough("to judge by, of partners never learned from", split.unseen, LEAST_LEFT_UNSEEN)
    model, ridge = leaving_learned(train.goodness, train.truth, train.partner)
    again = recalibration(train.risk, train.truth)
    usual = float(left(train.truth).mean())
    later, unseen = (
        judged(
            table,
            {
                "rule": table.risk,
                "rule_recalibrated": recalibrated(table.risk, again),
                "same_for_all": np.full(len(table), usual),
                "model": model.chances(table.goodness),
            },
        )
        for table in (split.later, split.unseen)
    )
    return ChurnTrial(
        model,
        ridge,
        split.cut,
        len(train),
        len(np.unique(train.partner)),
        later,
        unseen,
        doubts(unseen),
    )


def judged(table: Table, told: dict[str, Floats]) -> ChurnJudged:
    """`told`: the risks that each says of the rows, `rule` and `model` among them."""
    found = {side: _qualities(table, risk) for side, risk in told.items()}
    mine, rule = found["model"], found["rule"]
    gains = {
        "brier": rule["brier"].minus(mine["brier"]),
        "auc": mine["auc"].minus(rule["auc"]),
        "calibration": rule["calibration"].minus(mine["calibration"]),
    }
    return ChurnJudged(
        len(table),
        len(np.unique(table.partner)),
        _departed(table),
        int(left(table.truth).sum()),
        {side: {k: v.figure() for k, v in one.items()} for side, one in found.items()},
        {name: one.figure() for name, one in gains.items()},
        {side: reliability(left(table.truth), told[side]) for side in ("rule", "model")},
    )


def doubts(found: ChurnJudged) -> tuple[str, ...]:
    """Why these figures do not beat the rule.

    The Brier score must be better than the rule's beyond chance (the interval of the gain lies
    above 0) and better than that of one risk for all; the AUC must tell who leaves beyond chance
    (its interval lies above a half) and not be lower than the rule's, nor the calibration error
    higher. A rule that is wrong enough is beaten by anybody who says nothing.
    """
    said = []
    brier = found.gains["brier"]
    if brier.value is None or brier.low is None or brier.low <= 0:
        said.append(f"brier: not better than the rule beyond chance ({gain_told(brier)})")
    mine, plain = (found.figures[side]["brier"].value for side in ("model", "same_for_all"))
    if mine is None or plain is None or mine >= plain:
        said.append("brier: not better than the same risk for all")
    auc = found.figures["model"]["auc"]
    if auc.low is None or auc.low <= COIN:
        said.append("auc: does not tell who leaves beyond chance")
    said += [
        f"{name}: {worse} than the rule's ({gain_told(found.gains[name])})"
        for name, worse in (("auc", "lower"), ("calibration", "higher"))
        if (found.gains[name].value or 0.0) < 0
    ]
    return tuple(said)


def reliability(truth: Floats, risk: Floats) -> tuple[Group, ...]:
    """What was said beside what became true, by risks told alike."""
    place = _groups(risk)
    found = []
    for at, (low, high) in enumerate(pairwise(EDGES)):
        here = place == at
        some = bool(here.any())
        found.append(
            Group(
                low,
                high,
                int(here.sum()),
                float(risk[here].mean()) if some else None,
                float(truth[here].mean()) if some else None,
            )
        )
    return tuple(found)


def expected_error(truth: Floats, risk: Floats, weight: Floats) -> float:
    """The mean distance of what was said and what became true, in groups of risks told alike."""
    gap = np.bincount(_groups(risk), weight * (risk - truth), minlength=len(EDGES) - 1)
    total = weight.sum()
    return float(np.abs(gap).sum() / total) if total > 0 else float("nan")


def _groups(risk: Floats) -> Whole:
    return np.searchsorted(EDGES[1:-1], risk, side="right")


def _qualities(table: Table, risk: Floats) -> dict[str, Drawn]:
    """Every figure, and what it is where partners are drawn."""
    truth = left(table.truth)
    owner = np.unique(table.partner, return_inverse=True)[1]
    weights = draw(int(owner.max()) + 1 if len(owner) else 1, DRAWS)
    found = np.array([_quality(truth, risk, one[owner]) for one in weights])
    return {name: Drawn(float(found[0, at]), found[1:, at]) for at, name in enumerate(FIGURES)}


def _quality(truth: Floats, risk: Floats, weight: Floats) -> tuple[float, ...]:
    total = weight.sum()
    brier = float(weight @ (risk - truth) ** 2 / total) if total > 0 else float("nan")
    return brier, auc_of(truth, risk, weight), expected_error(truth, risk, weight)


def _departed(table: Table) -> int:
    return len(np.unique(table.partner[table.truth == RED]))


def _enough(what: str, table: Table, least_left: int) -> None:
    for many, least, name in (
        (len(table), LEAST_ROWS, "days whose horizon is over"),
        (len(np.unique(table.partner)), LEAST_PARTNERS, "partners"),
        (_departed(table), least_left, "partners that left"),
    ):
        if many < least:
            raise TooLittle(f"{many} {name} {what}; at least {least} are needed")
