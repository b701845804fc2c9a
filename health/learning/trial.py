"""A model is trained, and tried beside the scorecard and a challenger on rows it never saw."""

from collections.abc import Sequence

import msgspec
import numpy as np

from health.learning.additive import Additive, held_back, learned, said
from health.learning.bootstrap import Drawn, Figure, Floats
from health.learning.ordinal import Fit, fit
from health.learning.quality import FIGURES, LOW_IS_GOOD, Told, best_cuts, qualities
from health.learning.rows import RED, Split, Table, Whole

LEAST_ROWS, LEAST_PARTNERS, LEAST_RED = 50, 10, 10


class TooLittle(ValueError):
    """Nothing can be learned or judged from that; the message says of what there is too little."""


class Judged(msgspec.Struct, frozen=True):
    """On one set of rows: what each of those on trial did, and how much better than the scorecard
    (above 0) the model is."""

    rows: int
    partners: int
    red: int
    figures: dict[str, dict[str, Figure]]
    gains: dict[str, Figure]


class Trial(msgspec.Struct, frozen=True):
    """`rows`, `partners`: learned from, before the day `cut`. `later`: those partners afterwards;
    `unseen`: others, in the same time."""

    model: Additive
    ridge: float
    cut: int
    rows: int
    partners: int
    later: Judged
    unseen: Judged
    against: tuple[str, ...]
    """Why the model does not beat the scorecard; empty where it does."""


class Scorecard(msgspec.Struct, frozen=True):
    """The scorecard's own bands, and the chance that a curve over its score gives to red.

    The curve is fitted on the rows that the model learns from: the scorecard tells no chances.
    """

    curve: Fit

    def told(self, table: Table) -> Told:
        """Of each row."""
        return Told(table.band, self.curve.chances(_score_columns(table))[1])


def scorecard_on(table: Table) -> Scorecard:
    """Fit the curve."""
    return Scorecard(fit(_score_columns(table), table.truth, np.array([False, True]), 1e-4))


def _score_columns(table: Table) -> Floats:
    missing = np.isnan(table.score)
    return np.column_stack(
        [np.where(missing, 0.0, 10 - np.nan_to_num(table.score) / 10), missing.astype(float)]
    )


def trained(split: Split) -> tuple[Additive, float]:
    """The model, and the ridge that was chosen; bands are said so that on partners left out in turn
    at least as much of the red is found as by the scorecard.

    Raises TooLittle.
    """
    train = split.train
    _enough("to learn from", train)
    ridge, (some, red) = held_back(train.goodness, train.truth, train.partner)
    say_yellow, say_red = best_cuts(
        train.truth, lambda yellow, red_: said(some, red, yellow, red_), recall_of(train)
    )
    model = learned(train.goodness, train.truth, ridge)
    return msgspec.structs.replace(model, say_yellow=say_yellow, say_red=say_red), ridge


def recall_of(table: Table) -> float:
    """The share of the red rows that the scorecard finds."""
    return float((table.band[table.truth == RED] == RED).mean())


def tried(split: Split, model: Additive, ridge: float, challenger: dict[str, Told]) -> Trial:
    """Judge it. `challenger`: what another says of the `later` and the `unseen` rows, or nothing.

    Raises TooLittle.
    """
    _enough("to judge by, of partners never learned from", split.unseen)
    scorecard = scorecard_on(split.train)
    told: dict[str, Judged] = {}
    gains: dict[str, Drawn] = {}
    for name, table in (("later", split.later), ("unseen", split.unseen)):
        sides = {"scorecard": scorecard.told(table), "model": told_by(model, table)}
        if name in challenger:
            sides["challenger"] = challenger[name]
        found = {side: qualities(table.truth, one, table.partner) for side, one in sides.items()}
        gains = {one: _gain(one, found["model"], found["scorecard"]) for one in FIGURES}
        told[name] = Judged(
            len(table),
            len(np.unique(table.partner)),
            int((table.truth == RED).sum()),
            {side: {k: v.figure() for k, v in one.items()} for side, one in found.items()},
            {one: gain.figure() for one, gain in gains.items()},
        )
    return Trial(
        model,
        ridge,
        split.cut,
        len(split.train),
        len(np.unique(split.train.partner)),
        told["later"],
        told["unseen"],
        doubts(told["unseen"].gains),
    )


def told_by(model: Additive, table: Table) -> Told:
    """Of each row."""
    return Told(model.bands(table.goodness), model.chances(table.goodness)[1])


def _gain(name: str, mine: dict[str, Drawn], other: dict[str, Drawn]) -> Drawn:
    if name in LOW_IS_GOOD:
        return other[name].minus(mine[name])
    return mine[name].minus(other[name])


NOT_WORSE = ("accuracy", "recall_red", "macro_f1", "auc")


def doubts(gains: dict[str, Figure]) -> tuple[str, ...]:
    """Why these gains do not beat the scorecard.

    A model must have the better Brier score beyond chance (its interval lies above 0), and none of
    accuracy, recall on red, macro-F1 and AUC lower.
    """
    found = []
    brier = gains["brier"]
    if brier.value is None or brier.low is None or brier.low <= 0:
        found.append(f"brier: not better beyond chance ({gain_told(brier)})")
    found += [
        f"{name}: lower ({gain_told(gains[name])})"
        for name in NOT_WORSE
        if (gains[name].value or 0.0) < 0
    ]
    return tuple(found)


def gain_told(gain: Figure) -> str:
    """With its interval."""
    if gain.value is None:
        return "cannot be told"
    between = "" if gain.low is None else f", {gain.low:+.3f} to {gain.high:+.3f}"
    return f"{gain.value:+.3f}{between}"


def _enough(what: str, table: Table) -> None:
    rows, partners = len(table), len(np.unique(table.partner))
    red = int((table.truth == RED).sum())
    for many, least, name in (
        (rows, LEAST_ROWS, "labelled weeks"),
        (partners, LEAST_PARTNERS, "partners"),
        (red, LEAST_RED, "red weeks"),
        (rows - red, LEAST_RED, "weeks that are not red"),
    ):
        if many < least:
            raise TooLittle(f"{many} {name} {what}; at least {least} are needed")


def shares_of(truth: Whole, names: Sequence[str] = ("green", "yellow", "red")) -> dict[str, float]:
    """How often each band is the truth."""
    many = np.bincount(truth, minlength=len(names))[: len(names)]
    return {
        name: round(float(one / max(1, len(truth))), 4)
        for name, one in zip(names, many, strict=True)
    }
