"""Events as JSON: one object a line, or one list of objects."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from ingest.events import PAYLOAD_BYTES
from ingest.raw import Raw
from ingest.sources.unreadable import Unreadable

LIST_BYTES = 256 * 2**20


def json_lines(path: Path) -> Iterator[Raw | Unreadable]:
    """The events of a file, one at a time; blank lines are passed over."""
    source = f"events:{path.name}"
    try:
        with path.open("rb") as stream:
            yield from json_lines_of(stream, source)
    except OSError as error:
        yield Unreadable(source, "file", error.strerror or "cannot be read")


def json_lines_of(stream: BinaryIO, source: str) -> Iterator[Raw | Unreadable]:
    """The events of a stream, such as standard input."""
    head = stream.readline(PAYLOAD_BYTES + 1).removeprefix(b"\xef\xbb\xbf")
    if head.lstrip().startswith(b"["):
        yield from _listed(head, stream, source)
    else:
        yield from _lines(head, stream, source)


def lines_of(stream: BinaryIO, source: str) -> Iterator[Raw | Unreadable]:
    """The same, where each line is an object and a list is none."""
    head = stream.readline(PAYLOAD_BYTES + 1).removeprefix(b"\xef\xbb\xbf")
    yield from _lines(head, stream, source)


def _lines(line: bytes, stream: BinaryIO, source: str) -> Iterator[Raw | Unreadable]:
    """A line of absurd length is not held."""
    number = 0
    while line:
        number += 1
        position = f"line {number}"
        if len(line) > PAYLOAD_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(PAYLOAD_BYTES)
            yield Unreadable(source, position, f"over {PAYLOAD_BYTES // 2**20} MiB")
        elif line.strip():
            yield Raw(source, position, "application/json", line.strip())
        line = stream.readline(PAYLOAD_BYTES + 1)


def _listed(head: bytes, stream: BinaryIO, source: str) -> Iterator[Raw | Unreadable]:
    whole = head + stream.read(LIST_BYTES)
    if len(whole) > LIST_BYTES:
        yield Unreadable(source, "file", f"a list over {LIST_BYTES // 2**20} MiB: use lines")
        return
    try:
        items = msgspec.json.decode(whole, type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as error:
        yield Unreadable(source, "file", f"not a list in JSON: {error}")
        return
    for number, item in enumerate(items, start=1):
        yield Raw(source, f"item {number}", "application/json", bytes(item))
