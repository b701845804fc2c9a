"""The header fields of a mail, as text: RFC 2047 words, raw bytes, folding, repetition."""

import base64
import binascii
import quopri
import re
from collections.abc import Mapping
from email.message import Message

from ingest.clean import clean
from ingest.mime_charset import decode

_LONGEST = 4 * 2**20  # characters of one field that are read: 10,000 recipients need half of it
_WORD = re.compile(r"=\?([^?\s]{1,64})\?([bBqQ])\?([^?\r\n]*)\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)[ \t\r\n]+(?==\?)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x80-\x9f]+")

Headers = Mapping[str, tuple[str, ...]]
"""By lower-case name, in the order of the mail; the values as they came, bytes as surrogates."""


def headers(message: Message) -> Headers:
    """All fields of a message, read once: asking it field by field is slow when it has many."""
    fields: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        fields.setdefault(name.strip().lower(), []).append(str(value)[:_LONGEST])
    return {name: tuple(values) for name, values in fields.items()}


def first(fields: Headers, name: str) -> str | None:
    """The first value of a field that has more than blanks in it, unfolded but not decoded."""
    for value in fields.get(name, ()):
        unfolded = unfold(value)
        if unfolded:
            return unfolded
    return None


def unfold(value: str) -> str:
    """One line, raw bytes read as UTF-8 where they are, without control characters."""
    if not value.isascii():
        value = decode(value.encode("utf-8", "surrogateescape"))
    return _CONTROL.sub(" ", value).strip()


def words(value: str) -> str:
    """The text that a field's encoded words stand for; what is no valid word stays as it is."""
    if "=?" not in value:
        return clean(value)
    value = _BETWEEN_WORDS.sub("", value)
    pieces: list[tuple[str | None, bytes]] = []
    at = 0
    for word in _WORD.finditer(value):
        payload = _payload(word[2].lower(), word[3])
        if payload is None:
            continue
        if word.start() > at:
            pieces.append((None, value[at : word.start()].encode("utf-8", "replace")))
        charset = word[1].split("*")[0].lower()
        if pieces and pieces[-1][0] == charset:  # a character may be cut between two words
            payload = pieces.pop()[1] + payload
        pieces.append((charset, payload))
        at = word.end()
    pieces.append((None, value[at:].encode("utf-8", "replace")))
    text = "".join(decode(data, charset) for charset, data in pieces)
    return _CONTROL.sub(" ", text)


def _payload(encoding: str, encoded: str) -> bytes | None:
    data = encoded.encode("utf-8", "replace")
    if encoding == "q":
        return quopri.decodestring(data, header=True)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return None
