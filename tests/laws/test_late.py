"""Laws 1 and 2 for what comes late: up to 30 days after it happened, among newer things and ticks.

A late observation is not patched in: the worker folds the whole history again, takes back the
transitions that this no longer holds, and tells those that it never told.
"""

from collections import Counter

import msgspec
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alerts.announce import alert_id
from health.assessment import Assessment, assess
from health.observation import DAY_MS, Observation, date_of
from health.policy import Policy
from health.rebuild import in_order
from health.relationship import Step
from health.terms import NO_TERMS
from ingest.intake import Tally
from ingest.interaction import PartnerId
from streams.batch import batch
from streams.context import Context
from tests import make
from tests.laws.delivered import anew, delivered, opened
from tests.laws.made import EVERY, OTHER, PARTNER
from tests.laws.policies import policies
from tests.laws.shapes import HOUR
from tests.laws.stored import CONTEXT, Stored
from tests.laws.strategies import STARTS, Batch, histories
from tests.laws.thorough import heavy

MOST_LATE = 30 * DAY_MS
QUIET = 35
"""After so many days without an arrival, the generated clock skips to the next one."""
REGISTER = make.register(make.partner(id=PARTNER), make.partner(id=OTHER))
PARTNERS = (PARTNER, OTHER)

delays = st.one_of(
    st.sampled_from((0, 0, HOUR, DAY_MS, 7 * DAY_MS, MOST_LATE - 1, MOST_LATE)),
    st.integers(0, 4 * DAY_MS),
    st.integers(0, MOST_LATE),
)
Delivery = tuple[list[Observation], list[Batch]]


@st.composite
def late_deliveries(draw: st.DrawFn, most: int = 45, late: bool = True) -> Delivery:
    """Two partners' histories as a worker meets them: each observation up to 30 days after it
    happened (or, not `late`, at once), a tick whenever a day begins, some things twice."""
    own = draw(histories(most=most))
    start = own[0].day * DAY_MS if own else STARTS[-1]
    seen = own + draw(histories(OTHER, most=4, starts=(start,)))
    arrivals = [(one.at + (draw(delays) if late else 0), one) for one in seen]
    if late and seen:
        again = draw(st.lists(st.integers(0, len(arrivals) - 1), max_size=4))
        arrivals += [(arrivals[place][0] + draw(delays), seen[place]) for place in again]
    events: list[tuple[int, int, Observation | int]] = [
        (at, 1, one) for at, one in sorted(arrivals, key=lambda one: one[0])
    ]
    days = {at // DAY_MS for at, _ in arrivals}
    awake = {day + after for day in days for after in (*range(QUIET), 60)}
    last = max(days, default=0) + draw(st.integers(0, 90))
    events += [(day * DAY_MS, 0, day) for day in awake if day <= last]
    events.sort(key=lambda one: one[:2])
    return seen, draw(cut(events))


@st.composite
def cut(draw: st.DrawFn, events: list[tuple[int, int, Observation | int]]) -> list[Batch]:
    """The events in batches; small ones, or as many as pile up while a worker was away."""
    sizes = draw(st.lists(st.sampled_from((1, 1, 2, 5, 40)), min_size=1, max_size=12))
    found: list[Batch] = []
    start = 0
    while start < len(events):
        size = sizes[len(found) % len(sizes)]
        taken = [one for _, _, one in events[start : start + size]]
        newest = max((one for one in taken if isinstance(one, int)), default=None)
        found.append(
            Batch(
                tuple(one for one in taken if isinstance(one, Observation)),
                {} if newest is None else dict.fromkeys(PARTNERS, newest),
            )
        )
        start += size
    return found


def as_batch(stored: Stored, partner: PartnerId, expected: Step, policy: Policy = EVERY) -> None:
    """What the tables hold of a partner is what the history in order amounts to, bit for bit."""
    terms = CONTEXT.terms.get(partner, NO_TERMS)
    state = stored.relationship(partner)
    assert msgspec.msgpack.encode(state) == msgspec.msgpack.encode(expected.after)
    assert msgspec.json.encode(assess(state, terms, policy)) == msgspec.json.encode(
        assess(expected.after, terms, policy)
    )
    standing = {alert_id(one): one for one in expected.transitions}
    assert stored.standing(partner) == standing.keys()
    for id_, change in standing.items():
        assert stored.transitions[id_] == change
    for close in expected.closes:
        assert stored.closes[partner, close.day] == close


@given(late_deliveries())
def test_what_came_late_ends_as_if_it_had_come_in_time(delivery: Delivery) -> None:
    seen, batches = delivery
    stored = delivered(batches)
    for partner in PARTNERS:
        as_batch(stored, partner, anew(partner, seen, batches))


@heavy(30)
@given(late_deliveries(most=20))
def test_at_every_moment_it_stands_as_all_that_arrived_by_then_in_order(
    delivery: Delivery,
) -> None:
    stored, arrived = Stored(), list[Observation]()
    for number, one in enumerate(delivery[1], 1):
        stored.deliver(one)
        arrived.extend(one.seen)
        as_batch(stored, PARTNER, anew(PARTNER, arrived, delivery[1][:number]))


@heavy(30)
@given(late_deliveries(), policies())
def test_so_it_is_under_any_policy(delivery: Delivery, policy: Policy) -> None:
    seen, batches = delivery
    stored = delivered(batches, Context(policy, CONTEXT.terms, CONTEXT.names))
    as_batch(stored, PARTNER, anew(PARTNER, seen, batches, policy), policy)


@given(late_deliveries())
def test_what_was_told_stands_or_was_taken_back_and_is_never_told_twice(
    delivery: Delivery,
) -> None:
    seen, batches = delivery
    stored = delivered(batches)
    posted = Counter(one.event_id for one in stored.posted if one.topic == "alerts.v1")
    assert set(posted.values()) <= {1}
    due = batch_alerts(seen, batches)
    assert due <= posted.keys()
    assert posted.keys() - due <= stored.withdrawn


@given(late_deliveries(late=False))
def test_what_came_in_time_is_told_as_in_batch_and_nothing_is_taken_back(
    delivery: Delivery,
) -> None:
    seen, batches = delivery
    stored = delivered(batches)
    assert not stored.withdrawn
    assert not stored.anew
    assert {one.event_id for one in stored.posted if one.topic == "alerts.v1"} == batch_alerts(
        seen, batches
    )


def batch_alerts(seen: list[Observation], batches: list[Batch]) -> set[str]:
    """The ids of the alerts that `rapport assess` tells of the same history."""
    found = set()
    for partner in PARTNERS:
        own = {partner: in_order(one for one in seen if one.partner_id == partner)}
        if own[partner]:
            day = max(opened(partner, batches), own[partner][-1].day)
            whole = batch(own, REGISTER, CONTEXT, Tally(), date_of(day))
            found |= {one.id for one in whole.alerts}
    return found


@given(late_deliveries())
def test_the_last_assessment_told_is_that_of_the_command(delivery: Delivery) -> None:
    seen, batches = delivery
    stored = delivered(batches)
    for partner in PARTNERS:
        own = {partner: in_order(one for one in seen if one.partner_id == partner)}
        published = [
            one.value for one in stored.posted if one.topic == "health.v1" and one.key == partner
        ]
        assert bool(published) == bool(own[partner])
        if published:
            day = max(opened(partner, batches), own[partner][-1].day)
            whole = batch(own, REGISTER, CONTEXT, Tally(), date_of(day))
            (expected,) = [one for one in whole.assessments if one.partner_id == partner]
            assert msgspec.json.decode(published[-1], type=Assessment) == expected


def test_generated_lateness_takes_back_and_adds() -> None:
    """Else the laws above would say nothing."""
    reached: Counter[str] = Counter()

    @settings(max_examples=150, phases=[Phase.generate], database=None, derandomize=True)
    @given(late_deliveries())
    def walk(delivery: Delivery) -> None:
        stored = Stored()
        for one in delivery[1]:
            known = set(stored.transitions)
            newest = {partner: stored.relationship(partner).memory.last[0] for partner in PARTNERS}
            stored.deliver(one)
            new = [one for id_, one in stored.transitions.items() if id_ not in known]
            reached["added to the past"] += sum(one.at < newest[one.partner_id] for one in new)
        reached["folded anew"] += stored.anew
        reached["taken back"] += len(stored.withdrawn)
        reached["told and taken back"] += len(stored.withdrawn & stored.alerts.keys())

    walk()
    for what in ("folded anew", "taken back", "told and taken back", "added to the past"):
        assert reached[what], what
