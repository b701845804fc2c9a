"""Drift for people and for machines."""

import msgspec
from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.report import write_json
from health.learning.drift import Drift
from health.learning.page_hinkley import THRESHOLD
from health.learning.shift import DRIFTED, KS_DRIFTED, WATCH

STYLES = {"steady": "green", "watch": "yellow", "drifted": "bold red", "too few": "dim"}


def written(found: Drift) -> None:
    """A figure a line, then the alerts, and last the summary."""
    for one in found.shifts:
        write_json("shift", one)
    for turn in found.turned:
        write_json("turn", turn)
    for alert in found.over:
        about = {"severity": "warning", "reference": found.reference, "current": found.current}
        write_json("operations_alert", {**msgspec.to_builtins(alert), **about})
    write_json(
        "summary",
        {
            "reference": found.reference,
            "current": found.current,
            "over": len(found.over),
            "thresholds": {
                "psi_watch": WATCH,
                "psi": DRIFTED,
                "ks": KS_DRIFTED,
                "page_hinkley": THRESHOLD,
            },
        },
    )


def shown(found: Drift) -> Group:
    """Every figure, then what turned."""
    before, now = found.reference, found.current
    head = Text(
        f"reference {before.first} to {before.last}, current {now.first} to {now.last}\n"
        f"watch from PSI {WATCH:g}; drifted from PSI {DRIFTED:g} where chance alone does not "
        f"reach it, or from KS {KS_DRIFTED:g}"
    )
    table = Table("", "Then", "Now", "PSI", "by chance", "KS", "", "What moved most")
    for column in table.columns[1:6]:
        column.justify = "right"
    for one in found.shifts:
        table.add_row(
            one.name,
            f"{one.reference:,}",
            f"{one.current:,}",
            _number(one.psi),
            _number(one.chance),
            _number(one.ks),
            Text(one.verdict, style=STYLES[one.verdict]),
            "" if one.verdict in ("steady", "too few") else one.moved,
        )
    turns = [
        Text(
            f"{one.name} {'rose' if one.rose else 'fell'} from {one.before:g} to {one.after:g} "
            f"since about {one.begins} (certain on {one.at})"
        )
        for one in found.turned
    ]
    nothing = Text("no daily mean turned (Page and Hinkley)", style="dim")
    return Group(head, table, *(turns or [nothing]))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
