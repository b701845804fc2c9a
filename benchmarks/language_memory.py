"""What two workers' language pipelines hold in memory, and how soon each gives its first answer."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import psutil

# A worker's imports and pipeline; it reads what comes, says so, and waits to be measured.
WORKER = """
import json, sys
import streams.worker
from ingest.register import Own, Register
from nlp.draft import Draft
from nlp.models.builtin import build_pipeline
from pathlib import Path
register = Register(Own("Nordlys", ("nordlys.example",)), ())
cache = Path(sys.argv[1]) if sys.argv[1:] else None
pipeline = build_pipeline(register, cache=cache, pseudonym_key="benchmark")
for line in sys.stdin:
    pipeline.read([Draft(text=text) for text in json.loads(line)])
    print("read", "torch" in sys.modules, flush=True)
"""
FIRST = "Hello Anna, the delivery is late again. We will pay the rest by 3 May. Regards, Tom"


class Held(msgspec.Struct, frozen=True):
    """Of two workers: seconds to the first answer, and MiB together once both have read."""

    alone: float  # the first, while nothing else starts
    beside: float
    resident: float
    shared: float  # what both hold counted once (PSS)
    torch: bool


def two_workers(batches: Sequence[Sequence[str]], cache: Path | None = None) -> Held:
    """Starts two processes with all that a worker imports and has both read all batches."""
    workers, seconds = [], []
    try:
        for _ in range(2):
            begin = time.perf_counter()
            workers.append(
                subprocess.Popen(
                    [sys.executable, "-c", WORKER, *([str(cache)] if cache else [])],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            said = _ask(workers[-1], [FIRST])
            seconds.append(time.perf_counter() - begin)
        for batch in batches:
            for worker in workers:
                said = _ask(worker, batch)
        infos = [psutil.Process(worker.pid).memory_full_info() for worker in workers]
        return Held(
            *seconds,
            resident=sum(info.rss for info in infos) / 2**20,
            shared=sum(info.pss for info in infos) / 2**20,
            torch="True" in said,
        )
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()


def _ask(worker: subprocess.Popen[str], texts: Sequence[str]) -> str:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(json.dumps(list(texts)) + "\n")
    worker.stdin.flush()
    said = worker.stdout.readline()
    if not said.startswith("read"):
        raise RuntimeError("a worker ended before it answered")
    return said
