"""Kill -9 a worker again and again in mid-stream, restart the database, and compare.

`python -m benchmarks.chaos [EVENTS] [KILLS]`: exit status 0 when the disturbed run ended as the
undisturbed one did, in every memory, observation, assessment, transition and alert.
"""

import random
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.engine import Workers, engine, produce, state, tracked, until_tracked
from benchmarks.load import annotations
from nlp.annotations import Annotations
from streams.embedded_database import EmbeddedDatabase
from streams.settings import Settings

State = dict[str, list[tuple[Any, ...]]]
Say = Callable[[str], None]

PARTNERS = 40
# Slower than the engine can go, so that every kill finds work under way.
A_SECOND = 600


def undisturbed(events: Sequence[Annotations]) -> State:
    """One worker, all events at once."""
    with engine(PARTNERS) as settings, Workers(settings) as workers:
        produce(settings, events)
        workers.start()
        until_tracked(settings, len(events))
        return state(settings)


def disturbed(
    events: Sequence[Annotations], kills: int, say: Say, *, seed: int = 11, log: Path | None = None
) -> State:
    """Two workers; one dies `kills` times, and half-way the database restarts as if it crashed."""
    chance = random.Random(seed)
    with engine(PARTNERS) as settings, Workers(settings, log) as workers:
        workers.start()
        workers.start()
        producing = threading.Thread(target=produce, args=(settings, _paced(events)))
        producing.start()
        for number in range(1, kills + 1):
            _progress(settings, len(events))
            time.sleep(chance.uniform(0.0, 1.5))
            victim = chance.choice(workers.running)
            workers.kill(victim)
            workers.start()
            say(f"kill -9 number {number} at {tracked(settings):,} of {len(events):,} events")
            if number == (kills + 1) // 2:
                _restart(settings)
                say("the database was stopped as by a crash, and came back")
        producing.join()
        until_tracked(settings, len(events), seconds=300)
        return state(settings)


def differences(one: State, other: State) -> list[str]:
    """What differs, in words; nothing if all is equal."""
    found = []
    for name, rows in one.items():
        if rows != other[name]:
            unequal = len({repr(row) for row in rows} ^ {repr(row) for row in other[name]})
            found.append(f"{name}: {len(rows)} rows against {len(other[name])}, {unequal} unequal")
    return found


def _paced(events: Sequence[Annotations]) -> Iterator[Annotations]:
    began = time.monotonic()
    for number, one in enumerate(events):
        if number % 100 == 0:
            time.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
        yield one


def _progress(settings: Settings, all_of_them: int) -> None:
    """Wait until work goes on: a kill between two workers' starts would prove nothing."""
    before = tracked(settings)
    deadline = time.monotonic() + 60
    while not before < tracked(settings) < all_of_them and time.monotonic() < deadline:
        time.sleep(0.02)


def _restart(settings: Settings) -> None:
    with EmbeddedDatabase(settings.data_dir / "database") as database:
        database.restart()


def main(count: int = 20_000, kills: int = 10) -> int:
    """Run both and say what differs."""
    console = Console()
    events = list(annotations(count, PARTNERS))
    with console.status("The undisturbed run ..."):
        expected = undisturbed(events)
    console.print(f"undisturbed: {_sizes(expected)}")
    with console.status("The disturbed run ..."):
        found = disturbed(events, kills, console.print)
    console.print(f"disturbed:   {_sizes(found)}")
    problems = differences(expected, found)
    for problem in problems:
        console.print(f"[red]differs[/red] {problem}")
    if not problems:
        console.print(f"[green]equal[/green] after {kills} kill -9 and a database crash")
    return 1 if problems else 0


def _sizes(found: State) -> str:
    return ", ".join(f"{len(rows):,} {name}" for name, rows in found.items())


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
