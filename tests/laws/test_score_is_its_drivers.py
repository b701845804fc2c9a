"""Law 4: the score is its drivers, to the last digit, also for who reads it from JSON."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.alert import Alert
from alerts.announce import announce
from health.assessment import Assessment, assess, deltas_of
from health.observation import DAY_MS, Observation
from health.policy import CAP, Policy
from health.rebuild import rebuild
from health.standing import POINT
from health.transition import RANK
from tests.laws.made import PARTNER, SMALL, TERMS
from tests.laws.policies import policies
from tests.laws.strategies import histories

POLICIES = st.one_of(st.just(SMALL), policies())


def parsed(found: Assessment) -> Assessment:
    return msgspec.json.decode(msgspec.json.encode(found), type=Assessment)


@given(histories(), POLICIES)
def test_contributions_sum_to_the_score(seen: list[Observation], policy: Policy) -> None:
    after = rebuild(PARTNER, seen, TERMS, policy).after
    found = parsed(assess(after, TERMS, policy))
    if found.score is None:
        assert not any(one.contribution for one in found.drivers)
    else:
        assert sum(one.contribution for one in found.drivers) == found.score
        assert 0 <= found.score <= 100
        assert all(one.contribution >= 0 for one in found.drivers if one.measure != CAP)


@given(histories(), st.integers(0, 9), POLICIES)
def test_deltas_sum_to_the_change(seen: list[Observation], wait: int, policy: Policy) -> None:
    last = max((one.day for one in seen), default=0)
    step = rebuild(PARTNER, seen, TERMS, policy, until=last + wait)
    found = parsed(assess(step.after, TERMS, policy))
    yesterday = step.after.yesterday
    if found.change is None:
        assert yesterday is None
        return
    assert sum(found.change.drivers.values()) == found.change.score
    assert yesterday is not None
    assert found.change.score == (found.score or 0.0) - (yesterday.standing.score or 0.0)
    assert all(found.change.drivers.values())


@given(histories(), POLICIES)
def test_days_add_up_to_the_whole_way(seen: list[Observation], policy: Policy) -> None:
    step = rebuild(PARTNER, seen, TERMS, policy)
    if not step.closes:
        return
    scores = [one.standing.total or 0 for one in step.closes]
    moves = [
        sum(deltas_of(one.standing, other.standing).values())
        for one, other in zip(step.closes, step.closes[1:], strict=False)
    ]
    assert scores[0] + sum(moves) == scores[-1]


@given(histories(), POLICIES)
def test_alerts_tell_the_way_from_anchor_to_now(seen: list[Observation], policy: Policy) -> None:
    last = max((one.day for one in seen), default=0)
    for change in rebuild(PARTNER, seen, TERMS, policy, until=last + 30).transitions:
        alert = announce(change, "Nordlicht", policy)
        if alert is None:
            continue
        if change.anchor is None:
            assert change.before == "unknown"
            continue
        deltas = deltas_of(change.anchor.standing, change.standing)
        moved = (change.standing.total or 0) - (change.anchor.standing.total or 0)
        assert sum(deltas.values()) == moved
        for why in msgspec.json.decode(msgspec.json.encode(alert), type=Alert).why:
            assert why.delta == deltas[why.measure] / POINT
            assert (why.delta > 0) == (alert.kind == "band_recovered")


@given(histories(), POLICIES)
def test_a_fall_is_told_from_the_best_close_and_a_rise_from_the_worst(
    seen: list[Observation], policy: Policy
) -> None:
    step = rebuild(PARTNER, seen, TERMS, policy)
    settled = 0
    for change in step.transitions:
        held = [
            one.standing.total
            for one in step.closes
            if settled <= one.day * DAY_MS
            and (one.day + 1) * DAY_MS < change.at
            and one.standing.total is not None
        ]
        settled = change.at
        if "unknown" in (change.before, change.after):
            continue
        assert change.anchor is not None
        extreme = change.anchor.standing.total
        assert extreme is not None
        if RANK[change.after] < RANK[change.before]:
            assert all(total <= extreme for total in held)
        else:
            assert all(total >= extreme for total in held)


def test_eighths_are_exact_where_tenths_are_not() -> None:
    assert sum([0.1] * 3) != 0.3
    assert sum([0.125] * 3) == 0.375
    assert POINT & (POINT - 1) == 0, "a power of two, or sums of parsed floats drift"


@pytest.mark.parametrize("goodness", [0, 1, 333, 999, 1000])
def test_parts_never_sum_to_more_than_100_points(goodness: int) -> None:
    for measured in range(1, 101):
        parts = [1 * goodness * POINT // (10 * measured)] * measured
        assert sum(parts) <= 100 * POINT
