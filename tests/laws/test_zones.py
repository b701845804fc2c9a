"""Laws 1 and 2 across time zones: what happened when does not depend on how its moment is written.

An offset from UTC says one thing only: on whose clock the one who answers works. So it moves how
long answers took, and nothing else; where no e-mail answers another, it moves nothing at all.
"""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.announce import alert_id
from health.assessment import assess
from health.business_time import HOUR_MS, MINUTE_MS, business_ms
from health.memory import Memory, move_to, remember
from health.observation import DAY_MS, EPOCH, MILLISECOND, Observation, date_of, observe
from health.policy import MeasureName, Policy
from health.rebuild import in_order, rebuild
from health.relationship import Step
from ingest.admit import admit
from ingest.interaction import InteractionId, Meeting, Record
from ingest.outcome import Kept
from ingest.register_index import Index
from nlp.annotations import Annotations, Intent, Promise, Sentiment
from streams.wire import encode, read_annotations
from tests import make
from tests.laws.made import EVERY, PARTNER, TERMS, changed, moment, observation
from tests.laws.strategies import histories

# The ends of the world, half and quarter hours, and what no place uses but a header may say.
OFFSETS = (14 * 60, -12 * 60, 0, 60, -300, 330, 345, -210, 765, 1, -1439, 1439)
offsets = st.one_of(st.sampled_from(OFFSETS), st.integers(-1439, 1439))
ANSWERS: tuple[MeasureName, ...] = ("response_time_theirs", "response_time_ours")
# The same but for the measures of answers, whose weight another has.
DEAF = changed(
    EVERY,
    weights={
        **EVERY.weights,
        **dict.fromkeys(ANSWERS, 0),
        "silence": EVERY.weights["silence"] + sum(EVERY.weights[one] for one in ANSWERS),
    },
)


def elsewhere(one: Observation, zone: int) -> Observation:
    """The same, written on another clock."""
    return msgspec.structs.replace(one, zone=zone)


@st.composite
def written_twice(draw: st.DrawFn) -> tuple[list[Observation], list[Observation]]:
    """One history, its moments written with two sets of offsets."""
    seen = draw(histories())
    return seen, [elsewhere(one, draw(offsets)) for one in seen]


def folded(seen: list[Observation], policy: Policy = EVERY) -> Step:
    last = max((one.day for one in seen), default=0)
    return rebuild(PARTNER, seen, TERMS, policy, until=last + 20)


def bits(step: Step, policy: Policy = EVERY) -> tuple[bytes, bytes, list[str]]:
    return (
        msgspec.msgpack.encode(step),
        msgspec.json.encode(assess(step.after, TERMS, policy)),
        [alert_id(one) for one in step.transitions],
    )


@given(written_twice())
def test_where_nobody_answers_an_offset_says_nothing(
    both: tuple[list[Observation], list[Observation]],
) -> None:
    one, other = (
        [msgspec.structs.replace(each, thread=None) for each in written] for written in both
    )
    assert bits(folded(one)) == bits(folded(other))


@given(histories(), st.data())
def test_the_clock_of_who_asks_or_only_writes_says_nothing(
    seen: list[Observation], data: st.DataObject
) -> None:
    """Only an e-mail in a thread, from either side, can be an answer."""
    other = [
        one
        if one.kind == "email" and one.thread and one.direction in ("inbound", "outbound")
        else elsewhere(one, data.draw(offsets))
        for one in seen
    ]
    asked = set[str]()
    for place, one in enumerate(other):
        if one.kind == "email" and one.thread and one.direction in ("inbound", "outbound"):
            if one.thread not in asked:
                other[place] = elsewhere(one, data.draw(offsets))
            asked.add(one.thread)
    assert bits(folded(seen)) == bits(folded(other))


TOOK = ("theirs", "ours", "slowest_theirs", "slowest_ours")


def without_answers(value: Any) -> Any:
    """A memory but for how long answers took; that there were some, and how many, stays."""
    if isinstance(value, msgspec.Struct):
        return {
            name: None if name in TOOK else without_answers(getattr(value, name))
            for name in value.__struct_fields__
        }
    if isinstance(value, tuple | list):
        return [without_answers(one) for one in value]
    if isinstance(value, dict):
        return {key: without_answers(one) for key, one in value.items()}
    return value


@given(written_twice())
def test_an_offset_moves_only_how_long_answers_took(
    both: tuple[list[Observation], list[Observation]],
) -> None:
    one, other = map(folded, both)
    assert without_answers(one.after.memory) == without_answers(other.after.memory)
    for first, second in zip(one.closes, other.closes, strict=True):
        assert (first.day, first.seq) == (second.day, second.seq)
        assert first.standing.measured == second.standing.measured


@given(written_twice())
def test_a_policy_that_does_not_ask_for_answers_sees_one_history(
    both: tuple[list[Observation], list[Observation]],
) -> None:
    one, other = (folded(seen, DEAF) for seen in both)
    assert one.closes == other.closes
    assert one.transitions == other.transitions
    assert assess(one.after, TERMS, DEAF) == assess(other.after, TERMS, DEAF)


@given(histories(), offsets)
def test_who_answers_elsewhere_at_the_same_hours_of_their_clock_took_as_long(
    seen: list[Observation], zone: int
) -> None:
    """A week lived on one clock, and the same hours of the wall lived on another."""
    here = [elsewhere(one, 0) for one in seen]
    there = [msgspec.structs.replace(one, at=one.at - zone * MINUTE_MS, zone=zone) for one in seen]
    assert answered(here) == answered(there)


LONG = changed(
    EVERY, fresh_days=10**5, recent_days=10**5, past_days=2 * 10**5, memory_days=3 * 10**5
)


def answered(seen: list[Observation]) -> object:
    """Over all days at once, as the days of UTC are others there."""
    memory = Memory(partner_id=PARTNER)
    for one in in_order(seen):
        if not memory.heard:
            memory = Memory(partner_id=PARTNER, first_day=one.day, day=one.day)
        memory = remember(move_to(memory, one.day, LONG), one)
    return memory.signals.recent


# --- as it is written ----------------------------------------------------------------------------

moments = st.integers(moment(-800), moment(400))
said = st.builds(
    Annotations,
    interaction_id=st.sampled_from("abcdefgh").map(InteractionId),
    partner_id=st.just(PARTNER),
    occurred_at=moments.map(lambda at: EPOCH + timedelta(milliseconds=at)),
    kind=st.just("email"),
    direction=st.sampled_from(("inbound", "outbound")),
    thread_id=st.sampled_from((None, "t")),
    sentiment=st.one_of(st.none(), st.just(Sentiment("negative", -0.5, 0.75))),
    intents=st.sampled_from(((), (Intent("complaint", 0.9, 0, 1),))),
    promises=st.sampled_from(((), (Promise("us", "send it", "2024-02-29"),))),
    record=st.one_of(
        st.none(),
        st.builds(
            Record,
            type=st.just("ticket"),
            due_at=moments.map(lambda at: EPOCH + timedelta(milliseconds=at)),
        ),
    ),
    meeting=st.one_of(st.none(), st.just(Meeting(status="held", type="review"))),
)


def rewritten(one: Annotations, zone: int) -> bytes:
    """The same on the wire, every moment with another offset."""
    clock = timezone(timedelta(minutes=zone))
    record = one.record
    if record is not None and record.due_at is not None:
        record = msgspec.structs.replace(record, due_at=record.due_at.astimezone(clock))
    return encode(
        msgspec.structs.replace(one, occurred_at=one.occurred_at.astimezone(clock), record=record)
    )


@given(said, offsets)
def test_a_moment_is_the_same_however_the_wire_writes_it(one: Annotations, zone: int) -> None:
    plain, other = observe(one), observe(read_annotations(rewritten(one, zone)))
    assert other == elsewhere(plain, zone)
    assert other.day == plain.day
    assert date_of(other.day) == one.occurred_at.date(), "days are those of UTC"


@given(st.lists(said, max_size=12), offsets)
def test_one_clock_for_all_that_is_not_an_answer_ends_alike(
    many: list[Annotations], zone: int
) -> None:
    alone = [msgspec.structs.replace(one, thread_id=None) for one in many]
    plain = [observe(one) for one in alone]
    other = [observe(read_annotations(rewritten(one, zone))) for one in alone]
    assert bits(folded(plain)) == bits(folded(other))


# --- clocks that change --------------------------------------------------------------------------

PLACES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")
# About the changes of the clock in March and October, April for the south, and any time.
starts = st.one_of(
    st.sampled_from(
        [(2024, 3, 8), (2024, 3, 29), (2024, 4, 5), (2024, 10, 4), (2024, 10, 25), (2024, 11, 1)]
    ).map(lambda day: (datetime(*day, tzinfo=UTC) - EPOCH) // MILLISECOND),
    st.integers(moment(-700), moment(0)),
)


def on_the_wall(start: int, end: int, place: ZoneInfo) -> int:
    """Working milliseconds between two moments, minute by minute, by the clock on the wall."""
    found = 0
    for at in range(start, end, MINUTE_MS):
        local = (EPOCH + timedelta(milliseconds=at)).astimezone(place)
        found += MINUTE_MS if local.weekday() < 5 and 8 <= local.hour < 18 else 0
    return found


@given(starts, st.integers(0, 4 * 1440), st.integers(0, 2 * 1440), st.sampled_from(PLACES))
def test_an_answer_over_a_change_of_the_clock_is_off_by_that_change_at_most(
    start: int, wait: int, length: int, place: str
) -> None:
    """The whole wait is read on the clock of the answer; the wall said another hour at its start.

    Where the clock did not change between the two, it is exact.
    """
    clock = ZoneInfo(place)
    start = (start // MINUTE_MS + wait) * MINUTE_MS
    end = start + length * MINUTE_MS
    at_start, at_end = (
        round(
            ((EPOCH + timedelta(milliseconds=at)).astimezone(clock).utcoffset() or timedelta())
            / timedelta(minutes=1)
        )
        for at in (start, end)
    )
    change = abs(at_end - at_start) * MINUTE_MS
    assert change <= HOUR_MS
    off = abs(business_ms(start, end, at_end) - on_the_wall(start, end, clock))
    assert off <= change


@given(moments, st.integers(0, 30 * DAY_MS), offsets)
def test_another_clock_is_the_same_day_at_other_hours(start: int, length: int, zone: int) -> None:
    shift = zone * MINUTE_MS
    there = business_ms(start, start + length, zone)
    assert there == business_ms(start + shift, start + length + shift, 0)


# --- at the door ---------------------------------------------------------------------------------


def kept(when: str) -> Any:
    payload = msgspec.json.encode(
        {
            "id": "1",
            "kind": "email",
            "occurred_at": when,
            "direction": "inbound",
            "partner_id": PARTNER,
            "participants": [],
            "text": "Guten Tag",
        }
    )
    outcome = admit(make.raw(payload), Index(make.register(make.partner(id=PARTNER))), make.NOW)
    assert isinstance(outcome, Kept), outcome
    return outcome.interactions[0]


@pytest.mark.parametrize(
    "when",
    [
        "2024-03-01T01:30:00+14:00",
        "2024-02-28T23:30:00-12:00",
        "2024-02-29T17:00:00+05:30",
        "2024-02-29T08:00:00-03:30",
        "2024-02-29T11:30:00Z",
    ],
)
def test_the_door_takes_the_same_moment_however_it_is_written(when: str) -> None:
    assert kept(when).occurred_at == datetime(2024, 2, 29, 11, 30, tzinfo=UTC)


def test_the_door_keeps_on_whose_clock_an_answer_was_written() -> None:
    assert kept("2026-01-05T10:00:00+09:00").occurred_at.utcoffset() == timedelta(hours=9)


@given(st.integers(moment(-800), moment(100)), offsets)
def test_the_door_leaves_the_moment_and_the_clock_where_there_is_one(at: int, zone: int) -> None:
    written = EPOCH + timedelta(milliseconds=at)
    found = kept(written.astimezone(timezone(timedelta(minutes=zone))).isoformat())
    clock = zone if zone % 15 == 0 and abs(zone) <= 14 * 60 else 0
    assert found.occurred_at == written
    assert found.occurred_at.utcoffset() == timedelta(minutes=clock)
    assert found == msgspec.structs.replace(kept(written.isoformat()), occurred_at=written)


def test_an_answer_in_the_night_of_utc_takes_the_working_hours_of_its_author() -> None:
    """Else nothing above would see an offset at all."""
    asked = observation(0, 60, direction="outbound", thread="t")
    answer = observation(0, 120, thread="t", zone=540)  # eleven in the morning, in Tokyo
    took = [
        rebuild(PARTNER, [asked, one], TERMS, EVERY).after.memory.signals.recent.theirs
        for one in (answer, elsewhere(answer, 0))
    ]
    assert took[0] > took[1] == 0
