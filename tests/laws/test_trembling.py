"""Law 6: a trembling score tells nobody. Margins and time stand between a score and an alert."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from health.observation import DAY_MS, Observation
from health.rebuild import rebuild
from health.standing import POINT, Band
from health.transition import RANK, band_of, settle
from tests.laws.made import PARTNER, SMALL, TERMS, changed, observation
from tests.laws.strategies import histories

FLOORS: dict[Band, tuple[int, int]] = {
    "red": (0, SMALL.red_below),
    "yellow": (SMALL.red_below, SMALL.green_from),
    "green": (SMALL.green_from, 101),
}
bands = st.sampled_from(("red", "yellow", "green"))
totals = st.integers(0, 100 * POINT)
waits = st.floats(0, 1000)


@given(bands, totals, waits)
def test_within_the_margin_nothing_moves(band: Band, total: int, days: float) -> None:
    low, high = FLOORS[band]
    if (low - SMALL.margin) * POINT <= total < (high + SMALL.margin) * POINT:
        assert settle(band, total, days, SMALL) == band
    else:
        assert settle(band, total, SMALL.keep_firing_days, SMALL) != band


@given(bands, totals, st.floats(0, SMALL.keep_firing_days, exclude_max=True))
def test_no_band_gets_better_before_it_has_stood(band: Band, total: int, days: float) -> None:
    assert RANK[settle(band, total, days, SMALL)] <= RANK[band]


@given(bands, totals, waits)
def test_no_band_moves_against_the_score(band: Band, total: int, days: float) -> None:
    after, plain = settle(band, total, days, SMALL), band_of(total, SMALL)
    assert min(RANK[band], RANK[plain]) <= RANK[after] <= max(RANK[band], RANK[plain])


@given(bands, waits)
def test_without_evidence_there_is_no_band(band: Band, days: float) -> None:
    assert settle(band, None, days, SMALL) == "unknown"


@given(totals)
def test_the_first_band_is_that_of_the_score(total: int) -> None:
    assert settle("unknown", total, 0, SMALL) == band_of(total, SMALL)


@given(
    st.integers(0, 94 * POINT),
    st.lists(st.tuples(st.integers(0, 6 * POINT - 1), st.integers(0, 9)), max_size=60),
)
def test_a_walk_narrower_than_both_margins_changes_band_once_at_most(
    low: int, steps: list[tuple[int, int]]
) -> None:
    assert 2 * SMALL.margin == 6
    band, changes, since = band_of(low, SMALL), 0, 0
    for offset, days in steps:
        since += days
        after = settle(band, low + offset, since, SMALL)
        if after != band:
            band, changes, since = after, changes + 1, 0
    assert changes <= 1


@given(histories())
def test_in_every_history_a_better_band_waits_and_clears_the_margin(
    seen: list[Observation],
) -> None:
    until = max((one.day for one in seen), default=0) + 20
    changes = rebuild(PARTNER, seen, TERMS, SMALL, until=until).transitions
    for earlier, later in pairwise(changes):
        assert earlier.after == later.before
        assert earlier.at <= later.at
    for position, change in enumerate(changes):
        total = change.standing.total
        if "unknown" in (change.before, change.after):
            continue
        assert total is not None
        low, high = FLOORS[change.after]
        if RANK[change.after] > RANK[change.before]:
            assert total >= (low + SMALL.margin) * POINT
            assert change.at - changes[position - 1].at >= SMALL.keep_firing_days * DAY_MS
        else:
            assert total < (high - SMALL.margin) * POINT


def test_a_tone_that_swings_about_a_floor_is_told_once() -> None:
    policy = changed(
        weights={**dict.fromkeys(SMALL.weights, 0), "sentiment_level": 100}, keep_firing_days=0
    )
    # The mean of the window swings by some points about the floor of green, at 0.1.
    tones = [115, 85] * 20
    seen = [observation(day, tone=100 if day < 5 else tone) for day, tone in enumerate(tones)]
    changes = rebuild(PARTNER, seen, TERMS, policy).transitions
    assert [one.after for one in changes] == ["green"]
    trembling = changed(policy, margin=0)
    assert len(rebuild(PARTNER, seen, TERMS, trembling).transitions) > 5
