"""Servers, workers and a producer for a benchmark, and what they leave in the database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from kafka import KafkaProducer

from benchmarks.load import register
from history.relationships import unpublished
from nlp.annotations import Annotations
from streams.servers import servers
from streams.settings import Settings
from streams.topics import ANNOTATIONS
from streams.wire import encode


@contextmanager
def engine(partners: int, **changes: Any) -> Iterator[Settings]:
    """Fresh servers with a register of `partners`; no worker runs yet."""
    with TemporaryDirectory(prefix="rapport-") as folder:
        path = Path(folder) / "partners.yaml"
        path.write_text(register(partners))
        wanted = {"data_dir": Path(folder) / "data", "partners": path, "metrics_port": 0}
        with servers(Settings(**(wanted | changes))) as settings:
            yield settings


class Workers:
    """Worker processes, started and ended by us alone. Their words go to `log`."""

    def __init__(self, settings: Settings, log: Path | None = None) -> None:
        self._environment = {**os.environ, **settings.environment(), "RAPPORT_LOG_LEVEL": "WARNING"}
        self._log = log
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        """One more."""
        with (self._log or Path(os.devnull)).open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-c", "from cli import main; main()", "worker"],
                env=self._environment,
                stdout=output,
                stderr=output,
            )
        self.running.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Without a word: kill -9."""
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.running.remove(process)

    def stop(self) -> list[int]:
        """Gracefully; the exit statuses."""
        for process in self.running:
            process.terminate()
        return [process.wait(60) for process in self.running]

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.running:
            if process.poll() is None:
                process.kill()
                process.wait()


def produce(settings: Settings, events: Iterable[Annotations]) -> int:
    """Send annotations, in order; how many."""
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap, linger_ms=20, acks="all")
    count = 0
    for one in events:
        producer.send(settings.topic(ANNOTATIONS), key=one.partner_id.encode(), value=encode(one))
        count += 1
    producer.flush()
    producer.close()
    return count


def tracked(settings: Settings) -> int:
    """How many observations are stored; -1 while the database is away."""
    try:
        with psycopg.connect(settings.database or "", connect_timeout=3) as connection:
            row = connection.execute("select count(*) from observations").fetchone()
            return int(row[0]) if row else 0
    except psycopg.OperationalError:
        return -1


def until_tracked(settings: Settings, count: int, *, seconds: float = 180) -> None:
    """Wait until so many observations are stored and the outbox is empty."""
    deadline = time.monotonic() + seconds
    while tracked(settings) < count or unpublished(settings.database or ""):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{tracked(settings)} of {count} after {seconds:.0f} s")
        time.sleep(0.05)


STATE = {
    "relationships": "select partner_id, memory, seq, assessment from relationships order by 1",
    "observations": "select partner_id, key, at, payload from observations order by 1, 2",
    "assessments": "select * from assessments order by partner_id, day",
    "transitions": "select * from transitions where not withdrawn order by id",
    "alerts": "select * from alerts order by id",
}


def state(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that two runs over the same events must agree on."""
    with psycopg.connect(settings.database or "") as connection:
        return {name: connection.execute(query).fetchall() for name, query in STATE.items()}
