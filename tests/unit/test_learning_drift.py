"""Whether something has moved: statistics with known answers, and what they are taken from."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from math import log

import msgspec
import numpy as np
import pytest

from health.learning.drift import Drift, Period, drift
from health.learning.page_hinkley import Alarm, alarms, standardised
from health.learning.shift import (
    Sample,
    binned,
    bins_of,
    gap_chance,
    largest_gap,
    psi,
    psi_chance,
    shift,
    verdict,
)
from health.observation import observe
from health.rebuild import rebuild
from health.relationship import Close
from health.terms import NO_TERMS
from ingest.interaction import InteractionId, PartnerId
from nlp.annotations import Annotations, Intent, Sentiment
from tests.laws.made import SMALL

START = date(2026, 1, 5)
FORTNIGHTS = (
    Period(START, START + timedelta(days=89)),
    Period(START + timedelta(days=90), START + timedelta(days=179)),
)


# The population stability index


def test_the_index_by_hand() -> None:
    p, q = (50.5 / 101, 50.5 / 101), (80.5 / 101, 20.5 / 101)
    by_hand = sum((b - a) * log(b / a) for a, b in zip(p, q, strict=True))
    assert psi(np.array([50.0, 50.0]), np.array([80.0, 20.0])) == pytest.approx(by_hand)
    assert by_hand == pytest.approx(0.4062, abs=1e-4)


def test_the_index_of_the_same_shares_is_nothing_and_an_empty_bin_is_finite() -> None:
    assert psi(np.array([10.0, 30.0]), np.array([10.0, 30.0])) == 0
    assert 1 < psi(np.array([100.0, 0.0]), np.array([50.0, 50.0])) < 10


def test_chance_alone_stays_under_its_bound_in_95_of_100_draws() -> None:
    chance = np.random.default_rng(3)
    bound = psi_chance(10, 200, 300)
    over = 0
    for _ in range(400):
        before, after, _ = binned(chance.normal(size=200), chance.normal(size=300))
        over += psi(before, after) > bound
    assert 0.02 < over / 400 < 0.08


def test_chi_squared_is_scaled_by_both_sizes() -> None:
    # The 95 % quantile of chi-squared with one degree of freedom is 3.841.
    assert psi_chance(2, 100, 50) == pytest.approx(3.841 * (1 / 100 + 1 / 50), abs=1e-3)


def test_a_frequent_value_has_a_bin_of_its_own() -> None:
    before, after, names = binned(np.array([0.0] * 90 + [1.0] * 10), np.array([0.0, 1.0, 2.0]))
    assert names == ["up to 0", "over 0"]
    assert (before.tolist(), after.tolist()) == ([90, 10], [1, 2])


@pytest.mark.parametrize(("units", "bins"), [(2, 2), (14, 2), (15, 3), (50, 10), (500, 10)])
def test_few_units_have_few_bins(units: int, bins: int) -> None:
    assert bins_of(units) == bins


# Kolmogorov and Smirnov


def test_the_largest_gap_by_hand() -> None:
    assert largest_gap(np.array([1.0, 2, 3]), np.array([4.0, 5, 6])) == 1
    assert largest_gap(np.array([1.0, 2, 3, 4]), np.array([3.0, 4, 5, 6])) == 0.5


def test_the_chance_of_a_gap_is_that_of_the_tables() -> None:
    # With two samples of 100, the 5 % bound is 1.358 sqrt(2 / 100).
    assert gap_chance(1.358 * (2 / 100) ** 0.5, 100, 100) == pytest.approx(0.05, abs=0.001)


@pytest.mark.parametrize(
    ("index", "chance", "ks", "ks_chance", "said"),
    [
        (0.25, 0.1, None, None, "drifted"),
        (0.24, 0.1, None, None, "watch"),
        (0.1, 0.05, 0.1, 0.5, "watch"),
        (0.09, 0.05, 0.1, 0.5, "steady"),
        (3.0, 3.1, None, None, "steady"),
        (0.0, 0.1, 0.25, 0.0009, "drifted"),
        (0.0, 0.1, 0.25, 0.0011, "steady"),
        (0.0, 0.1, 0.24, 0.0, "steady"),
    ],
)
def test_the_verdict(
    index: float, chance: float, ks: float | None, ks_chance: float | None, said: str
) -> None:
    assert verdict(index, chance, ks, ks_chance) == said


def test_names_and_numbers_are_compared_and_the_largest_move_is_told() -> None:
    found = shift(
        "x", Sample(["a"] * 90 + ["b"] * 10, 100), Sample(["a"] * 20 + ["b"] * 70 + ["c"] * 10, 100)
    )
    assert (found.verdict, found.moved, found.ks) == ("drifted", "a: 90% to 20%", None)
    numbers = [float(one) for one in range(100)]
    found = shift("x", Sample(numbers, 100), Sample([one + 60 for one in numbers], 100))
    assert (found.verdict, found.ks, found.moved) == ("drifted", 0.6, "over 89: 10% to 70%")
    assert shift("x", Sample(numbers, 100), Sample(numbers, 100)).verdict == "steady"
    assert shift("x", Sample(numbers[:29], 29), Sample(numbers, 100)).verdict == "too few"


# Page and Hinkley


def test_the_sums_by_hand() -> None:
    # Means 0, 0, 0, 0.75, 1.2, 1.5; away 0, 0, 0, 2.25, 1.8, 1.5; their sum 5.55 at the sixth.
    values = [0.0, 0, 0, 3, 3, 3]
    assert alarms(values, 0, 5.5, 1, 1) == (Alarm(5, 3, rose=True),)
    assert alarms([-one for one in values], 0, 5.5, 1, 1) == (Alarm(5, 3, rose=False),)
    assert alarms(values, 0, 5.6, 1, 1) == ()
    assert alarms(values, 0, 5.5, 7, 1) == ()
    # What is no change is taken off each day.
    assert alarms(values, 0.1, 5.3, 1, 1) == ()
    # 0.5 (0.5 · 2.25 + 1.8) + 1.5 = 2.9625
    assert alarms(values, 0, 2.9, 6, 0.5) == (Alarm(5, 3, rose=True),)
    assert alarms(values, 0, 3.0, 6, 0.5) == ()


def test_noise_turns_nothing_and_a_lasting_step_does_once() -> None:
    noise = np.random.default_rng(5).normal(size=400)
    assert alarms(noise.tolist()) == ()
    (alarm,) = alarms([*noise[:200], *(noise[200:300] + 3)])
    assert alarm.rose
    assert 195 <= alarm.begins <= 205
    assert 200 < alarm.at < 225


def test_values_are_told_in_deviations_of_the_reference() -> None:
    assert standardised([5.0, 1.0], [1.0, 3.0]) == (3.0, -1.0)
    assert standardised([2.0, 2.0], [2.0, 2.0]) == (0.0, 0.0)


# What is compared


def said(day: int, partner: int, number: int, score: float = 0.5, **more: object) -> Annotations:
    at = datetime(START.year, START.month, START.day, 9, tzinfo=UTC)
    base = Annotations(
        interaction_id=InteractionId(f"{partner}.{day}.{number}"),
        partner_id=PartnerId(f"p{partner}"),
        occurred_at=at + timedelta(days=day, minutes=number),
        kind="email",
        direction="inbound",
        language="en",
        sentiment=Sentiment("neutral", score, 0.8),
    )
    return msgspec.structs.replace(base, **more)


def world(changes: dict[str, object] | None = None, *, coldly: bool = False) -> list[Annotations]:
    """Eight partners over 180 days; in the second half what `changes` says holds."""
    chance = np.random.default_rng(9)
    found = []
    for day in range(180):
        for partner in range(8):
            if chance.random() < 0.6:
                score = float(np.clip(chance.normal(0.3, 0.3), -1, 1))
                late = day >= 90
                if coldly and late:
                    score = max(-1.0, score - 0.8)
                found.append(said(day, partner, 0, score, **(changes if late and changes else {})))
    return found


def closes(heard: Sequence[Annotations]) -> list[Close]:
    partners = sorted({one.partner_id for one in heard})
    return [
        close
        for partner in partners
        for close in rebuild(
            partner,
            [observe(one) for one in heard if one.partner_id == partner],
            NO_TERMS,
            SMALL,
            until=observe(said(180, 0, 0)).day,
        ).closes
    ]


def compare(heard: Sequence[Annotations]) -> Drift:
    return drift(heard, closes(heard), *FORTNIGHTS)


def drifted(heard: Sequence[Annotations]) -> set[str]:
    return {one.name for one in compare(heard).shifts if one.verdict == "drifted"}


def test_a_steady_world_raises_nothing() -> None:
    assert compare(world()).over == ()


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"language": "fi"}, "languages"),
        ({"kind": "call_note"}, "kinds"),
        ({"direction": "outbound"}, "directions"),
        ({"sentiment": None}, "abstention"),
        ({"sentiment": Sentiment("neutral", 0.3, 0.4)}, "confidence"),
        ({"intents": (Intent("complaint", 0.9, 0, 3),)}, "intents"),
    ],
)
def test_what_moved_is_named(changes: dict[str, object], name: str) -> None:
    assert name in drifted(world(changes))


def test_half_of_the_messages_missing_is_seen_in_the_volume() -> None:
    heard = [
        one
        for one in world()
        if one.occurred_at.date() < FORTNIGHTS[1].first or int(one.partner_id[1:]) % 4 == 0
    ]
    assert "interactions a day" in drifted(heard)


def test_a_colder_world_turns_the_score_and_moves_the_bands() -> None:
    found = compare(world(coldly=True))
    names = {one.name for one in found.shifts if one.verdict == "drifted"}
    assert {"sentiment score", "score", "bands"} <= names
    turn = next(one for one in found.turned if one.name == "daily mean score")
    assert not turn.rose
    assert turn.after < turn.before
    assert FORTNIGHTS[1].first <= turn.at
    alerts = {(one.figure, one.test) for one in found.over}
    assert {("sentiment score", "psi"), ("daily mean score", "page_hinkley")} <= alerts


def test_confidence_that_sags_is_turned() -> None:
    found = compare(world({"sentiment": Sentiment("neutral", 0.3, 0.7)}))
    (turn,) = [one for one in found.turned if one.name == "daily mean confidence"]
    assert (turn.rose, turn.before, turn.after) == (False, 0.8, 0.7)
    assert turn.begins == FORTNIGHTS[1].first


def test_what_turned_within_the_reference_is_no_news() -> None:
    steady = {day: Sentiment("neutral", 0.3, 0.9 if day < 45 else 0.6) for day in range(180)}
    heard = [said(day, 0, 0, sentiment=steady[day]) for day in range(180)]
    early, late = (
        Period(START, START + timedelta(days=59)),
        Period(START + timedelta(days=60), START + timedelta(days=179)),
    )
    assert drift(heard, (), *FORTNIGHTS).turned == ()
    # Seen from a reference that ends before it was certain, it is news.
    assert len(drift(heard, (), early, late).turned) == 1


def test_an_alert_names_no_partner() -> None:
    for one in compare(world(coldly=True)).over:
        assert "p0" not in one.summary
