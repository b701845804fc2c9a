"""The model: its arithmetic by hand, its law, what it learns, and when it is refused."""

from datetime import date

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.learning.additive import KNOTS, Additive, Curve, columns_of, held_back, learned
from health.learning.bootstrap import Figure, Floats
from health.learning.model_file import (
    Index,
    ModelFile,
    Origin,
    decode,
    decode_index,
    encode,
    entry_of,
    model_file,
)
from health.learning.ordinal import fit, loss, sigmoid
from health.learning.quality import FIGURES, Told, auc, best_cuts, calibration_error, quality
from health.learning.rows import GREEN, RED, UNKNOWN, YELLOW, Table, Whole, split
from health.learning.trial import Judged, TooLittle, doubts, told_by, trained, tried
from health.policy import NAMES
from ingest.errors import Malformed, Unsupported
from ingest.interaction import PartnerId

MANY = len(NAMES)


def made(rows: int = 900, partners: int = 60, seed: int = 4, *, noise: bool = False) -> Table:
    """Trouble comes of the first measure and of the third's absence; the scorecard guesses."""
    chance = np.random.default_rng(seed)
    goodness = chance.random((rows, MANY))
    goodness[chance.random((rows, MANY)) < 0.15] = np.nan
    trouble = 5 * (0.5 - np.nan_to_num(goodness[:, 0], nan=0.5)) + 2.0 * np.isnan(goodness[:, 2])
    trouble += chance.logistic(size=rows)
    truth = np.digitize(trouble, [0.3, 1.5]).astype(np.int64)
    if noise:
        truth = chance.permutation(truth)
    partner = np.arange(rows) % partners
    day = np.sort(chance.integers(0, 700, rows))
    return Table(
        partner=partner.astype(np.int64),
        day=day.astype(np.int64),
        known=day.astype(np.int64),
        truth=truth,
        goodness=goodness,
        score=chance.uniform(30, 90, rows),
        band=chance.integers(0, 4, rows),
        risk=chance.random(rows),
        names=tuple(PartnerId(f"p{one}") for one in range(partners)),
    )


# Proportional odds


def test_the_slope_of_the_loss_is_that_of_its_differences() -> None:
    chance = np.random.default_rng(1)
    columns, truth = chance.random((40, 5)), chance.integers(0, 3, 40)
    at = np.array([0.4, 0.0, 1.2, 0.3, 0.7, 0.2, 0.9])
    slope = loss(at, columns, truth, 0.05)[1]
    for place in range(len(at)):
        step = np.zeros(len(at))
        step[place] = 1e-6
        up, down = (loss(at + sign * step, columns, truth, 0.05)[0] for sign in (1, -1))
        assert slope[place] == pytest.approx((up - down) / 2e-6, abs=1e-6)


def test_the_loss_by_hand() -> None:
    # One row each at trouble 0; doors at 0 and at 1: green and not green are as likely as not.
    red = 1 / (1 + np.e)
    by_hand = -(np.log(0.5) + np.log(0.5 - red) + np.log(red)) / 3
    found, _ = loss(np.array([1.0, 0.0, 1.0]), np.zeros((3, 1)), np.arange(3), 0.1)
    assert found == pytest.approx(by_hand + 0.1)


def test_coefficients_come_back_and_none_that_is_held_goes_below_0() -> None:
    chance = np.random.default_rng(2)
    columns = chance.random((6000, 3))
    trouble = columns @ np.array([3.0, -2.0, -2.0]) + chance.logistic(size=6000)
    truth = np.digitize(trouble, [-0.5, 1.0]).astype(np.int64)
    found = fit(columns, truth, np.array([False, False, True]), 1e-6)
    assert found.coefficients[1] == 0
    assert found.coefficients[[0, 2]] == pytest.approx([3, -2], abs=0.35)
    free = fit(columns, truth, np.array([True, True, True]), 1e-6)
    assert free.coefficients == pytest.approx([3, -2, -2], abs=0.25)
    assert (free.yellow, free.red) == pytest.approx((-0.5, 1.0), abs=0.2)


def test_without_a_yellow_row_both_doors_are_one() -> None:
    chance = np.random.default_rng(2)
    columns = chance.random((500, 1))
    truth = np.where(columns[:, 0] + 0.3 * chance.normal(size=500) > 0.5, RED, GREEN)
    found = fit(columns, truth, np.array([False]), 1e-4)
    assert 0 < found.red - found.yellow < 0.02


# The model


def test_pieces_are_how_far_below_each_knot() -> None:
    columns, free = columns_of(np.array([[1.0], [0.6], [0.0], [np.nan]]))
    assert columns.tolist() == [
        [0, 0, 0, 0, 0],
        [0, 0, pytest.approx(0.6), 1, 0],
        [1, 1, 1, 1, 0],
        [0, 0, 0, 0, 1],
    ]
    assert free.tolist() == [False, False, False, False, True]


def test_a_curve_is_straight_between_its_knots() -> None:
    curve = Curve("silence", (4.0, 2.0, 1.0, 1.0, 0.0), -3.0, 0.5)
    found = curve.at(np.array([0.0, 0.125, 0.5, 0.9, 1.0, np.nan]))
    assert found == pytest.approx([4, 3, 1, 0.4, 0, -3])


def test_curves_say_what_the_fit_says() -> None:
    table = made()
    columns, free = columns_of(table.goodness)
    found = fit(columns, table.truth, free, 0.001)
    model = learned(table.goodness, table.truth, 0.001)
    for mine, theirs in zip(model.chances(table.goodness), found.chances(columns), strict=True):
        assert mine == pytest.approx(theirs, abs=1e-9)


def test_it_learns_what_made_the_trouble_and_nothing_else() -> None:
    table = made(6000)
    model = learned(table.goodness, table.truth, 0.0001)
    reach = {one.measure: one.trouble[0] for one in model.curves}
    assert reach[NAMES[0]] == pytest.approx(5, abs=0.8)
    assert max(reach[name] for name in NAMES[1:]) < 0.6
    assert model.curves[2].missing == pytest.approx(2, abs=0.4)


def test_parts_are_shapley_values() -> None:
    """They sum to the difference to the mean, and average to nothing; and the mean change that a
    measure makes, over all orders, is its part: here for two orders of two measures."""
    table = made()
    model = learned(table.goodness, table.truth, 0.001)
    parts = model.parts(table.goodness)
    trouble = np.log(1 / (1 / model.chances(table.goodness)[1] - 1))
    assert parts.sum(axis=1) == pytest.approx(trouble - trouble.mean())
    assert parts.mean(axis=0) == pytest.approx(0, abs=1e-12)
    row, mean = table.goodness[:1], np.array([one.usual for one in model.curves])

    def worth(known: list[int]) -> float:
        """The mean trouble over the rows where only these are known."""
        mixed = table.goodness.copy()
        mixed[:, known] = row[:, known]
        return float((model.parts(mixed) + mean).sum(axis=1).mean())

    first = ((worth([0]) - worth([])) + (worth([0, 2]) - worth([2]))) / 2
    assert first == pytest.approx(parts[0, 0])


MODEL = learned(made().goodness, made().truth, 0.001)
GOODNESS = st.lists(st.floats(0, 1), min_size=MANY, max_size=MANY)


@given(GOODNESS, GOODNESS)
def test_better_is_never_worse(one: list[float], other: list[float]) -> None:
    worse = np.minimum(one, other)[None, :]
    better = np.maximum(one, other)[None, :]
    for low, high in zip(MODEL.chances(better), MODEL.chances(worse), strict=True):
        assert low[0] <= high[0] + 1e-12


@given(GOODNESS)
def test_red_is_never_likelier_than_yellow_or_red(one: list[float]) -> None:
    some, red = MODEL.chances(np.array([one]))
    assert red[0] <= some[0]


def test_the_ridge_is_chosen_on_partners_left_out() -> None:
    noise, table = made(noise=True), made()
    assert held_back(noise.goodness, noise.truth, noise.partner)[0] == 0.03
    ridge, (_, red) = held_back(table.goodness, table.truth, table.partner)
    assert ridge < 0.03
    assert auc((table.truth == RED).astype(float), red, np.ones(len(table))) > 0.75


# How good it is


def test_figures_by_hand() -> None:
    truth = np.array([GREEN, GREEN, YELLOW, RED, RED, RED])
    band = np.array([GREEN, YELLOW, YELLOW, RED, UNKNOWN, GREEN])
    red = np.array([0.1, 0.2, 0.3, 0.9, 0.4, 0.2])
    found = dict(zip(FIGURES, quality(truth, Told(band, red), np.ones(6)), strict=True))
    assert found["accuracy"] == pytest.approx(3 / 6)
    assert found["recall_red"] == pytest.approx(1 / 3)
    assert found["precision_red"] == 1
    # Green: 1 of 2 found, 1 of 2 said; yellow: 1 of 1, 1 of 2; red: 1 of 3, 1 of 1.
    assert found["macro_f1"] == pytest.approx((0.5 + 2 / 3 + 0.5) / 3)
    # Of nine pairs 0.9 and 0.4 win three each; 0.2 wins one and ties one.
    assert found["auc"] == pytest.approx(7.5 / 9)
    assert found["brier"] == pytest.approx((0.01 + 0.04 + 0.09 + 0.01 + 0.36 + 0.64) / 6)


def test_a_band_that_never_is_the_truth_has_no_part_in_the_mean() -> None:
    truth, band = np.array([GREEN, GREEN, RED]), np.array([GREEN, YELLOW, RED])
    found = dict(zip(FIGURES, quality(truth, Told(band, np.zeros(3)), np.ones(3)), strict=True))
    assert found["macro_f1"] == pytest.approx((2 / 3 + 1) / 2)


def test_calibration_error_by_hand() -> None:
    red, chance = np.array([0.0, 1, 1, 0]), np.array([0.12, 0.18, 0.95, 1.0])
    # Two of about 0.15, of which one is red; two of about 0.975, of which one is.
    by_hand = (abs(0.30 - 1) + abs(1.95 - 1)) / 4
    assert calibration_error(red, chance, np.ones(4)) == pytest.approx(by_hand)
    assert calibration_error(red, red, np.ones(4)) == 0


def test_a_row_of_weight_two_is_two_rows() -> None:
    table = made(60)
    told = Told(table.band, np.nan_to_num(table.goodness[:, 0]))
    twice = np.concatenate([np.arange(60), np.arange(30)])
    weight = np.where(np.arange(60) < 30, 2.0, 1.0)
    doubled = quality(
        table.truth[twice], Told(told.band[twice], told.red[twice]), np.ones(len(twice))
    )
    assert quality(table.truth, told, weight) == pytest.approx(doubled)


def test_the_figures_are_those_of_scikit_learn() -> None:
    from sklearn import metrics

    table = made(400)
    told = Told(table.band % 3, np.round(np.nan_to_num(table.goodness[:, 0]), 2))
    found = dict(zip(FIGURES, quality(table.truth, told, np.ones(400)), strict=True))
    red = table.truth == RED
    assert found["auc"] == pytest.approx(metrics.roc_auc_score(red, told.red))
    assert found["brier"] == pytest.approx(metrics.brier_score_loss(red, told.red))
    assert found["macro_f1"] == pytest.approx(
        metrics.f1_score(table.truth, told.band, average="macro")
    )
    assert found["accuracy"] == pytest.approx(metrics.accuracy_score(table.truth, told.band))


def test_cuts_find_as_much_red_as_is_asked() -> None:
    chance = np.random.default_rng(8)
    truth = chance.integers(0, 3, 600)
    red = sigmoid(truth + chance.normal(size=600) - 2)
    some = sigmoid(truth + chance.normal(size=600) - 1)

    def recall(least: float) -> float:
        cuts = best_cuts(truth, lambda one, other: _said(some, red, one, other), least)
        band = _said(some, red, *cuts)
        return float((band[truth == RED] == RED).mean())

    assert recall(0.9) >= 0.9 > recall(0.0)


def _said(some: Floats, red: Floats, yellow: float, door: float) -> Whole:
    return np.where(red >= door, RED, np.where(some >= yellow, YELLOW, GREEN))


# The trial


def test_a_model_that_knows_more_beats_the_scorecard() -> None:
    parts = split(made(1500), 350)
    model, ridge = trained(parts)
    trial = tried(parts, model, ridge, {})
    assert trial.against == ()
    assert trial.unseen.figures["model"]["auc"].value > 0.75  # type: ignore[operator]
    assert trial.unseen.gains["brier"].low > 0  # type: ignore[operator]
    assert trial.unseen.partners + len(np.unique(parts.train.partner)) == 60


def test_a_model_of_noise_is_refused() -> None:
    parts = split(made(1500, noise=True), 350)
    model, ridge = trained(parts)
    assert any(one.startswith("brier") for one in tried(parts, model, ridge, {}).against)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ()),
        (
            {"brier": Figure(0.01, 0.0, 0.02)},
            ("brier: not better beyond chance (+0.010, +0.000 to +0.020)",),
        ),
        ({"brier": Figure(None)}, ("brier: not better beyond chance (cannot be told)",)),
        (
            {"recall_red": Figure(-0.01, -0.1, 0.1)},
            ("recall_red: lower (-0.010, -0.100 to +0.100)",),
        ),
        ({"auc": Figure(-0.2)}, ("auc: lower (-0.200)",)),
        ({"precision_red": Figure(-0.2)}, ()),
    ],
)
def test_what_speaks_against_a_model(change: dict[str, Figure], said: tuple[str, ...]) -> None:
    gains = {**dict.fromkeys(FIGURES, Figure(0.02, 0.01, 0.03)), **change}
    assert doubts(gains) == said


@pytest.mark.parametrize(
    ("rows", "partners", "said"),
    [
        (40, 60, "labelled weeks to learn from; at least 50 are needed"),
        (900, 12, "partners to learn from; at least 10 are needed"),
        (300, 60, "labelled weeks to judge by, of partners never learned from"),
    ],
)
def test_too_little_is_named(rows: int, partners: int, said: str) -> None:
    parts = split(made(rows, partners), 500 if rows == 300 else 350)
    with pytest.raises(TooLittle, match=said):
        tried(parts, *trained(parts), {})


# The file


@pytest.fixture(scope="module")
def file() -> ModelFile:
    figures = {"model": dict.fromkeys(FIGURES, Figure(0.9, 0.8, 0.95))}
    judged = Judged(10, 5, 3, figures, {})
    origin = Origin(
        7, 3, date(2026, 1, 1), date(2026, 6, 1), date(2026, 4, 1), {"red": 0.2}, "0123"
    )
    return model_file(MODEL, 0.001, origin, {"unseen": judged, "later": judged})


def test_a_file_gives_the_model_back(file: ModelFile) -> None:
    again = decode(encode(file), "m.json")
    assert again == file
    goodness = made().goodness
    assert told_by(again.model, made()).red.tolist() == MODEL.chances(goodness)[1].tolist()
    assert len(file.hash) == 64


def test_a_file_that_was_changed_is_refused(file: ModelFile) -> None:
    payload = encode(msgspec.structs.replace(file, ridge=0.002))
    with pytest.raises(Malformed, match=r"m\.json: was changed since it was written"):
        decode(payload, "m.json")


@pytest.mark.parametrize(
    ("payload", "error", "said"),
    [
        (b"{", Malformed, "m.json: is no model"),
        (b"\xff", Malformed, "m.json: is no model"),
        (b'{"format": 1}', Unsupported, "m.json: format 1; this program reads 2"),
        (b'{"format": 2}', Malformed, "m.json: is no model"),
        (b'{"format": 2, "kind": "churn"}', Unsupported, "a model of kind churn, not additive"),
    ],
)
def test_what_is_no_model_is_refused(payload: bytes, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        decode(payload, "m.json")


def test_a_model_of_other_measures_is_refused() -> None:
    short = Additive(MODEL.curves[:-1], 0.0, 1.0)
    origin = Origin(1, 1, date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1), {}, "")
    with pytest.raises(Unsupported, match="made for other measures"):
        decode(encode(model_file(short, 0.1, origin, {})), "m.json")


def test_the_index_holds_one_entry_a_file(file: ModelFile) -> None:
    one, other = entry_of(file, "a.json"), entry_of(file, "b.json")
    index = Index().plus(one).plus(other).plus(one)
    assert [entry.file for entry in index.models] == ["b.json", "a.json"]
    assert decode_index(encode(index), "index.json") == index
    assert one.figures["auc"] == 0.9
    with pytest.raises(Malformed, match=r"index\.json: is no index"):
        decode_index(b"[]", "index.json")


def test_knots_go_from_worst_to_best() -> None:
    assert KNOTS[0] == 0
    assert KNOTS[-1] == 1
