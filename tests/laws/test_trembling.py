"""Law 6: a trembling score tells nobody. Margins and time stand between a score and an alert."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from health.observation import DAY_MS, Observation
from health.policy import Policy
from health.rebuild import rebuild
from health.standing import POINT, Band
from health.transition import RANK, band_of, settle
from tests.laws.made import PARTNER, SMALL, TERMS, changed, observation
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
waits = st.one_of(st.floats(0, 1000), st.sampled_from((0.0, 1.0, 2.0)))
LONG = 1000.0


@given(bands, totals, waits, waits)
def test_within_the_margin_nothing_moves(
    band: Band, total: int, held: float, pending: float
) -> None:
    low, high = FLOORS[band]
    if (low - SMALL.margin) * POINT <= total < (high + SMALL.margin) * POINT:
        assert settle(band, total, SMALL, held=held, pending=pending) == band
    else:
        assert settle(band, total, SMALL, held=LONG, pending=LONG) != band


@given(bands, totals, st.floats(0, SMALL.keep_firing_days, exclude_max=True), waits)
def test_no_band_gets_better_before_it_has_stood(
    band: Band, total: int, held: float, pending: float
) -> None:
    after = settle(band, total, SMALL, held=held, pending=pending)
    assert RANK[after] <= RANK[band]


@given(bands, totals, waits, st.floats(0, SMALL.pending_days, exclude_max=True))
def test_no_band_gets_worse_at_once_unless_it_is_urgent(
    band: Band, total: int, held: float, pending: float
) -> None:
    after = settle(band, total, SMALL, held=held, pending=pending)
    if RANK[after] < RANK[band]:
        assert total < (FLOORS[after][1] - SMALL.urgent_margin) * POINT
    elif total < (FLOORS[band][0] - SMALL.urgent_margin) * POINT:
        raise AssertionError("it was urgent")


@given(bands, totals, waits, waits)
def test_no_band_moves_against_the_score(
    band: Band, total: int, held: float, pending: float
) -> None:
    after, plain = settle(band, total, SMALL, held=held, pending=pending), band_of(total, SMALL)
    assert min(RANK[band], RANK[plain]) <= RANK[after] <= max(RANK[band], RANK[plain])


@given(bands, waits, waits)
def test_without_evidence_there_is_no_band(band: Band, held: float, pending: float) -> None:
    assert settle(band, None, SMALL, held=held, pending=pending) == "unknown"


@given(totals)
def test_the_first_band_is_that_of_the_score(total: int) -> None:
    assert settle("unknown", total, SMALL, held=0, pending=0) == band_of(total, SMALL)


@given(
    st.integers(0, 94 * POINT),
    st.lists(st.tuples(st.integers(0, 6 * POINT - 1), st.integers(0, 9)), max_size=60),
)
def test_a_walk_narrower_than_both_margins_changes_band_once_at_most(
    low: int, steps: list[tuple[int, int]]
) -> None:
    assert 2 * SMALL.margin == 6
    band, changes = band_of(low, SMALL), 0
    for offset, days in steps:
        after = settle(band, low + offset, SMALL, held=days, pending=days)
        changes += after != band
        band = after
    assert changes <= 1


@given(histories(), POLICIES)
def test_in_every_history_a_better_band_waits_and_clears_the_margin(
    seen: list[Observation], policy: Policy
) -> None:
    until = max((one.day for one in seen), default=0) + 20
    changes = rebuild(PARTNER, seen, TERMS, policy, until=until).transitions
    for earlier, later in pairwise(changes):
        assert earlier.after == later.before
        assert earlier.at <= later.at
    floors = floors_of(policy)
    for position, change in enumerate(changes):
        total = change.standing.total
        if "unknown" in (change.before, change.after):
            continue
        assert total is not None
        low, high = floors[change.after]
        since = changes[position - 1].at
        if RANK[change.after] > RANK[change.before]:
            assert total >= (low + policy.margin) * POINT
            assert change.at - since >= policy.keep_firing_days * DAY_MS
        else:
            assert total < (high - policy.margin) * POINT
            urgent = total < (high - policy.urgent_margin) * POINT
            assert urgent or change.at - since >= policy.pending_days * DAY_MS


@given(histories(), POLICIES)
def test_in_every_history_a_worse_band_was_pending_all_the_while_or_is_urgent(
    seen: list[Observation], policy: Policy
) -> None:
    until = max((one.day for one in seen), default=0) + 20
    step = rebuild(PARTNER, seen, TERMS, policy, until=until)
    floors = floors_of(policy)
    for change in step.transitions:
        if "unknown" in (change.before, change.after) or RANK[change.after] > RANK[change.before]:
            continue
        total = change.standing.total
        assert total is not None
        if total < (floors[change.after][1] - policy.urgent_margin) * POINT:
            continue
        start = change.at - policy.pending_days * DAY_MS
        for close in step.closes:
            if start <= (close.day + 1) * DAY_MS < change.at:
                assert close.standing.total is not None
                assert close.standing.total < (floors[change.before][0] - policy.margin) * POINT


def swinging(*tones: int, **numbers: int) -> list[Band]:
    """The bands that a partner enters whose tone alone counts, one message a day."""
    policy = changed(
        weights={**dict.fromkeys(SMALL.weights, 0), "sentiment_level": 100},
        steadying=0,
        **numbers,
    )
    seen = [observation(day, tone=tone) for day, tone in enumerate(tones)]
    return [one.after for one in rebuild(PARTNER, seen, TERMS, policy).transitions]


def test_a_tone_that_swings_about_a_floor_is_told_once() -> None:
    # The mean of the window swings by some points about the floor of green, at 0.1.
    tones = [100] * 5 + [115, 85] * 20
    assert swinging(*tones, keep_firing_days=0, pending_days=0) == ["green"]
    assert len(swinging(*tones, keep_firing_days=0, pending_days=0, margin=0)) > 5


def test_one_bad_day_is_not_told_and_a_bad_week_is() -> None:
    good, low = [300] * 8, [-600]
    for wait in (0, 3):
        # The mean falls below the margin for two days.
        one_day = swinging(*good, *low, *good, pending_days=wait, urgent_margin=40)
        assert ("yellow" in one_day) == (wait == 0)
    assert "yellow" in swinging(*good, *low * 8, pending_days=3, urgent_margin=40)


def test_two_bad_days_a_week_apart_are_two_bad_days() -> None:
    good, low = [300] * 8, [-600]
    assert swinging(*good, *low, *good, *low, *good, pending_days=3, urgent_margin=40) == ["green"]


def test_a_crash_is_told_at_once() -> None:
    good, crash = [300] * 8, [-900]
    assert swinging(*good, *crash, pending_days=9) == ["green", "yellow"]
    assert swinging(*good, *crash, pending_days=9, urgent_margin=60) == ["green"]
