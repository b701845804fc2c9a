"""What is published of a relationship, over some days of it."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from health.assessment import assess, deltas_of
from health.churn import RULE
from health.rebuild import in_order, rebuild
from health.relationship import hear, is_late, pass_days, unheard
from tests.laws.made import DAY_0, PARTNER, SMALL, TERMS, at, meeting, observation

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
