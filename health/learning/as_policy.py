"""A model of bands written as a policy: weights and floors that people can read, change, backtest.

The engine scores by a policy. A policy is linear in each measure and shares out the weight of what
is missing, a model is neither: what is lost is measured.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from health.learning.additive import Additive
from health.learning.bootstrap import Figure, Floats
from health.learning.quality import Told, qualities
from health.learning.rows import GREEN, RED, UNKNOWN, YELLOW, Split, Table, Whole
from health.policy import WEIGHTS, MeasureName, Policy
from health.policy_book import PolicyBook, with_changes
from health.standing import POINT

REPLACED = ("weights", "red_below", "green_from", "margin")
OF_BANDS = ("accuracy", "recall_red", "precision_red", "macro_f1")


class AsPolicy(msgspec.Struct, frozen=True):
    """`agreement`: the share of days of which it says the model's band, before any waiting;
    `figures`: how true its bands are. Both by the rows: `later` and `unseen`, as in a trial."""

    weights: dict[MeasureName, int]
    red_below: int
    green_from: int
    agreement: dict[str, float]
    figures: dict[str, dict[str, Figure]]


def as_policy(model: Additive, split: Split, policy: Policy) -> AsPolicy | None:
    """What of the model fits into the policy: each measure weighs as much as its curve reaches from
    worst to best, and the floors are those under which the rows that were learned from get the
    model's bands most often; of equal ones those nearest to the policy's own.

    None where no curve reaches anywhere, or the cap leaves no room for floors.
    """
    weights = weights_of(model)
    if not weights:
        return None
    wanted = model.bands(split.train.goodness)
    scores = scores_of(split.train, weights, policy)
    # Red must lie over the cap: a grave threat is red in every policy.
    best: tuple[int, int] | None = None
    most = (-1, 0)
    for red in range(policy.cap_score + 1, 100):
        for green in range(red + max(1, policy.margin), 101):
            agreed = int((bands_of(scores, red, green) == wanted).sum())
            good = (agreed, -abs(red - policy.red_below) - abs(green - policy.green_from))
            if good > most:
                most, best = good, (red, green)
    if best is None:
        return None
    agreement, figures = {}, {}
    for name, table in (("later", split.later), ("unseen", split.unseen)):
        if not len(table):
            continue
        said = bands_of(scores_of(table, weights, policy), *best)
        agreement[name] = round(float((said == model.bands(table.goodness)).mean()), 4)
        found = qualities(table.truth, Told(said, np.zeros(len(table))), table.partner)
        figures[name] = {one: found[one].figure() for one in OF_BANDS}
    return AsPolicy(weights, *best, agreement, figures)


def weights_of(model: Additive) -> dict[MeasureName, int]:
    """Points of 100 by how far each curve reaches; the largest remainders get what
    rounding leaves; none where none does. The cap has no weight: it takes off what it takes off."""
    reach = {
        one.measure: one.trouble[0] - one.trouble[-1]
        for one in model.curves
        if one.measure in WEIGHTS
    }
    total = sum(reach.values())
    if total <= 0:
        return {}
    exact = {name: 100 * one / total for name, one in reach.items()}
    points = {name: int(one) for name, one in exact.items()}
    rest = sorted(exact, key=lambda name: points[name] - exact[name])
    for name in rest[: 100 - sum(points.values())]:
        points[name] += 1
    return points


def scores_of(table: Table, weights: Mapping[MeasureName, int], policy: Policy) -> Floats:
    """What `health.standing.stand` would say of each row with these weights, nan under the gate."""
    weight = np.array([weights.get(name, 0) for name in WEIGHTS], dtype=np.int64)
    measured = ~np.isnan(table.goodness[:, : len(weight)])
    good = np.rint(1000 * np.nan_to_num(table.goodness[:, : len(weight)])).astype(np.int64)
    of = (measured * weight).sum(axis=1)
    parts = weight * good * measured * POINT // (10 * np.maximum(of, 1))[:, None]
    total = parts.sum(axis=1) / POINT
    capped = table.goodness[:, len(weight)] == 0
    total = np.where(capped, np.minimum(total, policy.cap_score), total)
    return np.where((of > 0) & (of >= 100 * policy.coverage_gate), total, np.nan)


def bands_of(scores: Floats, red_below: int, green_from: int) -> Whole:
    """The bands of scores that hold for long."""
    found = np.where(scores < red_below, RED, np.where(scores < green_from, YELLOW, GREEN))
    return np.where(np.isnan(scores), UNKNOWN, found).astype(np.int64)


def learned_book(found: AsPolicy, book: PolicyBook) -> PolicyBook:
    """The book with these weights and floors for every partner; all else of it stays.

    Kinds and tiers lose weights and floors of their own: the model was learned of all partners.
    """
    margin = min(book.standard.margin, found.green_from - found.red_below)
    standard = with_changes(
        book.standard,
        {
            "weights": dict(found.weights),
            "red_below": found.red_below,
            "green_from": found.green_from,
            "margin": margin,
        },
    )
    kinds = {name: _others(changes) for name, changes in book.kinds.items()}
    tiers = {name: _others(changes) for name, changes in book.tiers.items()}
    return PolicyBook(standard, kinds, tiers)


def _others(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if name not in REPLACED}
