"""The supervisor with real processes: they are killed, they hang, they end, and none is left."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable

import psutil
import pytest

from streams.restart import MISCONFIGURED, Patience
from streams.supervisor import Program, Supervisor

QUICK = Patience(first=0.01, longest=0.05)
SLEEPS = "import time; print('up', flush=True); time.sleep(600)"
DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('up', flush=True); time.sleep(600)"
)


def program(name: str, code: str, **environment: str) -> Program:
    return Program(name, (sys.executable, "-c", code), environment)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110  (another process makes it true)
            await asyncio.sleep(0.01)


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class Heard(list[tuple[str, str]]):
    """What was logged."""

    def __call__(self, name: str, line: str) -> None:
        self.append((name, line))


async def test_a_killed_program_runs_again_and_the_other_goes_on() -> None:
    heard = Heard()
    supervisor = Supervisor([program("a", SLEEPS), program("b", SLEEPS)], heard, patience=QUICK)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: {("a", "up"), ("b", "up")} <= set(heard))
    first, other = supervisor.statuses["a"].pid, supervisor.statuses["b"].pid
    assert first
    assert other
    for starts in (2, 3):
        os.kill(supervisor.statuses["a"].pid or 0, signal.SIGKILL)
        await until(lambda starts=starts: heard.count(("a", "up")) == starts)
    assert supervisor.statuses["a"].starts == 3
    assert supervisor.statuses["b"].starts == 1
    last = supervisor.statuses["a"].pid
    supervisor.stop()
    assert await asyncio.wait_for(running, 20) == 0
    assert all(gone(pid) for pid in (first, other, last or 0))
    assert [status.pid for status in supervisor.statuses.values()] == [None, None]


async def test_a_program_that_does_not_obey_is_killed() -> None:
    heard = Heard()
    supervisor = Supervisor([program("deaf", DEAF)], heard, grace=0.05)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: ("deaf", "up") in heard)
    supervisor.stop()
    assert await asyncio.wait_for(running, 20) == 0


async def test_the_second_signal_does_not_wait() -> None:
    heard = Heard()
    supervisor = Supervisor([program("deaf", DEAF)], heard, grace=600)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: ("deaf", "up") in heard)
    for _ in range(2):
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.01)
    assert await asyncio.wait_for(running, 20) == 0


async def test_wrong_settings_stop_everything() -> None:
    heard = Heard()
    wrong = program("wrong", f"raise SystemExit({MISCONFIGURED})")
    supervisor = Supervisor([program("a", SLEEPS), wrong], heard, patience=QUICK)
    assert await supervisor.run() == 1
    assert supervisor.statuses["wrong"].starts == 1


async def test_a_command_that_is_not_there_is_said() -> None:
    heard = Heard()
    supervisor = Supervisor(
        [Program("none", ("no-such-command",))], heard, patience=Patience(first=0.01, tries=2)
    )
    assert await supervisor.run() == 1
    assert ("none", "cannot start no-such-command: No such file or directory") in heard


async def test_output_comes_line_by_line_with_its_name_whatever_it_is() -> None:
    heard = Heard()
    code = (
        "import os, sys; os.write(1, b'one\\r\\ntwo\\xff\\n'); os.write(2, b'three\\n');"
        "os.write(1, b'x' * 200_000); os.write(1, os.environ['GIVEN'].encode()); sys.exit(2)"
    )
    await Supervisor([program("p", code, GIVEN="end")], heard).run()
    lines = [line for _, line in heard]
    assert lines[:3] == ["one", "two\ufffd", "three"]
    assert sum(line.count("x") for line in lines if line.strip("xend") == "") == 200_000
    assert any(line.endswith("end") for line in lines)
    assert {name for name, _ in heard} == {"p"}


def test_two_programs_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        Supervisor([program("a", SLEEPS)] * 2, Heard())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ties processes")
async def test_no_orphans_when_the_supervisor_is_killed() -> None:
    code = f"""
import asyncio, sys
from streams.supervisor import Program, Supervisor
def log(name, line): print(name, line, flush=True)
programs = [Program(n, (sys.executable, "-c", {DEAF!r})) for n in ("a", "b")]
asyncio.run(Supervisor(programs, log).run())
"""
    with subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        assert {parent.stdout.readline() for _ in range(2)} == {"a up\n", "b up\n"}
        children = psutil.Process(parent.pid).children(recursive=True)
        assert len(children) == 2
        parent.kill()
        await until(lambda: all(gone(child.pid) for child in children))
