"""Alerts of two policies side by side, and against what became of the partners."""

import msgspec
import numpy as np
import pytest

from health.learning.backtest import compared
from health.learning.bootstrap import draw, quantile, share
from health.learning.label import OUTCOMES, Label, read_labels
from health.learning.match import matched
from health.learning.replay import Past, Replay, Span, Turn, spans, under_each
from health.learning.verdict import count, figures, totals
from health.observation import DAY_MS
from health.rebuild import rebuild
from ingest.errors import Malformed
from ingest.interaction import PartnerId
from tests.laws.made import DAY_0, PARTNER, SMALL, TERMS, changed, observation

P, Q = PartnerId("p"), PartnerId("q")


def turn(day: float, after: str, before: str = "green", partner: PartnerId = P) -> Turn:
    return Turn(partner, int(day * DAY_MS), before, after)  # type: ignore[arg-type]


def past(first: int = 0, last: int = 1000, partner: PartnerId = P) -> Replay:
    return Replay(partner, 1, first, last, ())


# Which alerts are the same


@pytest.mark.parametrize(
    ("was", "now", "fates"),
    [
        pytest.param([turn(10, "red")], [turn(10, "red")], ["stays"], id="the same"),
        pytest.param([turn(10, "red")], [turn(15, "red")], ["moves"], id="later"),
        pytest.param([turn(10, "red")], [turn(10, "yellow")], ["moves"], id="another band"),
        pytest.param([], [turn(10, "red")], ["appears"], id="new"),
        pytest.param([turn(10, "red")], [], ["vanishes"], id="gone"),
        pytest.param([turn(10, "red")], [turn(40, "red")], ["moves"], id="30 days away"),
        pytest.param(
            [turn(10, "red")], [turn(40.1, "red")], ["vanishes", "appears"], id="further away"
        ),
        pytest.param(
            [turn(10, "red")],
            [turn(11, "green", "red")],
            ["vanishes", "appears"],
            id="the other direction",
        ),
        pytest.param(
            [turn(10, "red")],
            [turn(10, "red", partner=Q)],
            ["vanishes", "appears"],
            id="another partner",
        ),
        pytest.param(
            [turn(10, "red"), turn(20, "red")],
            [turn(19, "red")],
            ["vanishes", "moves"],
            id="nearest",
        ),
    ],
)
def test_alerts_are_matched(was: list[Turn], now: list[Turn], fates: list[str]) -> None:
    assert [pair.fate for pair in matched(was, now)] == fates
    assert [pair.fate for pair in matched(was[::-1], now[::-1])] == fates


def test_of_two_as_near_the_same_band_is_the_counterpart() -> None:
    (pair, other) = matched([turn(10, "red")], [turn(9, "yellow"), turn(11, "red")])
    assert (pair.fate, other.fate, other.days) == ("appears", "moves", 1.0)


# What an alert covers


def test_yellow_and_red_in_a_row_are_one_stretch_of_what_is_not_green() -> None:
    turns = [
        turn(10, "yellow"),
        turn(20, "red", "yellow"),
        turn(30, "green", "red"),
        turn(50, "red"),
    ]
    assert spans(turns, "yellow") == (Span(10, 30), Span(50, None))
    assert spans(turns, "red") == (Span(20, 30), Span(50, None))


@pytest.mark.parametrize("after", ["yellow", "green", "unknown"])
def test_red_ends_with_any_other_band(after: str) -> None:
    turns = [turn(10, "red"), turn(20, after, "red"), turn(40, "red", after)]
    assert spans(turns, "red") == (Span(10, 20), Span(40, None))


@pytest.mark.parametrize(
    ("alert", "outcomes", "judged"),
    [
        pytest.param(Span(100, 120), [(280, "churned")], "right", id="180 days later"),
        pytest.param(Span(100, 120), [(281, "churned")], "wrong", id="181 days later"),
        pytest.param(Span(100, 120), [(100, "churned")], "wrong", id="too late to be a warning"),
        pytest.param(Span(100, 400), [(390, "escalated")], "right", id="while it fires"),
        pytest.param(Span(100, None), [(990, "churned")], "right", id="still firing"),
        pytest.param(Span(100, 120), [(150, "renewed")], "wrong", id="renewed"),
        pytest.param(
            Span(100, 120), [(150, "renewed"), (200, "churned")], "wrong", id="renewed before"
        ),
        pytest.param(
            Span(100, 120), [(150, "churned"), (200, "renewed")], "right", id="renewed after"
        ),
        pytest.param(
            Span(100, 120), [(150, "renewed"), (150, "churned")], "right", id="on one day"
        ),
        pytest.param(Span(900, None), [], "undecided", id="too new"),
        pytest.param(Span(820, None), [], "wrong", id="nothing came of it"),
    ],
)
def test_an_alert_is_judged(alert: Span, outcomes: list[tuple[int, str]], judged: str) -> None:
    labels = [Label(P, day, what) for day, what in outcomes]  # type: ignore[arg-type]
    found = count([alert], labels, past())
    said = {"right": found.right, "wrong": found.wrong, "undecided": found.undecided}
    assert said == {**dict.fromkeys(said, 0), judged: 1}


def test_a_break_is_warned_of_by_the_newest_alert() -> None:
    labels = [Label(P, 200, "churned"), Label(P, 600, "escalated"), Label(P, 1002, "churned")]
    found = count([Span(100, 120), Span(150, 160)], labels, past())
    assert (found.leads, found.missed, found.outside) == ((50,), 1, 1)
    assert totals([found])["warned"] == 1


def test_figures_of_three_partners() -> None:
    labels = [Label(P, 200, "churned")]
    counts = [
        count([Span(100, 120)], labels, past()),  # right, 100 days before
        count([Span(100, 120)], [], past()),  # wrong
        count([], labels, past()),  # missed
    ]
    found = {name: one.value for name, one in figures(counts, draw(3)).items()}
    assert found["precision"] == 0.5
    assert found["recall"] == 0.5
    assert found["lead_median"] == 100
    assert found["alerts_10y"] == pytest.approx(2 / (3 * 1001 / 365.25) * 10)
    assert found["wrong_10y"] == pytest.approx(1 / (3 * 1001 / 365.25) * 10)


# Intervals


def test_a_share_of_partners_has_the_interval_of_the_binomial() -> None:
    figure = share([1] * 50 + [0] * 50, [1] * 100, draw(100, 4000)).figure()
    assert figure.value == 0.5
    # 0.5 ± 1.96 √(0.25 / 100)
    assert figure.low == pytest.approx(0.402, abs=0.015)
    assert figure.high == pytest.approx(0.598, abs=0.015)


def test_partners_are_drawn_whole() -> None:
    one = share([50, 0], [50, 50], draw(2)).figure()
    assert (one.value, one.low, one.high) == (0.5, 0.0, 1.0)


def test_a_share_of_nothing_has_no_value() -> None:
    assert share([0], [0], draw(1)).figure().value is None


def test_quantiles_are_values_that_occur() -> None:
    found = [quantile([[3, 1], [2], [], [9]], at, draw(4)).value for at in (0.25, 0.5, 0.75, 1)]
    assert found == [1, 2, 3, 9]


def test_a_difference_is_taken_draw_by_draw() -> None:
    drawn = draw(40)
    chance = np.random.default_rng(1)
    some = chance.integers(0, 5, 40)
    one, other = share(list(some + 1), [5] * 40, drawn), share(list(some), [5] * 40, drawn)
    found = one.minus(other).figure()
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.2, 0.2))


# The fold


def test_a_replay_is_the_engines_fold() -> None:
    seen = [observation(day, tone=800 if day < 12 else -900) for day in range(30)]
    step = rebuild(PARTNER, seen, TERMS, SMALL, until=DAY_0 + 40)
    (found,) = under_each(Past(PARTNER, tuple(seen), TERMS, (SMALL,), DAY_0 + 40))
    told = [one for one in step.transitions if (one.before, one.after) != ("unknown", "green")]
    assert told
    assert [(one.at, one.before, one.after) for one in found.turns] == [
        (one.at, one.before, one.after) for one in told
    ]
    assert (found.first, found.last) == (DAY_0, DAY_0 + 39)


def test_another_policy_changes_the_alerts_and_the_same_one_does_not() -> None:
    seen = tuple(observation(day, tone=800 if day < 12 else -900) for day in range(30))
    later = changed(pending_days=6, urgent_margin=100)

    def fates(policy: object) -> dict[str, int]:
        one = Past(PARTNER, seen, TERMS, (SMALL, policy), DAY_0 + 40)  # type: ignore[arg-type]
        return dict(compared([under_each(msgspec.structs.replace(one))], ()).fates())

    assert fates(SMALL)["stays"] == sum(fates(SMALL).values()) > 0
    assert fates(later)["moves"] > 0


# Files of labels


@pytest.mark.parametrize(
    "text",
    [
        "partner_id,date,outcome\nq,2026-03-02,renewed\np,2026-03-01,churned\n",
        "\ufeffPartner_ID, Date, Outcome\np,2026-03-01,Churned\nq,2026-03-02,renewed\n",
        '{"partner_id":"p","date":"2026-03-01","outcome":"churned"}\n\n'
        '{"partner_id":"q","date":"2026-03-02","label":"renewed"}\n',
    ],
)
def test_labels_are_read(text: str) -> None:
    found = read_labels(text, "labels.csv", {"p", "q"}, OUTCOMES)
    assert [(one.partner_id, one.day, one.what) for one in found] == [
        ("p", 20513, "churned"),
        ("q", 20514, "renewed"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("partner_id,date\n", "labels.csv:1: no column outcome, band or label"),
        ("date,outcome\n", "labels.csv:1: no column partner_id"),
        ("partner_id,date,outcome\n", "labels.csv: holds no labels"),
        ("partner_id,date,outcome\nx,2026-03-01,churned\n", "labels.csv:2: partner_id: x is not"),
        ("partner_id,date,outcome\np,March,churned\n", "labels.csv:2: date: expected a day"),
        ("partner_id,date,outcome\np,2026-03-01,gone\n", "one of churned, renewed, escalated"),
        ('{"partner_id":"p"\n', "labels.csv:1: "),
        ('{"partner_id":7,"date":"2026-03-01","band":"red"}', "labels.csv:1: partner_id: missing"),
    ],
)
def test_wrong_labels_are_named(text: str, said: str) -> None:
    with pytest.raises(Malformed) as error:
        read_labels(text, "labels.csv", {"p"}, OUTCOMES)
    assert said in str(error.value)


def test_all_wrong_labels_are_named_at_once_up_to_twenty() -> None:
    rows = "".join("p,2026-03-01,gone\n" for _ in range(25))
    with pytest.raises(Malformed) as error:
        read_labels("partner_id,date,outcome\n" + rows, "labels.csv", {"p"}, OUTCOMES)
    assert str(error.value).count("\n") == 20
    assert str(error.value).endswith("and 5 more")
