"""What the benchmark of bands says of days made by hand."""

import json

import msgspec
import numpy as np
import pytest

from benchmarks import bands
from benchmarks.simulator import simulated
from benchmarks.simulator.counts import COUNTS
from benchmarks.simulator.figures import (
    BURN_IN,
    Pool,
    Tally,
    false_reds,
    leads,
    tally,
    with_intervals,
)
from benchmarks.simulator.rivals import Thresholds, chosen, held, naive
from benchmarks.simulator.watching import (
    CODES,
    FIRST,
    GONE,
    GREEN,
    NAMES,
    RED,
    UNKNOWN,
    YELLOW,
    policy_of,
    watched,
)
from health.observation import observe
from health.rebuild import rebuild
from health.terms import terms_of

DAYS = 300


def days(*spells: tuple[int, int]) -> np.ndarray:
    """Bands by day, from (band, days)."""
    return np.concatenate([np.full(many, band, dtype=np.int8) for band, many in spells])


def figures(*tallies: Tally) -> dict[str, float | None]:
    return {name: one.value for name, one in with_intervals(tallies, draws=0).items()}


def test_what_is_unknown_is_told_wrongly():
    truth = days((GREEN, DAYS))
    said = days((GREEN, 200), (UNKNOWN, 100))
    looked = len(range(BURN_IN, DAYS, 7))
    right = len(range(BURN_IN, 200, 7))
    found = figures(tally(truth, said, None))
    assert found["accuracy"] == pytest.approx(right / looked)
    assert found["unknown"] == pytest.approx(1 - right / looked)


def test_days_of_the_burn_in_and_after_the_break_do_not_count():
    truth = days((RED, BURN_IN), (GREEN, 80), (GONE, 100))
    said = days((GREEN, 200), (RED, 100))
    found = tally(truth, said, 200)
    assert found.confusion.sum() == found.confusion[GREEN, GREEN] == len(range(BURN_IN, 200, 7))
    assert found.days == 80


def test_recall_and_precision_of_red():
    confusion = np.array([[6, 0, 2, 0], [0, 0, 0, 0], [1, 2, 4, 1]])
    found = figures(Tally(confusion, 0, 100))
    assert found["recall_red"] == 4 / 8
    assert found["precision_red"] == 4 / 6
    assert found["recall_yellow"] is None
    assert found["accuracy"] == 10 / 16
    green, red = 2 * 6 / (8 + 7), 2 * 4 / (8 + 6)
    assert found["macro_f1"] == pytest.approx((green + 0 + red) / 3)


@pytest.mark.parametrize(
    ("truth", "said", "found"),
    [
        pytest.param(
            days((GREEN, DAYS)), days((GREEN, 150), (RED, 20), (GREEN, 130)), 1, id="nothing there"
        ),
        pytest.param(
            days((GREEN, 171), (RED, 129)), days((GREEN, 150), (RED, 150)), 0, id="21 days early"
        ),
        pytest.param(
            days((GREEN, 172), (RED, 128)), days((GREEN, 150), (RED, 150)), 1, id="22 days early"
        ),
        pytest.param(
            days((RED, 137), (GREEN, 163)), days((GREEN, 150), (RED, 150)), 0, id="14 days late"
        ),
        pytest.param(
            days((RED, 136), (GREEN, 164)), days((GREEN, 150), (RED, 150)), 1, id="15 days late"
        ),
        pytest.param(
            days((GREEN, 160), (GONE, 140)), days((GREEN, 150), (RED, 150)), 0, id="then it broke"
        ),
        pytest.param(
            days((GREEN, DAYS)),
            days((GREEN, 150), (RED, 5), (YELLOW, 5), (RED, 5), (GREEN, 135)),
            2,
            id="twice",
        ),
        pytest.param(days((GREEN, DAYS)), days((RED, DAYS)), 0, id="no turn"),
    ],
)
def test_false_reds(truth, said, found):
    assert false_reds(truth, said) == found


def test_false_reds_are_of_ten_years_of_a_partner():
    found = figures(Tally(np.zeros((3, 4), dtype=int), 2, 3652), Tally(np.zeros((3, 4)), 0, 3653))
    assert found["false_reds_10y"] == pytest.approx(1.0)
    assert found["accuracy"] is None


@pytest.mark.parametrize(
    ("said", "red", "not_green"),
    [
        pytest.param(days((GREEN, 60), (YELLOW, 10), (RED, 30)), 30, 40, id="as it should be"),
        pytest.param(
            days((RED, 60), (GREEN, 10), (YELLOW, 30)), None, 30, id="only yellow at last"
        ),
        pytest.param(days((GREEN, 50), (RED, 40), (GREEN, 10)), None, None, id="green again"),
        pytest.param(
            days((GREEN, 50), (RED, 20), (YELLOW, 20), (RED, 10)), 50, 50, id="from the first red"
        ),
        pytest.param(
            days((GREEN, 70), (RED, 20), (UNKNOWN, 10)), 30, 30, id="unknown is not green"
        ),
        pytest.param(days((GREEN, 70), (UNKNOWN, 30)), None, None, id="unknown warns nobody"),
        pytest.param(days((UNKNOWN, 90), (RED, 10)), 10, 10, id="known late"),
    ],
)
def test_leads(said, red, not_green):
    assert leads(said, 100) == (red, not_green)
    assert leads(said, None) == (None, None)


def test_a_break_without_warning_counts_as_no_days():
    nothing = np.zeros((3, 4), dtype=int)
    found = figures(
        Tally(nothing, 0, 1, broke=True, red_lead=40, lead=60),
        Tally(nothing, 0, 1, broke=True, red_lead=None, lead=10),
        Tally(nothing, 0, 1, broke=True, red_lead=20, lead=30),
        Tally(nothing, 0, 1),
    )
    assert found["lead_red"] == 20
    assert found["breaks_red"] == pytest.approx(2 / 3)
    assert found["breaks_not_green"] == 1.0
    assert found["lead_not_green"] == 30


def test_intervals_hold_the_figure_and_are_the_same_again():
    tallies = [
        Tally(np.diag([many, 1, 2, 0])[:3] + np.eye(3, 4, 1, dtype=int), 0, 10)
        for many in range(1, 30)
    ]
    found = with_intervals(tallies)["accuracy"]
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert found.low < found.value < found.high
    assert with_intervals(tallies)["accuracy"] == found


def test_drawing_takes_whole_partners():
    pool = Pool([Tally(np.full((3, 4), at), at, at, broke=True, red_lead=at) for at in (1, 100)])
    pool.draw(np.random.default_rng(0))
    assert (pool.confusion == pool.confusion[0, 0]).all()
    assert pool.confusion[0, 0] == pool.days == pool.false_reds == sum(pool.red_leads)


def test_thresholds_are_the_best_on_those_they_are_chosen_on():
    truth = days((GREEN, 150), (YELLOW, 75), (RED, 75))
    value = np.concatenate([np.full(150, 0.5), np.full(75, 0.1), np.full(75, -0.4)])
    rule = chosen([value], [truth])
    assert -0.4 < rule.red <= 0.1 < rule.yellow <= 0.5
    assert (rule.bands(value) == truth).all()


def test_what_is_not_measured_is_green_and_stays_as_it_was():
    assert Thresholds(0.0, 1.0).bands(np.array([np.nan, -1, 0.5, 2])).tolist() == [
        GREEN,
        RED,
        YELLOW,
        GREEN,
    ]
    kept = held(np.array([np.nan, 1.0, np.nan, np.nan, 2.0]))
    assert np.isnan(kept[0])
    assert kept[1:].tolist() == [1, 1, 1, 2]


def test_the_naive_rule_is_the_mean_of_thirty_days():
    one = watched(0, simulated(2, 0, 70))
    seen = np.zeros((70, len(COUNTS)))
    tone, toned = COUNTS.index("tone"), COUNTS.index("toned")
    seen[5, tone], seen[5, toned] = 0.8, 1
    seen[10, tone], seen[10, toned] = -0.6, 2
    mean = naive(msgspec.structs.replace(one, counts=seen))
    assert np.isnan(mean[:5]).all()
    assert mean[5] == pytest.approx(0.8)
    assert mean[34] == pytest.approx(0.2 / 3)
    assert mean[35] == mean[39] == pytest.approx(-0.3)
    assert mean[60] == mean[39], "nobody wrote: as before"


def test_the_fold_by_day_is_the_fold_at_once():
    one = simulated(2, 1, 250)
    step = rebuild(
        one.partner.id,
        [observe(said) for said in one.said],
        terms_of(one.partner),
        policy_of(one.partner),
        until=FIRST + 250,
    )
    mine = watched(1, one)
    for close in step.closes:
        assert mine.band[close.day - FIRST] == CODES[close.band]
    assert len(step.closes) > 200
    assert np.nanmax(mine.goodness) <= 1000


def test_the_command_prints_and_dumps(capsys, tmp_path):
    file = tmp_path / "days.npz"
    given = ["--partners", "2", "--others", "1", "--days", "200", "--seed", "4"]
    bands.main([*given, "--json", "--dump", str(file)])
    told = json.loads(capsys.readouterr().out)
    assert {"engine", "mean sentiment of 30 days", *NAMES} == set(told)
    assert 0 <= told["engine"]["accuracy"]["value"] <= 1
    with np.load(file) as found:
        assert found["goodness"].shape == (400, len(NAMES))
        assert set(found["partner"]) == {0, 1}
        assert found["truth"].shape == found["band"].shape == found["break_day"].shape == (400,)
    bands.main(["--partners", "1", "--others", "1", "--days", "150"])
    assert "Side by side" in capsys.readouterr().out
