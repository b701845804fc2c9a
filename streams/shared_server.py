"""A server process that several processes use at once: the first starts it, the last stops it."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil


class NotStarted(RuntimeError):
    """An embedded server did not come up; the message names its log."""


class SharedServer:
    """One user's hold on a server. `lock` is the file that all its users have in common."""

    def __init__(self, lock: Path, log: Path, *, stop: signal.Signals, seconds: float = 20) -> None:
        self.log = log
        self._lock = lock
        self._stop = stop
        self._seconds = seconds
        self._held: int | None = None

    def hold(self) -> None:
        """Keep the server from being stopped; waits while another user is stopping it."""
        held = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(held, fcntl.LOCK_SH)
        self._held = held

    @contextlib.contextmanager
    def starting(self) -> Iterator[None]:
        """One user at a time looks whether the server runs, and starts it."""
        with Path(f"{self._lock}.starting").open("ab") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def start(self, command: Sequence[str], *, user: str | None = None) -> None:
        """Start the server in the background, under a keeper. Call it inside `starting`."""
        with self.log.open("ab") as log:
            subprocess.run(
                [
                    # -P: a folder `streams` in the working directory is not ours.
                    *(sys.executable, "-P", "-m", "streams.keeper"),
                    *(str(self._lock), str(self.log), user or ""),
                    *(str(int(self._stop)), str(self._seconds)),
                    *command,
                ],
                cwd="/",  # holds no folder back from being removed
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the users, who need the server to the end
                check=True,
            )

    def process(self) -> psutil.Process | None:
        """The server, if it runs."""
        # Without a living keeper the number may be that of any process, after a reboot say.
        with Path(f"{self._lock}.keeper").open("ab") as keeper:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(keeper, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return None
            try:
                return psutil.Process(int(self._lock.read_text()))
            except (psutil.NoSuchProcess, ValueError):
                return None

    def release(self) -> bool:
        """Let go; stops the server if nobody else holds it, and says whether it did."""
        held, self._held = self._held, None
        if held is None:
            return False
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.end(self._stop)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(held)

    def end(self, with_signal: signal.Signals) -> None:
        """Stop the server for all its users, and wait until it is gone."""
        process = self.process()
        if process is None:
            return
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(with_signal)
            try:
                process.wait(self._seconds)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(self._seconds)

    def said(self) -> str:
        """The end of the server's log, for an error message."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-5:])
