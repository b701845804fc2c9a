"""Law 1: order and repetition do not matter. Any delivery of a history ends as the batch does."""

from collections import Counter

from hypothesis import Phase, example, given, settings

from alerts.announce import alert_id
from health.assessment import assess
from health.observation import Observation
from health.terms import NO_TERMS
from tests.laws.delivered import anew, delivered
from tests.laws.made import DAY_0, EVERY, OTHER, PARTNER, meeting, observation
from tests.laws.stored import CONTEXT, Stored
from tests.laws.strategies import Batch, deliveries

Delivery = tuple[list[Observation], list[Batch]]


@given(deliveries())
@example(  # a day that begins before a partner was ever heard of is not theirs
    ([observation(0)], [Batch(days={PARTNER: DAY_0 + 9}), Batch((observation(0),))]),
)
@example(  # a cancelled meeting that turns out to have been held, at the same moment
    (
        [meeting(0, id="m", meeting=status) for status in ("planned", "held", "cancelled")],
        [Batch((meeting(0, id="m", meeting=s),)) for s in ("planned", "held", "cancelled")],
    )
)
def test_any_delivery_ends_in_the_same_state(delivery: Delivery) -> None:
    seen, batches = delivery
    stored = delivered(batches)
    for partner in (PARTNER, OTHER):
        terms = CONTEXT.terms.get(partner, NO_TERMS)
        expected = anew(partner, seen, batches)
        state = stored.relationship(partner)
        assert state == expected.after
        assert assess(state, terms, EVERY) == assess(expected.after, terms, EVERY)
        assert stored.standing(partner) == {alert_id(one) for one in expected.transitions}


@given(deliveries())
def test_closed_days_are_those_of_the_whole_history(delivery: Delivery) -> None:
    seen, batches = delivery
    stored = delivered(batches)
    for partner in (PARTNER, OTHER):
        for close in anew(partner, seen, batches).closes:
            assert stored.closes[partner, close.day] == close


@given(deliveries())
def test_every_standing_alert_is_stored_and_posted_once(delivery: Delivery) -> None:
    seen, batches = delivery
    stored = delivered(batches)
    posted = [one.event_id for one in stored.posted if one.topic == "alerts.v1"]
    assert len(posted) == len(set(posted))
    assert set(posted) == stored.alerts.keys()
    for partner in (PARTNER, OTHER):
        told = {alert_id(c) for c in anew(partner, seen, batches).transitions}
        silent = {id_ for id_, c in stored.transitions.items() if c.after == "green"}
        assert told <= stored.alerts.keys() | silent


@given(deliveries())
def test_delivering_all_of_it_again_changes_nothing(delivery: Delivery) -> None:
    _, batches = delivery
    stored = delivered(batches)
    memories, posts = dict(stored.memories), len(stored.posted)
    for batch in batches:
        stored.deliver(Batch(batch.seen))
    assert stored.memories == memories
    assert len(stored.posted) == posts


@given(deliveries())
def test_seq_grows_with_every_change(delivery: Delivery) -> None:
    stored = Stored()
    for batch in delivery[1]:
        before = {partner: stored.relationship(partner) for partner in (PARTNER, OTHER)}
        stored.deliver(batch)
        for partner, was in before.items():
            now = stored.relationship(partner)
            assert now == was or now.seq > was.seq


def test_generated_histories_reach_what_the_law_is_about() -> None:
    reached: Counter[str] = Counter()

    @settings(max_examples=250, phases=[Phase.generate], database=None, derandomize=True)
    @given(deliveries())
    def walk(delivery: Delivery) -> None:
        stored = delivered(delivery[1])
        reached["folded anew"] += stored.anew
        reached["withdrawn"] += len(stored.withdrawn)
        reached.update(f"{one.before} to {one.after}" for one in stored.transitions.values())

    walk()
    for known in ("green", "yellow", "red"):
        assert reached[f"unknown to {known}"]
        assert reached[f"{known} to unknown"]
    assert reached["green to yellow"] + reached["green to red"] + reached["yellow to red"]
    assert reached["red to yellow"] + reached["yellow to green"] + reached["red to green"]
    assert reached["folded anew"]
    assert reached["withdrawn"]
