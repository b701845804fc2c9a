"""A portfolio, for people and for machines."""

import sys
from collections.abc import Sequence
from datetime import date

from rich.console import Group, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from commands.held import banded
from commands.report import STYLES, write_json
from health.actions import FULL
from health.portfolio import (
    BANDS,
    MONTH,
    QUARTER,
    Row,
    Side,
    Trend,
    by_type,
    in_order,
    loads,
    place,
    segment_of,
    segments,
)

ARROWS: dict[Trend, str] = {"rising": "↗", "steady": "→", "falling": "↘", "unknown": "·"}
CAPTION = (
    f"{MONTH} d, {QUARTER} d: the score's change since. Pot.: potential, 1 to 5."
    " Kept: days within the agreed rhythm of meetings; Late: the meeting most overdue."
)
SIDES: tuple[Side, ...] = ("kind", "potential")


def write(rows: Sequence[Row], every: Sequence[Row], today: date, by: Side) -> None:
    """Partners, segments, sponsors, meeting types, and last the summary; an object a line."""
    for row in in_order(rows, by):
        write_json("partner", row)
    for side in dict.fromkeys((*SIDES, by)):
        for cell in segments(rows, side):
            write_json("segment", cell)
    for load in loads(every):
        write_json("sponsor", load)
    for rhythm in by_type(rows):
        write_json("rhythm", rhythm)
    bands = {band: sum(row.band == band for row in rows) for band in BANDS}
    write_json("summary", {"as_of": today, "partners": len(rows), "bands": bands})
    sys.stdout.buffer.flush()


def picture(
    rows: Sequence[Row], every: Sequence[Row], today: date, by: Side, domains: Sequence[str]
) -> Group:
    """All of it, the partners first. `domains`: ours, which need not be said of our people."""
    sides = dict.fromkeys((*SIDES, by)) if by != "band" else SIDES
    parts: list[RenderableType] = [_partners(rows, today, by, domains)]
    parts += [_segments(rows, side, domains) for side in sides]
    parts += [_sponsors(every, domains), _rhythms(rows)]
    return Group(*(part for one in parts for part in (one, Text(""))))


def _partners(rows: Sequence[Row], today: date, by: Side, domains: Sequence[str]) -> Table:
    table = _table(f"Portfolio, {today:%-d %b %Y}, by {by}")
    table.caption, table.caption_justify = CAPTION, "left"
    left = ("Partner", "Kind", "Manager", "Band")
    right = ("Score", f"{MONTH} d", f"{QUARTER} d", "Pot.", "Kept", "Late")
    for column in (*left, *right):
        side: JustifyMethod = "left" if column in left else "right"
        table.add_column(column, justify=side, no_wrap=column != "Manager")
    before: str | None = None
    for row in in_order(rows, by):
        segment = segment_of(row, by)
        if before not in (None, segment):
            table.add_section()
        before = segment
        table.add_row(
            row.name,
            row.kind.replace("_", " "),
            _short(row.manager, domains),
            banded(row, "en"),
            "-" if row.score is None else f"{row.score:.0f}",
            f"{_moved(row.change_28)} {ARROWS[row.trend]}",
            _moved(row.change_90),
            "-" if row.potential is None else f"{row.potential}",
            *_kept(row),
        )
    return table


def _segments(rows: Sequence[Row], side: Side, domains: Sequence[str]) -> Table:
    table = _table(f"By {side} and band: partners (mean score)")
    table.add_column(side.capitalize(), no_wrap=True)
    for band in BANDS:
        table.add_column(band, justify="right", style=STYLES[band])
    table.add_column("all", justify="right")
    cells = segments(rows, side)
    for segment in sorted({one.segment for one in cells}, key=lambda one: place(one, side)):
        inside = {one.band: one for one in cells if one.segment == segment}
        shown = [
            "" if one is None else _counted(one.count, one.mean_score)
            for one in (inside.get(band) for band in BANDS)
        ]
        scored = [(one.count, one.mean_score) for one in inside.values() if one.mean_score]
        count = sum(one.count for one in inside.values())
        known = sum(number for number, _ in scored)
        mean = sum(number * score for number, score in scored) / known if known else None
        table.add_row(_short(segment.replace("_", " "), domains), *shown, _counted(count, mean))
    return table


def _sponsors(every: Sequence[Row], domains: Sequence[str]) -> Table:
    table = _table("Sponsors: accounts that they back")
    table.add_column("Sponsor")
    for column in ("Accounts", "Red"):
        table.add_column(column, justify="right")
    table.add_column("")
    names = {row.partner_id: row.name for row in every}
    for load in loads(every):
        table.add_row(
            _short(load.sponsor, domains),
            Text(f"{load.accounts}", style="bold" if load.full else ""),
            Text(f"{load.red or ''}", style=STYLES["red"]),
            f"{f'{FULL} or more: ' if load.full else ''}"
            + ", ".join(names[one] for one in load.partners),
        )
    alone = [row.name for row in every if not row.sponsor]
    if alone:
        table.add_row(Text("nobody", style="dim"), f"{len(alone)}", "", ", ".join(alone))
    return table


def _rhythms(rows: Sequence[Row]) -> Table:
    table = _table("Meetings of the last half year, against the agreed rhythm")
    table.add_column("Type")
    for column in ("Partners", "Held of due", "Days kept", "Overdue"):
        table.add_column(column, justify="right")
    table.add_column("Most overdue")
    names = {row.partner_id: row.name for row in rows}
    for one in by_type(rows):
        latest = "" if one.latest is None else f"{names[one.latest[0]]}, {one.latest[1]} days"
        table.add_row(
            one.meeting_type.replace("_", " "),
            f"{one.partners}",
            f"{one.held} of {one.due}",
            f"{one.kept:.0%}",
            f"{one.overdue or ''}",
            latest,
        )
    return table


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", header_style="bold", expand=False)


def _kept(row: Row) -> tuple[str, str]:
    """Over all types of meetings that were agreed; and by how many days the latest is late."""
    if not row.rhythm:
        return "-", ""
    kept = sum(one.kept for one in row.rhythm) / len(row.rhythm)
    late = max(row.rhythm, key=lambda one: one.overdue / one.agreed).overdue
    return f"{kept:.0%}", f"{late} d" if late else ""


def _counted(count: int, mean: float | None) -> str:
    return f"{count}" if mean is None else f"{count} ({mean:.0f})"


def _moved(points: float | None) -> str:
    return "-" if points is None else f"{round(points):+d}"


def _short(person: str | None, domains: Sequence[str]) -> str:
    """Of our own people the part of the address that tells them apart."""
    name, _, domain = (person or "").partition("@")
    return name if domain in domains or not domain else f"{person}"
