"""Rows of a CSV file: call notes, or business records, as its column names tell."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ingest.raw import Media, Raw
from ingest.row import field_of
from ingest.sources.unreadable import Unreadable

_HEADER_CHARACTERS = 64 * 1024


def csv_rows(path: Path) -> Iterator[Raw | Unreadable]:
    """One item a row; a table with a column of text holds notes, one with a type records.

    Separated by commas, semicolons or tabs; in UTF-8, UTF-16 with its mark, or Windows-1252.
    """
    source = f"csv:{path.name}"
    try:
        with path.open(encoding=_encoding(path), errors="replace", newline="") as stream:
            yield from csv_rows_of(stream, source)
    except OSError as error:
        yield Unreadable(source, "file", error.strerror or "cannot be read")


def csv_rows_of(stream: io.TextIOBase, source: str) -> Iterator[Raw | Unreadable]:
    """The rows of an open table."""
    header = stream.readline(_HEADER_CHARACTERS)
    line = 1
    while header and not header.strip():
        header, line = stream.readline(_HEADER_CHARACTERS), line + 1
    if header.lower().startswith("sep="):  # how spreadsheets name the separator
        header, line = stream.readline(_HEADER_CHARACTERS), line + 1
    delimiter = max(",;\t", key=header.count)
    try:
        names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
    except csv.Error:
        names = []
    media = _media(names)
    if media is None:
        wanted = "date and text (notes), or date, type and partner (records)"
        yield Unreadable(source, f"line {line}", f"no columns named {wanted}")
        return
    reader = csv.reader((text.replace("\0", "") for text in stream), delimiter=delimiter)
    while True:
        position = f"line {line + reader.line_num + 1}"
        try:
            cells = next(reader, None)
        except (csv.Error, UnicodeError) as error:
            yield Unreadable(source, position, f"not CSV: {error}")
            continue
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            detail = f"{len(cells)} cells under {len(names)} column names"
            yield Unreadable(source, position, detail)
            continue
        row = dict(zip(names, cells, strict=False))
        yield Raw(source, position, media, msgspec.json.encode(row))


def _media(names: list[str]) -> Media | None:
    fields = {field_of(name) for name in names}
    if {"date", "text"} <= fields and not {"value", "unit"} & fields:
        return "application/x-note-row"
    if {"date", "type", "partner"} <= fields:
        return "application/x-record-row"
    return "application/x-note-row" if {"date", "text"} <= fields else None


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(4)
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        stream.seek(0)
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        try:
            while text.read(2**20):
                pass
        except UnicodeDecodeError:
            return "cp1252"  # what spreadsheets still export
    return "utf-8-sig"
