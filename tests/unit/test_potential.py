"""What a relationship could become: parts that sum to points, and points that make a level."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.assessment import assess
from health.observation import Fact, Observation
from health.potential import LABELS, SCALE, TIERS, Part, Scale, potential
from health.rebuild import rebuild
from health.terms import NO_TERMS, Terms
from ingest.interaction import InteractionId
from tests.laws.made import DAY_0, PARTNER, SMALL, meeting, memory, observation
from tests.laws.strategies import histories

TODAY = 370


def record(day: int, type_: str, value: float | None, status: str | None = None) -> Observation:
    return observation(
        day,
        kind="record",
        id=InteractionId(f"{type_}-{day}"),
        direction=None,
        tone=None,
        weight=0,
        contacts=(),
        fact=Fact(type_, None if value is None else round(1000 * value), "EUR", status),
    )


def parts(*seen: Observation, terms: Terms = NO_TERMS, day: int = TODAY) -> dict[str, Part]:
    found = potential(memory(seen, day=day), terms)
    return {} if found is None else {one.name: one for one in found.parts}


def goodness(part: Part) -> float:
    return part.points / part.of


TINY = record(1, "opportunity", 1.0)
"""Enough to say something of the potential, and worth nothing."""


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param([], id="nothing"),
        pytest.param([observation(day) for day in range(9)], id="mail alone"),
        pytest.param([record(1, "survey", 9.0)], id="a survey"),
        pytest.param([record(1, "ticket", 9.0)], id="a ticket"),
    ],
)
def test_without_commercial_records_it_is_unknown(seen: list[Observation]) -> None:
    assert potential(memory(seen, day=9), Terms(tier="platinum")) is None


@given(histories(), st.sampled_from([None, "gold", "inner circle"]), st.integers(0, 500))
def test_the_parts_sum_to_the_points_and_those_make_the_level(
    seen: list[Observation], tier: str | None, wait: int
) -> None:
    last = max((one.day for one in seen), default=0)
    now = rebuild(PARTNER, seen, NO_TERMS, SMALL, until=last + wait).after.memory
    found = potential(now, Terms(tier=tier))
    if found is None:
        return
    assert found.points == sum(part.points for part in found.parts)
    assert all(0 <= part.points <= part.of for part in found.parts)
    assert 99 < sum(part.of for part in found.parts) <= 100
    assert found.level == min(5, 1 + int(found.points / 20))
    assert found.label == LABELS[found.level]
    known = {one.id for one in seen}
    assert all(set(part.evidence) <= known and len(part.evidence) <= 3 for part in found.parts)


@given(histories(), st.integers(1, 10_000_000), st.integers(1, 10_000_000))
def test_more_revenue_is_never_less_size(seen: list[Observation], one: int, other: int) -> None:
    sizes = []
    last = max((one.day - DAY_0 for one in seen), default=0)
    for value in sorted((one, other)):
        found = parts(*seen, record(last + 1, "revenue", value / 10), day=last + 2)
        sizes.append(goodness(found["size"]))
    assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    ("value", "share"),
    [
        pytest.param(SCALE.small, 0.0, id="small"),
        pytest.param((SCALE.small * SCALE.large) ** 0.5, 0.5, id="halfway by the logarithm"),
        pytest.param(SCALE.large, 1.0, id="large"),
        pytest.param(10 * SCALE.large, 1.0, id="no more than all"),
        pytest.param(-500.0, 0.0, id="a credit note"),
    ],
)
def test_size(value: float, share: float) -> None:
    part = parts(record(300, "revenue", value))["size"]
    assert goodness(part) == pytest.approx(share, abs=0.005)
    assert part.value == pytest.approx(value)
    assert part.evidence == ("revenue-300",)


@pytest.mark.parametrize(
    ("revenue", "contract", "payment", "largest"),
    [
        (50_000, 80_000, 30_000, "contract-301"),
        (90_000, 80_000, 30_000, "revenue-300"),
        (50_000, 80_000, 99_000, "payment-302"),
    ],
)
def test_the_same_money_is_not_counted_twice(
    revenue: int, contract: int, payment: int, largest: str
) -> None:
    found = parts(
        record(300, "revenue", revenue),
        record(301, "contract", contract, "signed"),
        record(302, "payment", payment, "overdue"),
    )
    assert found["size"].value == max(revenue, contract, payment)
    assert found["size"].evidence == (largest,)


def test_what_is_dead_or_old_has_no_size() -> None:
    dead = record(300, "contract", 90_000, "Cancelled")
    old = record(2, "revenue", 90_000, "booked")
    assert "size" not in parts(dead, old, TINY)


@pytest.mark.parametrize(
    ("late", "share"),
    [
        pytest.param(100.0, 5 / 12, id="as much as before"),
        pytest.param(200.0, 1.0, id="twice as much"),
        pytest.param(50.0, 0.0, id="half"),
        pytest.param(0.0, 0.0, id="nothing"),
    ],
)
def test_growth_is_against_their_own_past(late: float, share: float) -> None:
    before = [record(day, "revenue", 100.0) for day in (20, 80, 140, 180)]
    after = [record(day, "revenue", late) for day in (200, 250, 300, 360)]
    assert goodness(parts(*before, *after)["growth"]) == pytest.approx(share, abs=0.005)


def test_growth_needs_a_series_that_goes_back_far_enough() -> None:
    assert "growth" not in parts(*(record(day, "revenue", 9.0) for day in (20, 200, 300)))
    assert "growth" not in parts(*(record(day, "revenue", 9.0) for day in (150, 160, 200, 300)))
    assert "growth" in parts(*(record(day, "revenue", 9.0) for day in (20, 160, 200, 300)))


@pytest.mark.parametrize(
    ("seen", "share"),
    [
        pytest.param([record(300, "opportunity", 250_000.0, "open")], 1.0, id="large"),
        pytest.param([record(300, "opportunity", 250_000.0, "won")], 1.0, id="won"),
        pytest.param([record(300, "opportunity", 250_000.0, "perdu")], 0.0, id="lost"),
        pytest.param([record(100, "opportunity", 250_000.0, "open")], 0.0, id="stale"),
        pytest.param([record(300, "opportunity", None, "open")], 0.0, id="one without a sum"),
        pytest.param(
            [record(day, "lead", None) for day in range(300, 307)], 0.497, id="seven leads"
        ),
    ],
)
def test_pipeline(seen: list[Observation], share: float) -> None:
    assert goodness(parts(*seen)["pipeline"]) == pytest.approx(share, abs=0.005)


@pytest.mark.parametrize(
    ("labels", "share"),
    [
        pytest.param(("request",), 0.0, id="neither"),
        pytest.param(("renewal_or_expansion",), 0.6, id="growing"),
        pytest.param(("referral_or_joint_opportunity",), 0.6, id="recommending"),
        pytest.param(("renewal_or_expansion", "referral_or_joint_opportunity"), 1.0, id="both"),
    ],
)
def test_interest(labels: tuple[str, ...], share: float) -> None:
    said = observation(300, intents=tuple((label, 900) for label in labels))
    # The memory of these tests is short; what they said of growing is kept longer than that.
    read = observation(360, intents=(("request", 900),))
    assert goodness(parts(TINY, said, read)["interest"]) == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({}, True, id="they say so"),
        pytest.param({"direction": "outbound"}, False, id="we ask for it"),
        pytest.param({"tone": -600}, False, id="in anger"),
        pytest.param({"tone": None}, True, id="without a tone"),
    ],
)
def test_a_referral_is_theirs(change: dict[str, Any], told: bool) -> None:
    seen = observation(3, intents=(("referral_or_joint_opportunity", 900),), **change)
    assert (memory([seen]).referring == (seen.day, seen.id)) == told
    assert (memory([seen, observation(4)]).referring is not None) == told


def test_interest_fades_and_is_left_out_where_no_intent_is_read() -> None:
    long_ago = observation(100, intents=(("renewal_or_expansion", 900),))
    assert "interest" not in parts(TINY, long_ago, observation(360))
    read = observation(360, intents=(("request", 900),))
    assert parts(TINY, long_ago, read)["interest"].points == 0


@pytest.mark.parametrize(("ago", "share"), [(0, 1.0), (45, 1.0), (270, 0.0)])
def test_executives_fade(ago: int, share: float) -> None:
    seen = meeting(TODAY - ago, meeting_type="sponsor")
    assert goodness(parts(TINY, seen)["executives"]) == share


def test_where_no_leader_ever_took_part_that_is_left_out() -> None:
    assert "executives" not in parts(TINY, meeting(300))


@pytest.mark.parametrize(
    ("tier", "share"), [("Gold", 0.7), (" platinum ", 1.0), ("bronze", 0.1), ("or", 0.7)]
)
def test_the_tier_is_read_as_it_is_spelled(tier: str, share: float) -> None:
    assert goodness(parts(TINY, terms=Terms(tier=tier))["tier"]) == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize("tier", [None, "", "inner circle"])
def test_a_tier_that_nobody_knows_is_left_out(tier: str | None) -> None:
    assert "tier" not in parts(TINY, terms=Terms(tier=tier))


def test_tiers_are_shares() -> None:
    assert all(0 <= good <= 1000 for good in TIERS.values())


def test_all_five_levels_are_reached_and_named() -> None:
    assert LABELS == {1: "low", 2: "low", 3: "medium", 4: "high", 5: "strategic"}
    levels = set()
    for worth in (1.0, 30_000.0, 60_000.0, 150_000.0, 600_000.0):
        seen = [record(300, "revenue", worth), record(301, "opportunity", worth)]
        found = potential(memory(seen, day=TODAY), NO_TERMS)
        assert found is not None
        levels.add((found.level, found.label))
    assert levels == set(LABELS.items())


ONLY_SIZE = Scale(weights={"size": 100}, small=1.0, large=10.0**10)


@pytest.mark.parametrize(
    ("digits", "level"),
    [(0, 1), (1.9, 1), (2, 2), (3.9, 2), (4, 3), (5.9, 3), (6, 4), (7.9, 4), (8, 5), (10, 5)],
)
def test_every_twenty_points_are_a_level(digits: float, level: int) -> None:
    found = potential(memory([record(300, "revenue", 10**digits)], day=310), NO_TERMS, ONLY_SIZE)
    assert found is not None
    assert found.points == pytest.approx(10 * digits, abs=0.2)
    assert found.level == level


def test_the_newest_three_records_stand_for_the_rest() -> None:
    found = parts(*(record(day, "revenue", 9.0) for day in range(300, 305)))
    assert found["size"].evidence == ("revenue-304", "revenue-303", "revenue-302")


@pytest.mark.parametrize("status", ["lapsed", "Lost ", "stalled", "annulé", "verloren", "perso"])
def test_what_came_to_nothing_counts_for_nothing(status: str) -> None:
    assert parts(record(300, "opportunity", 90_000, status))["pipeline"].points == 0


def test_an_assessment_says_the_level_and_by_what_scale() -> None:
    seen = [*(observation(day) for day in range(10)), record(9, "revenue", 900_000)]
    found = assess(rebuild(PARTNER, seen, NO_TERMS, SMALL).after, NO_TERMS, SMALL)
    assert found.potential == 5
    assert found.model_versions["potential"] == SCALE.version


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        ({"weights": {"size": 99}}, "sum to 100"),
        ({"weights": {"size": 101, "tier": -1}}, "sum to 100"),
        ({"small": 9.0, "large": 8.0}, "rise"),
        ({"pipeline_small": 0.0}, "above 0"),
    ],
)
def test_a_scale_that_contradicts_itself_is_refused(numbers: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        Scale(**numbers)


def test_another_number_is_another_version() -> None:
    assert Scale().version == SCALE.version
    assert Scale(small=1.0).version != SCALE.version
