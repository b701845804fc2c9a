"""The parts of a mail: the standard library's parser, made safe against hostile shapes."""

import binascii
import re
import string
from copy import copy
from email.errors import InvalidBase64LengthDefect
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import Any

from ingest.errors import Malformed, TooLarge

_SMALL = 2 * 2**20
_MOST_PARTS = 5_000
_MOST_FIELDS = 5_000
_LONGEST_RESCUED = 8 * 2**20
_LONGEST_HEAD = 8 * 2**20

# A mail has at least one of these; a file that has none is something else.
_KNOWN = frozenset({
    "from", "to", "cc", "bcc", "date", "subject", "message-id", "received", "mime-version",
    "content-type", "content-transfer-encoding", "return-path", "sender", "reply-to",
    "delivered-to", "in-reply-to", "references", "x-mailer", "x-from", "x-to", "resent-from",
})  # fmt: skip
_BASE64 = (string.ascii_letters + string.digits + "+/").encode()
_NOT_BASE64 = bytes(byte for byte in range(256) if byte not in _BASE64)
_HEADER = re.compile(rb"[!-9;-~]{1,80}[ \t]*:")
_ENVELOPE = re.compile(rb">?From ")
_UTF16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Part(Message):
    """A part that knows how deep it lies; below the deepest level everything is opaque."""

    deepest = 25  # the parser reads each line once a level
    depth = 0
    count = 1  # of the parts of the whole mail, kept at the root
    root: "Part | None" = None
    encoded = ""

    def attach(self, payload: Message) -> None:  # type: ignore[override] # typeshed: a TypeVar
        """Add a child, and refuse the mail that is a bomb of parts."""
        if isinstance(payload, Part):
            payload.depth = self.depth + 1
            payload.root = root = self.root or self
            root.count += 1
            if root.count > _MOST_PARTS:
                raise TooLarge(f"more than {_MOST_PARTS} MIME parts")
        super().attach(payload)

    def set_payload(self, payload: Any, charset: Any = None) -> None:
        """Keep the content as it came too: the library gives it back only through its charset."""
        self.encoded = payload if isinstance(payload, str) else ""
        super().set_payload(payload, charset)

    def get_content_type(self) -> str:
        """As declared, but no container below the deepest level: the parser asks this."""
        if self.depth >= self.deepest:
            return "application/octet-stream"
        return super().get_content_type()

    def children(self) -> "list[Part]":
        """The parts of a container, the message of a message part, or nothing."""
        if not self.is_multipart():  # asked for its text, the library trips over hostile charsets
            return []
        return [part for part in self.get_payload() if isinstance(part, Part)]

    def data(self, most: int | None = None) -> bytes:
        """The content as bytes, its transfer encoding undone as far as it goes; of `most` encoded
        characters where that is given."""
        part = self
        if most is not None and len(self.encoded) > most:
            part = copy(self)
            part.set_payload(self.encoded[:most])
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            return b""
        if any(isinstance(defect, InvalidBase64LengthDefect) for defect in part.defects):
            # The library gives up on base64 that was cut off; all but its end is good.
            letters = payload.translate(None, _NOT_BASE64)
            return binascii.a2b_base64(letters[: len(letters) // 4 * 4])
        return payload


class _SmallMailPart(Part):
    deepest = 120


def parse(payload: bytes) -> Part:
    """The tree of a mail's parts, or `Malformed` for what is no mail and `TooLarge` for a bomb."""
    root = _parsed(_repaired(payload))
    if _KNOWN.isdisjoint(name.lower() for name in root):
        raise Malformed("no mail: it has none of the header fields that mails have")
    broken = root.get_content_maintype() == "multipart" and not root.is_multipart()
    if broken and len(payload) <= _LONGEST_RESCUED:
        _rescue(root)
    return root


def _rescue(root: Part) -> None:
    """Parts that were not found, because the boundary is not named or another, found by the
    boundary that the body seems to have: the first line with two dashes that comes twice."""
    body = root.data()
    boundary = None
    seen = set()
    for line in body[:_LONGEST_HEAD].split(b"\n")[:10_000]:
        line = line.rstrip()
        if 4 < len(line) < 80 and line.startswith(b"--") and b'"' not in line:
            name = line[2:]
            if name in seen or name.removesuffix(b"--") in seen:
                boundary = name if name in seen else name.removesuffix(b"--")
                break
            seen.add(name)
    if boundary is None:
        return
    head = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\n\n'
    again = _parsed(head + body)
    if again.is_multipart():
        root.set_payload(again.children())


def _parsed(data: bytes) -> Part:
    try:
        kind = _SmallMailPart if len(data) <= _SMALL else Part
        root = BytesParser(kind, policy=compat32).parsebytes(data)
    except TooLarge:
        raise
    except (RecursionError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise Malformed(f"the MIME structure cannot be read ({type(error).__name__})") from error
    assert isinstance(root, Part)
    return root


def _repaired(data: bytes) -> bytes:
    """Without what stands before the header, and with stray lines in it made to belong to it."""
    for mark, codec in _UTF16:
        if data.startswith(mark):
            data = data[2:].decode(codec, "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t \x00\x1a")
    if not data:
        raise Malformed("no mail: it is empty")
    end = re.search(rb"\r?\n\r?\n|\r\r", data[:_LONGEST_HEAD])
    if end is None and len(data) > _LONGEST_HEAD:
        raise TooLarge(f"the header is longer than {_LONGEST_HEAD} bytes")
    cut = end.start() if end else len(data)
    lines = data[:cut].splitlines()
    if _ENVELOPE.match(lines[0]):
        lines = lines[1:]
    # A header line without a colon ends the header for the parser, and Date and From with it;
    # where header lines follow it is read as the continuation that it most likely was.
    fields = [at for at, line in enumerate(lines) if _HEADER.match(line)]
    if not fields:
        raise Malformed("no mail: it does not begin with header fields")
    if len(fields) > _MOST_FIELDS:
        raise TooLarge(f"more than {_MOST_FIELDS} header fields")
    for at in range(1, fields[-1]):
        if lines[at][:1] not in (b" ", b"\t") and not _HEADER.match(lines[at]):
            lines[at] = b" " + lines[at]
    while lines and not _HEADER.match(lines[0]):
        lines.pop(0)
    return b"\n".join(lines) + data[cut:] if end else b"\n".join(lines) + b"\n"
