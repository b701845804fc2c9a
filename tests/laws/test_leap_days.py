"""Laws 1 and 2 over the ends of February: the score counts days, and no calendar moves it.

A history moved by whole weeks, so that it runs over 29 February of a leap year or from 28 February
to 1 March of a common one, is the same history: same scores, bands, alerts and days between them.
"""

from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.alert import Alert
from alerts.announce import announce
from health.assessment import Assessment, assess
from health.measures import MEASURES
from health.observation import DAY_MS, Observation, date_of, day_of, observe
from health.pledges import GRACE, Pledges
from health.policy import Policy
from health.rebuild import rebuild
from health.relationship import Close, Step
from health.terms import Terms, terms_of
from health.transition import Snapshot, Transition
from ingest.interaction import InteractionId, Record
from nlp.annotations import Annotations, Promise
from streams.wire import encode, read_annotations, read_tick
from tests import make
from tests.laws.delivered import anew, delivered
from tests.laws.made import EVERY, PARTNER, SMALL, TERMS, memory, observation
from tests.laws.policies import policies
from tests.laws.strategies import Batch, batches, histories

# Leap years, the one that is none, and common ones.
YEARS = (1972, 2000, 2023, 2024, 2028, 2096, 2100, 2104)
ENDS = tuple(day_of(date(year, 3, 1)) - 1 for year in YEARS)
"""The last day of February."""
LEAPS = tuple((end - 4) * DAY_MS for end in ENDS)
years = st.sampled_from(ENDS)
POLICIES = st.one_of(st.just(EVERY), policies())


def moved(one: Observation, days: int) -> Observation:
    """The same, so many days later."""
    fact = one.fact
    if fact is not None and fact.due is not None:
        fact = msgspec.structs.replace(fact, due=fact.due + days)
    return msgspec.structs.replace(
        one,
        at=one.at + days * DAY_MS,
        promises=tuple((who, None if due is None else due + days) for who, due in one.promises),
        fact=fact,
    )


def moved_close(one: Close, days: int) -> Close:
    return msgspec.structs.replace(one, day=one.day + days)


def moved_change(one: Transition, days: int) -> Transition:
    anchor = one.anchor and Snapshot(one.anchor.day + days, one.anchor.standing)
    return msgspec.structs.replace(one, at=one.at + days * DAY_MS, anchor=anchor)


def moved_assessment(one: Assessment, days: int) -> Assessment:
    by = timedelta(days=days)
    change = one.change
    return msgspec.structs.replace(
        one,
        as_of=one.as_of + by,
        since=None if one.since is None else one.since + by,
        change=change and msgspec.structs.replace(change, since=change.since + by),
        actions=tuple(msgspec.structs.replace(each, due=each.due + by) for each in one.actions),
    )


def told(step: Step, terms: Terms, policy: Policy, days: int = 0) -> list[Alert]:
    """The alerts without what is made from their day: their ids, and days in words."""
    by, found = timedelta(days=days), list[Alert]()
    for change in step.transitions:
        alert = announce(change, "Nordlicht", policy, "en", terms)
        if alert is None:
            continue
        steps = tuple(
            msgspec.structs.replace(one, due=one.due + by, text="") for one in alert.steps
        )
        found.append(
            msgspec.structs.replace(
                alert, id="", occurred_at=alert.occurred_at + by, actions=(), steps=steps
            )
        )
    return found


def over(end: int, seen: list[Observation], before: int) -> int:
    """By how many days (of whole weeks) the history moves to begin about then."""
    first = seen[0].day if seen else 0
    return (end - before - first) // 7 * 7


@given(histories(), years, st.integers(0, 20), st.integers(-9, 60), st.integers(0, 40), POLICIES)
def test_a_history_moved_over_the_end_of_february_is_the_same(
    seen: list[Observation], end: int, before: int, ends: int, wait: int, policy: Policy
) -> None:
    days = over(end, seen, before)
    first, last = (seen[0].day, seen[-1].day) if seen else (0, 0)
    here = Terms(TERMS.cadence, first + ends, "gold", sponsor=True)
    there = msgspec.structs.replace(here, ends=first + ends + days)
    one = rebuild(PARTNER, seen, here, policy, until=last + wait)
    later = [moved(each, days) for each in seen]
    other = rebuild(PARTNER, later, there, policy, until=last + wait + days)
    assert [moved_close(close, days) for close in one.closes] == list(other.closes)
    assert [moved_change(change, days) for change in one.transitions] == list(other.transitions)
    assert told(one, here, policy, days) == told(other, there, policy)
    if one.after.memory.heard:  # else there is no day to be moved
        plain, later_on = (assess(one.after, here, policy), assess(other.after, there, policy))
        assert moved_assessment(plain, days) == later_on


@given(histories(starts=LEAPS), st.data())
def test_any_delivery_over_the_end_of_february_ends_as_the_batch(
    seen: list[Observation], data: st.DataObject
) -> None:
    arriving = data.draw(st.permutations(seen))
    cut = data.draw(batches(arriving, seen))
    stored = delivered(cut)
    assert stored.relationship(PARTNER) == anew(PARTNER, seen, cut).after


moments = st.tuples(years, st.integers(-3 * 1440, 3 * 1440)).map(
    lambda one: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=one[0], minutes=one[1])
)
dues = st.tuples(years, st.integers(-2, 2)).map(lambda one: date_of(one[0] + one[1]))
said = st.builds(
    Annotations,
    interaction_id=st.just(InteractionId("1")),
    partner_id=st.just(PARTNER),
    occurred_at=moments,
    kind=st.just("record"),
    promises=st.lists(dues, max_size=2).map(
        lambda days: tuple(Promise("us", "it", day.isoformat()) for day in days)
    ),
    record=st.builds(Record, type=st.just("ticket"), due_at=moments),
)


@given(said, st.integers(-60, 60))
def test_what_is_written_so_many_days_later_is_observed_so_many_days_later(
    one: Annotations, days: int
) -> None:
    """The calendar's own arithmetic, on one side; ours, that only counts days, on the other."""
    by = timedelta(days=days)
    record = one.record
    assert record is not None
    assert record.due_at is not None
    later = msgspec.structs.replace(
        one,
        occurred_at=one.occurred_at + by,
        promises=tuple(
            Promise("us", "it", (date.fromisoformat(each.due or "") + by).isoformat())
            for each in one.promises
        ),
        record=msgspec.structs.replace(record, due_at=record.due_at + by),
    )
    assert observe(read_annotations(encode(later))) == moved(observe(one), days)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_calendar_is_closed_once(year: int) -> None:
    first, last = date(year, 2, 20), date(year, 3, 10)
    start = day_of(first) - observation().day
    seen = [observation(start + day) for day in range((last - first).days)]
    step = rebuild(PARTNER, seen, TERMS, SMALL, until=day_of(last))
    every = [first + timedelta(days=day) for day in range((last - first).days)]
    assert [date_of(one.day) for one in step.closes] == every
    leap = [one for one in every if (one.month, one.day) == (2, 29)]
    assert bool(leap) == (year % 4 == 0 and year != 2100)


@pytest.mark.parametrize(
    ("end", "today", "left"),
    [
        pytest.param(date(2024, 2, 29), date(2024, 2, 28), 1, id="the day before"),
        pytest.param(date(2024, 2, 29), date(2024, 2, 29), 0, id="on the day"),
        pytest.param(date(2024, 2, 29), date(2024, 3, 1), None, id="the day after it went on"),
        pytest.param(date(2024, 3, 1), date(2024, 2, 28), 2, id="over a leap day"),
        pytest.param(date(2100, 3, 1), date(2100, 2, 28), 1, id="2100 has none"),
        pytest.param(date(2000, 3, 1), date(2000, 2, 28), 2, id="2000 has one"),
    ],
)
def test_a_contract_that_ends_about_a_leap_day(end: date, today: date, left: int | None) -> None:
    terms = terms_of(make.partner(contract_end=end))
    start = day_of(today) - observation().day
    found = MEASURES["contract_end"].read(memory([observation(start)]), terms, SMALL)
    assert (found and found.value) == left


@pytest.mark.parametrize("year", [2000, 2024, 2028])
def test_a_promise_of_a_leap_day_is_broken_only_after_it(year: int) -> None:
    due = date(year, 2, 29)
    made = promised(due.isoformat(), datetime(year, 2, 20, 9, tzinfo=UTC))
    for today in (date(year, 2, 28), due, due + timedelta(days=GRACE)):
        assert len(seen_on(made, today).open) == 1, today
    broken = seen_on(made, due + timedelta(days=GRACE + 1))
    assert not broken.open
    assert [one.kept for one in broken.settled] == [False]
    answer = observation(day_of(due) - observation().day, direction="outbound")
    kept = memory([made, answer], policy=SMALL).pledges
    assert [one.kept for one in kept.settled] == [True]


@pytest.mark.parametrize("day", ["2023-02-29", "2100-02-29", "2024-02-30", "2024-02-31"])
def test_a_promise_for_a_day_that_no_calendar_has_is_one_without_a_day(day: str) -> None:
    made = promised(day, datetime(2023, 2, 20, 9, tzinfo=UTC))
    assert made.promises == (("us", None),)
    assert not memory([made]).pledges.open


def promised(day: str, at: datetime) -> Observation:
    return observe(
        Annotations(
            interaction_id=InteractionId("p"),
            partner_id=PARTNER,
            occurred_at=at,
            kind="email",
            direction="outbound",
            promises=(Promise("us", "send the offer", day),),
        )
    )


def seen_on(made: Observation, today: date) -> Pledges:
    return memory([made], day=day_of(today) - observation().day).pledges


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2024-02-29T12:00:00Z", date(2024, 2, 29)),
        ("2024-02-29T23:30:00-05:00", date(2024, 3, 1)),
        ("2024-03-01T01:00:00+14:00", date(2024, 2, 29)),
        ("2023-03-01T01:00:00+14:00", date(2023, 2, 28)),
        ("2100-02-28T23:30:00-00:45", date(2100, 3, 1)),
    ],
)
def test_a_record_that_is_due_on_a_leap_day_is_due_on_that_day_of_utc(due: str, day: date) -> None:
    one = Annotations(
        interaction_id=InteractionId("r"),
        partner_id=PARTNER,
        occurred_at=datetime(2024, 2, 1, tzinfo=timezone(timedelta(hours=1))),
        kind="record",
        record=Record(type="ticket", due_at=datetime.fromisoformat(due)),
    )
    fact = observe(one).fact
    assert fact is not None
    assert fact.due == day_of(day)


def test_a_tick_of_a_leap_day_opens_it() -> None:
    tick = read_tick(msgspec.json.encode({"partner_id": PARTNER, "day": "2024-02-29"}))
    start = day_of(date(2024, 2, 28)) - observation().day
    stored = delivered([Batch((observation(start),), {PARTNER: day_of(tick.day)})])
    assert date_of(stored.relationship(PARTNER).memory.day) == date(2024, 2, 29)
    stored.deliver(Batch(days={PARTNER: day_of(tick.day) + 1}))
    assert date_of(stored.relationship(PARTNER).memory.day) == date(2024, 3, 1)
