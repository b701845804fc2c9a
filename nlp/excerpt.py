"""The part of a text that is analysed, and where it lies in the text.

Of a very long text only the head and the tail are read: who writes 5 MB into a mail pasted a log,
and the greeting, the concern and the close stand at its ends.
"""

import re

import msgspec

LIMIT = 20_000  # characters; about ten pages
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Excerpt(msgspec.Struct, frozen=True):
    """`text` begins at character `start` of the whole and is as long there as here."""

    start: int
    text: str


def excerpts(text: str, limit: int = LIMIT) -> tuple[Excerpt, ...]:
    """What to analyse: nothing, the whole, or its head and tail.

    Control characters and lone surrogates, which model libraries refuse, become spaces one for one,
    so that offsets stay right.

    >>> excerpts("abc", limit=2)
    (Excerpt(start=0, text='a'), Excerpt(start=2, text='c'))
    """
    if not text.strip():
        return ()
    if len(text) <= limit:
        return (Excerpt(0, _readable(text)),)
    half = limit // 2
    tail = len(text) - half
    both = (Excerpt(0, _readable(text[:half])), Excerpt(tail, _readable(text[tail:])))
    return tuple(excerpt for excerpt in both if excerpt.text.strip())


def _readable(text: str) -> str:
    return _UNREADABLE.sub(" ", text)
