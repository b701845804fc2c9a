"""A model written as a policy: what is kept of it, and what that costs."""

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given

from health.learning.additive import KNOTS, Additive, Curve
from health.learning.as_policy import (
    AsPolicy,
    as_policy,
    bands_of,
    learned_book,
    scores_of,
    weights_of,
)
from health.learning.rows import RED, Asked, Lesson, Split, Table, rows_of, table_of
from health.observation import Observation
from health.policy import NAMES, WEIGHTS, MeasureName, Policy
from health.policy_book import PolicyBook
from health.policy_file import read
from health.policy_text import written_book
from tests.laws.made import DAY_0, EVERY, PARTNER, SMALL, TERMS, changed
from tests.laws.strategies import histories
from tests.unit.test_learning_model import made


def model(reach: dict[str, float], **doors: float) -> Additive:
    """Straight curves; those that are not named reach nowhere."""
    curves = tuple(
        Curve(name, tuple(reach.get(name, 0.0) * (1 - at) for at in KNOTS), 0.0, 0.0)
        for name in NAMES
    )
    return Additive(curves, **{"yellow": 1.0, "red": 2.0, **doors})


def split_of(table: Table) -> Split:
    parts = [table.where(table.partner % 3 == one) for one in range(3)]
    return Split(0, *parts)


def whole(table: Table) -> Table:
    """Everything is measured, in thousandths, and no threat caps."""
    goodness = np.round(np.nan_to_num(table.goodness, nan=0.5), 3)
    goodness[:, -1] = 1.0
    return msgspec.structs.replace(table, goodness=goodness)


def test_a_measure_weighs_as_much_as_its_curve_reaches() -> None:
    found = weights_of(model({"silence": 3.0, "survey": 1.0, "risk_cap": 9.0}))
    assert {name: one for name, one in found.items() if one} == {"silence": 75, "survey": 25}
    assert found.keys() == CAPLESS


CAPLESS = WEIGHTS.keys()


def test_weights_are_whole_and_sum_to_100() -> None:
    found = weights_of(model({"silence": 1.0, "survey": 1.0, "champion": 1.0}))
    assert sorted(one for one in found.values() if one) == [33, 33, 34]


def test_of_a_model_that_rests_on_nothing_there_is_no_policy() -> None:
    assert as_policy(model({}), split_of(made()), EVERY) is None
    assert as_policy(model({"silence": 1.0}), split_of(made()), changed(cap_score=100)) is None


def test_a_straight_model_of_what_is_always_measured_loses_next_to_nothing() -> None:
    straight = model({"silence": 4.0, "survey": 4.0, "champion": 2.0}, yellow=3.0, red=4.5)
    found = as_policy(straight, split_of(whole(made(3000))), changed(cap_score=10))
    assert found is not None
    # Trouble 3 of 10 is a score of 70, and 4.5 one of 55.
    assert (found.red_below, found.green_from) == (55, 70)
    assert found.agreement["unseen"] > 0.98


def test_what_a_policy_cannot_hold_is_told() -> None:
    straight = model({"silence": 4.0, "survey": 4.0, "champion": 2.0}, yellow=3.0, red=4.5)
    bent = msgspec.structs.replace(
        straight,
        curves=tuple(
            msgspec.structs.replace(one, trouble=(4.0, 4.0, 4.0, 4.0, 0.0))
            if one.measure == "silence"
            else one
            for one in straight.curves
        ),
    )
    for one, table in ((straight, made(3000)), (bent, whole(made(3000)))):
        found = as_policy(one, split_of(table), changed(cap_score=10))
        assert found is not None
        assert 0.5 < found.agreement["unseen"] < 0.95


def test_a_grave_threat_stays_red() -> None:
    table = whole(made(900))
    table.goodness[:, -1] = 0.0
    mild = model({"silence": 1.0}, yellow=2.0, red=3.0)
    found = as_policy(mild, split_of(table), changed(cap_score=49))
    assert found is not None
    assert found.red_below > 49
    scores = scores_of(table, found.weights, changed(cap_score=49))
    assert set(bands_of(scores, found.red_below, found.green_from)) == {RED}


@given(histories())
def test_its_scores_are_those_of_the_engine(seen: list[Observation]) -> None:
    asked = tuple(Asked(DAY_0 + day, RED, DAY_0 + day) for day in range(0, 40, 3))
    for policy in (EVERY, SMALL):
        rows = rows_of(Lesson(PARTNER, tuple(seen), TERMS, policy, asked))
        if rows:
            scores = scores_of(table_of(rows), policy.weights, policy)
            bare = changed(policy, coverage_gate=0.001)
            open_ = scores_of(table_of(rows), policy.weights, bare)
            said = [one.score for one in rows]
            assert [None if np.isnan(one) else one for one in open_] == said
            gated = [None if np.isnan(one) else one for one in scores]
            assert all(one in (None, score) for one, score in zip(gated, said, strict=True))


# The book


LEARNED = AsPolicy({"silence": 60, "survey": 40}, 55, 57, {"unseen": 0.9}, {})
MINE: dict[str, Any] = {"weights": {"survey": 100}, "red_below": 10, "silence": {"worst": 4.0}}


def test_weights_and_floors_are_the_models_and_all_else_is_the_policys() -> None:
    base = changed(Policy(), silence=SMALL.sentiment_level, pending_days=8)
    book = learned_book(LEARNED, PolicyBook(base, {"supplier": MINE}, {"gold": MINE}))
    for policy in (book.standard, book.holds("supplier", None), book.holds("supplier", "gold")):
        assert policy.weights == {"silence": 60, "survey": 40}
        assert (policy.red_below, policy.green_from, policy.pending_days) == (55, 57, 8)
        assert policy.margin == 2  # what fits between the floors
    assert book.holds("supplier", None).silence.worst == 4.0
    assert book.standard.silence == base.silence


def test_it_is_read_back_from_its_file() -> None:
    book = learned_book(LEARNED, PolicyBook(Policy(), {"supplier": MINE}, {}))
    again = read(written_book(book))
    assert again.standard.version == book.standard.version
    assert again.holds("supplier", None).version == book.holds("supplier", None).version


@pytest.mark.parametrize("name", NAMES[:-1])
def test_every_measure_can_be_held(name: MeasureName) -> None:
    assert weights_of(model({name: 0.5}))[name] == 100
