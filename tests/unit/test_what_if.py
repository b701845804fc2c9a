"""What-if: the same fold with something added, both sides exact, nothing stored or changed."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from health.assessment import assess
from health.observation import Observation, date_of
from health.rebuild import rebuild
from health.supposed import Supposed, suppose
from health.terms import NO_TERMS
from health.what_if import AHEAD, WhatIf, what_if, with_people
from ingest.errors import Malformed
from tests.laws import strategies
from tests.laws.made import DAY_0, EVERY, PARTNER, SMALL, TERMS, meeting, observation

KINDS = (
    *("meeting review", "meeting coordination", "email in", "email out"),
    *("call", "praise", "complaint", "record training", "silence until"),
)


def day(number: int) -> str:
    return f"{date_of(DAY_0 + number)}"


def supposed(*statements: str) -> list[Supposed]:
    return [suppose(one, PARTNER, number) for number, one in enumerate(statements)]


def asked(history: list[Observation], *statements: str, today: int = 12) -> WhatIf:
    return what_if(PARTNER, history, supposed(*statements), TERMS, SMALL, today=DAY_0 + today)


def friendly(days: int = 12, **changes: object) -> list[Observation]:
    return [
        observation(number, minute, contacts=(who,), **changes)
        for number in range(days)
        for minute, who in ((540, "anke"), (600, "jens"))
    ]


def part(result: WhatIf, measure: str) -> float:
    return next((one.added for one in result.parts if one.measure == measure), 0.0)


def test_with_nothing_supposed_nothing_differs() -> None:
    result = asked(friendly())
    assert result.now == assess(
        rebuild(PARTNER, friendly(), TERMS, SMALL, until=DAY_0 + 12).after, TERMS, SMALL
    )
    for other in (result.waited, result.then):
        assert msgspec.structs.replace(other, change=result.now.change) == result.now
        assert other.change is not None
        assert other.change.score == 0
    assert not any(one.added or one.passing_days for one in result.parts)
    assert result.turns == ()


def test_it_is_the_fold_of_the_history_with_the_addition() -> None:
    result = asked(friendly(), f"meeting coordination {day(13)}")
    held = suppose(f"meeting coordination {day(13)}", PARTNER).observation
    assert held is not None
    history = [*friendly(), msgspec.structs.replace(held, contacts=("jens",))]
    same = assess(rebuild(PARTNER, history, TERMS, SMALL, until=DAY_0 + 13).after, TERMS, SMALL)
    assert result.then.score == same.score
    assert result.then.as_of == date_of(DAY_0 + 13)
    assert result.now.as_of == date_of(DAY_0 + 12)


def test_a_meeting_helps_the_rhythm_and_a_missed_one_does_not() -> None:
    history = friendly(20)
    held, missed = (
        asked(history, f"meeting coordination {day(20)}{status}", today=20)
        for status in ("", " no_show")
    )
    assert part(held, "meeting_rhythm") > 0
    assert part(missed, "meeting_rhythm") == 0


def test_a_complaint_costs() -> None:
    result = asked(friendly(), f"complaint {day(12)}")
    assert result.waited.score == result.now.score
    assert part(result, "sentiment_level") < 0
    assert result.then.change is not None
    assert result.then.change.score == result.then.score - result.now.score  # type: ignore[operator]


def test_silence_alone_adds_nothing() -> None:
    result = asked(friendly(), f"silence until {day(20)}")
    assert not any(one.added for one in result.parts)
    assert any(one.passing_days < 0 for one in result.parts)
    assert result.then.score == result.waited.score


def test_what_is_supposed_of_the_past_counts_in_the_past() -> None:
    result = asked(friendly(), f"complaint {day(11)}", today=12)
    assert result.then.as_of == result.now.as_of
    assert part(result, "sentiment_level") < 0


def test_what_lies_after_today_is_not_known_yet() -> None:
    late = observation(14, tone=-900)
    assert asked([*friendly(), late]).now == asked(friendly()).now


def turns(result: WhatIf) -> set[tuple[str, str, str]]:
    times = [one.transition.at for one in result.turns]
    assert times == sorted(times)
    return {(one.cause, one.transition.before, one.transition.after) for one in result.turns}


def test_what_is_added_may_change_the_band() -> None:
    complaints = [f"complaint {day(number)}" for number in (12, 12, 13, 13, 14, 14)]
    result = asked(friendly(), *complaints)
    assert {cause for cause, _, _ in turns(result)} == {"added"}
    assert result.turns[-1].transition.after == result.then.band == "red"
    assert result.now.band == result.waited.band == "green"


def test_so_may_waiting_and_words_may_undo_that() -> None:
    silent = asked(friendly(), f"silence until {day(22)}")
    assert {cause for cause, _, _ in turns(silent)} == {"passing_days"}
    assert silent.waited.band == silent.then.band != "green"
    kind = [f"email in {day(number)} kind" for number in range(12, 23)]
    spoken = asked(friendly(), *kind)
    assert spoken.then.band == "green"
    assert turns(spoken) == {("undone", before, after) for _, before, after in turns(silent)}


@pytest.mark.parametrize(
    ("statement", "people"),
    [
        ("praise", ("zoe",)),
        ("email in", ("zoe",)),
        ("call", ("zoe",)),
        ("meeting review", ("carla", "jens")),
        ("email out", ()),
        ("record training", ()),
    ],
)
def test_messages_come_from_who_wrote_last_and_meetings_have_the_last_people(
    statement: str, people: tuple[str, ...]
) -> None:
    history = [
        *friendly(),
        meeting(12, contacts=("carla", "jens")),
        observation(12, 700, contacts=("zoe",)),
        meeting(12, 720, contacts=("nobody",), meeting="cancelled"),
        observation(12, 730, contacts=("ours",), direction="outbound"),
    ]
    (one,) = supposed(f"{statement} {day(13)}")
    assert one.observation is not None
    assert with_people(one.observation, history).contacts == people
    assert with_people(one.observation, []).contacts == ()


def test_a_partner_never_heard_of_has_no_score_before_and_none_after_a_wait() -> None:
    result = what_if(PARTNER, [], supposed(f"silence until {day(9)}"), NO_TERMS, SMALL, today=DAY_0)
    assert (result.now.score, result.then.score) == (None, None)
    assert result.now.as_of == date_of(DAY_0)
    assert result.then.as_of == date_of(DAY_0 + 9)
    assert result.parts == ()


def test_two_years_ahead_is_nobodys_guess() -> None:
    asked(friendly(), f"silence until {day(12 + AHEAD)}")
    with pytest.raises(Malformed, match="more than 730 days ahead"):
        asked(friendly(), f"praise {day(3)}", f"silence until {day(13 + AHEAD)}")


@given(
    strategies.histories(),
    st.lists(st.tuples(st.sampled_from(KINDS), st.integers(-5, 30)), max_size=4),
    st.integers(0, 20),
)
@settings(max_examples=60, deadline=None)
def test_the_parts_sum_exactly(
    history: list[Observation], added: list[tuple[str, int]], today: int
) -> None:
    here = max([one.day for one in history], default=DAY_0) + today
    statements = [f"{kind} {date_of(here + number)}" for kind, number in added]
    before = list(history)
    result = what_if(PARTNER, history, supposed(*statements), TERMS, EVERY, today=here)
    assert history == before
    for one in result.parts:
        assert (one.now or 0) + one.passing_days + one.added == (one.then or 0)
    assert sum(one.now or 0 for one in result.parts) == (result.now.score or 0)
    assert sum(one.then or 0 for one in result.parts) == (result.then.score or 0)
    waited = sum((one.now or 0) + one.passing_days for one in result.parts)
    assert waited == (result.waited.score or 0)
