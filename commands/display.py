"""Progress on a terminal while the engine works; silent where nobody looks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from streams.run import Watch


@contextmanager
def following(watch: Watch, console: Console) -> Iterator[None]:
    """Show what `watch` says until the block ends."""
    if not console.is_terminal:
        yield
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    over = threading.Event()
    with Progress(*columns, console=console, transient=True) as progress:
        reading = progress.add_task("read", total=None)
        tracking = progress.add_task("understood", total=None)

        def refresh() -> None:
            while not over.wait(0.1):
                progress.update(reading, completed=watch.tally.read, description=watch.step)
                progress.update(tracking, completed=watch.tracked, total=watch.interactions or None)

        thread = threading.Thread(target=refresh, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
