"""`rapport up`: one command starts everything, and one signal stops everything."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psutil
import psycopg
import pytest

from benchmarks.load import register
from streams.embedded_database import EmbeddedDatabase
from streams.settings import Settings
from tests.broker.world import environment, free_port, until

pytestmark = pytest.mark.broker


class Up:
    """A running `rapport up` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        partners = folder / "partners.yaml"
        partners.write_text(register(4))
        self.data = folder / "data"
        self.api, self.metrics = free_port(), two_free_ports()
        settings = Settings(
            data_dir=self.data,
            partners=partners,
            api_port=self.api,
            metrics_port=self.metrics,
            partitions=4,
            log_level="WARNING",
        )
        self.log = folder / "up.log"
        with self.log.open("wb") as output:
            self.popen = subprocess.Popen(
                [sys.executable, "-c", "from cli import main; main()", "up"],
                env=environment(settings),
                stdout=output,
                stderr=output,
            )
        self.addresses = [
            f"http://127.0.0.1:{port}" for port in (self.metrics, self.metrics + 1, self.api)
        ]

    def get(self, address: str, path: str) -> httpx.Response | None:
        assert self.popen.poll() is None, self.log.read_text()
        try:
            return httpx.get(f"{address}/{path}")
        except httpx.TransportError:
            return None

    def ready(self, address: str) -> bool:
        answer = self.get(address, "readyz")
        return answer is not None and answer.status_code == 200

    def family(self) -> set[psutil.Process]:
        """Everything that it started, servers included."""
        found = set(psutil.Process(self.popen.pid).children(recursive=True))
        broker = (self.data / "broker.address").read_text()
        for process in psutil.process_iter(["cmdline"]):
            words = " ".join(process.info["cmdline"] or ())
            if str(self.data) in words or f"tcp://{broker}" in words:
                found.add(process)
        return found


@pytest.fixture(scope="module")
def engine() -> Iterator[Up]:
    # Not in pytest's folder: its next session closes that to everybody else, and PostgreSQL,
    # started by root, runs as somebody else.
    with TemporaryDirectory(prefix="rapport-") as folder:
        up = Up(Path(folder))
        try:
            for address in up.addresses:
                until(lambda address=address: up.ready(address), f"the start of {address}")  # type: ignore[misc]
            yield up
        finally:
            if up.popen.poll() is None:
                up.popen.kill()
                up.popen.wait()


def test_every_process_answers_probes(engine: Up) -> None:
    for address in engine.addresses:
        for path in ("healthz", "readyz", "metrics"):
            answer = engine.get(address, path)
            assert answer is not None
            assert answer.status_code == 200
        assert answer is not None
        assert "rapport_batches_total" in answer.text
    said = engine.log.read_text()
    assert "(ours, in memory)" in said
    assert f"http://127.0.0.1:{engine.api}/v1/interactions" in said


@pytest.mark.slow
def test_what_is_posted_becomes_an_observation(engine: Up) -> None:
    key = (engine.data / "api.key").read_text()
    event = {
        "id": "1@p1.example",
        "kind": "email",
        "occurred_at": "2026-03-01T10:00:00+01:00",
        "partner_id": "p1",
        "direction": "inbound",
        "text": "We are very disappointed with your service and may not renew.",
    }
    answer = httpx.post(
        f"{engine.addresses[-1]}/v1/interactions", json=event, headers={"x-api-key": key}
    )
    assert answer.status_code == 202, answer.text
    with (
        EmbeddedDatabase(engine.data / "database") as database,
        psycopg.connect(database.url, autocommit=True) as connection,
    ):
        query = "select partner_id, key from observations"
        found = until(lambda: connection.execute(query).fetchall(), "its tracking")
    assert found == [("p1", "1@p1.example")]


def test_sigterm_stops_all_of_it_and_leaves_nothing_behind(engine: Up) -> None:
    family = engine.family()
    names = {process.name() for process in family}
    assert {"postgres", "tansu"} <= names, names
    assert len(family) > 5
    engine.popen.terminate()
    assert engine.popen.wait(60) == 0, engine.log.read_text()
    _, alive = psutil.wait_procs(family, timeout=30)
    assert not alive, [process.name() for process in alive]
    assert not (engine.data / "broker.address").exists()
    assert "Traceback" not in engine.log.read_text()


def two_free_ports() -> int:
    """The first of two neighbours."""
    while True:
        port = free_port()
        try:
            with socket.create_server(("127.0.0.1", port + 1)):
                return port
        except OSError:
            continue
