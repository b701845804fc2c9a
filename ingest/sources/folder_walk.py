"""The files below a folder, in an order that is the same on every machine and every day."""

from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.sources.mail_file import named
from ingest.sources.unreadable import Unreadable

_DEEPEST = 100


def files_below(
    folder: Path,
    source: str,
    *,
    claimed: Callable[[Path], bool] = lambda _: False,
    depth: int = 0,
) -> Iterator[Path | Unreadable]:
    """Files, and folders that are `claimed` as one thing, sorted by name within their folder.

    Hidden files and linked folders are passed over; of the names only one folder's are held.
    """
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield Unreadable(source, named(folder), error.strerror or type(error).__name__)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if entry.is_symlink() or depth == _DEEPEST:
                yield Unreadable(source, named(entry), "a linked or too deep folder: not followed")
            elif claimed(entry):
                yield entry
            else:
                yield from files_below(entry, source, claimed=claimed, depth=depth + 1)
        elif entry.is_file():
            yield entry
