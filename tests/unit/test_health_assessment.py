"""What is published of a relationship, over some days of it."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from health.actions import working_day
from health.assessment import assess, costs, deltas_of
from health.churn import RULE
from health.observation import Observation
from health.policy import Ramp
from health.rebuild import in_order, rebuild
from health.relationship import hear, is_late, pass_days, unheard
from health.standing import stand
from health.terms import NO_TERMS
from health.transition import Snapshot
from tests.laws.made import DAY_0, PARTNER, SMALL, TERMS, at, changed, meeting, observation

FRIENDLY = [observation(day) for day in range(10)]


def test_an_assessment_says_who_when_and_by_which_rules() -> None:
    found = assess(rebuild(PARTNER, FRIENDLY, TERMS, SMALL).after, TERMS, SMALL)
    assert found.partner_id == PARTNER
    assert found.as_of == date(2026, 1, 14)
    assert found.policy_version == SMALL.version
    assert found.band == "green"
    assert found.since == datetime(2026, 1, 8, 9, tzinfo=UTC)
    assert found.potential is None
    assert found.churn_risk == 0.016


def test_confidence_grows_with_what_was_heard_and_never_passes_coverage() -> None:
    few, many = (
        assess(rebuild(PARTNER, FRIENDLY[:n], TERMS, SMALL).after, TERMS, SMALL) for n in (5, 10)
    )
    assert 0 < few.confidence < many.confidence < many.coverage


def test_the_first_day_has_no_change_and_the_second_has_one() -> None:
    first = rebuild(PARTNER, FRIENDLY[:1], TERMS, SMALL).after
    assert assess(first, TERMS, SMALL).change is None
    second = pass_days(first, first.memory.day + 1, TERMS, SMALL).after
    change = assess(second, TERMS, SMALL).change
    assert change is not None
    assert change.since == date(2026, 1, 5)


def test_a_change_says_how_much_could_be_measured_then() -> None:
    state = rebuild(PARTNER, FRIENDLY, TERMS, SMALL).after
    before = assess(state, TERMS, SMALL)
    day = Snapshot(state.memory.day, stand(state.memory, TERMS, SMALL))
    later = pass_days(state, state.memory.day + 40, TERMS, SMALL).after
    after = assess(later, TERMS, SMALL, before=day)
    assert after.change is not None
    assert after.change.coverage == before.coverage != after.coverage


def test_the_newest_models_are_named() -> None:
    seen = [*FRIENDLY, observation(10, models={"tone": "2"}), meeting(11)]
    found = assess(rebuild(PARTNER, seen, TERMS, SMALL).after, TERMS, SMALL)
    assert found.model_versions == {"tone": "2", "churn": RULE.version}


def test_nothing_before_is_nothing() -> None:
    state = rebuild(PARTNER, FRIENDLY, TERMS, SMALL).after
    assert state.yesterday is not None
    deltas = deltas_of(None, state.yesterday.standing)
    assert sum(deltas.values()) == state.yesterday.standing.total


def test_a_late_observation_is_refused_by_the_fold() -> None:
    now = rebuild(PARTNER, FRIENDLY, TERMS, SMALL).after
    late = observation(3, 600)
    assert is_late(now, late)
    with pytest.raises(ValueError, match="late"):
        hear(now, late, TERMS, SMALL)


@pytest.mark.parametrize(
    ("day", "minute", "late"),
    [
        pytest.param(9, 539, True, id="a minute before the last"),
        pytest.param(9, 541, False, id="a minute after"),
        pytest.param(10, 0, False, id="the next day"),
    ],
)
def test_late_is_before_what_was_heard(day: int, minute: float, late: bool) -> None:
    now = rebuild(PARTNER, FRIENDLY, TERMS, SMALL).after
    assert is_late(now, observation(day, minute)) == late


def test_of_a_tie_the_smaller_key_is_first() -> None:
    now = rebuild(PARTNER, FRIENDLY, TERMS, SMALL).after
    tie = observation(9)
    assert is_late(now, msgspec.structs.replace(tie, id="0"))
    assert not is_late(now, msgspec.structs.replace(tie, id="zzz"))


def test_what_happened_on_a_closed_day_is_late() -> None:
    now = rebuild(PARTNER, FRIENDLY, TERMS, SMALL, until=DAY_0 + 12).after
    assert is_late(now, observation(11))
    assert not is_late(now, observation(12))


def test_nothing_is_late_for_whom_nobody_heard_of() -> None:
    assert not is_late(unheard(PARTNER), observation(-400))


def test_a_planned_meeting_says_nothing_and_a_repetition_nothing_new() -> None:
    planned, held = meeting(1, id="m", meeting="planned"), meeting(1, id="m")
    assert in_order([held, planned, held]) == [held]


def test_of_one_key_the_earlier_counts() -> None:
    earlier, later = observation(1, id="same"), observation(2, id="same")
    assert in_order([later, earlier]) == [earlier]


def test_silence_is_heard() -> None:
    step = rebuild(PARTNER, FRIENDLY, TERMS, SMALL, until=DAY_0 + 40)
    assert [one.after for one in step.transitions][-1] == "unknown"
    assert [one.day for one in step.closes][:3] == [DAY_0, DAY_0 + 1, DAY_0 + 2]
    assert step.after.memory.day == DAY_0 + 40
    assert assess(step.after, TERMS, SMALL).as_of == at(40).date()


def sour(days: int = 12, **changes: Any) -> list[Observation]:
    """Ten friendly days, then displeased mail."""
    cold = [observation(day, tone=-700, **changes) for day in range(10, days)]
    return [*FRIENDLY, *cold]


def test_who_is_well_or_unknown_needs_nothing() -> None:
    well = assess(rebuild(PARTNER, FRIENDLY, NO_TERMS, SMALL).after, NO_TERMS, SMALL)
    unknown = assess(rebuild(PARTNER, FRIENDLY[:1], NO_TERMS, SMALL).after, NO_TERMS, SMALL)
    assert (well.band, well.actions) == ("green", ())
    assert (unknown.band, unknown.actions) == ("unknown", ())


def test_what_lacks_most_of_its_weight_asks_first() -> None:
    now = rebuild(PARTNER, sour(), NO_TERMS, SMALL).after
    found = assess(now, NO_TERMS, SMALL)
    assert found.band in ("yellow", "red")
    lacking = costs(found.drivers, found.coverage, SMALL)
    assert found.actions[0].measure == max(lacking, key=lambda name: lacking[name])
    share = {name: lacking[name] / SMALL.weights[name] for name in lacking}
    assert all(share[one.measure] >= 0.25 for one in found.actions)
    drivers = {one.measure: one.evidence for one in found.drivers}
    assert all(one.evidence == drivers[one.measure] for one in found.actions)


def test_costs_are_what_is_missing_to_the_full_weight() -> None:
    found = assess(rebuild(PARTNER, sour(), NO_TERMS, SMALL).after, NO_TERMS, SMALL)
    lacking = costs(found.drivers, found.coverage, SMALL)
    assert sum(lacking.values()) == pytest.approx(100 - (found.score or 0))


def test_a_threat_asks_first_even_where_the_score_is_under_the_cap() -> None:
    seen = sour(15, intents=(("legal_threat", 1000),))
    found = assess(rebuild(PARTNER, seen, NO_TERMS, SMALL).after, NO_TERMS, SMALL)
    assert found.band == "red"
    assert "risk_cap" not in {one.measure for one in found.drivers}
    first = found.actions[0]
    assert (first.kind, first.owner, first.measure) == ("settle_dispute", "legal", "risk_cap")
    assert set(first.evidence) <= {one.id for one in seen[10:]}
    assert first.evidence


def test_a_threat_that_caps_the_score_asks_once() -> None:
    seen = [
        observation(day, tone=0, intents=(("churn_threat", 1000),) if day > 6 else ())
        for day in range(12)
    ]
    policy = changed(sentiment_level=Ramp(worst=-0.9, best=-0.5))
    found = assess(rebuild(PARTNER, seen, NO_TERMS, policy).after, NO_TERMS, policy)
    assert "risk_cap" in {one.measure for one in found.drivers}
    assert [one.measure for one in found.actions].count("risk_cap") == 1


class Likely:
    """A model that says one number."""

    version = "likely"

    def __init__(self, number: float) -> None:
        self.number = number

    def risk(self, *_: Any) -> float:
        return self.number


@pytest.mark.parametrize(
    ("days", "risk", "band", "wait"),
    [
        pytest.param(12, 0.9, "yellow", 5, id="yellow"),
        pytest.param(15, 0.4, "red", 2, id="red"),
        pytest.param(15, 0.5, "red", 1, id="red, and likely to leave"),
    ],
)
def test_the_worse_it_is_the_sooner_one_acts(days: int, risk: float, band: str, wait: int) -> None:
    slow = changed(pending_days=9)
    now = rebuild(PARTNER, sour(days), NO_TERMS, slow).after
    found = assess(now, NO_TERMS, slow, churn=Likely(risk))
    assert found.band == band
    assert found.actions[0].kind == "call"
    assert found.actions[0].due == working_day(found.as_of, wait)
