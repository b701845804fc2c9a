"""What each measure reads off small histories, and where it reads nothing."""

import math

import pytest

from health.measures import MEASURES, Reading
from health.observation import Observation
from health.policy import CAP, NAMES, STANDARD, MeasureName, Policy
from health.terms import NO_TERMS, Terms
from tests.laws.made import answers, changed, meeting, memory, observation

PLAIN = changed(steadying=0, block_days=56, usual_days=728)
# A block of seven days, six of them: long histories in a few lines.
BLOCKS = changed(PLAIN, block_days=7, usual_days=42)


def read(
    name: MeasureName,
    seen: list[Observation],
    *,
    day: int,
    terms: Terms = NO_TERMS,
    policy: Policy = PLAIN,
) -> Reading | None:
    state = memory(seen, day=day, terms=terms, policy=policy)
    return MEASURES[name].read(state, terms, policy)


def tones(*days: tuple[int, int], weight: int = 1000) -> list[Observation]:
    return [observation(day, 540 + i, tone=t, weight=weight) for i, (day, t) in enumerate(days)]


def daily(first: int, last: int, **changes: object) -> list[Observation]:
    return [observation(day, **changes) for day in range(first, last)]


# -- sentiment_level: recent is days 6 to 10, fresh are 9 and 10, when seen from day 10


@pytest.mark.parametrize(
    ("seen", "reading"),
    [
        pytest.param(tones((10, 200)), None, id="one message is not enough"),
        pytest.param(tones((5, 200), (10, 200)), None, id="nor one and an old one"),
        pytest.param(tones((6, 200), (7, 0)), Reading(0.1, None, 600), id="the mean"),
        pytest.param(tones((6, 600), (10, 0)), Reading(0.15, None, 650), id="fresh count thrice"),
        pytest.param(tones((6, -900), (7, -900)), Reading(-0.9, None, 0), id="as bad as it gets"),
        pytest.param(tones((6, 900), (7, 900)), Reading(0.9, None, 1000), id="as good"),
        pytest.param(tones((6, 1), (7, 1), weight=0), None, id="read without any confidence"),
    ],
)
def test_sentiment_level(seen: list[Observation], reading: Reading | None) -> None:
    assert read("sentiment_level", seen, day=10) == reading


def test_a_confident_reading_weighs_more() -> None:
    sure, unsure = observation(6, tone=800, weight=900), observation(7, tone=-800, weight=100)
    assert read("sentiment_level", [sure, unsure], day=10) == Reading(0.64, None, 1000)


def test_what_we_write_has_no_tone() -> None:
    seen = [*tones((6, 200), (7, 0)), observation(8, direction="outbound", tone=-900)]
    assert read("sentiment_level", seen, day=10) == Reading(0.1, None, 600)


# -- sentiment_trend

BEFORE = ((1, 100), (2, 100), (3, 100), (4, 100), (5, 100))


@pytest.mark.parametrize(
    ("seen", "reading"),
    [
        pytest.param(tones(*BEFORE, (6, 100), (7, 100)), Reading(0.1, 0.1, 667), id="as ever"),
        pytest.param(tones(*BEFORE, (6, -400), (7, -400)), Reading(-0.4, 0.1, 0), id="colder"),
        pytest.param(tones(*BEFORE, (6, 900), (7, 900)), Reading(0.9, 0.1, 1000), id="warmer"),
        pytest.param(tones(*BEFORE, (6, 900)), None, id="one recent message"),
        pytest.param(tones(*BEFORE[1:], (6, 0), (7, 0)), None, id="four before"),
    ],
)
def test_sentiment_trend(seen: list[Observation], reading: Reading | None) -> None:
    assert read("sentiment_trend", seen, day=10) == reading


STEADY = changed(PLAIN, steadying=2)


def test_a_few_messages_are_drawn_towards_the_usual_tone() -> None:
    seen = tones(*BEFORE, (6, -400), (7, -400))
    # Two at -0.4 and as if two more at the usual 0.1: -0.15, a quarter below the usual.
    trend = read("sentiment_trend", seen, day=10, policy=STEADY)
    assert trend == Reading(-0.4, 0.1, 333)
    # The level is drawn towards neutral: -0.2.
    level = read("sentiment_level", seen, day=10, policy=STEADY)
    assert level == Reading(-0.4, None, 300)


def test_without_a_usual_tone_a_few_messages_are_drawn_to_neutral() -> None:
    level = read("sentiment_level", tones((6, -400), (7, -400)), day=10, policy=STEADY)
    assert level == Reading(-0.4, None, 300)


# -- the better half of what is remembered, in blocks


def weeks(*tones_of: int, first: int = 0) -> list[Observation]:
    """A mail a day, each week of its own tone."""
    days = enumerate(tone for tone in tones_of for _ in range(7))
    return [observation(first + day, tone=tone) for day, tone in days]


@pytest.mark.parametrize(
    ("before", "usual"),
    [
        pytest.param((500, 500, 500, -500, -500, -500), 0.5, id="half of it trouble"),
        pytest.param((500, 500, -500, -500, -500), 0.167, id="more than half of it trouble"),
        pytest.param((500, -500, 500, -500, 500, -500), 0.5, id="on and off"),
        pytest.param((500, *(-500,) * 6), -0.5, id="what is older than usual_days is forgotten"),
        pytest.param((*(-500,) * 6, 500, 500, 500), 0.5, id="better for half of it"),
        pytest.param((-200,) * 6, -0.2, id="blunt as ever"),
    ],
)
def test_years_of_trouble_do_not_become_the_norm(before: tuple[int, ...], usual: float) -> None:
    seen = weeks(*before, -500)
    last = len(seen) - 1
    trend = read("sentiment_trend", seen, day=last - 2, policy=BLOCKS)
    assert trend is not None
    assert trend.baseline == usual


@pytest.mark.parametrize(
    ("quiet", "usual"),
    [
        pytest.param((), 5.0, id="none"),
        pytest.param((2,), 5.0, id="one"),
        pytest.param((1, 3, 5), 5.0, id="half of the time"),
        pytest.param((1, 2, 3, 5), 3.3, id="more than that: it is their pace"),
    ],
)
def test_a_quiet_month_is_no_norm(quiet: tuple[int, ...], usual: float) -> None:
    days = [day for day in range(42) if day // 7 not in quiet]
    seen = [observation(day) for day in days]
    contact = read("contact_frequency", seen, day=46, policy=BLOCKS)
    assert contact is not None
    assert contact.baseline == usual


def test_an_empty_block_between_has_a_pace_but_no_tone() -> None:
    seen = [*weeks(500), *weeks(100, 300, first=14)]
    last = 25  # Three blocks are over.
    assert read("sentiment_trend", seen, day=last, policy=BLOCKS) == Reading(0.3, 0.5, 400)
    assert read("contact_frequency", seen, day=last, policy=BLOCKS) == Reading(5.0, 5.0, 1000)


# -- contact_frequency: usual in five days; ramp from 0.2 to 1.0 of (now + 1.5) / (usual + 1.5)


@pytest.mark.parametrize(
    ("seen", "day", "reading"),
    [
        pytest.param(daily(0, 20), 19, Reading(5.0, 5.0, 1000), id="every day as ever"),
        pytest.param(daily(0, 15), 19, Reading(0.0, 5.0, 38), id="gone silent"),
        pytest.param(daily(0, 17), 19, Reading(2.0, 5.0, 423), id="less"),
        pytest.param(daily(0, 8), 7, None, id="three days before the window are too few"),
        pytest.param(daily(0, 9), 8, Reading(5.0, 5.0, 1000), id="four are enough"),
        pytest.param([observation(0), *daily(15, 20)], 19, None, id="too rare to have a usual"),
    ],
)
def test_contact_frequency(seen: list[Observation], day: int, reading: Reading | None) -> None:
    assert read("contact_frequency", seen, day=day) == reading


def test_only_what_comes_from_them_is_contact() -> None:
    ours = [observation(day, 600, direction="outbound") for day in range(20)]
    assert read("contact_frequency", [*daily(0, 15), *ours], day=19) == Reading(0.0, 5.0, 38)


# -- response times: four pairs before the window, two within it


def pairs(before: float, now: float, *, theirs: bool) -> list[Observation]:
    days = [*[(day, before) for day in range(4)], *[(day, now) for day in (7, 8)]]
    return [
        one for day, hours in days for one in answers(day, hours, theirs=theirs, thread=f"t{day}")
    ]


@pytest.mark.parametrize("theirs", [True, False])
@pytest.mark.parametrize(
    ("before", "now", "goodness"),
    [
        pytest.param(2, 2, 1000, id="as fast as ever"),
        pytest.param(2, 1, 1000, id="faster is no better"),
        pytest.param(1, 4, 560, id="two doublings of three, by two answers"),
        pytest.param(1, 9, 300, id="a working day late"),
    ],
)
def test_response_times(theirs: bool, before: float, now: float, goodness: int) -> None:
    name: MeasureName = "response_time_theirs" if theirs else "response_time_ours"
    other: MeasureName = "response_time_ours" if theirs else "response_time_theirs"
    seen = pairs(before, now, theirs=theirs)
    assert read(name, seen, day=11) == Reading(float(now), float(before), goodness)
    assert read(other, seen, day=11) is None


def test_one_answer_in_the_window_is_not_a_habit() -> None:
    seen = pairs(1, 9, theirs=True)[:-2]
    assert read("response_time_theirs", seen, day=11) is None


def test_a_reminder_does_not_restart_the_clock() -> None:
    seen = pairs(1, 4, theirs=True)
    reminder = observation(8, 660, direction="outbound", thread="t8", tone=None)
    assert read("response_time_theirs", [*seen, reminder], day=11) == read(
        "response_time_theirs", seen, day=11
    )


def test_nobody_answers_at_night_or_on_a_sunday() -> None:
    usual = pairs(1, 1, theirs=True)[:-4]
    friday = [
        observation(day, 17 * 60, direction="outbound", thread=f"f{day}", tone=None)
        for day in (4, 11)
    ]
    monday = [observation(day + 3, 540, thread=f"f{day}", tone=None) for day in (4, 11)]
    seen = [*usual, *friday, *monday]
    policy = changed(PLAIN, recent_days=11, past_days=12)
    found = MEASURES["response_time_theirs"].read(
        memory(seen, day=14, policy=policy), NO_TERMS, policy
    )
    # From 17:00 to 18:00 and from 8:00 to 9:00, twice, and as if once more in the usual hour.
    doublings = (math.log2(121) - math.log2(61)) * 2 / 3
    assert found == Reading(2.0, 1.0, round(1000 * (1 - doublings / 3)))


@pytest.mark.parametrize(("answers_now", "goodness"), [(2, 300), (3, 213), (4, 161), (5, 126)])
def test_few_answers_are_drawn_towards_the_usual_time(answers_now: int, goodness: int) -> None:
    late = [
        one
        for day in range(7, 7 + answers_now)
        for one in answers(day, 9, theirs=True, thread=f"t{day}")
    ]
    found = read("response_time_theirs", [*pairs(1, 1, theirs=True)[:8], *late], day=11)
    assert found == Reading(9.0, 1.0, goodness)


def test_two_answers_before_are_not_usual() -> None:
    seen = pairs(1, 9, theirs=True)
    assert read("response_time_theirs", seen[4:], day=11) is None
    assert read("response_time_theirs", seen[2:], day=11) is not None


# -- meeting_rhythm: ramp from 3 agreed intervals to 1


COORDINATION = Terms(cadence=(("coordination", 4),))
BOTH = Terms(cadence=(("coordination", 4), ("review", 10)))


@pytest.mark.parametrize(
    ("seen", "terms", "reading"),
    [
        pytest.param([meeting(10)], NO_TERMS, None, id="nothing agreed"),
        pytest.param([], COORDINATION, None, id="never heard of"),
        pytest.param([meeting(8)], COORDINATION, Reading(2.0, 4.0, 1000), id="on time"),
        pytest.param([meeting(2)], COORDINATION, Reading(8.0, 4.0, 500), id="one interval late"),
        pytest.param([observation(2)], COORDINATION, Reading(8.0, 4.0, 500), id="never met"),
        pytest.param(
            [meeting(2), meeting(9, meeting="cancelled")],
            COORDINATION,
            Reading(8.0, 4.0, 500),
            id="a cancelled meeting is none",
        ),
        pytest.param(
            [meeting(2), meeting(9, meeting_type="review")],
            BOTH,
            Reading(8.0, 4.0, 750),
            id="the most overdue is shown, the mean counts",
        ),
    ],
)
def test_meeting_rhythm(seen: list[Observation], terms: Terms, reading: Reading | None) -> None:
    assert read("meeting_rhythm", seen, day=10, terms=terms) == reading


# -- contact_breadth: active in the last four days; regulars wrote three times


def of(who: str, *days: int) -> list[Observation]:
    return [observation(day, 540 + ord(who), contacts=(who,)) for day in days]


@pytest.mark.parametrize(
    ("seen", "reading"),
    [
        pytest.param([*of("a", 0, 1, 9), *of("b", 0, 1, 9)], Reading(2.0, 2.0, 1000), id="all"),
        pytest.param(
            [*of("a", 0, 1, 9), *of("b", 0, 1, 2)], Reading(1.0, 2.0, 500), id="one of two is gone"
        ),
        pytest.param(
            [*of("a", 0, 1, 9), *of("b", 0, 1, 2, 3, 4, 5)],
            Reading(1.0, 2.0, 333),
            id="the one who wrote most is gone",
        ),
        pytest.param(
            [*of("a", 0, 1, 2), *of("b", 0, 1, 2), *of("c", 9)],
            Reading(1.0, 2.0, 0),
            id="a new face does not replace them",
        ),
        pytest.param([*of("a", 0, 1, 9), *of("b", 0, 9)], None, id="one regular is not a circle"),
        pytest.param([*of("a", 3, 4, 9), *of("b", 3, 4, 9)], None, id="known for too short a time"),
    ],
)
def test_contact_breadth(seen: list[Observation], reading: Reading | None) -> None:
    assert read("contact_breadth", seen, day=10) == reading


def test_every_measure_has_a_weight() -> None:
    assert list(MEASURES) == list(STANDARD.weights)
    assert [*MEASURES, CAP] == list(NAMES)
