"""A folder of model files: it appears whole or not at all, and is checked before it is used."""

import hashlib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from ingest.errors import Malformed


def publish(beside: Path, folder: Path) -> None:
    """Rename what was written `beside` into its place; who comes second discards the own copy."""
    try:
        beside.rename(folder)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        if not folder.is_dir():
            raise


def sha256(path: Path) -> str:
    """Of a file's content, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checked(folder: Path, expected: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
    """The files' SHA-256 by name; `Malformed` when they are not the `expected` ones."""
    try:
        wanted = expected()
        found = {name: sha256(folder / name) for name in wanted}
    except (OSError, ValueError, KeyError) as error:
        raise Malformed(f"the model folder {folder.name} is damaged: delete it") from error
    if not found or found != wanted:
        raise Malformed(f"the model files in {folder.name} have changed: delete the folder")
    return found
