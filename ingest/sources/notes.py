"""Call notes in a folder: Markdown or text files with a front matter, and CSV tables."""

from collections.abc import Iterator
from pathlib import Path

from ingest.raw import Raw
from ingest.row import PAYLOAD_BYTES
from ingest.sources.csv_rows import csv_rows
from ingest.sources.unreadable import Unreadable

_TEXTS = {".md", ".markdown", ".txt"}
_TABLES = {".csv", ".tsv"}


def notes(path: Path) -> Iterator[Raw | Unreadable]:
    """The notes of a file or of all files below a folder, in the order of their names.

    A table among them may hold notes or records; files with other endings are passed over.
    """
    folder = path.is_dir()
    files = sorted(path.rglob("*")) if folder else [path]
    for file in files:
        name = str(file.relative_to(path)) if folder else file.name
        if file.name.startswith(".") or not (file.is_file() or not folder):
            continue
        if file.suffix.lower() in _TABLES:
            yield from csv_rows(file)
        elif file.suffix.lower() in _TEXTS or not folder:
            yield _note(file, name)


def _note(file: Path, name: str) -> Raw | Unreadable:
    try:
        if file.stat().st_size > PAYLOAD_BYTES:
            return Unreadable("notes", name, f"over {PAYLOAD_BYTES // 2**20} MiB")
        return Raw("notes", name, "text/x-call-note", file.read_bytes())
    except OSError as error:
        return Unreadable("notes", name, error.strerror or "cannot be read")
