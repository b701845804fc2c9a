"""Rows to learn from: the engine's own fold, and nothing that lies after the day."""

import msgspec
import numpy as np
import pytest

from health.learning.label import Label
from health.learning.rows import (
    GREEN,
    RED,
    YELLOW,
    Asked,
    Lesson,
    Row,
    asked,
    rows_of,
    split,
    table_of,
    usual_cut,
)
from health.observation import Observation
from health.policy import NAMES
from health.rebuild import rebuild
from health.standing import stand
from ingest.interaction import PartnerId
from tests.laws.made import DAY_0, EVERY, PARTNER, TERMS, meeting, observation

P = PartnerId("p")


def label(day: int, what: str) -> Label:
    return Label(P, day, what)  # type: ignore[arg-type]


# What is known of which day


def test_an_outcome_speaks_of_the_twelve_weeks_before_it() -> None:
    found = asked([label(700, "churned")])
    assert [one.day for one in found] == list(range(616, 700, 7))
    assert {(one.truth, one.known) for one in found} == {(RED, 700)}
    assert {one.truth for one in asked([label(700, "escalated")])} == {RED}
    assert {one.truth for one in asked([label(700, "renewed")])} == {GREEN}


def test_a_band_speaks_of_its_own_day_and_one_a_week_is_kept() -> None:
    # Weeks begin on days that seven divides.
    found = asked([label(700, "green"), label(703, "yellow"), label(707, "red")])
    assert found == (Asked(703, YELLOW, 703), Asked(707, RED, 707))


def test_a_manager_goes_before_an_outcome_and_a_bad_outcome_before_a_good_one() -> None:
    assert Asked(693, GREEN, 693) in asked([label(693, "green"), label(700, "churned")])
    assert {one.truth for one in asked([label(700, "churned"), label(700, "renewed")])} == {RED}


# The fold


HISTORY = tuple(
    one
    for day in range(0, 60, 2)
    for one in (
        observation(day, tone=600 if day < 30 else -700),
        *([meeting(day, 700)] if day % 12 == 0 else []),
    )
)


def lesson(days: list[int], history: tuple[Observation, ...] = HISTORY) -> Lesson:
    return Lesson(
        PARTNER, history, TERMS, EVERY, tuple(Asked(DAY_0 + day, RED, DAY_0 + day) for day in days)
    )


def test_a_row_is_the_standing_of_the_engine_at_the_days_close() -> None:
    (row,) = rows_of(lesson([40]))
    seen = [one for one in HISTORY if one.day <= DAY_0 + 40]
    memory = rebuild(PARTNER, seen, TERMS, EVERY, until=DAY_0 + 40).after.memory
    standing = stand(memory, TERMS, EVERY)
    closed = rebuild(PARTNER, seen, TERMS, EVERY, until=DAY_0 + 41)
    assert row.score == standing.score
    assert row.band == {"green": 0, "yellow": 1, "red": 2, "unknown": 3}[closed.closes[-1].band]
    assert [one is None for one in row.goodness[:-1]] == [
        one is None for one in standing.eighths[:-1]
    ]
    assert row.goodness[-1] == 1000
    assert len(row.goodness) == len(NAMES)


def test_nothing_after_the_day_bears_on_its_row() -> None:
    for day in range(62):
        until = tuple(one for one in HISTORY if one.day <= DAY_0 + day)
        assert rows_of(lesson([day], until)) == rows_of(lesson([day]))


def test_other_days_that_are_asked_for_change_no_row() -> None:
    every = {one.day: one for one in rows_of(lesson(list(range(60))))}
    for day in (0, 17, 44):
        assert rows_of(lesson([day])) == (every[DAY_0 + day],)


def test_score_and_band_are_those_of_the_days_close() -> None:
    closes = rebuild(PARTNER, HISTORY, TERMS, EVERY, until=DAY_0 + 70).closes
    bands = ("green", "yellow", "red", "unknown")
    found = [(one.day, one.score, bands[one.band]) for one in rows_of(lesson(list(range(70))))]
    assert found == [(one.day, one.standing.score, one.band) for one in closes]
    assert len({band for _, _, band in found}) == 4


def test_a_threat_that_caps_the_score_is_a_measure_too() -> None:
    threats = tuple(
        observation(40, minute, tone=-900, intents=(("churn_threat", 1000),))
        for minute in (600, 700, 800)
    )
    history = (*(one for one in HISTORY if one.day <= DAY_0 + 40), *threats)
    (row,) = rows_of(lesson([41], history))
    assert row.goodness[-1] == 0


def test_before_anything_was_heard_there_is_no_row() -> None:
    assert [one.day for one in rows_of(lesson([-3, 0, 2]))] == [DAY_0, DAY_0 + 2]


# Train and test


def row(partner: int, day: int, known: int | None = None) -> Row:
    goodness = (500, None, *([1000] * (len(NAMES) - 2)))
    return Row(PartnerId(f"p{partner}"), day, known or day, RED, goodness, None, 3)


def test_rows_become_arrays() -> None:
    table = table_of([row(2, 5), row(1, 6, 9)])
    assert table.names == ("p1", "p2")
    assert (table.partner.tolist(), table.day.tolist(), table.known.tolist()) == (
        [1, 0],
        [5, 6],
        [5, 9],
    )
    assert table.goodness[0, 0] == 0.5
    assert np.isnan(table.goodness[0, 1])
    assert np.isnan(table.score).all()


def test_partners_and_days_are_split_and_what_came_to_be_known_later_is_not_learned() -> None:
    rows = [row(partner, day) for partner in range(200) for day in (10, 20, 30)]
    rows += [row(partner, 15, known=25) for partner in range(200)]
    parts = split(table_of(rows), 20)
    assert set(parts.train.day.tolist()) == {10}
    assert set(parts.later.day.tolist()) == set(parts.unseen.day.tolist()) == {20, 30}
    learned = set(parts.train.partner.tolist())
    assert learned == set(parts.later.partner.tolist())
    assert not learned & set(parts.unseen.partner.tolist())
    assert 40 <= len(set(parts.unseen.partner.tolist())) <= 80


def test_another_partner_moves_nobody_across() -> None:
    few = split(table_of([row(partner, 30) for partner in range(50)]), 20)
    many = split(table_of([row(partner, 30) for partner in range(100)]), 20)

    def names(table: object) -> set[str]:
        return {many.unseen.names[one] for one in table.partner.tolist()}  # type: ignore[attr-defined]

    mine = {few.unseen.names[one] for one in few.unseen.partner.tolist()}
    assert mine <= names(many.unseen)
    assert not mine & names(many.later)


@pytest.mark.parametrize(("share", "cut"), [(0.6, 6), (0.5, 5)])
def test_the_usual_cut_leaves_a_share_before_it(share: float, cut: int) -> None:
    table = table_of([row(1, day) for day in range(11)])
    assert usual_cut(table, share) == cut
    assert usual_cut(msgspec.structs.replace(table, day=table.day + 100), share) == cut + 100
