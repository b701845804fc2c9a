"""How long two years of many partners take under two policies: `python -m benchmarks.backtest`.

Simulated partners (benchmarks/simulator) are written as annotations, with what became of them, and
`rapport backtest` is run on the files as one types it. `--keep` leaves them in a folder.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import msgspec
from rich.console import Console
from rich.progress import track

from benchmarks.simulator.partner import Simulated, simulated
from benchmarks.simulator.world import START

CANDIDATE = "standard: {pending_days: 40, red_below: 52}\n"
LABEL_EVERY, BURN_IN = 28, 120


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints how many interactions there were, and the seconds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.backtest", description=__doc__)
    parser.add_argument("--partners", type=int, default=500)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--processes", type=int)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        many = write(folder, given.seed, given.partners, given.days)
        words = [
            *("backtest", "--partners", "partners.json", "--annotations", "annotations.jsonl"),
            *("--outcomes", "outcomes.csv", "--policy", "candidate.yaml", "--json"),
            *(("--processes", str(given.processes)) if given.processes else ()),
        ]
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "cli", *words],
            cwd=folder,
            env={"PYTHONPATH": str(Path(__file__).parents[1])},
            check=True,
            stdout=subprocess.PIPE,
        )
        took, used = time.perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    for line in done.stdout.splitlines()[-3:]:
        print(line.decode())
    print(
        f"{given.partners} partners, {given.days} days, {many:,} interactions: {took:.0f} s, "
        f"{used.ru_utime + used.ru_stime:.0f} s of processor time"
    )


def write(folder: Path, seed: int, partners: int, days: int) -> int:
    """Register, annotations, outcomes, labels and a candidate; how many interactions there are."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "candidate.yaml").write_text(CANDIDATE)
    encode = msgspec.json.Encoder(enc_hook=float).encode  # numbers of numpy
    entries, outcomes, labels, many = [], ["partner_id,date,outcome"], ["partner_id,date,band"], 0
    with (folder / "annotations.jsonl").open("wb") as file:
        for number in track(
            range(partners), "simulating", console=Console(stderr=True), transient=True
        ):
            one = simulated(seed, number, days)
            entries.append(one.partner)
            file.writelines(encode(said) + b"\n" for said in one.said)
            many += len(one.said)
            outcomes += _outcomes(one)
            labels += [
                f"{one.partner.id},{_date(day)},{band}"
                for day, band in enumerate(one.truth.bands)
                if day >= BURN_IN and (day + number) % LABEL_EVERY == 0 and band != "gone"
            ]
    own = {"name": "Own", "domains": ["own.example"]}
    register = encode({"own": own, "partners": [_given(one) for one in entries]})
    (folder / "partners.json").write_bytes(register)
    (folder / "outcomes.csv").write_text("\n".join(outcomes) + "\n")
    (folder / "labels.csv").write_text("\n".join(labels) + "\n")
    return many


def _outcomes(one: Simulated) -> list[str]:
    truth, who = one.truth, one.partner.id
    if truth.breaks_on is not None:
        return [f"{who},{_date(truth.breaks_on)},churned"]
    if truth.outcome == "renewed" and one.partner.contract_end is not None:
        return [f"{who},{one.partner.contract_end},renewed"]
    red = [day for day, band in enumerate(truth.bands) if band == "red"]
    if truth.outcome == "escalated" and red:
        return [f"{who},{_date(red[len(red) // 2])},escalated"]
    return []


def _given(partner: object) -> dict[str, object]:
    """As a register has it: nothing that is empty."""
    return {name: value for name, value in msgspec.to_builtins(partner).items() if value}


def _date(day: int) -> str:
    return f"{START + timedelta(days=day):%Y-%m-%d}"


if __name__ == "__main__":
    main()
