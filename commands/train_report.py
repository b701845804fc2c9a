"""What a training led to, for people and for machines."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from commands.backtest_report import told
from commands.report import write_json
from health.learning.additive import KNOTS, Curve
from health.learning.as_policy import AsPolicy
from health.learning.model_file import Index, ModelFile
from health.learning.quality import FIGURES
from health.learning.trial import Judged, Trial

SHOWN = 8
WORDS = {
    "accuracy": "accuracy",
    "recall_red": "recall on red",
    "precision_red": "precision on red",
    "macro_f1": "macro-F1",
    "auc": "AUC of red",
    "brier": "Brier score of red",
    "calibration": "calibration error",
}
OF = {"additive": "bands", "churn": "leaving"}
TITLES = {
    "unseen": "Partners never learned from, after the cut",
    "later": "Partners learned from, after the cut",
}


def shown(model: ModelFile, trial: Trial, tops: Mapping[str, float]) -> Group:
    """The figures side by side, and what the model rests on."""
    origin = model.origin
    head = Text(
        f"learned from {origin.rows:,} labelled weeks of {origin.partners:,} partners before "
        f"{origin.cut} (labels from {origin.first} to {origin.last})"
    )
    parts: list[Any] = [head]
    for name, judged in (("unseen", trial.unseen), ("later", trial.later)):
        parts += ["", _figures(TITLES[name], judged)]
    parts += ["", curves_table(model.model.curves)]
    if model.as_policy is not None:
        parts += ["", _policy(model.as_policy)]
    if tops:
        most = ", ".join(f"{name} {loss:.4f}" for name, loss in list(tops.items())[:SHOWN])
        parts += ["", Text(f"The challenger rests on (Brier score lost when shuffled): {most}")]
    return Group(*parts)


def _policy(found: AsPolicy) -> Text:
    """What of it the engine can put in force, and how much is lost on the way."""
    weights = sorted(found.weights.items(), key=lambda one: -one[1])
    most = ", ".join(f"{name} {points}" for name, points in weights[:SHOWN])
    figures = found.figures["unseen"]
    told_ = ", ".join(
        f"{WORDS[name]} {told(figures[name])}" for name in ("accuracy", "recall_red", "macro_f1")
    )
    return Text(
        f"As a policy (red below {found.red_below}, green from {found.green_from}; weights {most}, "
        f"...) it says the model's band on {found.agreement['unseen']:.0%} of the days of partners "
        f"never learned from: {told_}"
    )


def _figures(title: str, judged: Judged) -> Table:
    about = f"{judged.rows:,} weeks of {judged.partners} partners, {judged.red} of them red"
    table = Table("", *judged.figures, "model's gain", title=f"{title}: {about}")
    table.title_justify = "left"
    for name in FIGURES:
        cells = [told(one[name]) for one in judged.figures.values()]
        table.add_row(WORDS[name], *cells, told(judged.gains[name]))
    return table


def curves_table(found: Sequence[Curve]) -> Table:
    """The measures whose trouble varies most."""
    table = Table(
        "",
        *(f"goodness {knot:.2f}" for knot in KNOTS),
        "not measured",
        title="What each measure adds against its mean, in log odds (its Shapley value)",
        title_justify="left",
    )
    curves = sorted(found, key=lambda one: -float(np.ptp([*one.trouble, one.missing])))
    for one in curves[:SHOWN]:
        cells = [f"{value - one.usual:+.2f}" for value in (*one.trouble, one.missing)]
        table.add_row(one.measure, *cells)
    return table


def written(
    model: ModelFile,
    trial: Trial,
    tops: Mapping[str, float],
    file: Path | None,
    console: Console,
    *,
    as_json: bool,
) -> None:
    """Whether it was written, and where; or why not."""
    if as_json:
        write_json(
            "training",
            {
                "file": None if file is None else str(file),
                "hash": model.hash,
                "refused": list(trial.against),
                "origin": model.origin,
                "ridge": model.ridge,
                "judged": model.judged,
                "as_policy": model.as_policy,
                "challenger_importance": dict(tops),
            },
        )
    elif file is None:
        console.print("\n[bold red]refused[/bold red]: it does not beat the scorecard")
        for why in trial.against:
            console.print(f"  {why}", markup=False)
    else:
        console.print(f"\nwritten: {file} (hash {model.hash[:12]})", markup=False)


def listed(index: Index, console: Console, *, as_json: bool) -> None:
    """The models of a folder, a line each."""
    if as_json:
        for one in index.models:
            write_json("model", one)
        return
    table = Table(
        "Model", "Of", "Hash", "Learned from", "AUC", "Brier", "Recall on red", "Accuracy"
    )
    for one in index.models:
        figures = [one.figures.get(name) for name in ("auc", "brier", "recall_red", "accuracy")]
        table.add_row(
            one.file,
            OF.get(one.kind, one.kind),
            one.hash[:12],
            f"{one.origin.rows:,} days of {one.origin.partners}, {one.origin.first} to "
            f"{one.origin.cut}",
            *("-" if value is None else f"{value:.3f}" for value in figures),
        )
    console.print(table if index.models else "no models are registered here")
