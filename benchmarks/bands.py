"""How well the engine's bands tell the truth, on simulated partners: `python -m benchmarks.bands`.

Partners whose health is known (benchmarks/simulator) are folded under the standard policy; the band
of each day's close is compared with the truth on every seventh day after a burn-in. Beside it stand
a naive rule, each measure alone, and with `--learned` what a gradient boosting makes of the same
measures and of raw counts. Thresholds and models come from other partners. In brackets: 95 in 100
draws of as many partners.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.simulator.figures import Figure, Tally, tally, with_intervals
from benchmarks.simulator.partner import simulated
from benchmarks.simulator.reader import READERS
from benchmarks.simulator.rivals import Learned, Thresholds, alone, chosen, naive
from benchmarks.simulator.watching import NAMES, RED, Watched, watched
from benchmarks.simulator.world import CHANNELS, WORLD, World

OTHER_SEED = 100_003
"""Added to the seed for the partners that thresholds are chosen on."""
GOALS = {
    "accuracy": "at least 0.85",
    "recall_red": "at least 0.90",
    "false_reds_10y": "at most 1",
    "lead_red": "at least 21",
}
SHOWN = (
    "accuracy",
    "macro_f1",
    "recall_red",
    "precision_red",
    "false_reds_10y",
    "breaks_red",
    "lead_red",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints tables, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bands", description=__doc__)
    parser.add_argument("--partners", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--others", type=int, help="partners to choose thresholds on (half)")
    parser.add_argument(
        "--reader",
        choices=sorted(READERS),
        default=WORLD.reader,
        help="whose errors the annotations have (benchmarks/simulator/errors.py)",
    )
    parser.add_argument("--learned", action="store_true", help="also gradient boosting (slower)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--dump", type=Path, metavar="FILE.npz", help="every partner-day")
    given = parser.parse_args(arguments)
    world = msgspec.structs.replace(WORLD, reader=given.reader)
    judged = watch(given.seed, given.partners, given.days, "judged", world)
    if given.dump:
        dump(given.dump, judged)
    others = given.others if given.others is not None else max(1, given.partners // 2)
    teaching = watch(given.seed + OTHER_SEED, others, given.days, "others", world)
    told = contestants(judged, teaching, learned=given.learned)
    figures = {name: with_intervals(tallies) for name, tallies in told.items()}
    if given.json:
        print(msgspec.json.format(msgspec.json.encode(figures), indent=1).decode())
        return
    console = Console(highlight=False, width=170)
    for table in (
        _engine(figures["engine"], judged),
        _confusion(told["engine"]),
        _side_by_side(figures),
        _groups(judged, told["engine"]),
    ):
        console.print(table)


def watch(seed: int, partners: int, days: int, what: str, world: World = WORLD) -> list[Watched]:
    """Simulate and fold, with a bar on stderr."""
    return [
        watched(number, simulated(seed, number, days, world=world))
        for number in track(
            range(partners), description=what, console=Console(file=sys.stderr), transient=True
        )
    ]


def contestants(
    judged: Sequence[Watched], teaching: Sequence[Watched], *, learned: bool
) -> dict[str, list[Tally]]:
    """What each says of the judged partners, beside the truth."""
    truths = [one.truth for one in teaching]
    told = {"engine": [tally(one.truth, one.band, one.breaks_on) for one in judged]}
    rule = chosen([naive(one) for one in teaching], truths)
    told["mean sentiment of 30 days"] = _ruled(judged, rule, [naive(one) for one in judged])
    for measure in NAMES:
        rule = chosen([alone(one, measure) for one in teaching], truths)
        told[measure] = _ruled(judged, rule, [alone(one, measure) for one in judged])
    if learned:
        for raw, name in ((False, "learned from measures"), (True, "learned from raw counts")):
            model = Learned(teaching, raw=raw)
            told[name] = [tally(one.truth, model.bands(one), one.breaks_on) for one in judged]
    return told


def _ruled(
    judged: Sequence[Watched], rule: Thresholds, values: Sequence[np.ndarray]
) -> list[Tally]:
    return [
        tally(one.truth, rule.bands(value), one.breaks_on)
        for one, value in zip(judged, values, strict=True)
    ]


def dump(file: Path, partners: Sequence[Watched]) -> None:
    """One row a partner-day: for tuning."""
    days = [np.arange(len(one.truth)) for one in partners]
    np.savez_compressed(
        file,
        measures=np.array(NAMES),
        goodness=np.concatenate([one.goodness for one in partners]),
        truth=np.concatenate([one.truth for one in partners]),
        band=np.concatenate([one.band for one in partners]),
        score=np.concatenate([one.score for one in partners]),
        day=np.concatenate(days),
        partner=np.concatenate([np.full(len(one.truth), one.number) for one in partners]),
        break_day=np.concatenate(
            [
                np.full(len(one.truth), -1 if one.breaks_on is None else one.breaks_on)
                for one in partners
            ]
        ),
    )


def _engine(figures: dict[str, Figure], judged: Sequence[Watched]) -> Table:
    truth = np.concatenate([one.truth for one in judged])
    shares = [float((truth == band).sum() / (truth < RED + 1).sum()) for band in range(3)]
    table = Table(
        "Engine",
        "",
        "goal",
        title=f"{len(judged)} partners, {sum(one.heard for one in judged):,} interactions, "
        f"{sum(one.breaks_on is not None for one in judged)} breaks; days green {shares[0]:.2f}, "
        f"yellow {shares[1]:.2f}, red {shares[2]:.2f}",
    )
    for name, figure in figures.items():
        table.add_row(name, _told(figure), GOALS.get(name, ""))
    return table


def _confusion(tallies: Sequence[Tally]) -> Table:
    found = np.sum([one.confusion for one in tallies], axis=0)
    table = Table("truth", "green", "yellow", "red", "unknown", title="Days told as")
    for name, row in zip(("green", "yellow", "red"), found, strict=True):
        table.add_row(name, *(f"{int(many):,}" for many in row))
    return table


def _side_by_side(figures: dict[str, dict[str, Figure]]) -> Table:
    table = Table("", *SHOWN, title="Side by side")
    for name, mine in figures.items():
        table.add_row(name, *(_told(mine[one], short=name in NAMES) for one in SHOWN))
    return table


def _groups(judged: Sequence[Watched], tallies: Sequence[Tally]) -> Table:
    """Where it misses."""
    groups: dict[str, list[Tally]] = {}
    for one, mine in zip(judged, tallies, strict=True):
        labels = [f"shows in {name}" for name in one.signature]
        labels += [f"nature: {one.nature}", f"records: {'yes' if one.records else 'no'}"]
        pace = one.heard / max(1, int((one.truth < RED + 1).sum())) * 7
        labels.append(f"a week: {'under 2' if pace < 2 else '2 to 8' if pace < 8 else '8 or more'}")
        if one.broke_by is not None:
            labels.append(f"broke by {one.broke_by}")
        for label in labels:
            groups.setdefault(label, []).append(mine)
    order = [f"shows in {name}" for name in CHANNELS]
    rest = sorted(label for label in groups if label not in order)
    table = Table(
        "", "partners", *SHOWN, title="Where it misses (partners may stand in several groups)"
    )
    for label in (*(one for one in order if one in groups), *rest):
        found = with_intervals(groups[label], draws=0)
        table.add_row(
            label, str(len(groups[label])), *(_told(found[one], short=True) for one in SHOWN)
        )
    return table


def _told(figure: Figure, *, short: bool = False) -> str:
    if figure.value is None:
        return "-"
    digits = 1 if figure.value > 1 or (figure.high or 0) > 1 else 3
    if short or figure.low is None or figure.high is None:
        return f"{figure.value:.{digits}f}"
    return f"{figure.value:.{digits}f} ({figure.low:.{digits}f} to {figure.high:.{digits}f})"


if __name__ == "__main__":
    main()
