"""A backtest for people and for machines."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec
from rich.console import Group
from rich.table import Table
from rich.text import Text

from commands.report import STYLES, write_json
from health.learning.backtest import Backtest, Judgement
from health.learning.bootstrap import Figure
from health.learning.match import Pair
from health.learning.replay import Turn
from health.observation import EPOCH
from ingest.interaction import PartnerId

MOST = 30
WORDS = {
    "precision": "alerts that were right",
    "recall": "breaks warned of",
    "lead_quarter": "days of warning, a quarter",
    "lead_median": "days of warning, median",
    "lead_three_quarters": "days of warning, three quarters",
    "alerts_10y": "alerts in 10 partner-years",
    "wrong_10y": "wrong ones in 10 partner-years",
}
LEVELS = {"red": "Alerts of red", "yellow": "Alerts of yellow or red"}
Versions = tuple[tuple[str, ...], tuple[str, ...]]
"""Of the policies that some partner is assessed by: those that hold, and the candidate's."""


def written(found: Backtest, versions: Versions, about: Sequence[str] = ()) -> None:
    """An alert a line, a judgement a line, and last the summary. `about`: of the candidate."""
    for pair in found.pairs:
        write_json(
            "alert",
            {
                "change": pair.fate,
                "partner_id": pair.turn.partner_id,
                "direction": pair.turn.direction,
                "was": _turn(pair.was),
                "now": _turn(pair.now),
                "days": pair.days,
            },
        )
    for judged in found.judged:
        write_json("judgement", judged)
    write_json("summary", {**_summary(found, versions), "candidate": list(about)})


def _turn(turn: Turn | None) -> dict[str, Any] | None:
    if turn is None:
        return None
    return {
        "occurred_at": EPOCH + timedelta(milliseconds=turn.at),
        "before": turn.before,
        "after": turn.after,
    }


def _summary(found: Backtest, versions: Versions) -> dict[str, Any]:
    return {
        "partners": found.partners,
        "partner_days": found.partner_days,
        "alerts": found.fates(),
        "policy_versions": msgspec.to_builtins(versions),
    }


def shown(
    found: Backtest,
    versions: Versions,
    names: Mapping[PartnerId, str],
    about: Sequence[str] = (),
) -> Group:
    """What changes, then how right it was."""
    was, now = (", ".join(one) for one in versions)
    fates = ", ".join(f"{many} {fate}" for fate, many in found.fates().items())
    head = Text(
        f"{found.partners:,} partners, {found.partner_days:,} days; policy {was} against "
        f"candidate {now}\nalerts: {fates}"
    )
    changed = [one for one in found.pairs if one.fate != "stays"]
    parts: list[Any] = [head, *(Text(f"candidate: {line}", style="dim") for line in about)]
    if changed:
        parts += ["", _changes(changed[:MOST], names)]
    if len(changed) > MOST:
        parts.append(Text(f"and {len(changed) - MOST:,} more (--json tells all)", style="dim"))
    for judged in found.judged:
        parts += ["", _judgement(judged)]
    return Group(*parts)


def _changes(pairs: list[Pair], names: Mapping[PartnerId, str]) -> Table:
    table = Table("", "Partner", "It was", "It would be", header_style="bold")
    for one in pairs:
        days = "" if one.days is None or one.days == 0 else f" ({one.days:+.1f} days)"
        name = names.get(one.turn.partner_id, one.turn.partner_id)
        table.add_row(one.fate, name, _told(one.was), _told(one.now).append(days))
    return table


def _told(turn: Turn | None) -> Text:
    if turn is None:
        return Text("-", style="dim")
    at = EPOCH + timedelta(milliseconds=turn.at)
    return Text.assemble(f"{at:%d %b %Y} ", (turn.after, STYLES[turn.after]))


def _judgement(judged: Judgement) -> Table:
    table = Table(
        "", "It was", "It would be", "Difference", title=LEVELS[judged.level], title_justify="left"
    )
    for name, words in WORDS.items():
        one = judged.figures[name]
        table.add_row(words, *(told(figure) for figure in (one.was, one.now, one.difference)))
    for name in ("right", "wrong", "undecided", "warned", "missed"):
        words = "breaks " + name if name in ("warned", "missed") else "alerts " + name
        was, now = judged.was[name], judged.now[name]
        table.add_row(words, str(was), str(now), f"{now - was:+d}" if now != was else "0")
    return table


def told(figure: Figure, digits: int = 2) -> str:
    """With its interval in brackets; from 10 on in whole numbers."""
    if figure.value is None:
        return "-"
    digits = 0 if abs(figure.value) >= 10 else digits
    if figure.low is None or figure.high is None:
        return f"{figure.value:.{digits}f}"
    return f"{figure.value:.{digits}f} ({figure.low:.{digits}f} to {figure.high:.{digits}f})"
