"""What a mail says and which calendars it carries, found among its parts."""

import re
from collections.abc import Iterator

import msgspec

from ingest.html_text import html_to_text
from ingest.mime_header import headers, unfold
from ingest.mime_text import looks_html, text_of
from ingest.mime_tree import Part

_MOST_CALENDARS = 20
_LARGEST_CALENDAR = 2**20
_CALENDARS = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
_READ = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown"})
_FILE_NAME = re.compile(r"filename\*?\d?\*?\s*=", re.IGNORECASE)
# The plain part of newsletters and meeting tools that only says where the text really is.
_STUB = re.compile(
    r"html.{0,60}(support|viewer|compatible|unterst|affich|anzeig|visual)|"
    r"(support|view|display|affich|anzeig|visuali).{0,60}html",
    re.IGNORECASE,
)


class Body(msgspec.Struct, frozen=True):
    """`text` with quotes and signature still in it; `calendars` in the order of the mail."""

    text: str
    calendars: tuple[bytes, ...]


def body(root: Part) -> Body:
    """The text that a mail program would show, and all the iCalendar parts."""
    return Body("\n\n".join(_texts(root, root)), tuple(_calendars(root)))


def _texts(part: Part, root: Part) -> Iterator[str]:
    """Of one part, in reading order; blank ones left out. Attached messages are not read."""
    kind = part.get_content_type()
    if kind.startswith("multipart/"):
        yield from _container(part, kind, root)
    elif _is_letter(part, kind, root):
        text = _readable(part)
        if text.strip():
            yield text


def _is_letter(part: Part, kind: str, root: Part) -> bool:
    if part is root:  # whatever it calls itself: there is nothing else
        return kind.startswith("text/") and kind not in _CALENDARS
    return kind in _READ and not _attached(part)


def _container(part: Part, kind: str, root: Part) -> Iterator[str]:
    children = part.children()
    if not children:  # cut off or broken: what is there may still be read
        text = _readable(part)
        if text.strip():
            yield text
    elif kind == "multipart/alternative":
        yield from _alternative(children, root)
    elif kind in ("multipart/signed", "multipart/related", "multipart/report"):
        # The signature, the pictures and the machine's report are not for reading.
        for child in children:
            texts = list(_texts(child, root))
            if texts:
                yield from texts
                return
    elif kind not in ("multipart/encrypted", "multipart/digest"):
        for child in children:
            yield from _texts(child, root)


def _alternative(children: list[Part], root: Part) -> Iterator[str]:
    """Plain text where it says anything: its quotes are easier to tell than those of HTML."""
    stub: list[str] = []
    for child in sorted(children, key=lambda child: child.get_content_type() != "text/plain"):
        texts = list(_texts(child, root))
        if child.get_content_type() == "text/plain" and _is_stub("".join(texts)):
            stub = texts
        elif texts:
            yield from texts
            return
    yield from stub


def _is_stub(text: str) -> bool:
    return len(text) < 300 and _STUB.search(text) is not None


def _readable(part: Part) -> str:
    text = text_of(part)
    if part.get_content_type() == "text/html" or looks_html(text):
        return html_to_text(text)
    return text


def _attached(part: Part) -> bool:
    disposition = unfold("".join(headers(part).get("content-disposition", ()))).lower()
    return disposition.startswith("attachment") or _FILE_NAME.search(disposition) is not None


def _calendars(root: Part) -> Iterator[bytes]:
    count = 0
    waiting = [root]
    while waiting and count < _MOST_CALENDARS:
        part = waiting.pop()
        if part.get_content_type() in _CALENDARS or _named_ics(part):
            data = part.data()
            if b"BEGIN:VCALENDAR" in data[:4096] and len(data) <= _LARGEST_CALENDAR:
                count += 1
                yield data
        elif part.get_content_maintype() == "multipart":
            waiting.extend(reversed(part.children()))


def _named_ics(part: Part) -> bool:
    fields = headers(part)
    named = (*fields.get("content-disposition", ()), *fields.get("content-type", ()))
    return any(re.search(r"\.(ics|vcs)\b", value, re.IGNORECASE) for value in named)
