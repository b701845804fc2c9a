"""Which interactions a driver points at."""

import pytest

from health.measures import MEASURES
from health.measures.reading import AT_MOST
from health.observation import Observation
from health.policy import MeasureName
from ingest.interaction import InteractionId
from tests.laws.made import SMALL, answers, meeting, memory, observation


def named(name: str, day: int, minute: float = 540, **changes: object) -> Observation:
    return observation(day, minute, id=InteractionId(name), **changes)


def found(name: MeasureName, seen: list[Observation], day: int = 10) -> tuple[str, ...]:
    return MEASURES[name].evidence(memory(seen, day=day), SMALL)


@pytest.mark.parametrize("name", list(MEASURES))
def test_of_nothing_there_is_no_evidence(name: MeasureName) -> None:
    assert found(name, []) == ()


@pytest.mark.parametrize("name", ["sentiment_level", "sentiment_trend"])
def test_a_cool_tone_shows_the_coldest_messages(name: MeasureName) -> None:
    cold = [named(f"m{day}", day, tone=-100 * day) for day in range(2, 11)]
    assert found(name, cold) == ("m10", "m9", "m8")


def test_a_warm_tone_shows_the_warmest_messages() -> None:
    warm = [named(f"m{day}", day, tone=100 * day) for day in range(2, 11)]
    assert found("sentiment_level", warm) == ("m10", "m9", "m8")


def test_equal_tones_are_shown_by_id() -> None:
    same = [named(f"m{9 - day}", day, tone=-500) for day in range(6, 10)]
    assert found("sentiment_level", same) == ("m0", "m1", "m2")


def test_a_day_shows_one_message() -> None:
    one_day = [named(f"m{minute}", 10, minute, tone=-minute) for minute in range(5)]
    assert found("sentiment_level", one_day) == ("m4",)


@pytest.mark.parametrize("theirs", [True, False])
def test_slow_answers_show_the_slowest(theirs: bool) -> None:
    name: MeasureName = "response_time_theirs" if theirs else "response_time_ours"
    waits = ((6, 1.0), (7, 5.0), (8, 3.0), (9, 2.0))
    seen = [answers(day, hours, theirs=theirs, thread=f"t{day}") for day, hours in waits]
    slowest = [given.id for _, given in (seen[1], seen[2], seen[3])]
    assert found(name, [one for pair in seen for one in pair]) == tuple(slowest)


def test_meetings_show_those_missed_latest_first() -> None:
    def off(name: str, day: int) -> Observation:
        return meeting(day, id=InteractionId(name), meeting="cancelled")

    seen = [meeting(1, id=InteractionId("held")), *(off(f"m{day}", day) for day in (6, 7, 8, 9))]
    assert found("meeting_rhythm", seen) == ("m9", "m8", "m7")
    assert found("meeting_reliability", seen) == ("m9", "m8", "m7")


def test_without_a_missed_meeting_the_last_held_ones_are_shown() -> None:
    seen = [
        meeting(1, id=InteractionId("old")),
        meeting(2, id=InteractionId("review"), meeting_type="review"),
        meeting(3, id=InteractionId("new")),
    ]
    assert found("meeting_rhythm", seen) == ("new", "review")


def test_breadth_shows_the_last_words_of_those_who_left() -> None:
    seen = [
        *(named(f"a{day}", day, contacts=("a",)) for day in (0, 1, 2, 3)),
        *(named(f"b{day}", day, 600, contacts=("b",)) for day in (0, 1, 2)),
        *(named(f"c{day}", day, 660, contacts=("c",)) for day in (0, 1, 9)),
    ]
    assert found("contact_breadth", seen) == ("a3", "b2")


def test_frequency_shows_the_last_contact() -> None:
    seen = [named("first", 1, contacts=("a",)), named("last", 4, contacts=("b",))]
    assert found("contact_frequency", seen) == ("last",)


def test_never_more_than_three() -> None:
    seen = [named(f"m{day}", day, tone=-900, thread="t") for day in range(20)]
    for name in MEASURES:
        assert len(MEASURES[name].evidence(memory(seen), SMALL)) <= AT_MOST
