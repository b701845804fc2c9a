"""A policy whose numbers contradict each other cannot be built."""

import math
from typing import Any

import pytest

from health.policy import NAMES, RISKS, STANDARD, Grave, Ramp
from tests.laws.made import SMALL, changed


def weights(**changes: int) -> dict[str, int]:
    return {**SMALL.weights, **changes}


@pytest.mark.parametrize(
    ("numbers", "problem"),
    [
        pytest.param({"weights": weights(sentiment_level=31)}, "sum to 100", id="sum"),
        pytest.param(
            {"weights": weights(sentiment_level=-1, contact_breadth=42)},
            "not be negative",
            id="negative weight",
        ),
        pytest.param({"weights": {}}, "sum to 100, not 0", id="no weights"),
        pytest.param({"weights": weights(luck=0)}, "luck is no measure", id="unknown measure"),
        pytest.param({"weights": weights(risk_cap=0)}, "risk_cap is no", id="cap"),
        pytest.param({"risks": {"praise": RISKS["complaint"]}}, "no other: ", id="unknown risk"),
        pytest.param({"cap_score": 101}, "cap_score", id="cap over the scale"),
        pytest.param({"cap_from": 0.0}, "cap_from", id="cap from nothing"),
        pytest.param({"sponsor_days": 0}, "sponsor_days", id="no interval"),
        pytest.param({"issue_days": 0}, "issue_days", id="no time to complain"),
        pytest.param({"among": -1}, "among", id="less than no messages"),
        pytest.param({"red_below": 0}, "floors must rise", id="no red"),
        pytest.param({"red_below": 60}, "floors must rise", id="no yellow"),
        pytest.param({"green_from": 101}, "floors must rise", id="no green"),
        pytest.param({"margin": -1}, "margin", id="negative margin"),
        pytest.param({"margin": 16}, "margin", id="margin over the floors"),
        pytest.param({"fresh_days": 0}, "windows must rise", id="no fresh days"),
        pytest.param({"fresh_days": 6}, "windows must rise", id="fresh over recent"),
        pytest.param({"past_days": 5}, "windows must rise", id="no baseline"),
        pytest.param({"memory_days": 10}, "windows must rise", id="no past"),
        pytest.param({"baseline_days": 0}, "baseline_days", id="no baseline needed"),
        pytest.param({"block_days": 3}, "baseline_days must fit", id="baseline over a block"),
        pytest.param({"usual_days": 55}, "usual_days must not", id="no whole block is usual"),
        pytest.param({"green_from": 98}, "margin must leave room", id="never green"),
        pytest.param({"least_quiet": -1}, "least_quiet", id="least quiet"),
        pytest.param({"breadth_days": 20}, "breadth_days", id="breadth over memory"),
        pytest.param({"fresh_weight": -1}, "fresh_weight", id="fresh weight"),
        pytest.param({"steadying": -1}, "steadying", id="steadying"),
        pytest.param({"keep_firing_days": -1}, "keep_firing_days", id="keep firing"),
        pytest.param({"least_read": 0}, "least_read must be at least 1", id="least read"),
        pytest.param({"pending_days": -1}, "pending_days", id="pending"),
        pytest.param({"yellow_pending_days": -1}, "yellow_pending_days", id="pending, yellow"),
        pytest.param({"yellow_keep_days": -1}, "yellow_keep_days", id="keep firing, yellow"),
        pytest.param({"urgent_margin": 2}, "urgent_margin", id="urgent within the margin"),
        pytest.param({"coverage_gate": 0}, "coverage_gate", id="no coverage"),
        pytest.param({"coverage_gate": 1.1}, "coverage_gate", id="too much coverage"),
        pytest.param({"inbound_gate": 0}, "inbound_gate", id="nothing heard"),
    ],
)
def test_contradictions_are_refused(numbers: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        changed(**numbers)


@pytest.mark.parametrize(("severity", "half_life"), [(-1.0, 5), (math.nan, 5), (1.0, 0)])
def test_a_risk_event_fades(severity: float, half_life: int) -> None:
    with pytest.raises(ValueError, match="severity"):
        Grave(severity, half_life)


@pytest.mark.parametrize("worst", [0.5, math.nan, math.inf])
def test_a_ramp_has_a_slope(worst: float) -> None:
    with pytest.raises(ValueError, match="different"):
        Ramp(worst=worst, best=0.5)


@pytest.mark.parametrize(
    ("value", "goodness"), [(-9.0, 0), (1.0, 0), (2.0, 500), (2.5, 750), (3.0, 1000), (9.0, 1000)]
)
def test_a_ramp_is_straight_and_flat_outside(value: float, goodness: int) -> None:
    assert Ramp(worst=1, best=3).goodness(value) == goodness
    assert Ramp(worst=3, best=1).goodness(4 - value) == goodness


def test_the_standard_policy_names_every_measure() -> None:
    assert [*STANDARD.weights, "risk_cap"] == list(NAMES)


def test_another_number_is_another_version() -> None:
    assert changed().version == SMALL.version
    assert changed(margin=4).version != SMALL.version
    assert changed(weights=dict(reversed(SMALL.weights.items()))).version == SMALL.version
