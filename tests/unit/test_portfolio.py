"""The portfolio: rows, trends, segments, the load of sponsors, the meetings of all."""

from datetime import date
from typing import Any

import pytest

from health.assessment import Assessment
from health.portfolio import (
    Cell,
    Row,
    Side,
    by_type,
    in_order,
    loads,
    row_of,
    segment_of,
    segments,
    trend_of,
)
from health.rhythm import Rhythm
from health.standing import Band
from ingest.interaction import PartnerId
from tests import make


def assessment(band: Band = "green", score: float | None = 80.0, **changes: Any) -> Assessment:
    values: dict[str, Any] = {
        "partner_id": PartnerId("nordlicht"),
        "as_of": date(2026, 3, 1),
        "seq": 1,
        "score": score,
        "band": band,
        "since": None,
        "coverage": 0.5,
        "confidence": 0.5,
        "drivers": (),
        "change": None,
        "policy_version": "1",
    }
    return Assessment(**{**values, **changes})


def row(
    id_: str,
    band: Band = "green",
    score: float | None = 80.0,
    past: dict[int, float] | None = None,
    potential: int | None = None,
    rhythm: tuple[Rhythm, ...] = (),
    **partner: Any,
) -> Row:
    found = assessment(band, score, partner_id=PartnerId(id_), potential=potential)
    return row_of(make.partner(id=PartnerId(id_), **partner), found, past or {}, rhythm)


def test_a_row_has_what_the_register_and_the_assessment_say() -> None:
    found = row("p", "yellow", 60.0, {28: 64.0, 90: 50.0}, potential=3)
    assert (found.name, found.kind) == ("Nordlicht Distribution GmbH", "distribution")
    assert (found.manager, found.sponsor) == (make.OURS, "herve.lacombe@solivane.example")
    assert (found.band, found.score, found.potential) == ("yellow", 60.0, 3)
    assert (found.change_28, found.change_90, found.trend) == (-4.0, 10.0, "falling")


@pytest.mark.parametrize(
    ("band", "score", "past"),
    [("unknown", 60.0, {28: 50.0, 90: 50.0}), ("green", 60.0, {}), ("unknown", None, {28: 50.0})],
)
def test_what_is_not_known_has_no_trend(
    band: Band, score: float | None, past: dict[int, float]
) -> None:
    found = row("p", band, score, past)
    assert (found.change_28, found.change_90, found.trend) == (None, None, "unknown")
    assert found.score == (score if band != "unknown" else None)


@pytest.mark.parametrize(
    ("moved", "trend"),
    [(3.0, "rising"), (2.9, "steady"), (0.0, "steady"), (-2.9, "steady"), (-3.0, "falling")],
)
def test_three_points_in_four_weeks_are_a_trend(moved: float, trend: str) -> None:
    assert trend_of(moved) == trend


ROWS = [
    row("a", "green", 90.0, {28: 80.0}, 5, kind="supplier", manager="m@x", sponsor="s@x"),
    row("b", "red", 40.0, {28: 40.0}, 4, kind="supplier", manager="m@x", sponsor="s@x"),
    row("c", "red", 30.0, {28: 50.0}, 4, kind="marketing", manager="n@x", sponsor="s@x"),
    row("d", "unknown", None, {}, None, kind="marketing", manager=None, sponsor=None),
    row("e", "yellow", 60.0, {28: 60.0}, 1, kind="supplier", manager="n@x", sponsor="t@x"),
    row("f", "red", 50.0, {28: 50.0}, 5, kind="supplier", manager="n@x", sponsor="t@x"),
]


def test_segments_count_and_average_by_band() -> None:
    assert segments(ROWS, "kind") == (
        Cell("kind", "marketing", "red", 1, 30.0),
        Cell("kind", "marketing", "unknown", 1, None),
        Cell("kind", "supplier", "red", 2, 45.0),
        Cell("kind", "supplier", "yellow", 1, 60.0),
        Cell("kind", "supplier", "green", 1, 90.0),
    )
    assert [(one.segment, one.band, one.count) for one in segments(ROWS, "potential")] == [
        ("5", "red", 1),
        ("5", "green", 1),
        ("4", "red", 2),
        ("1", "yellow", 1),
        ("unknown", "unknown", 1),
    ]


@pytest.mark.parametrize("by", ["band", "potential", "kind", "manager", "trend"])
def test_whatever_they_are_grouped_by_nobody_is_lost(by: Side) -> None:
    assert sum(one.count for one in segments(ROWS, by)) == len(ROWS)
    ordered = in_order(ROWS, by)
    assert sorted(one.partner_id for one in ordered) == list("abcdef")
    groups = [segment_of(one, by) for one in ordered]
    assert len(list(dict.fromkeys(groups))) == sum(
        one != other for one, other in zip(groups, ["", *groups], strict=False)
    )


@pytest.mark.parametrize(
    ("by", "order"),
    [
        ("band", "cbfead"),
        ("potential", "facbed"),
        ("kind", "cdbfea"),
        ("manager", "bacfed"),
        ("trend", "cbfead"),
    ],
)
def test_what_needs_attention_comes_first(by: Side, order: str) -> None:
    assert "".join(one.partner_id for one in in_order(ROWS, by)) == order


def test_the_band_that_holds_goes_before_the_score() -> None:
    rows = [row("a", "green", 58.0), row("b", "yellow", 60.0), row("c", "yellow", 59.0)]
    assert "".join(one.partner_id for one in in_order(rows, "kind")) == "cba"


def test_a_sponsor_backs_accounts_and_three_are_full() -> None:
    first, second = loads(ROWS)
    assert (first.sponsor, first.accounts, first.red, first.full) == ("s@x", 3, 2, True)
    assert first.partners == ("a", "b", "c")
    assert (second.sponsor, second.accounts, second.red, second.full) == ("t@x", 2, 1, False)


def test_meetings_of_all_by_type() -> None:
    rows = [
        row("a", rhythm=(Rhythm("review", 90, 2, 1, 0.5, 60),)),
        row("b", rhythm=(Rhythm("review", 10, 18, 9, 0.75, 20), Rhythm("sponsor", 9, 1, 1, 1, 0))),
        row("c"),
    ]
    review, sponsor = by_type(rows)
    assert (review.meeting_type, review.partners, review.due, review.held) == ("review", 2, 20, 10)
    assert (review.kept, review.overdue) == (0.625, 2)
    assert review.latest == ("b", 20)  # two intervals, where the other is two thirds of one
    assert (sponsor.kept, sponsor.overdue, sponsor.latest) == (1.0, 0, None)
    assert by_type([]) == ()
