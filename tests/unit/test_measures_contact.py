"""Measures of who is in touch with us: what they read, and where they read nothing."""

from typing import Any

import pytest

from health.measures import Reading
from health.observation import Observation
from health.policy import MeasureName
from health.terms import NO_TERMS, Terms
from tests.laws.made import changed, meeting, observation
from tests.unit.measured import RULES, evidence, named, read, tones

# -- negative_streak: ramp from 5 displeased messages to 1


@pytest.mark.parametrize(
    ("seen", "reading"),
    [
        pytest.param(tones((9, -600)), None, id="one message was read"),
        pytest.param(tones((9, 0), (10, 0)), Reading(0.0, None, 1000), id="routine"),
        pytest.param(tones((9, -600), (10, -600)), Reading(2.0, None, 750), id="two"),
        pytest.param(tones((9, -300), (10, -299)), Reading(1.0, None, 1000), id="the bound"),
        pytest.param(
            tones((8, -600), (9, 100), (10, -600)), Reading(2.0, None, 750), id="routine between"
        ),
        pytest.param(
            tones((8, -600), (9, -600), (10, 101)), Reading(0.0, None, 1000), id="a kind word"
        ),
        pytest.param(
            tones(*((day, -600) for day in range(2, 8))), Reading(6.0, None, 0), id="for long"
        ),
        pytest.param(
            tones((3, -600), (4, -600), (5, -600), (9, 0), (10, 0)),
            Reading(0.0, None, 1000),
            id="no longer recent",
        ),
        pytest.param(
            [*tones((9, 0), (10, 0)), observation(10, 600, direction="outbound", tone=-900)],
            Reading(0.0, None, 1000),
            id="our own anger",
        ),
    ],
)
def test_negative_streak(seen: list[Observation], reading: Reading | None) -> None:
    assert read("negative_streak", seen) == reading


def test_few_messages_without_displeasure_prove_nothing() -> None:
    strict = changed(RULES, least_quiet=4)
    kind = [observation(day) for day in range(7, 11)]
    assert read("negative_streak", kind[:3], policy=strict) is None
    assert read("negative_streak", kind, policy=strict) == Reading(0.0, None, 1000)
    # Few messages of displeasure are displeasure.
    upset = tones((9, -600), (10, -600))
    assert read("negative_streak", upset, policy=strict) == Reading(2.0, None, 750)


def test_a_streak_shows_its_newest_messages() -> None:
    seen = [named(f"m{day}", day, tone=-600) for day in range(5, 10)]
    assert evidence("negative_streak", seen) == ("m9", "m8", "m7")


# -- reciprocity: (ours + 1) / (theirs + 1), days 6 to 10 against before; two doublings to 0


def mails(theirs: int, ours: int, day: int) -> list[Observation]:
    return [
        observation(day, 480 + minute, direction="inbound" if minute < theirs else "outbound")
        for minute in range(theirs + ours)
    ]


@pytest.mark.parametrize(
    ("before", "now", "reading"),
    [
        pytest.param((6, 6), (3, 3), Reading(1.0, 1.0, 1000), id="as ever"),
        pytest.param((6, 6), (3, 7), Reading(2.0, 1.0, 500), id="twice as many of ours"),
        pytest.param((6, 6), (0, 7), Reading(8.0, 1.0, 0), id="talking to a wall"),
        pytest.param((6, 6), (7, 0), Reading(0.12, 1.0, 1000), id="they write more"),
        pytest.param((2, 11), (1, 7), Reading(4.0, 4.0, 1000), id="we always wrote more"),
        pytest.param((6, 6), (1, 4), None, id="five messages lately"),
        pytest.param((4, 4), (3, 7), Reading(2.0, 1.0, 500), id="eight before"),
        pytest.param((4, 3), (3, 7), None, id="seven before"),
        pytest.param((12, 0), (3, 7), None, id="nothing of ours was seen before"),
    ],
)
def test_reciprocity(
    before: tuple[int, int], now: tuple[int, int], reading: Reading | None
) -> None:
    assert read("reciprocity", mails(*before, day=2) + mails(*now, day=8)) == reading


# -- silence: in usual gaps of days 0 to 5; ramp from 5 to 1


@pytest.mark.parametrize(
    ("days", "reading"),
    [
        pytest.param((0, 1, 2, 3, 4, 5, 7), Reading(3.0, 1.0, 500), id="three gaps"),
        pytest.param((0, 1, 3, 5, 10), Reading(0.0, 1.5, 1000), id="heard today"),
        pytest.param((0, 1, 2, 3, 4, 5), Reading(5.0, 1.0, 0), id="five gaps"),
        pytest.param((0, 0, 1, 1, 2, 3, 4, 5, 9), Reading(1.0, 1.0, 1000), id="never under a day"),
        pytest.param((3, 3, 4, 5), None, id="known for too short a time"),
    ],
)
def test_silence(days: tuple[int, ...], reading: Reading | None) -> None:
    seen = [observation(day, 540 + i) for i, day in enumerate(days)]
    assert read("silence", seen) == reading
    assert evidence("silence", seen) == (seen[-1].id,)


@pytest.mark.parametrize(
    ("days", "reading"),
    [
        pytest.param((0, 20), Reading(10.0, 13.0, 1000), id="two in 26 days: four in a block"),
        pytest.param((0,), None, id="who writes more rarely has no rhythm"),
    ],
)
def test_silence_of_a_rare_writer(days: tuple[int, ...], reading: Reading | None) -> None:
    assert read("silence", [observation(day) for day in days], day=30) == reading


def test_our_mail_does_not_break_their_silence() -> None:
    seen = [observation(day) for day in range(6)]
    assert read("silence", [*seen, observation(9, direction="outbound")]) == read("silence", seen)


# -- single_thread: ramp from all of it by one person to half of it


def of(who: str, *days: int) -> list[Observation]:
    return [named(f"{who}{day}", day, 540 + ord(who), contacts=(who,)) for day in days]


@pytest.mark.parametrize(
    ("seen", "reading"),
    [
        pytest.param(of("a", *range(8)), Reading(1.0, None, 0), id="all by one"),
        pytest.param(
            [*of("a", *range(6)), *of("b", 1, 2)], Reading(0.75, None, 500), id="most by one"
        ),
        pytest.param(
            [*of("a", *range(4)), *of("b", *range(4))], Reading(0.5, None, 1000), id="by two"
        ),
        pytest.param(of("a", *range(7)), None, id="seven messages"),
    ],
)
def test_single_thread(seen: list[Observation], reading: Reading | None) -> None:
    assert read("single_thread", seen) == reading


def test_a_single_thread_shows_the_last_word_of_the_one() -> None:
    assert evidence("single_thread", [*of("a", 1, 2, 3), *of("b", 9)]) == ("a3",)


# -- champion: days away, less ten, in usual gaps; ramp from 5 to 0


@pytest.mark.parametrize(
    ("seen", "day", "reading"),
    [
        pytest.param(of("a", 0, 2, 4, 6, 8, 10), 11, Reading(1.0, 2.0, 1000), id="there"),
        pytest.param(of("a", 0, 2, 4, 6, 8, 10), 20, Reading(10.0, 2.0, 1000), id="on holiday"),
        pytest.param(of("a", 0, 2, 4, 6, 8, 10), 24, Reading(14.0, 2.0, 600), id="missed"),
        pytest.param(
            [*of("a", 0, 2, 4, 6, 8, 10), *of("b", 12, 18, 24)],
            24,
            Reading(14.0, 2.0, 600),
            id="another writes, but rarely",
        ),
        pytest.param(of("a", 0, 2, 4, 6, 8), 20, None, id="five times are no champion"),
        pytest.param(of("a", 0, 0, 1, 1, 2, 3), 9, None, id="nor is a busy first week"),
    ],
)
def test_champion(seen: list[Observation], day: int, reading: Reading | None) -> None:
    assert read("champion", seen, day=day) == reading


def test_a_lost_champion_shows_their_last_word() -> None:
    seen = [*of("a", 0, 2, 4, 6, 8, 10), *of("b", 12, 18, 24)]
    assert evidence("champion", seen, day=24) == ("a10",)


# -- meeting_reliability: ramp from all lost to none; remembered for ten days


def met(*days: tuple[int, str]) -> list[Observation]:
    return [meeting(day, meeting=status, id=f"{status}{day}") for day, status in days]


@pytest.mark.parametrize(
    ("seen", "reading"),
    [
        pytest.param(met((5, "held"), (6, "cancelled")), None, id="two meetings"),
        pytest.param(
            met((5, "held"), (6, "held"), (7, "held")), Reading(0.0, None, 1000), id="all held"
        ),
        pytest.param(
            met((5, "held"), (6, "cancelled"), (7, "held")), Reading(0.25, None, 750), id="one off"
        ),
        pytest.param(
            met((5, "held"), (6, "no_show"), (7, "held")),
            Reading(0.5, None, 500),
            id="waiting in vain counts twice",
        ),
        pytest.param(
            met((5, "no_show"), (6, "no_show"), (7, "no_show")), Reading(1.0, None, 0), id="never"
        ),
        pytest.param(met((0, "held"), (1, "held"), (7, "cancelled")), None, id="one is forgotten"),
        pytest.param(
            met((5, "held"), (6, "held"), (7, "planned")), None, id="a plan is no meeting yet"
        ),
    ],
)
def test_meeting_reliability(seen: list[Observation], reading: Reading | None) -> None:
    assert read("meeting_reliability", seen) == reading


# -- sponsor_engagement: in intervals, four days where none is agreed; ramp from 3 to 1


def sponsor(day: int, **changes: Any) -> Observation:
    return meeting(day, meeting_type="sponsor", **changes)


def executive(day: int, *more: str, **changes: Any) -> Observation:
    labels = ("executive_involvement", *more)
    return observation(day, intents=tuple((label, 900) for label in labels), **changes)


BOARD = Terms(cadence=(("advisory_board", 4), ("coordination", 1)))
YEARLY = Terms(cadence=(("advisory_board", 16), ("sponsor", 8)))


@pytest.mark.parametrize(
    ("seen", "terms", "reading"),
    [
        pytest.param([observation(2)], NO_TERMS, None, id="they have no leaders for us"),
        pytest.param([], BOARD, None, id="never heard of"),
        pytest.param([sponsor(2)], NO_TERMS, Reading(8.0, 4.0, 500), id="two intervals"),
        pytest.param([sponsor(2)], YEARLY, Reading(8.0, 8.0, 1000), id="the shortest agreed"),
        pytest.param([observation(2)], BOARD, Reading(8.0, 4.0, 500), id="agreed, never met"),
        pytest.param([executive(6)], NO_TERMS, Reading(4.0, 4.0, 1000), id="they wrote"),
        pytest.param([executive(6, "escalation")], NO_TERMS, None, id="only threatened to"),
        pytest.param([executive(6, tone=-400)], NO_TERMS, None, id="nor in anger"),
        pytest.param([executive(6, direction="outbound")], NO_TERMS, None, id="our own leaders"),
        pytest.param([sponsor(6, meeting="cancelled")], NO_TERMS, None, id="called off"),
    ],
)
def test_sponsor_engagement(seen: list[Observation], terms: Terms, reading: Reading | None) -> None:
    assert read("sponsor_engagement", seen, terms=terms) == reading


@pytest.mark.parametrize(
    ("name", "seen", "ids"),
    [
        pytest.param("reciprocity", [named("a", 3), named("b", 4)], ("b",), id="the last heard"),
        pytest.param(
            "meeting_reliability",
            met((5, "cancelled"), (6, "held"), (7, "no_show")),
            ("no_show7", "cancelled5"),
            id="what was lost, the newest first",
        ),
        pytest.param(
            "meeting_rhythm",
            [meeting(5, id="m", meeting="cancelled"), meeting(5, id="m", meeting="no_show")],
            ("m",),
            id="a meeting that was lost twice",
        ),
        pytest.param(
            "sponsor_engagement", [sponsor(2, id="s2"), sponsor(6, id="s6")], ("s6",), id="the last"
        ),
    ],
)
def test_evidence(name: MeasureName, seen: list[Observation], ids: tuple[str, ...]) -> None:
    assert evidence(name, seen) == ids
