"""What a run led to, for people and for machines."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alerts.action_words import step
from alerts.alert import Alert
from alerts.wording import Language, sentence
from commands.judged import standing
from health.actions import Action
from health.assessment import Assessment, Driver, costs
from health.measures import Reading
from health.policy import Policy
from health.standing import Band
from history.relationships import Mark
from ingest.intake import Tally
from ingest.interaction import PartnerId
from ingest.register import Register
from streams.context import Context
from streams.result import Result

STYLES: dict[Band, str] = {
    "green": "green",
    "yellow": "yellow",
    "red": "bold red",
    "unknown": "dim",
}
COLON: dict[Language, str] = {"en": ": ", "fr": " : "}
BARS = "▁▂▃▄▅▆▇█"
WIDTH = 24
NEXT: dict[Language, str] = {"en": "What to do next", "fr": "À faire maintenant"}
ORDER: dict[Band, int] = {"red": 0, "yellow": 1, "unknown": 2, "green": 3}


def write_json(kind: str, value: Any) -> None:
    """One object a line on standard output, `type` first."""
    # A database keeps the keys of an object in an order of its own.
    fields = msgspec.to_builtins(value, order="deterministic")
    sys.stdout.buffer.write(msgspec.json.encode({"type": kind, **fields}) + b"\n")


def write_result(result: Result) -> None:
    """Assessments, alerts, and last the summary."""
    for assessment in result.assessments:
        write_json("assessment", assessment)
    for alert in result.alerts:
        write_json("alert", alert)
    _write_summary(result.tally)


def write_every(rows: Iterable[Assessment], tally: Tally) -> None:
    """Assessments at intervals, and last the summary."""
    for assessment in rows:
        write_json("assessment", assessment)
    _write_summary(tally)


def _write_summary(tally: Tally) -> None:
    write_json("summary", {"read": tally.read, **msgspec.to_builtins(tally)})
    sys.stdout.buffer.flush()


def table_of(rows: Iterable[Assessment]) -> Table:
    """Assessments at intervals, a line each."""
    table = Table("Day", "Partner", "Band", "Score", "Change", header_style="bold")
    for one in rows:
        change = "" if one.change is None else f"{one.change.score:+.1f}"
        score = "-" if one.score is None else f"{one.score:.1f}"
        table.add_row(
            f"{one.as_of}", one.partner_id, Text(one.band, style=STYLES[one.band]), score, change
        )
    return table


def picture(result: Result, register: Register, context: Context) -> Group:
    """The table of partners, the worst first, and what to do next."""
    names = {partner.id: partner.name for partner in register.partners}
    table = Table(title="Partners", title_justify="left", header_style="bold", expand=False)
    for column in ("Partner", "Band", "Score", "Half a year", "Main driver"):
        side: JustifyMethod = "right" if column == "Score" else "left"
        table.add_column(column, justify=side, no_wrap=column != "Main driver")
    ordered = sorted(result.assessments, key=lambda one: (ORDER[one.band], one.score or 0.0))
    for one in ordered:
        table.add_row(
            names.get(one.partner_id, one.partner_id),
            Text(one.band, style=STYLES[one.band]),
            "-" if one.score is None or one.band == "unknown" else f"{one.score:.0f}",
            sparkline(result.marks.get(one.partner_id, [])),
            main_driver(one, context.policy_of(one.partner_id), context.language),
        )
    overrides = standing(ordered, names, context.language)
    return Group(table, Text(""), *overrides, *_next(ordered, names, context.language))


def main_driver(one: Assessment, policy: Policy, language: Language) -> str:
    """The measure that says most about the score, in words."""
    if one.band == "unknown":
        return f"too little evidence yet (coverage {one.coverage:.0%})"
    driver = telling(one, policy)
    if driver is None:
        return ""
    reading = Reading(driver.value, driver.baseline, 0)
    return sentence(driver.measure, reading, worse=one.band != "green", language=language)


def telling(one: Assessment, policy: Policy) -> Driver | None:
    """Where a green partner is good, the driver that gives most; else the one that costs most."""
    lacking = costs(one.drivers, one.coverage, policy)

    def cost(driver: Driver) -> float:
        return lacking[driver.measure]

    def gain(driver: Driver) -> float:
        return driver.contribution

    return max(one.drivers, key=gain if one.band == "green" else cost, default=None)


def sparkline(marks: Sequence[Mark]) -> Text:
    """Weekly scores of the last half year, in the colour of their bands; a gap where unknown."""
    weeks = list(marks[::-7])[:WIDTH][::-1]
    line = Text()
    for mark in weeks:
        known = mark.score is not None and mark.band != "unknown"
        bar = BARS[min(7, int((mark.score or 0.0) / 12.5))] if known else "·"
        line.append(bar, style=STYLES[mark.band])
    return line


def summary(result: Result) -> Text:
    """How many items were read, and what became of them."""
    tally = result.tally
    return Text(
        f"{tally.read:,} read: {tally.kept:,} kept, {tally.automatic:,} automatic,"
        f" {tally.unresolved:,} unresolved, {tally.refused:,} refused"
    )


def save(shown: RenderableType, path: Path) -> None:
    """The same as a picture."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=118, file=nowhere, force_terminal=True)
        console.print(shown)
        console.save_svg(str(path), title="rapport")


def _next(
    ordered: Iterable[Assessment],
    names: Mapping[PartnerId, str],
    language: Language,
) -> list[RenderableType]:
    """What to do about each partner that is not well: what, who, by when, and why."""
    lines: list[RenderableType] = []
    for one in ordered:
        if one.actions:
            name = names.get(one.partner_id, one.partner_id)
            lines.append(Text.assemble(("→ ", "bold"), (name, "bold")))
        for todo in one.actions:
            reason = _reason(one, todo, language)
            said = Text.assemble(step(todo, language), (f"{COLON[language]}{reason}", "dim"))
            lines.append(Padding(said, (0, 0, 0, 2)))
    return [Text(NEXT[language], style="bold"), *lines] if lines else []


def _reason(one: Assessment, todo: Action, language: Language) -> str:
    """The driver behind it, in words."""
    found = (driver for driver in one.drivers if driver.measure == todo.measure)
    driver = next(found, None)
    value, baseline = (driver.value, driver.baseline) if driver else (0.0, None)
    return sentence(todo.measure, Reading(value, baseline, 0), worse=True, language=language)


def alert_line(console: Console, alert: Alert) -> None:
    """An alert as it fires, in two lines."""
    loud = alert.severity in ("critical", "error")
    style = "green" if alert.status == "resolved" else STYLES["red" if loud else "yellow"]
    console.print(
        Text.assemble(
            (f"{alert.occurred_at:%d %b} ", "dim"),
            (f"{alert.severity:<8} ", style),
            (alert.summary, "none"),
        )
    )
