"""`make bench`: the figures that the docs quote, each beside its bound or peer, in one run."""

import subprocess
import sys

ALL = ("throughput", "latency", "fold", "bands", "language", "search", "topics", "stories")


def main(names: list[str]) -> int:
    """Run the benchmarks named, else all, each in a process of its own."""
    failed = 0
    for name in names or ALL:
        print(f"== {name}", flush=True)
        failed |= subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"], check=False
        ).returncode
        print(flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
