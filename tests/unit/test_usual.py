"""What is usual with a partner: by spans alone, and as days pass."""

from collections.abc import Sequence

import msgspec
import pytest

from health.signals import EMPTY, Signals, Windows, add, at_day
from health.totals import Totals
from health.usual import UNKNOWN, Span, Usual, usual
from tests.laws.made import DAY_0, observation


def span(days: int = 10, **sums: int) -> Span:
    return Span(days, Totals(**sums))


def toned(mean: float, messages: int = 10) -> Span:
    """So many messages of that mean tone."""
    weight = 1000 * messages
    return span(
        inbound=messages, tone=round(mean * 1000 * weight), tone_weight=weight, toned=messages
    )


# -- of spans


def test_nothing_is_usual_of_nobody() -> None:
    assert usual([]) == UNKNOWN


@pytest.mark.parametrize(
    ("messages", "pace"),
    [
        pytest.param([20], 2.0, id="one is its own better half"),
        pytest.param([20, 0], 2.0, id="a quiet one of two"),
        pytest.param([0, 20], 2.0, id="whichever comes first"),
        pytest.param([0, 20, 10], 1.5, id="two of three"),
        pytest.param([0, 0, 20, 0, 10, 30], 2.0, id="three of six"),
        pytest.param([0, 0, 0, 0, 30], 1.0, id="where most are quiet, quiet is usual"),
        pytest.param([0, 0, 0], 0.0, id="nothing but silence"),
    ],
)
def test_the_busier_half_is_their_pace(messages: list[int], pace: float) -> None:
    assert usual([span(inbound=one) for one in messages]).inbound == pace


def test_a_short_span_is_ordered_by_its_pace_and_counts_by_its_days() -> None:
    spans = [span(4, inbound=12), span(10, inbound=20), span(10, inbound=10), span(10)]
    assert usual(spans).inbound == 32 / 14


@pytest.mark.parametrize(
    ("means", "tone"),
    [
        pytest.param([0.5, -0.5], 0.5, id="half of it trouble"),
        pytest.param([-0.5] * 6 + [0.3] * 7, 0.3, id="a year of trouble in two"),
        pytest.param([-0.5] * 13, -0.5, id="nothing else is known"),
        pytest.param([0.5, 0.1, -0.5], 0.3, id="two of three"),
    ],
)
def test_the_kinder_half_is_their_tone(means: list[float], tone: float) -> None:
    assert usual([toned(mean) for mean in means]).tone == pytest.approx(tone)


def test_the_half_is_taken_together_message_by_message() -> None:
    spans = [toned(0.6, messages=5), toned(0.2, messages=15), toned(-0.5), toned(-0.5)]
    assert usual(spans).tone == pytest.approx((5 * 0.6 + 15 * 0.2) / 20)


def test_the_better_half_is_another_for_each_number() -> None:
    busy = span(inbound=40, outbound=80, theirs=60_000, theirs_n=10, ours=20_000, ours_n=10)
    prompt = span(inbound=10, outbound=10, theirs=20_000, theirs_n=10, ours=60_000, ours_n=10)
    assert usual([busy, prompt]) == Usual(4.0, 1.0, None, 2000.0, 2000.0)
    assert usual([prompt, busy]) == usual([busy, prompt])


@pytest.mark.parametrize(
    ("field", "enough", "too_little"),
    [
        pytest.param(
            "on_one",
            {"inbound": 7, "outbound": 1},
            [{"inbound": 6, "outbound": 1}, {"inbound": 40}],
            id="eight messages, one of them ours",
        ),
        pytest.param(
            "tone",
            {"toned": 5, "tone": 2_500_000, "tone_weight": 5000},
            [{"toned": 4, "tone": 2_000_000, "tone_weight": 4000}],
            id="five that were read",
        ),
        pytest.param(
            "theirs",
            {"theirs": 30, "theirs_n": 3},
            [{"theirs": 2, "theirs_n": 2, "ours": 30, "ours_n": 3}],
            id="three answers of theirs",
        ),
        pytest.param(
            "ours",
            {"ours": 30, "ours_n": 3},
            [{"ours": 2, "ours_n": 2, "theirs": 30, "theirs_n": 3}],
            id="three answers of ours",
        ),
    ],
)
def test_a_span_with_too_little_says_nothing(
    field: str, enough: dict[str, int], too_little: list[dict[str, int]]
) -> None:
    told = getattr(usual([span(**enough)]), field)
    assert told is not None
    for sums in too_little:
        assert getattr(usual([span(**sums)]), field) is None
        assert getattr(usual([span(**enough), span(**sums), span(**sums)]), field) == told


def test_messages_of_no_weight_have_a_neutral_tone() -> None:
    assert usual([span(toned=5)]).tone == 0.0


# -- as days pass: recent are five days, a block is ten, four blocks are kept

WINDOWS = Windows(fresh=2, recent=5, heard=20, block=10, usual=40, least=4)


def heard(days: Sequence[int], until: int, first: int = 0) -> Signals:
    """A mail on each of these days, day by day, seen from the day `until`."""
    signals = EMPTY
    for day in range(until + 1):
        signals = at_day(signals, DAY_0 + first + day, WINDOWS)
        for i in range(days.count(day)):
            signals = add(signals, observation(first + day, 540 + i))
    return signals


def pace(days: Sequence[int], until: int, first: int = 0) -> float | None:
    return heard(days, until, first).usual.inbound


DAILY = list(range(100))


@pytest.mark.parametrize(
    ("days", "until", "usual_pace"),
    [
        pytest.param(DAILY, 7, None, id="three days before the window"),
        pytest.param(DAILY, 8, 1.0, id="four"),
        pytest.param([0], 8, 0.25, id="of which one had a mail"),
        pytest.param([0], 13, 1 / 9, id="nine days, and no block is over"),
        pytest.param([0], 14, 0.1, id="a block is over"),
        pytest.param([0, *range(10, 20)], 23, 0.1, id="nor does half of the next one count"),
        pytest.param([0, *range(10, 20)], 24, 1.0, id="two are over, and the busier is usual"),
        pytest.param(list(range(10)), 44, 0.5, id="of four the better two: an empty one with it"),
        pytest.param([*range(10), *range(40, 45)], 53, 0.5, id="the day before the next is over"),
        pytest.param([*range(10), *range(40, 45)], 54, 0.25, id="with the fifth the first goes"),
    ],
)
def test_blocks_count_when_their_last_day_is_not_recent(
    days: list[int], until: int, usual_pace: float | None
) -> None:
    found = pace(days, until)
    assert found == (None if usual_pace is None else pytest.approx(usual_pace))


@pytest.mark.parametrize("first", [1, 6, 9])
def test_blocks_begin_on_the_day_on_which_they_were_first_heard(first: int) -> None:
    assert pace([0], 13, first) == pace([0], 13)
    assert pace([0, *range(10, 20)], 24, first) == 1.0


def test_between_two_blocks_the_usual_does_not_move() -> None:
    days = [*range(10), *range(10, 20, 2), *(day for day in range(20, 60) for _ in range(3))]
    paces = [pace(days, until) for until in range(24, 54)]
    # Of 10 and 5; of 10, 5 and 30; of 10, 5, 30 and 30, on ten days each.
    assert paces == [1.0] * 10 + [2.0] * 10 + [3.0] * 10


@pytest.mark.parametrize("days", [[0], DAILY[::7], [0, 1, 2, 30, 55], list(range(30))], ids=str)
@pytest.mark.parametrize("wait", [0, 1, 5, 14, 38, 43, 60])
def test_days_may_pass_one_by_one_or_at_once(days: list[int], wait: int) -> None:
    last = max(days)
    at_once = at_day(heard(days, last), DAY_0 + last + wait, WINDOWS)
    assert at_once == heard(days, last + wait)


def test_in_the_end_everything_is_forgotten() -> None:
    assert heard([0], 53) != EMPTY
    assert heard([0], 54) == EMPTY


@pytest.mark.parametrize(("until", "in_blocks"), [(4, 0), (7, 3), (14, 10), (28, 10), (30, 0)])
def test_what_was_heard_counts_by_whole_blocks(until: int, in_blocks: int) -> None:
    # The last twenty days are those from day 9 on, seen from day 28.
    assert heard(list(range(10)), until).heard == in_blocks


def test_a_policy_that_keeps_more_forgets_no_more() -> None:
    # Blocks 0 and 1 are forgotten; the days of the other ones stay where they are.
    before = heard([*range(10), *range(20, 30), 45], 70)
    longer = msgspec.structs.replace(WINDOWS, usual=80)
    after = at_day(before, DAY_0 + 75, longer)
    assert [one.inbound for one in before.blocks] == [10, 0, 1, 0, 0]
    assert [one.inbound for one in after.blocks] == [10, 0, 1, 0, 0, 0]
    assert after.usual.inbound == 11 / 30


def test_one_that_keeps_less_forgets_at_once() -> None:
    before = heard([*range(10), *range(20, 30), 45], 70)
    after = at_day(before, DAY_0 + 75, msgspec.structs.replace(WINDOWS, usual=30))
    assert [one.inbound for one in after.blocks] == [1, 0, 0, 0]
    assert after.usual.inbound == 1 / 20
