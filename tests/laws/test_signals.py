"""The rolling sums equal those counted anew from the observations; adding and taking away undo."""

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.memory import Memory
from health.observation import DAY_MS, EPOCH, Observation
from health.rebuild import rebuild
from health.totals import NOTHING, Totals
from tests.laws import made
from tests.laws.made import PARTNER, TERMS, changed
from tests.laws.strategies import histories

BLOCK = 4
SMALL = changed(made.SMALL, block_days=BLOCK, usual_days=14)
# How many days pass after the last observation: a history ends on either side of each window.
EDGES = (SMALL.fresh_days, SMALL.recent_days, SMALL.past_days, SMALL.memory_days, SMALL.usual_days)
waits = st.one_of(
    st.integers(0, 6), st.sampled_from(EDGES), st.sampled_from(EDGES).map(lambda day: day - 1)
)
totals = st.builds(Totals, *[st.integers(-(2**40), 2**40)] * len(Totals.__struct_fields__))
Answer = tuple[int, bool, int]
"""Day, whether theirs, thousandths of log2(1 + minutes)."""


@given(totals, totals, totals)
def test_plus_and_minus_undo_each_other(one: Totals, two: Totals, three: Totals) -> None:
    assert one.plus(two).minus(two) == one
    assert one.plus(two) == two.plus(one)
    assert one.plus(two).plus(three) == one.plus(two.plus(three))
    assert one.plus(NOTHING) == one == one.minus(NOTHING)


@pytest.mark.parametrize("field", Totals.__struct_fields__)
def test_every_field_is_added(field: str) -> None:
    assert Totals(**{field: 2}).plus(Totals(**{field: 3})) == Totals(**{field: 5})
    assert Totals(**{field: 2}).minus(Totals(**{field: 3})) == Totals(**{field: -1})


def answers(seen: list[Observation]) -> list[Answer]:
    """For each e-mail, what it answers: the oldest message of the other side since the last turn.

    Counted from the raw list. What waited more than the recent days is forgotten.
    """
    found = []
    for thread in {one.thread for one in seen if one.thread}:
        mails = [
            one
            for one in seen
            if one.thread == thread
            and one.kind == "email"
            and one.direction in ("inbound", "outbound")
        ]
        turn: Observation | None = None
        for mail in mails:
            if turn is not None and turn.at < (mail.day - SMALL.recent_days) * DAY_MS:
                turn = None
            if turn is None:
                turn = mail
            elif turn.direction != mail.direction:
                shift = mail.zone * 60_000
                minutes = worked(turn.at + shift, mail.at + shift) / 60_000
                found.append(
                    (mail.day, mail.direction == "inbound", round(1000 * math.log2(1 + minutes)))
                )
                turn = mail
    return found


def worked(start: int, end: int) -> int:
    """Milliseconds of working hours, day by day."""
    found = 0
    for day in range(start // DAY_MS, min(end // DAY_MS, start // DAY_MS + 60) + 1):
        if (EPOCH + timedelta(days=day)).weekday() < 5:
            opens, closes = day * DAY_MS + 8 * 3_600_000, day * DAY_MS + 18 * 3_600_000
            found += max(0, min(end, closes) - max(start, opens))
    return found


def counted(seen: list[Observation], after: int, until: int) -> Totals:
    """Sums over the days `after` < day <= `until`, from the raw list."""
    days = [one for one in seen if after < one.day <= until and one.meeting != "planned"]
    said = [one for one in days if one.speaks]
    read = [one for one in said if one.tone is not None]
    took = [one for one in answers(seen) if after < one[0] <= until]
    theirs = [minutes for _, inbound, minutes in took if inbound]
    ours = [minutes for _, inbound, minutes in took if not inbound]
    return Totals(
        inbound=len(said),
        outbound=sum(one.direction == "outbound" for one in days),
        tone=sum(one.tone * one.weight for one in read if one.tone is not None),
        tone_weight=sum(one.weight for one in read),
        toned=len(read),
        theirs=sum(theirs),
        theirs_n=len(theirs),
        ours=sum(ours),
        ours_n=len(ours),
    )


def remembered(seen: list[Observation], wait: int) -> Memory:
    until = max((one.day for one in seen), default=0) + wait
    return rebuild(PARTNER, seen, TERMS, SMALL, until=until).after.memory


@given(histories(), waits)
def test_windows_equal_a_count_from_the_observations(seen: list[Observation], wait: int) -> None:
    memory = remembered(seen, wait)
    today, signals = memory.day, memory.signals
    assert signals.fresh == counted(seen, today - SMALL.fresh_days, today)
    assert signals.recent == counted(seen, today - SMALL.recent_days, today)


@given(histories(), waits)
def test_blocks_equal_a_count_from_the_observations(seen: list[Observation], wait: int) -> None:
    memory = remembered(seen, wait)
    signals, past = memory.signals, memory.day - SMALL.recent_days
    ends = [
        signals.begun + (signals.first + number + 1) * BLOCK - 1
        for number in range(len(signals.blocks))
    ]
    for end, block in zip(ends, signals.blocks, strict=True):
        assert block == counted(seen, end - BLOCK, min(end, past))
    if signals.blocks:
        # All of the past that is usual, and nothing older than that.
        assert ends[-1] - BLOCK < past <= ends[-1]
        assert ends[0] - BLOCK < max(signals.begun, past + 1 - SMALL.usual_days + BLOCK)
    near = [end for end in ends if end > memory.day - SMALL.memory_days]
    assert signals.heard == sum(counted(seen, end - BLOCK, min(end, past)).inbound for end in near)


@given(histories(), waits)
def test_days_equal_a_count_from_the_observations(seen: list[Observation], wait: int) -> None:
    memory = remembered(seen, wait)
    heard = [one for one in seen if one.meeting != "planned"]
    kept = {one.day for one in heard if one.day > memory.day - SMALL.recent_days}
    assert [one.day for one in memory.signals.days] == sorted(kept)
    for day in memory.signals.days:
        assert day.totals == counted(seen, day.day - 1, day.day)
        said = [
            (one.tone, one.id)
            for one in heard
            if one.day == day.day and one.speaks and one.tone is not None
        ]
        assert day.coldest == min(said, default=None)
        assert day.warmest == max(said, default=None)


@given(histories(), waits)
def test_people_and_meetings_equal_a_count(seen: list[Observation], wait: int) -> None:
    memory = remembered(seen, wait)
    heard = [one for one in seen if one.meeting != "planned"]
    assert memory.heard == len(heard)
    active = {
        who: one.day for one in heard for who in one.contacts if one.speaks or one.meeting == "held"
    }
    recent = {who: day for who, day in active.items() if day > memory.day - SMALL.memory_days}
    assert {who: one.last_day for who, one in memory.contacts.items()} == recent
    held = {one.meeting_type or "other": one.day for one in heard if one.meeting == "held"}
    assert {kind: day for kind, (day, _) in memory.held.items()} == held
    missed = [one for one in heard if one.meeting in ("cancelled", "no_show")]
    missed = [one for one in missed if one.day > memory.day - SMALL.past_days]
    assert [(one.day, one.id) for one in memory.met if one.missed] == [
        (m.day, m.id) for m in missed
    ]
