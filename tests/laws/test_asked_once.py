"""What is worked out once and used again is what would be worked out anew."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.measures import MEASURES
from health.memory import Memory, move_to
from health.observation import Observation
from health.policy import AFTERWARDS, CAP, STANDARD, Grave, Policy, Ramp
from health.rebuild import rebuild, rebuild_each
from health.relationship import hear, pass_days, unheard
from health.standing import POINT, stand
from tests.laws.made import EVERY, PARTNER, TERMS, changed, observation
from tests.laws.policies import policies
from tests.laws.strategies import histories
from tests.laws.thorough import heavy

FRAME = {"day", "first_day", "heard", "partner_id"}
"""Of the memory: where one of these is another, every measure is asked."""


ROOMY = changed(STANDARD, keep_firing_days=5)
"""Any number of it may be one more."""


class Watched:
    """A memory or a policy that notes which of its fields are read."""

    def __init__(self, of: Memory | Policy) -> None:
        self.of = of
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        return getattr(self.of, name)


@given(histories())
def test_a_measure_rests_on_no_more_than_it_says(seen: list[Observation]) -> None:
    state = rebuild(PARTNER, seen, TERMS, EVERY).after
    for name, measure in MEASURES.items():
        memory, policy = Watched(state.memory), Watched(EVERY)
        measure.goodness(memory, TERMS, policy)  # type: ignore[arg-type]
        assert memory.read <= FRAME | set(measure.rests_on), name
        assert not policy.read & {"weights", *AFTERWARDS}, "two policies of one `asking` may differ"


def other(value: Any) -> Any:
    """A value of the same kind that is not the same."""
    if isinstance(value, Ramp):
        return Ramp(value.worst - 1, value.best)
    if isinstance(value, dict):
        return {**value, "complaint": Grave(1.5, 15)}
    return value + 1


@pytest.mark.parametrize("name", sorted({*Policy.__struct_fields__} - {"weights", *AFTERWARDS}))
def test_what_a_measure_may_ask_for_makes_another_asking(name: str) -> None:
    assert changed(ROOMY, **{name: other(getattr(ROOMY, name))}).asking != ROOMY.asking


@pytest.mark.parametrize("name", AFTERWARDS)
def test_what_is_used_afterwards_makes_no_other_asking(name: str) -> None:
    value = getattr(ROOMY, name)
    after = changed(ROOMY, **{name: value / 2 if isinstance(value, float) else value + 1})
    assert after.asking == ROOMY.asking
    assert (after.scoring == ROOMY.scoring) is not name.startswith("cap_")
    assert after.version != ROOMY.version


def test_a_measure_without_weight_is_not_asked() -> None:
    weights = dict(EVERY.weights)
    weights["survey"], weights["training"] = weights["survey"] + weights["training"], 0
    assert changed(EVERY, weights=weights).asking != EVERY.asking
    weights["survey"], weights["training"] = weights["survey"] - 1, 1
    assert changed(EVERY, weights=weights).asking == EVERY.asking
    assert changed(EVERY, weights=weights).scoring != EVERY.scoring


def test_a_memory_ages_by_the_day_that_it_is_told() -> None:
    memory = rebuild(PARTNER, [observation(0), observation(1)], TERMS, EVERY).after.memory
    days = [move_to(memory, memory.day + more, EVERY) for more in (1, 2, 1)]
    assert [one.day - memory.day for one in days] == [1, 2, 1]


def anew(memory: Memory, policy: Policy) -> dict[str, int]:
    """The parts of the score by the formula of docs/scoring.md, every measure asked."""
    asked = {name: MEASURES[name].goodness(memory, TERMS, policy) for name in policy.weights}
    known = {
        name: good for name, good in asked.items() if good is not None and policy.weights[name]
    }
    measured = sum(policy.weights[name] for name in known)
    return {
        name: policy.weights[name] * good * POINT // (10 * measured) for name, good in known.items()
    }


@given(histories(), st.lists(st.booleans(), min_size=45, max_size=45))
def test_a_standing_does_not_depend_on_what_was_asked_before(
    seen: list[Observation], often: list[bool]
) -> None:
    """Asked after every observation, after some of them, and with another policy in between."""
    now, light = unheard(PARTNER), changed(EVERY, margin=1)
    for one, ask in zip(seen, often, strict=False):
        now = hear(now, one, TERMS, EVERY).after
        if ask:
            stand(now.memory, TERMS, light)
        parts = stand(now.memory, TERMS, EVERY).parts()
        parts.pop(CAP, None)
        assert parts == anew(now.memory, EVERY)
    later = pass_days(now, now.memory.day + 3, TERMS, EVERY).after.memory
    parts = stand(later, TERMS, EVERY).parts()
    parts.pop(CAP, None)
    assert parts == anew(later, EVERY)


@heavy(60)
@given(histories(), policies(), st.integers(0, 30))
def test_policies_side_by_side_come_to_what_each_comes_to_alone(
    seen: list[Observation], other: Policy, more: int
) -> None:
    until = (seen[-1].day if seen else 0) + more
    three = (EVERY, changed(EVERY, red_below=46, pending_days=0, cap_score=20), other)
    together = rebuild_each(PARTNER, seen, TERMS, three, until=until)
    assert together == [rebuild(PARTNER, seen, TERMS, one, until=until) for one in three]


def test_what_is_forgotten_hangs_on_no_more_than_policies_compare() -> None:
    policy = Watched(EVERY)
    memory = rebuild(PARTNER, [observation(day) for day in range(30)], TERMS, EVERY).after.memory
    move_to(memory, memory.day + 1, policy)  # type: ignore[arg-type]
    numbers = {"memory_days", "recent_days", "past_days", "issue_days"}
    assert policy.read <= {"remembering", "windows", *numbers}
    assert {getattr(EVERY, name) for name in numbers} <= set(EVERY.remembering)
