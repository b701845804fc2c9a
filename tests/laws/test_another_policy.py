"""Law 2 across a change of policy: what a memory forgets by is not mixed, whoever folds it."""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

import msgspec
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alerts.alert import Alert
from health.observation import EPOCH, Observation
from health.policy import Policy
from health.rebuild import rebuild
from health.relationship import Relationship
from streams.context import Context
from tests.laws.delivered import anew, delivered
from tests.laws.made import EVERY, OTHER, PARTNER, TERMS, changed, observation
from tests.laws.stored import CONTEXT, Stored
from tests.laws.strategies import Batch, deliveries, histories
from tests.laws.test_late import as_batch

PARTNERS = (PARTNER, OTHER)
OTHERWISE = tuple(
    changed(EVERY, **numbers)
    for numbers in (
        {"block_days": 7},
        {"block_days": 21, "usual_days": 30},
        {"recent_days": 9},
        {"memory_days": 45, "past_days": 30},
        {"issue_days": 3},
        {"fresh_days": 1, "baseline_days": 12},
    )
)
"""Policies that forget otherwise than the first."""


def under(policy: Policy) -> Context:
    return Context(policy, CONTEXT.terms, CONTEXT.names)


def tomorrow(stored: Stored) -> Batch:
    """The next day begins for all of whom something was heard."""
    known = {partner: stored.relationship(partner).memory for partner in PARTNERS}
    return Batch(days={partner: one.day + 1 for partner, one in known.items() if one.heard})


@given(deliveries(), st.integers(0, 9), st.sampled_from(OTHERWISE))
def test_a_policy_that_forgets_otherwise_holds_for_the_past_too(
    delivery: tuple[list[Observation], list[Batch]], cut: int, policy: Policy
) -> None:
    seen, batches = delivery
    stored = delivered(batches[:cut])
    stored.context = under(policy)
    for batch in batches[cut:]:
        stored.deliver(batch)
    last = tomorrow(stored)
    stored.deliver(last)
    for partner in PARTNERS:
        as_batch(stored, partner, anew(partner, seen, [*batches, last], policy), policy)


def test_blocks_of_another_length_hold_all_that_they_should() -> None:
    """Of forty days in one block, six are over when a block is seven long."""
    seen = [observation(day) for day in range(40)]
    stored = delivered([Batch((one,)) for one in seen])
    stored.context = under(OTHERWISE[0])
    stored.deliver(Batch(days={PARTNER: seen[-1].day + 7}))
    signals = stored.relationship(PARTNER).memory.signals
    expected = rebuild(PARTNER, seen, TERMS, OTHERWISE[0], until=seen[-1].day + 7).after
    assert signals == expected.memory.signals
    assert [one.inbound for one in signals.blocks] == [7, 7, 7, 7, 7, 5]


def test_a_policy_that_forgets_alike_folds_nothing_anew() -> None:
    stored = delivered([Batch((observation(day),)) for day in range(9)])
    stored.context = under(changed(EVERY, red_below=20, margin=0))
    stored.deliver(tomorrow(stored))
    alike = stored.anew
    stored.context = under(OTHERWISE[0])
    for _ in range(3):
        stored.deliver(tomorrow(stored))
    assert (alike, stored.anew) == (0, 1), "once, and then it is as any other"


def test_what_nobody_wrote_the_numbers_of_is_folded_anew() -> None:
    """As an earlier version stored it."""
    stored = delivered([Batch((observation(0),))])
    stored.remembering.clear()
    stored.deliver(Batch((observation(0),)))
    assert stored.anew == 1


class Retold(NamedTuple):
    """What is told on the day after the policy changed."""

    before: Relationship
    after: Relationship
    untold: set[str]
    told: list[Alert]

    def past(self) -> list[Alert]:
        """What is told of days that had passed."""
        opened = EPOCH + timedelta(days=self.before.memory.day)
        return [one for one in self.told if one.occurred_at <= opened]


def retold(seen: list[Observation], policy: Policy) -> Retold:
    stored = delivered([Batch((one,)) for one in seen])
    before, known = stored.relationship(PARTNER), set(stored.alerts)
    stored.posted.clear()
    stored.context = under(policy)
    stored.deliver(tomorrow(stored))
    told = [
        msgspec.json.decode(one.value, type=Alert)
        for one in stored.posted
        if one.topic == "alerts.v1"
    ]
    untold = set(stored.alerts) - known - {one.id for one in told}
    return Retold(before, stored.relationship(PARTNER), untold, told)


@given(histories(), st.sampled_from(OTHERWISE))
def test_of_days_that_had_passed_only_another_band_that_holds_is_told(
    seen: list[Observation], policy: Policy
) -> None:
    found = retold(seen, policy)
    assert len(found.past()) <= 1
    for alert in found.past():
        assert found.after.settled.band != found.before.settled.band
        assert alert.occurred_at == EPOCH + timedelta(milliseconds=found.after.settled.since)


def test_generated_changes_of_policy_tell_and_keep_quiet() -> None:
    """Else the law above would say nothing."""
    reached: Counter[str] = Counter()

    @settings(max_examples=400, phases=[Phase.generate], database=None, derandomize=True)
    @given(histories(), st.sampled_from(OTHERWISE))
    def walk(seen: list[Observation], policy: Policy) -> None:
        found = retold(seen, policy)
        reached["quiet"] += bool(found.untold)
        reached["told"] += bool(found.past())

    walk()
    assert reached["quiet"]
    assert reached["told"]
