"""All partners at a glance: bands, trends, segments, the load of sponsors, the meetings held."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from health.actions import FULL
from health.assessment import Assessment
from health.judgement import Override
from health.rhythm import Rhythm
from health.standing import Band
from ingest.interaction import MeetingType, PartnerId
from ingest.register import Partner, PartnerKind

MONTH, QUARTER = 28, 90
MOVES = 3.0
"""Points within a month that make a trend; the margin of the bands."""

Trend = Literal["rising", "steady", "falling", "unknown"]
Side = Literal["band", "potential", "kind", "manager", "trend"]
"""What partners may be grouped by."""

BANDS: tuple[Band, ...] = ("red", "yellow", "green", "unknown")
TRENDS: tuple[Trend, ...] = ("falling", "steady", "rising", "unknown")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One partner. `change_28` and `change_90`: the score less that of 28 and of 90 days ago; None
    where either was not known well enough for a band."""

    partner_id: PartnerId
    name: str
    kind: PartnerKind
    tier: str | None
    manager: str | None
    sponsor: str | None
    band: Band
    score: float | None
    potential: int | None
    churn_risk: float | None
    trend: Trend
    change_28: float | None
    change_90: float | None
    override: Override | None = None
    rhythm: tuple[Rhythm, ...] = ()


class Cell(msgspec.Struct, frozen=True):
    """How many partners of a segment have a band, and their mean score."""

    by: Side
    segment: str
    band: Band
    count: int
    mean_score: float | None


class Load(msgspec.Struct, frozen=True):
    """The accounts that a sponsor backs; `full`: no more should be added."""

    sponsor: str
    accounts: int
    red: int
    full: bool
    partners: tuple[PartnerId, ...]


def row_of(
    partner: Partner,
    assessment: Assessment,
    past: Mapping[int, float],
    rhythm: tuple[Rhythm, ...] = (),
) -> Row:
    """`past`: the score so many days ago, where it was known well enough for a band."""
    known = assessment.band != "unknown" and assessment.score is not None
    score = assessment.score if known else None
    month, quarter = (_since(score, past.get(days)) for days in (MONTH, QUARTER))
    return Row(
        partner_id=partner.id,
        name=partner.name,
        kind=partner.kind,
        tier=partner.tier,
        manager=partner.manager,
        sponsor=partner.sponsor,
        band=assessment.band,
        score=score,
        potential=assessment.potential,
        churn_risk=assessment.churn_risk,
        trend=trend_of(month),
        change_28=month,
        change_90=quarter,
        override=assessment.override,
        rhythm=rhythm,
    )


def _since(score: float | None, before: float | None) -> float | None:
    return None if score is None or before is None else score - before


def trend_of(month: float | None) -> Trend:
    """Where the score went within a month.

    >>> trend_of(-3.0), trend_of(2.9), trend_of(None)
    ('falling', 'steady', 'unknown')
    """
    if month is None:
        return "unknown"
    return "falling" if month <= -MOVES else "rising" if month >= MOVES else "steady"


def segments(rows: Iterable[Row], by: Side) -> tuple[Cell, ...]:
    """The cells that are not empty, by segment, the worst band first."""
    found: dict[tuple[str, Band], list[Row]] = {}
    for row in rows:
        found.setdefault((segment_of(row, by), row.band), []).append(row)
    places = sorted(found, key=lambda one: (place(one[0], by), BANDS.index(one[1])))
    return tuple(
        Cell(by, segment, band, len(inside), _mean(inside))
        for segment, band in places
        for inside in [found[segment, band]]
    )


def _mean(rows: Sequence[Row]) -> float | None:
    scores = [row.score for row in rows if row.score is not None]
    return round(sum(scores) / len(scores), 1) if scores else None


def segment_of(row: Row, by: Side) -> str:
    """The group that a partner belongs to; `unknown` or `none` where it has nothing of the kind."""
    if by == "potential":
        return "unknown" if row.potential is None else str(row.potential)
    if by == "manager":
        return row.manager or "none"
    found: str = {"band": row.band, "kind": row.kind, "trend": row.trend}[by]
    return found


def place(segment: str, by: Side) -> tuple[float, str]:
    """Where a segment stands: what needs attention first, the greatest potential first."""
    if by == "potential":
        return (0.0 if segment == "unknown" else -float(segment), segment)
    ordered: Sequence[str] = {"band": BANDS, "trend": TRENDS}.get(by, ())
    return (float(ordered.index(segment)) if segment in ordered else 0.0, segment)


def in_order(rows: Iterable[Row], by: Side) -> list[Row]:
    """By segment, within it the worst band and then the lowest score first."""
    return sorted(
        rows,
        key=lambda row: (
            place(segment_of(row, by), by),
            BANDS.index(row.band),
            101.0 if row.score is None else row.score,
            row.partner_id,
        ),
    )


def loads(rows: Iterable[Row]) -> tuple[Load, ...]:
    """By sponsor, who backs most first. Partners that nobody backs are left out."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.sponsor:
            found.setdefault(row.sponsor, []).append(row)
    return tuple(
        Load(
            sponsor,
            len(backed),
            sum(row.band == "red" for row in backed),
            len(backed) >= FULL,
            tuple(row.partner_id for row in backed),
        )
        for sponsor, backed in sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
    )


class TypeRhythm(msgspec.Struct, frozen=True):
    """Meetings of one type with all partners: sums, and the mean share of days kept.

    `latest`: the partner whose meeting is most intervals overdue today, and by how many days.
    """

    meeting_type: MeetingType
    partners: int
    due: int
    held: int
    kept: float
    overdue: int
    latest: tuple[PartnerId, int] | None


def by_type(rows: Iterable[Row]) -> tuple[TypeRhythm, ...]:
    """In the order of the types' names."""
    found: dict[MeetingType, list[tuple[PartnerId, Rhythm]]] = {}
    for row in rows:
        for one in row.rhythm:
            found.setdefault(one.meeting_type, []).append((row.partner_id, one))
    return tuple(_of_type(kind, found[kind]) for kind in sorted(found))


def _of_type(kind: MeetingType, found: Sequence[tuple[PartnerId, Rhythm]]) -> TypeRhythm:
    late = [(one.overdue / one.agreed, one.overdue, who) for who, one in found if one.overdue]
    _, days, who = max(late, default=(0.0, 0, PartnerId("")))
    return TypeRhythm(
        kind,
        len(found),
        sum(one.due for _, one in found),
        sum(one.held for _, one in found),
        round(sum(one.kept for _, one in found) / len(found), 3),
        len(late),
        (who, days) if late else None,
    )
