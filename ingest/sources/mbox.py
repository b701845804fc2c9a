"""An mbox file: mails one after the other, each begun by a line "From sender date".

Not the standard library's reader: that one splits a mail at every body line which begins with
"From ", leaves ">From " as it is, and lists the whole file before it gives the first mail.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ingest.raw import Raw
from ingest.sources.mail_file import MAX_BYTES, named
from ingest.sources.unreadable import Unreadable

_ENVELOPE = re.compile(
    rb"From (?:\S+|\"[^\"]*\"\S*|.{0,80}?)\s.*\b\d{1,2}:\d{2}(:\d{2})?\b.*\b\d{2,4}\b"
)
_ESCAPED = re.compile(rb">+From ")
_LONGEST_LINE = 2**20


def is_mbox(head: bytes) -> bool:
    """Whether a file that begins so is an mbox."""
    return _ENVELOPE.match(head.lstrip(b"\r\n")[:500]) is not None


def mbox(path: Path) -> Iterator[Raw | Unreadable]:
    """Every mail of the file, its ">From " lines unescaped, one at a time in memory."""
    source = f"mailbox:{named(Path(path.name))}"
    try:
        with path.open("rb") as file:
            yield from _mails(file, source)
    except OSError as error:
        yield Unreadable(source, "file", error.strerror or type(error).__name__)


def _mails(file: BinaryIO, source: str) -> Iterator[Raw | Unreadable]:
    number = 0
    lines: list[bytes] = []
    size = 0
    after_blank = True
    line_begins = True
    while line := file.readline(_LONGEST_LINE):
        if line_begins and after_blank and _ENVELOPE.match(line):
            if number or size:
                yield _mail(lines, size, source, number)
            number += 1
            lines, size = [], 0
            after_blank = False
            continue
        after_blank = line_begins and line in (b"\n", b"\r\n")
        line_begins = line.endswith(b"\n")
        if number == 0 and after_blank:
            continue
        size += len(line)
        if size > MAX_BYTES:
            lines.clear()
        else:
            lines.append(line[1:] if _ESCAPED.match(line) else line)
    if number or size:
        yield _mail(lines, size, source, number)


def _mail(lines: list[bytes], size: int, source: str, number: int) -> Raw | Unreadable:
    position = f"message {number}"
    if number == 0:
        return Unreadable(source, "begin", f"{size} bytes before the first From line")
    if size > MAX_BYTES:
        return Unreadable(source, position, f"{size} bytes; {MAX_BYTES} are allowed")
    return Raw(source, position, "message/rfc822", b"".join(lines))
