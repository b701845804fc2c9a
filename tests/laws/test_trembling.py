"""Law 6: a trembling score tells nobody. Margins and time stand between a score and an alert."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from health.observation import DAY_MS, Observation
from health.policy import Policy
from health.rebuild import rebuild
from health.relationship import Step
from health.standing import POINT, Band
from health.transition import RANK, band_of, leaning, settle
from tests.laws.made import DAY_0, PARTNER, SMALL, TERMS, changed, observation
from tests.laws.policies import policies
from tests.laws.strategies import histories

POLICIES = st.one_of(st.just(SMALL), policies())


def floors_of(policy: Policy) -> dict[Band, tuple[int, int]]:
    """From where to under where each band lies, in points."""
    return {
        "red": (0, policy.red_below),
        "yellow": (policy.red_below, policy.green_from),
        "green": (policy.green_from, 101),
    }


FLOORS = floors_of(SMALL)
bands = st.sampled_from(("red", "yellow", "green"))
EDGES = tuple(
    floor + margin
    for floor in (SMALL.red_below, SMALL.green_from)
    for margin in (0, SMALL.margin, -SMALL.margin, -SMALL.urgent_margin)
)
totals = st.one_of(
    st.integers(0, 100 * POINT),
    # About the edges, to the eighth.
    st.builds(lambda edge, by: edge * POINT + by, st.sampled_from(EDGES), st.integers(-12, 12)),
)
evidence = st.one_of(st.integers(0, 2000), st.just(10**6))
beyonds = st.tuples(evidence, evidence)
FULL = (10**6, 10**6)
WAITS: dict[tuple[Band, Band], str] = {
    ("green", "red"): "pending_days",
    ("green", "yellow"): "yellow_pending_days",
    ("yellow", "red"): "pending_days",
    ("yellow", "green"): "yellow_keep_days",
    ("red", "yellow"): "keep_firing_days",
}
"""By which field of a policy each change waits: those over the floor of yellow first."""
TOWARDS = {band: tuple(after for before, after in WAITS if before == band) for band, _ in WAITS}
"""The changes that are counted from each band, over the floor of yellow and over that of green."""


def wait_of(before: Band, after: Band, policy: Policy) -> int:
    """In eighths of a point times days."""
    days: int = getattr(policy, WAITS[before, after])
    return days * policy.margin * POINT


@given(bands, totals, beyonds)
def test_within_the_margin_nothing_moves(band: Band, total: int, beyond: tuple[int, int]) -> None:
    low, high = FLOORS[band]
    if (low - SMALL.margin) * POINT <= total < (high + SMALL.margin) * POINT:
        assert settle(band, total, SMALL, beyond=beyond) == band
    else:
        assert settle(band, total, SMALL, beyond=FULL) != band


@given(bands, totals, beyonds)
def test_no_band_moves_before_enough_speaks_for_it_unless_it_is_urgent(
    band: Band, total: int, beyond: tuple[int, int]
) -> None:
    after = settle(band, total, SMALL, beyond=beyond)
    floor = "red" in (band, after)
    if after != band and beyond[0 if floor else 1] < wait_of(band, after, SMALL):
        assert RANK[after] < RANK[band]
        assert total < (FLOORS[after][1] - SMALL.urgent_margin) * POINT
    if total < (FLOORS[band][0] - SMALL.urgent_margin) * POINT:
        assert RANK[after] < RANK[band]


@given(bands, totals, beyonds)
def test_no_band_moves_against_the_score(band: Band, total: int, beyond: tuple[int, int]) -> None:
    after, plain = settle(band, total, SMALL, beyond=beyond), band_of(total, SMALL)
    assert min(RANK[band], RANK[plain]) <= RANK[after] <= max(RANK[band], RANK[plain])


@given(bands, beyonds)
def test_without_evidence_there_is_no_band(band: Band, beyond: tuple[int, int]) -> None:
    assert settle(band, None, SMALL, beyond=beyond) == "unknown"


@given(totals, beyonds)
def test_the_first_band_is_that_of_the_score(total: int, beyond: tuple[int, int]) -> None:
    assert settle("unknown", total, SMALL, beyond=beyond) == band_of(total, SMALL)


@given(bands, totals, beyonds)
def test_what_a_day_counts_a_day_as_far_on_the_other_side_takes_off(
    band: Band, total: int, beyond: tuple[int, int]
) -> None:
    counted = leaning(band, beyond, total, SMALL)
    assert min(counted) >= 0
    floors = (SMALL.red_below * POINT, SMALL.green_from * POINT)
    for place, floor in enumerate(floors):
        if counted[place] > beyond[place]:
            taken = leaning(band, counted, 2 * floor - total, SMALL)[place]
            # Of more than enough nothing was kept.
            enough = counted[place] == wait_of(band, TOWARDS[band][place], SMALL)
            assert taken <= beyond[place] if enough else taken == beyond[place]
            assert (total < floor) == (RANK[band] > place)


@given(bands, totals, beyonds)
def test_never_more_is_counted_than_is_enough(
    band: Band, total: int, beyond: tuple[int, int]
) -> None:
    counted = leaning(band, beyond, total, SMALL)
    for place, after in enumerate(TOWARDS[band]):
        assert counted[place] <= wait_of(band, after, SMALL)


@given(st.sampled_from(sorted(WAITS)), POLICIES, st.integers(1, 40))
def test_further_beyond_a_floor_takes_less_long_in_proportion(
    change: tuple[Band, Band], policy: Policy, further: int
) -> None:
    before, after = change
    falls = RANK[after] < RANK[before]
    place = 0 if "red" in change else 1
    floor = (policy.red_below, policy.green_from)[place]
    by = policy.margin + further / POINT
    total = int((floor - by if falls else floor + by) * POINT)
    if falls and total < (floor - policy.urgent_margin) * POINT:
        return
    beyond, days, wait = (0, 0), 0, wait_of(before, after, policy)
    while settle(before, total, policy, beyond=beyond) != after and days <= wait:
        beyond, days = leaning(before, beyond, total, policy), days + 1
        if settle(before, total, policy, beyond=beyond) not in (before, after):
            return  # green is yellow before it is red
    assert days == -(-wait // int(by * POINT))


@given(
    st.integers(0, 94 * POINT),
    st.lists(st.integers(0, 6 * POINT - 1), max_size=60),
)
def test_a_walk_narrower_than_both_margins_changes_band_once_at_most(
    low: int, steps: list[int]
) -> None:
    assert 2 * SMALL.margin == 6
    band, changes = band_of(low, SMALL), 0
    for offset in steps:
        after = settle(band, low + offset, SMALL, beyond=FULL)
        changes += after != band
        band = after
    assert changes <= 1


@given(histories(), POLICIES)
def test_in_every_history_the_band_is_that_for_which_enough_spoke(
    seen: list[Observation], policy: Policy
) -> None:
    """Told from the closes and the transitions alone."""
    until = max((one.day for one in seen), default=0) + 20
    step = rebuild(PARTNER, seen, TERMS, policy, until=until)
    for earlier, later in pairwise(step.transitions):
        assert earlier.after == later.before
        assert earlier.at <= later.at
    floors = floors_of(policy)
    for since, change in pairwise(step.transitions):
        if "unknown" in (change.before, change.after):
            continue
        total = change.standing.total
        assert total is not None
        falls = RANK[change.after] < RANK[change.before]
        floor = (floors[change.after][1] if falls else floors[change.after][0]) * POINT
        counted = 0
        closed = [
            close.standing.total
            for close in step.closes
            if since.at < (close.day + 1) * DAY_MS < change.at
        ]
        for one in (*closed, total):
            assert one is not None
            counted = max(0, counted + (floor - one if falls else one - floor))
        if falls:
            assert total < floor - policy.margin * POINT
        else:
            assert total >= floor + policy.margin * POINT
        urgent = falls and total < floor - policy.urgent_margin * POINT
        assert urgent or counted >= wait_of(change.before, change.after, policy)


def told_of(tones: Sequence[int], **numbers: int) -> Step:
    """Of a partner whose tone alone counts, one message a day."""
    policy = changed(
        weights={**dict.fromkeys(SMALL.weights, 0), "sentiment_level": 100},
        steadying=0,
        **numbers,
    )
    seen = [observation(day, tone=tone) for day, tone in enumerate(tones)]
    return rebuild(PARTNER, seen, TERMS, policy)


def swinging(*tones: int, **numbers: int) -> list[Band]:
    """The bands that such a partner enters."""
    return [one.after for one in told_of(tones, **numbers).transitions]


def test_a_tone_that_swings_about_a_floor_is_told_once() -> None:
    # The mean of the window swings by some points about the floor of green, at 0.1.
    tones = [100] * 5 + [115, 85] * 20
    at_once = {"yellow_pending_days": 0, "yellow_keep_days": 0}
    assert swinging(*tones, **at_once) == ["green"]
    assert len(swinging(*tones, margin=0, **at_once)) > 5


def test_one_bad_day_is_not_told_and_a_bad_week_is() -> None:
    good, low = [300] * 8, [-600]
    for wait in (0, 10):
        # The mean falls below the margin for two days.
        one_day = swinging(*good, *low, *good, yellow_pending_days=wait, urgent_margin=40)
        assert ("yellow" in one_day) == (wait == 0)
    week = swinging(*good, *low * 8, yellow_pending_days=10, pending_days=20, urgent_margin=40)
    assert week == ["green", "yellow", "red"]


def test_two_bad_days_a_week_apart_are_two_bad_days() -> None:
    good, low = [300] * 8, [-600]
    twice = [*good, *low, *good, *low, *good]
    assert swinging(*twice, yellow_pending_days=10, urgent_margin=40) == ["green"]


def test_a_crash_is_told_at_once() -> None:
    fall, slow = [*[300] * 8, -900], {"yellow_pending_days": 30, "pending_days": 30}
    assert swinging(*fall, **slow) == ["green", "yellow"]
    assert swinging(*fall, **slow, urgent_margin=60) == ["green"]


def test_a_mild_fall_waits_and_is_believed() -> None:
    mild = [*[300] * 8, *[0] * 30]  # ten points under the floor of green, at most
    assert swinging(*mild, yellow_pending_days=10, urgent_margin=40) == ["green", "yellow"]
    assert swinging(*mild, yellow_pending_days=200, urgent_margin=40) == ["green"]


def test_a_change_of_band_begins_the_count_anew() -> None:
    mild, slow = [*[300] * 8, *[0] * 30], {"yellow_pending_days": 10, "urgent_margin": 40}
    turned = told_of(mild, **slow).transitions[-1].at // DAY_MS - DAY_0
    after = told_of(mild[: turned + 1], **slow).after.settled
    assert (after.band, after.beyond) == ("yellow", (0, 0))
    assert told_of(mild[:turned], **slow).after.settled.beyond > (0, 0)
