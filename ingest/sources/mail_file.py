"""One file that holds one mail: whether it is such a file, and its bytes."""

import re
from pathlib import Path

from ingest.raw import Raw
from ingest.sources.unreadable import Unreadable

MAX_BYTES = 64 * 2**20

_HEAD = 4096
_FIELD = re.compile(rb"^[!-9;-~]{1,80}[ \t]*:", re.MULTILINE)
_OF_A_MAIL = re.compile(
    rb"^(from|to|date|subject|message-id|received|return-path|mime-version|delivered-to)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
# Mail in formats of their own: refused by name rather than passed over.
_FOREIGN = {
    ".msg": "an Outlook message: save it as .eml",
    ".pst": "an Outlook archive: export it as .eml or mbox",
    ".ost": "an Outlook archive: export it as .eml or mbox",
    ".emlx": "an Apple Mail message: export it as .eml or mbox",
    ".nsf": "a Notes database: export it as .eml or mbox",
}


def named(path: Path) -> str:
    """A path as text that everybody can encode, with forward slashes."""
    return path.as_posix().encode("utf-8", "replace").decode()


def is_mail(path: Path) -> bool:
    """An .eml file, or one without a suffix that begins as mails do (as in dumps of archives)."""
    suffix = path.suffix.lower()
    if suffix in (".eml", ".mail"):
        return True
    if suffix and not suffix[1:].isdigit():
        return False
    head = head_of(path)
    return bool(head and _FIELD.match(head) and _OF_A_MAIL.search(head.partition(b"\n\n")[0]))


def foreign(path: Path) -> str | None:
    """What to do with a mail in a format that we do not read; None for all other files."""
    return _FOREIGN.get(path.suffix.lower())


def head_of(path: Path) -> bytes:
    """The beginning of a file; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def read_mail(path: Path, source: str, position: str) -> Raw | Unreadable:
    """The file as one item. A file over the limit is not even opened."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return Unreadable(source, position, f"{size} bytes; {MAX_BYTES} are allowed")
        return Raw(source, position, "message/rfc822", path.read_bytes())
    except OSError as error:
        return Unreadable(source, position, error.strerror or type(error).__name__)
