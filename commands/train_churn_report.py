"""What a training of the risk of leaving led to, for people and for machines."""

from pathlib import Path
from typing import Any

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from commands.backtest_report import told
from commands.report import write_json
from commands.train_report import TITLES, curves_table
from health.learning import churn_trial
from health.learning.churn_file import ChurnFile
from health.learning.churn_trial import FIGURES, ChurnJudged, ChurnTrial

WORDS = {"brier": "Brier score", "auc": "AUC", "calibration": "calibration error"}
SIDES = {
    "rule": "rule",
    "rule_recalibrated": "rule, recalibrated",
    "same_for_all": "same for all",
    "model": "model",
}
DIGITS = 3
"""Few leave: Brier scores differ in the third."""


def shown(model: ChurnFile, trial: ChurnTrial) -> Group:
    """The figures side by side, the truth of what was said, and what the model rests on."""
    origin = model.origin
    head = Text(
        f"learned from {origin.rows:,} days of {origin.partners:,} partners before {origin.cut} "
        f"(days from {origin.first} to {origin.last}; {origin.shares['left']:.1%} of them within "
        f"{model.horizon} days of a departure)"
    )
    parts: list[Any] = [head]
    for name, judged in (("unseen", trial.unseen), ("later", trial.later)):
        parts += ["", _figures(TITLES[name], judged)]
    parts += ["", _reliability(trial.unseen), "", curves_table(model.model.curves)]
    return Group(*parts)


def _figures(title: str, judged: ChurnJudged) -> Table:
    about = (
        f"{judged.rows:,} days of {judged.partners} partners; {judged.left} of these left, "
        f"{judged.left_rows} of the days lie before that"
    )
    names = [SIDES[side] for side in judged.figures]
    table = Table("", *names, "model's gain", title=f"{title}: {about}", title_justify="left")
    for name in FIGURES:
        cells = [told(one[name], DIGITS) for one in judged.figures.values()]
        table.add_row(WORDS[name], *cells, told(judged.gains[name], DIGITS))
    return table


def _reliability(judged: ChurnJudged) -> Table:
    """Of each group of risks, what was said and what became true."""
    table = Table(
        "Risk said",
        *(f"{SIDES[side]}: {what}" for side in judged.groups for what in ("days", "said", "left")),
        title="What was said of partners never learned from, and how many left",
        title_justify="left",
    )
    for groups in zip(*judged.groups.values(), strict=True):
        cells = [
            cell
            for one in groups
            for cell in (f"{one.rows:,}", _percent(one.said), _percent(one.left))
        ]
        table.add_row(f"{groups[0].low:.0%} to {groups[0].high:.0%}", *cells)
    return table


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def written(
    model: ChurnFile, trial: ChurnTrial, file: Path | None, console: Console, *, as_json: bool
) -> None:
    """Whether it was written, and where; or why not."""
    if as_json:
        write_json(
            "training",
            {
                "kind": model.kind,
                "file": None if file is None else str(file),
                "hash": model.hash,
                "refused": list(trial.against),
                "origin": model.origin,
                "ridge": model.ridge,
                "groups_from": churn_trial.EDGES[:-1],
                "judged": model.judged,
            },
        )
    elif file is None:
        console.print("\n[bold red]refused[/bold red]: it does not beat the rule")
        for why in trial.against:
            console.print(f"  {why}", markup=False)
    else:
        console.print(
            f"\nwritten: {file} (hash {model.hash[:12]}); RAPPORT_CHURN_MODEL or --churn-model "
            "puts it in force",
            markup=False,
        )
