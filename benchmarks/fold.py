"""What one observation costs, and how large a memory grows, against the shortest history.

CPU seconds of one process, so that what else runs on the machine weighs little.
"""

import time
from collections.abc import Sequence

import msgspec

from benchmarks.load import annotations
from health.observation import Observation, observe
from health.policy import STANDARD
from health.rebuild import rebuild
from health.terms import Terms
from ingest.interaction import PartnerId

TERMS = Terms((("review", 45),))
LENGTHS = (100, 1_000, 10_000)


def main() -> None:
    """Print both by the number of observations in half a year of one partner."""
    first = 0.0
    print("fold of one partner's half year, one process")
    for count in LENGTHS:
        history = [observe(one) for one in annotations(count, 1)]
        micros, size = _cost(history)
        first = first or micros
        print(
            f"  {count:6,} observations  {micros:6.1f} us each ({micros / first:.2f} of the first)"
            f"   memory {size / 1024:5.1f} KiB"
        )


def _cost(history: Sequence[Observation]) -> tuple[float, int]:
    partner = PartnerId("p0")
    best, size = float("inf"), 0
    for _ in range(3):
        began = time.process_time()
        step = rebuild(partner, history, TERMS, STANDARD)
        best = min(best, time.process_time() - began)
        size = len(msgspec.msgpack.encode(step.after))
    return best / len(history) * 1e6, size


if __name__ == "__main__":
    main()
