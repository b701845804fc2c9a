"""Law 5: unknown is not neutral. What was not measured is left out, and coverage says so."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.assessment import assess
from health.measures import MEASURES
from health.observation import DAY_MS, Observation
from health.policy import CAP, MeasureName, Policy
from health.rebuild import rebuild
from health.standing import POINT, stand
from health.terms import NO_TERMS
from tests.laws.made import DAY_0, PARTNER, SMALL, TERMS, changed, memory, observation
from tests.laws.policies import policies
from tests.laws.strategies import histories

# One gate for all, one that is easier to stay in than to enter, and any.
POLICIES = st.one_of(st.sampled_from([SMALL, changed(keep_share=0.5)]), policies())


@given(histories(), st.integers(0, 40), POLICIES)
def test_the_score_is_the_weighted_mean_of_what_was_measured(
    seen: list[Observation], wait: int, policy: Policy
) -> None:
    until = max((one.day for one in seen), default=0) + wait
    state = rebuild(PARTNER, seen, TERMS, policy, until=until).after
    asked = {name: one for name, one in MEASURES.items() if policy.weights.get(name)}
    read = {name: one.read(state.memory, TERMS, policy) for name, one in asked.items()}
    measured = {name: one for name, one in read.items() if one is not None}
    found = assess(state, TERMS, policy)
    assert [one.measure for one in found.drivers if one.measure != CAP] == list(measured)
    weight = sum(policy.weights[name] for name in measured)
    assert found.coverage == weight / 100
    if not measured:
        assert found.score is None
        return
    mean = sum(policy.weights[name] * one.goodness for name, one in measured.items()) / weight / 10
    assert found.score is not None
    uncapped = sum(one.contribution for one in found.drivers if one.measure != CAP)
    # Each part is rounded down to an eighth.
    assert mean - len(measured) / POINT < uncapped <= mean + 1e-9
    capped = any(one.measure == CAP for one in found.drivers)
    assert found.score == (policy.cap_score if capped else uncapped)


@given(histories(), st.integers(0, 40), POLICIES)
def test_too_little_evidence_is_never_a_band(
    seen: list[Observation], wait: int, policy: Policy
) -> None:
    until = max((one.day for one in seen), default=0) + wait
    for close in rebuild(PARTNER, seen, TERMS, policy, until=until).closes:
        measured = close.standing.measured
        if _enough(_heard(seen, close.day, _at_least(policy)), measured, policy, 1.0):
            assert close.band != "unknown"
        if not _enough(
            _heard(seen, close.day, _at_most(policy)), measured, policy, policy.keep_share
        ):
            assert close.band == "unknown"


def _heard(seen: list[Observation], today: int, days: int) -> int:
    return sum(today - days < one.day <= today and one.speaks for one in seen)


def _at_least(policy: Policy) -> int:
    """A policy may keep blocks for fewer days than it remembers people."""
    blocks = policy.usual_days // policy.block_days * policy.block_days
    return min(policy.memory_days, policy.recent_days + blocks)


def _at_most(policy: Policy) -> int:
    """What is not recent is counted by blocks: the oldest may begin before the memory does."""
    return policy.memory_days + policy.block_days


def _enough(heard: int, measured: int, policy: Policy, share: float) -> bool:
    return heard >= share * policy.inbound_gate and measured >= share * 100 * policy.coverage_gate


@given(histories(), POLICIES)
def test_a_band_begins_and_ends_with_the_evidence_for_it(
    seen: list[Observation], policy: Policy
) -> None:
    until = max((one.day for one in seen), default=0) + 40
    for change in rebuild(PARTNER, seen, TERMS, policy, until=until).transitions:
        # Midnight ends a day and begins one: which of the two is open, the moment does not tell.
        last_day = (change.at - 1) // DAY_MS
        heard = [one for one in seen if one.speaks and one.at <= change.at]
        measured = change.standing.measured
        if change.before == "unknown":
            most = sum(one.day > last_day - _at_most(policy) for one in heard)
            assert _enough(most, measured, policy, 1.0)
        if change.after == "unknown":
            least = _heard(heard, last_day, _at_least(policy) - 1)
            assert not _enough(least, measured, policy, policy.keep_share)


@given(histories(), st.integers(0, 40), policies(), st.data())
def test_a_measure_that_weighs_nothing_is_as_if_it_were_not_there(
    seen: list[Observation], wait: int, policy: Policy, data: st.DataObject
) -> None:
    asked = {name: weight for name, weight in policy.weights.items() if weight}
    others = [name for name in MEASURES if name not in asked]
    named = data.draw(st.lists(st.sampled_from(others), unique=True)) if others else []
    until = max((one.day for one in seen), default=0) + wait
    few, many = (
        rebuild(PARTNER, seen, TERMS, one, until=until)
        for one in (
            changed(policy, weights=asked),
            changed(policy, weights={**dict.fromkeys(named, 0), **asked}),
        )
    )
    assert few == many


@given(histories())
def test_a_tone_that_nobody_could_read_is_no_tone(seen: list[Observation]) -> None:
    unread = [msgspec.structs.replace(one, tone=None, weight=0) for one in seen]
    state = rebuild(PARTNER, unread, TERMS, SMALL).after
    measures = {one.measure for one in assess(state, TERMS, SMALL).drivers}
    assert not measures & {"sentiment_level", "sentiment_trend"}


@given(histories())
def test_where_nothing_was_agreed_no_meeting_is_missed(seen: list[Observation]) -> None:
    state = rebuild(PARTNER, seen, NO_TERMS, SMALL).after
    assert "meeting_rhythm" not in {one.measure for one in assess(state, NO_TERMS, SMALL).drivers}


@pytest.mark.parametrize("name", list(MEASURES))
def test_of_an_empty_memory_nothing_is_measured(name: MeasureName) -> None:
    assert MEASURES[name].read(memory([]), TERMS, SMALL) is None


def test_one_kind_word_is_not_green() -> None:
    found = assess(rebuild(PARTNER, [observation()], TERMS, SMALL).after, TERMS, SMALL)
    assert found.band == "unknown"


def test_a_partner_never_heard_of_has_no_score() -> None:
    found = assess(rebuild(PARTNER, [], TERMS, SMALL, until=DAY_0).after, TERMS, SMALL)
    assert (found.score, found.band, found.coverage, found.drivers) == (None, "unknown", 0.0, ())
    assert found.confidence == 0.0


def test_weight_is_shared_out() -> None:
    kind = [observation(0, minute, tone=900) for minute in range(4)]
    alone = memory(kind)
    half = changed(
        weights={**dict.fromkeys(MEASURES, 0), "sentiment_level": 50, "contact_breadth": 50}
    )
    standing = stand(alone, NO_TERMS, half)
    assert standing.measured == 50
    assert standing.score == 100.0, "what could not be measured takes nothing away"
