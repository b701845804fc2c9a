"""Events a second through the whole engine, language analysis off, against a bare Faust agent.

Both take the same ready-made annotations in batches from the same embedded broker, in turn; ours
stores observations, memories, assessments, transitions and alerts in one PostgreSQL transaction a
batch, fsync on, and publishes them.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import median

from benchmarks.engine import Workers, engine, produce, tracked, until_tracked
from benchmarks.load import annotations
from nlp.annotations import Annotations

PARTNERS = 50


def main(count: int = 20_000, rounds: int = 3) -> None:
    """Print both rates, each the median of `rounds`, and their ratio pair by pair."""
    events = list(annotations(count, PARTNERS))
    ours, bare = [], []
    for _ in range(rounds):
        bare.append(_bare(events))
        ours.append(_ours(events))
    ratios = [one / other for one, other in zip(ours, bare, strict=True)]
    print(f"throughput, {count:,} events, {PARTNERS} partners, 1 worker, {rounds} rounds in turn")
    print(f"  bare Faust agent, batches, does nothing  {median(bare):8,.0f} events/s")
    print(f"  whole engine, transactions on            {median(ours):8,.0f} events/s")
    print(f"  ratio  {median(ratios):.0%} ({min(ratios):.0%} to {max(ratios):.0%}); goal 50%")


def _ours(events: Sequence[Annotations]) -> float:
    with engine(PARTNERS) as settings, Workers(settings) as workers:
        produce(settings, events)
        workers.start()
        while not (first := tracked(settings)):
            time.sleep(0.005)
        began = time.perf_counter()
        while tracked(settings) < len(events):
            time.sleep(0.1)  # each look is a new connection: not for free on two cores
        rate = (len(events) - first) / (time.perf_counter() - began)
        until_tracked(settings, len(events))  # the outbox too, before we call it done
        return rate


def _bare(events: Sequence[Annotations]) -> float:
    with engine(PARTNERS) as settings:
        produce(settings, events)
        said = subprocess.run(
            [sys.executable, "-m", "benchmarks.bare", str(len(events))],
            env={**os.environ, **settings.environment()},
            capture_output=True,
            text=True,
            check=True,
        )
        return float(said.stdout)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
