"""Law 2: stream equals batch. However an ordered history is cut, all bits end alike."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from health.assessment import assess
from health.observation import DAY_MS, Observation
from health.rebuild import follow, rebuild
from health.relationship import Relationship, Step, hear, pass_days, unheard
from tests.laws.made import DAY_0, EVERY, PARTNER, TERMS
from tests.laws.stored import Stored
from tests.laws.strategies import Batch, histories


def bits(step: Step) -> tuple[bytes, bytes, bytes]:
    """Memory as stored, assessment as published, and what happened on the way."""
    return (
        msgspec.msgpack.encode(step.after),
        msgspec.json.encode(assess(step.after, TERMS, EVERY)),
        msgspec.msgpack.encode((step.closes, step.transitions)),
    )


@given(histories(), st.data())
def test_any_chunks_end_as_the_whole(seen: list[Observation], data: st.DataObject) -> None:
    now, closes, transitions = unheard(PARTNER), [], []
    rest = [one for one in seen if one.meeting != "planned"]
    until = 0
    while rest:
        size = data.draw(st.integers(1, len(rest)), label="chunk")
        # A day may begin before the next chunk comes.
        next_day = rest[size].day if size < len(rest) else rest[-1].day + 40
        until = data.draw(st.integers(0, max(0, next_day)), label="until")
        step = follow(now, rest[:size], TERMS, EVERY, until=until)
        # As if stored and loaded.
        now = msgspec.msgpack.decode(msgspec.msgpack.encode(step.after), type=Relationship)
        closes.extend(step.closes)
        transitions.extend(step.transitions)
        rest = rest[size:]
    whole = rebuild(PARTNER, seen, TERMS, EVERY, until=until)
    assert bits(Step(now, tuple(closes), tuple(transitions))) == bits(whole)


@given(histories())
def test_the_worker_ends_as_the_batch(seen: list[Observation]) -> None:
    stored = Stored()
    for one in seen:
        stored.deliver(Batch((one,)))
    whole = rebuild(PARTNER, seen, TERMS, EVERY)
    if any(one.meeting != "planned" for one in seen):
        assert stored.memories[PARTNER] == msgspec.msgpack.encode(whole.after)
        published = [one.value for one in stored.posted if one.topic == "health.v1"]
        assert published[-1] == msgspec.json.encode(assess(whole.after, TERMS, EVERY))
    else:
        assert not stored.memories


@given(histories(), st.lists(st.integers(1, 60), max_size=6))
def test_days_pass_alike_one_by_one_and_at_once(seen: list[Observation], waits: list[int]) -> None:
    start = rebuild(PARTNER, seen, TERMS, EVERY, until=DAY_0)
    day = max(start.after.memory.day, DAY_0)
    now, closes, transitions = start.after, (), ()
    for wait in waits:
        day += wait
        step = pass_days(now, day, TERMS, EVERY)
        now, closes, transitions = (
            step.after,
            closes + step.closes,
            transitions + step.transitions,
        )
    assert bits(Step(now, closes, transitions)) == bits(pass_days(start.after, day, TERMS, EVERY))


@given(histories())
def test_hearing_one_by_one_is_the_fold(seen: list[Observation]) -> None:
    now = unheard(PARTNER)
    for one in seen:
        if one.meeting != "planned":
            now = hear(now, one, TERMS, EVERY).after
            assert now.memory.day == one.at // DAY_MS
    assert now == rebuild(PARTNER, seen, TERMS, EVERY).after
