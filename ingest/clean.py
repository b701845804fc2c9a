"""Text that any receiver can store: no NUL, no half characters, no absurd length."""

import hashlib
import re
from typing import overload

from ingest.errors import TooLarge

# A message must fit the broker's default limit of 1 MiB with everything around it.
TEXT_BYTES = 512 * 1024
SUBJECT_CHARACTERS = 1_000
NAME_CHARACTERS = 320  # as long as an address can be
ID_CHARACTERS = 1_000  # RFC 5322 allows a line of 998
ID_BYTES = 1_000  # in UTF-8: a database's index takes no more of what is not ASCII

_HALVES = re.compile("[\ud800-\udfff]")


@overload
def clean(text: str) -> str: ...
@overload
def clean(text: None) -> None: ...
def clean(text: str | None) -> str | None:
    """Without NUL; a lone surrogate becomes the replacement character."""
    if text is None:
        return None
    if "\0" in text:
        text = text.replace("\0", "")
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def clean_line(text: str | None, limit: int) -> str | None:
    """One cleaned line of at most `limit` characters; None when nothing is left."""
    return " ".join(clean(text[: 4 * limit]).split())[:limit] or None if text else None


def clean_id(text: str) -> str:
    """The same id for the same text; one that is too long to be stored becomes its digest."""
    line = "".join(clean(text).split("\n")).strip()
    written = line.encode()
    if len(written) <= ID_BYTES:
        return line
    return "sha256:" + hashlib.sha256(written).hexdigest()


def clean_text(text: str | None) -> str | None:
    """The cleaned text. Raises TooLarge over 512 KiB: nobody wrote that to a partner."""
    cleaned = clean(text)
    if cleaned is not None and len(cleaned.encode()) > TEXT_BYTES:
        raise TooLarge(f"text: over {TEXT_BYTES // 1024} KiB")
    return cleaned
