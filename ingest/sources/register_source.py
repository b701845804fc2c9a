"""The partner register in a file."""

from collections.abc import Sequence
from pathlib import Path

from ingest.register import Register
from ingest.register_file import RegisterError, read_register


def load_register(path: Path, own_domains: Sequence[str] = ()) -> Register:
    """The register of a `.csv`, `.tsv`, or else YAML file. Raises RegisterError."""
    try:
        payload = path.read_bytes()
    except OSError as error:
        raise RegisterError((f"{path}: {error.strerror or 'cannot be read'}",)) from error
    try:
        text = payload.decode(
            "utf-16" if payload[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        )
    except UnicodeDecodeError:
        text = payload.decode("cp1252", errors="replace")  # what spreadsheets still export
    table = path.suffix.lower() in {".csv", ".tsv"}
    try:
        return read_register(text, format="csv" if table else "yaml", own_domains=own_domains)
    except RegisterError as error:
        raise RegisterError(
            tuple(f"{path.name}: {problem}" for problem in error.problems)
        ) from error
