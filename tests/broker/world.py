"""A world of its own for each test, on servers that all share: topics, a database, processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psycopg
from kafka import KafkaConsumer, KafkaProducer  # type: ignore[import-untyped]

from benchmarks.load import register
from streams.servers import prepare
from streams.settings import Settings
from streams.topics import names

T = TypeVar("T")


class World:
    """Settings that nobody else has, and the processes that run under them."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings = settings
        self.folder = folder
        self.url = settings.database or ""
        self.processes: list[Process] = []

    def start(self, command: str, **changes: Any) -> "Process":
        """One process of the engine, as its command line starts it."""
        own = {"metrics_port": free_port(), "api_port": free_port()}
        settings = self.settings.model_copy(update=own | changes)
        log = self.folder / f"{len(self.processes)}-{command}.log"
        process = Process(command, settings, log)
        self.processes.append(process)
        return process

    def send(self, topic: str, *values: bytes | None, key: str = "p0") -> None:
        """Values as anybody may put them onto a topic; returns when the broker has them."""
        producer = KafkaProducer(
            bootstrap_servers=list(self.settings.bootstrap), enable_idempotence=False
        )
        for value in values:
            producer.send(self.settings.topic(topic), key=key.encode(), value=value)
        producer.flush()
        producer.close()

    def received(
        self, topic: str, enough: Callable[[list[Any]], bool], seconds: float = 60
    ) -> list[Any]:
        """All messages of a topic, from its beginning, until there are enough."""
        found: list[Any] = []
        consumer = KafkaConsumer(
            self.settings.topic(topic),
            bootstrap_servers=list(self.settings.bootstrap),
            auto_offset_reset="earliest",
            group_id=None,
        )
        try:
            deadline = time.monotonic() + seconds
            while not enough(found):
                assert time.monotonic() < deadline, f"{len(found)} messages on {topic}: too few"
                for some in consumer.poll(timeout_ms=200).values():
                    found += some
            for some in consumer.poll(timeout_ms=300).values():  # and what comes too much
                found += some
        finally:
            consumer.close()
        return found

    def until_tracked(self, count: int) -> None:
        """Wait until so many observations are stored and all is published."""
        until(lambda: self.alive() and self._tracked() >= (count, 0), f"tracking {count}")

    def alive(self) -> bool:
        """True; the test fails at once where a process ended by itself."""
        for process in self.processes:
            assert process.ended or process.popen.poll() is None, process.said()
        return True

    def _tracked(self) -> tuple[int, int]:
        (row,) = self.rows(
            "select (select count(*) from observations), -(select count(*) from outbox)"
        )
        return row[0], row[1]

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query, values).fetchall()

    def one(self, query: str, *values: Any) -> Any:
        """The single value of a query."""
        ((value,),) = self.rows(query, *values)
        return value


class Process:
    """`python -m cli COMMAND` under some settings."""

    def __init__(self, command: str, settings: Settings, log: Path) -> None:
        self.command = command
        self.settings = settings
        self.log = log
        self.ended = False  # by us
        # The ingest endpoint answers probes where it answers all else.
        port = settings.api_port if command == "serve-ingest" else settings.metrics_port
        self.address = f"http://127.0.0.1:{port}"
        with log.open("ab") as output:
            self.popen = subprocess.Popen(
                [sys.executable, "-c", "from cli import main; main()", command],
                env=environment(settings),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def ready(self) -> bool:
        """Whether it says itself that it can work."""
        assert self.popen.poll() is None, self.said()
        try:
            return httpx.get(f"{self.address}/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def counted(self, name: str) -> float:
        """The value of a figure of its /metrics, 0 where it was never counted."""
        lines = httpx.get(f"{self.address}/metrics").text.splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name))

    def kill(self) -> None:
        """Without a word: kill -9."""
        self.ended = True
        self.popen.send_signal(signal.SIGKILL)
        self.popen.wait()

    def stop(self) -> int:
        """With SIGTERM; the exit status."""
        self.ended = True
        self.popen.terminate()
        return self.popen.wait(60)

    def said(self) -> str:
        """What it printed, for the message of a test that fails."""
        return self.log.read_text(errors="replace")[-3000:]


@contextmanager
def world(servers: Settings, folder: Path, *, partners: int = 4, **changes: Any) -> Iterator[World]:
    """Topics and a database that are new; its processes end with the block, however it ends."""
    name = f"w{uuid4().hex[:12]}"
    path = folder / "partners.yaml"
    path.write_text(register(partners))
    with psycopg.connect(servers.database or "", autocommit=True) as connection:
        connection.execute(f"create database {name}")
    own = {
        "database": urlsplit(servers.database or "")._replace(path=f"/{name}").geturl(),
        "topic_prefix": f"{name}.",
        "group": name,
        "partners": path,
        "data_dir": folder / "data",
        "partitions": 4,
        "log_level": "WARNING",
    }
    settings = servers.model_copy(update=own | changes)
    prepare(settings)
    assert len(names(settings)) == 8
    here = World(settings, folder)
    try:
        yield here
    finally:
        for process in here.processes:
            if process.popen.poll() is None:
                process.kill()


def environment(settings: Settings) -> dict[str, str]:
    """Ours with the settings on top."""
    return {**os.environ, **settings.environment()}  # noqa: TID251  (for a child)


def until(happened: Callable[[], T], what: str = "it", seconds: float = 90) -> T:
    """Wait; what happened."""
    deadline = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.05)
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def header(message: Any, name: str) -> str:
    """One header of a message."""
    found: Sequence[bytes] = [value for key, value in message.headers if key == name]
    assert len(found) == 1, f"{len(found)} headers {name}"
    return found[0].decode()
