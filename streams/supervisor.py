"""Keeps named processes running: starts them again, stops them together, leaves none behind."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

import msgspec

from streams.leash import leashed
from streams.restart import Patience, judge

LONGEST_LINE = 64 * 1024


class Program(msgspec.Struct, frozen=True):
    """A process to keep running; `environment` comes on top of ours."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = {}


class Status(msgspec.Struct, frozen=True):
    """How a program stands: `pid` while it runs, how often it was started."""

    pid: int | None = None
    starts: int = 0


Log = Callable[[str, str], None]
"""Called with a program's name and one line: of its output, or of ours about it."""


class Supervisor:
    """`await supervisor.run()` in the main thread, until `stop()`, SIGTERM or SIGINT.

    Each program is asked to stop with SIGTERM and killed after `grace` seconds, or at a second
    SIGTERM or SIGINT. If this process is killed, so are they.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        log: Log,
        *,
        patience: Patience = Patience(),  # noqa: B008  (frozen)
        grace: float = 20.0,
    ) -> None:
        self._programs = tuple(programs)
        if len({program.name for program in self._programs}) < len(self._programs):
            raise ValueError("two programs have the same name")
        self._log = log
        self._patience = patience
        self._grace = grace
        self._stopping = asyncio.Event()
        self._impatient = asyncio.Event()
        self._statuses = {program.name: Status() for program in self._programs}
        self._failed = False

    @property
    def statuses(self) -> dict[str, Status]:
        """How each program stands now."""
        return dict(self._statuses)

    def stop(self) -> None:
        """Stop all; asked again, kill all."""
        (self._impatient if self._stopping.is_set() else self._stopping).set()

    async def run(self) -> int:
        """0 after a stop that was asked for; 1 when a program could not be kept running."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        try:
            async with asyncio.TaskGroup() as group:
                for program in self._programs:
                    group.create_task(self._keep(program))
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)
        return 1 if self._failed else 0

    async def _keep(self, program: Program) -> None:
        ends = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            code = await self._once(program)
            ran = time.monotonic() - began
            verdict = judge(code, ran, ends, self._patience, stopping=self._stopping.is_set())
            ends = verdict.ends
            what = f"ended with {code} after {ran:.1f} s: {verdict.reason.value}"
            if verdict.wait is None:
                self._log(program.name, what)
                if not self._stopping.is_set():
                    self._failed = True
                    self._stopping.set()  # an engine that lacks a part is not one
                return
            self._log(program.name, f"{what} in {verdict.wait:g} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), verdict.wait)

    async def _once(self, program: Program) -> int:
        process = await asyncio.create_subprocess_exec(
            # Killed, not asked: nobody would be left to see whether it obeys.
            *leashed(program.command, signal.SIGKILL),
            env={**os.environ, "PYTHONUNBUFFERED": "1", **program.environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C comes to us alone, and to it through us
        )
        before = self._statuses[program.name]
        self._statuses[program.name] = Status(process.pid, before.starts + 1)
        if process.stdout is None:
            raise RuntimeError("the pipe that was asked for is missing")
        relay = asyncio.create_task(self._relay(program.name, process.stdout))
        ending = asyncio.create_task(self._end(process))
        try:
            code = await process.wait()
            with contextlib.suppress(TimeoutError):  # a child of its own may hold the pipe open
                await asyncio.wait_for(relay, 1)
        finally:
            ending.cancel()
            relay.cancel()
            if process.returncode is None:  # we are being cancelled
                process.kill()
            self._statuses[program.name] = Status(None, before.starts + 1)
        return code

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        await self._stopping.wait()
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._impatient.wait(), self._grace)
            process.kill()

    async def _relay(self, name: str, output: asyncio.StreamReader) -> None:
        async for line in _lines(output):
            self._log(name, line)


async def _lines(output: asyncio.StreamReader) -> AsyncIterator[str]:
    rest = b""
    while chunk := await output.read(LONGEST_LINE):
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > LONGEST_LINE:
            lines, rest = [*lines, rest], b""
        for line in lines:
            yield line.decode(errors="replace").rstrip("\r")
    if rest:
        yield rest.decode(errors="replace")
