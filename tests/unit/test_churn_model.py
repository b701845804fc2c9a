"""A trained risk of leaving: what it learns from, its law, its calibration, and when it is
refused."""

from datetime import date
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.churn import HORIZON
from health.learning.additive import KNOTS, Curve
from health.learning.bootstrap import Figure, Floats
from health.learning.churn_file import ChurnFile, churn_file, decode_churn
from health.learning.churn_model import (
    Leaving,
    leaving_learned,
    left,
    recalibrated,
    recalibration,
)
from health.learning.churn_trial import (
    EDGES,
    FIGURES,
    ChurnJudged,
    churn_tried,
    doubts,
    expected_error,
    reliability,
)
from health.learning.label import Label
from health.learning.leaving import EVERY, LEFT, STAYED, asked_of_leaving, departures
from health.learning.model_file import Origin, encode, entry_of
from health.learning.ordinal import sigmoid
from health.learning.rows import GREEN, RED, Asked, Table, split
from health.learning.trial import TooLittle
from health.policy import NAMES
from ingest.errors import Malformed, Unsupported
from ingest.interaction import PartnerId
from tests.unit.test_learning_model import made

MANY = len(NAMES)


def world(rows: int = 6000, seed: int = 3, *, noise: bool = False) -> Table:
    """Partners leave for the first measure's sake; the rule says twice the odds of all that."""
    table = made(rows, partners=200, seed=seed)
    chance = np.random.default_rng(seed)
    odds = 4 * (0.4 - np.nan_to_num(table.goodness[:, 0], nan=0.5)) - 2
    gone = chance.random(rows) < sigmoid(odds)
    if noise:
        gone = chance.permutation(gone)
    truth = np.where(gone, RED, GREEN).astype(np.int64)
    risk = sigmoid(odds + 0.7 + chance.normal(size=rows))
    return msgspec.structs.replace(table, truth=truth, risk=risk)


# What is known of which day


def test_a_day_is_known_when_its_horizon_is_over_and_not_sooner() -> None:
    found = asked_of_leaving(1000, 1200)
    assert max(one.day for one in found) < 1000
    assert {one.known - one.day for one in found} == {HORIZON}
    assert {one.truth for one in found if one.day >= 1000 - HORIZON} == {LEFT}
    assert {one.truth for one in found if one.day < 1000 - HORIZON} == {STAYED}
    days = [one.day for one in found]
    assert {after - before for before, after in pairwise(days)} == {EVERY}


def test_who_was_not_recorded_as_gone_has_stayed_as_far_as_one_can_see() -> None:
    found = asked_of_leaving(None, 1200)
    assert found[-1] == Asked(1200 - HORIZON, STAYED, 1200)
    assert {one.truth for one in found} == {STAYED}


def test_the_first_departure_counts() -> None:
    p, q = PartnerId("p"), PartnerId("q")
    labels = [Label(p, 90, "churned"), Label(p, 70, "churned"), Label(q, 80, "escalated")]
    assert departures(labels) == {p: 70}


# The model


TABLE = world()
MODEL, _ = leaving_learned(TABLE.goodness, TABLE.truth, TABLE.partner)
ONE = st.one_of(st.none(), st.integers(0, 1000))
DAY = st.lists(ONE, min_size=MANY, max_size=MANY)


def rows(*days: list[int | None]) -> Floats:
    return np.array([[np.nan if one is None else one / 1000 for one in day] for day in days])


@given(DAY)
def test_one_day_is_a_row(day: list[int | None]) -> None:
    assert MODEL.chance(day) == pytest.approx(MODEL.chances(rows(day))[0], abs=1e-12)


@given(DAY, st.integers(0, MANY - 1), st.integers(0, 1000), st.integers(0, 1000))
def test_a_worse_measure_never_lowers_the_risk(
    day: list[int | None], place: int, one: int, other: int
) -> None:
    better, worse = list(day), list(day)
    better[place], worse[place] = max(one, other), min(one, other)
    assert MODEL.chance(worse) >= MODEL.chance(better)


def test_it_learns_why_partners_leave() -> None:
    reach = {one.measure: one.trouble[0] - one.trouble[-1] for one in MODEL.curves}
    assert max(reach, key=lambda name: reach[name]) == NAMES[0]
    assert reach[NAMES[0]] > 2 > 3 * max(reach[name] for name in NAMES[1:])


def test_what_it_says_comes_true() -> None:
    other = world(seed=9)
    risk, truth = MODEL.chances(other.goodness), left(other.truth)
    assert expected_error(truth, risk, np.ones(len(truth))) < 0.025
    assert expected_error(truth, other.risk, np.ones(len(truth))) > 0.05


def test_a_model_that_fits_its_own_too_well_is_held_back() -> None:
    few = world(400, noise=True)
    model, _ = leaving_learned(few.goodness, few.truth, few.partner)
    other = world(noise=True, seed=11)
    spread = model.chances(other.goodness)
    assert spread.max() - spread.min() < 0.1
    assert spread.mean() == pytest.approx(left(few.truth).mean(), abs=0.03)


def test_recalibration_undoes_what_was_done_to_the_odds() -> None:
    chance = np.random.default_rng(5)
    odds = chance.normal(-2, 1.5, 60_000)
    truth = np.where(chance.random(60_000) < sigmoid(odds), RED, GREEN)
    by = recalibration(sigmoid(2 * odds + 1), truth)
    assert by == pytest.approx((0.5, 0.5), abs=0.05)
    assert recalibrated(sigmoid(2 * odds + 1), by) == pytest.approx(sigmoid(odds), abs=0.02)


# The trial


def test_groups_by_hand() -> None:
    truth, risk = np.array([0.0, 1, 0, 1, 1]), np.array([0.01, 0.03, 0.02, 0.4, 0.9])
    found = {(one.low, one.high): one for one in reliability(truth, risk)}
    assert [one.rows for one in found.values()] == [1, 2, 0, 0, 0, 2]
    assert found[0.02, 0.05].said == pytest.approx(0.025)
    assert found[0.02, 0.05].left == pytest.approx(0.5)
    assert found[0.05, 0.1].said is None
    by_hand = (0.01 + abs(0.05 - 1) + abs(1.3 - 2)) / 5
    assert expected_error(truth, risk, np.ones(5)) == pytest.approx(by_hand)


def test_a_risk_of_a_whole_one_has_a_group() -> None:
    found = reliability(np.array([1.0]), np.array([1.0]))
    assert [one.rows for one in found] == [0, 0, 0, 0, 0, 1]
    assert (found[0].low, found[-1].high) == (EDGES[0], EDGES[-1])


def test_a_model_that_knows_more_beats_the_rule() -> None:
    trial = churn_tried(split(world(), 350))
    assert trial.against == ()
    mine, rule = trial.unseen.figures["model"], trial.unseen.figures["rule"]
    for name in ("brier", "calibration"):
        assert mine[name].value < rule[name].value  # type: ignore[operator]
    assert mine["auc"].value > rule["auc"].value  # type: ignore[operator]
    assert sum(one.rows for one in trial.unseen.groups["model"]) == trial.unseen.rows
    assert trial.unseen.left_rows > trial.unseen.left > 0


def test_a_model_of_noise_is_refused() -> None:
    found = churn_tried(split(world(noise=True), 350)).against
    assert "brier: not better than the same risk for all" in found or any(
        one.startswith("auc") for one in found
    )


def test_a_rule_that_is_right_is_not_beaten() -> None:
    table = world()
    odds = 4 * (0.4 - np.nan_to_num(table.goodness[:, 0], nan=0.5)) - 2
    right = msgspec.structs.replace(table, risk=sigmoid(odds))
    assert any("beyond chance" in one for one in churn_tried(split(right, 350)).against)


@pytest.mark.parametrize(
    ("gains", "brier", "auc", "said"),
    [
        ({}, 0.02, 0.7, ()),
        (
            {"brier": Figure(0.01, -0.001, 0.02)},
            0.02,
            0.7,
            ("brier: not better than the rule beyond chance (+0.010, -0.001 to +0.020)",),
        ),
        ({}, 0.03, 0.7, ("brier: not better than the same risk for all",)),
        ({}, 0.02, 0.5, ("auc: does not tell who leaves beyond chance",)),
        ({"auc": Figure(-0.1)}, 0.02, 0.7, ("auc: lower than the rule's (-0.100)",)),
        (
            {"calibration": Figure(-0.1)},
            0.02,
            0.7,
            ("calibration: higher than the rule's (-0.100)",),
        ),
    ],
)
def test_what_speaks_against_a_model(
    gains: dict[str, Figure], brier: float, auc: float, said: tuple[str, ...]
) -> None:
    mine = {"brier": Figure(brier), "auc": Figure(0.8, auc, 0.9)}
    figures = {"model": mine, "same_for_all": {"brier": Figure(0.03)}}
    better = {**dict.fromkeys(FIGURES, Figure(0.02, 0.01, 0.03)), **gains}
    assert doubts(ChurnJudged(9, 9, 9, 9, figures, better, {})) == said


def test_too_few_departures_are_named() -> None:
    table = world()
    few = msgspec.structs.replace(table, truth=np.where(table.partner < 9, table.truth, GREEN))
    with pytest.raises(TooLittle, match="partners that left to learn from; at least 10"):
        churn_tried(split(few, 350))


# The file


@pytest.fixture(scope="module")
def file() -> ChurnFile:
    origin = Origin(
        7, 3, date(2026, 1, 1), date(2026, 6, 1), date(2026, 4, 1), {"left": 0.2}, "0123"
    )
    return churn_file(churn_tried(split(world(), 350)), origin)


def test_a_file_gives_the_model_back(file: ChurnFile) -> None:
    assert decode_churn(encode(file), "c.json") == file
    assert entry_of(file, "c.json").figures.keys() == set(FIGURES)


def test_a_file_that_was_changed_is_refused(file: ChurnFile) -> None:
    payload = encode(file).replace(b'"ridge": ', b'"ridge": 1')
    with pytest.raises(Malformed, match=r"c\.json: was changed since it was written"):
        decode_churn(payload, "c.json")


def rising() -> Leaving:
    curves = list(MODEL.curves)
    curves[3] = Curve(curves[3].measure, (0.0, 0.0, 0.0, 0.0, 0.1), 0.0, 0.0)
    return Leaving(tuple(curves), MODEL.start)


@pytest.mark.parametrize(
    ("model", "error", "said"),
    [
        (Leaving(MODEL.curves[:-1], 0.0), Unsupported, "made for other measures"),
        (rising(), Malformed, f"{NAMES[3]}: a better measure raises the risk"),
    ],
)
def test_a_model_that_keeps_no_law_is_refused(
    file: ChurnFile, model: Leaving, error: type[Exception], said: str
) -> None:
    trial = churn_tried(split(world(), 350))
    made_so = churn_file(msgspec.structs.replace(trial, model=model), file.origin)
    with pytest.raises(error, match=said):
        decode_churn(encode(made_so), "c.json")


def test_a_model_of_bands_is_refused() -> None:
    with pytest.raises(Unsupported, match=r"b\.json: a model of kind additive, not churn"):
        decode_churn(b'{"kind": "additive", "format": 2}', "b.json")


def test_curves_are_straight_between_their_knots() -> None:
    assert KNOTS == (0.0, 0.25, 0.5, 0.75, 1.0)  # what one day counts on
