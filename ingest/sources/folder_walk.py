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
) -> Iterator[Path | Unreadable]:
    """Files, and folders that are `claimed` as one thing, sorted by name within their folder.

    Hidden files and linked folders are passed over; of the names only one folder's are held.
    """
    yield from _below(folder, folder, source, claimed, depth=0)


def _below(
    folder: Path, root: Path, source: str, claimed: Callable[[Path], bool], *, depth: int
) -> Iterator[Path | Unreadable]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        position = named(folder.relative_to(root))
        yield Unreadable(source, position, error.strerror or type(error).__name__)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if entry.is_symlink() or depth == _DEEPEST:
                position = named(entry.relative_to(root))
                yield Unreadable(source, position, "a linked or too deep folder: not followed")
            elif claimed(entry):
                yield entry
            else:
                yield from _below(entry, root, source, claimed, depth=depth + 1)
        elif entry.is_file():
            yield entry
