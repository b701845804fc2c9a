"""The part of a text that is analysed, and where it lies in the text.

Of a very long text only the head and the tail are read: who writes 5 MB into a mail pasted a log,
and the greeting, the concern and the close stand at its ends.
"""

import re

import msgspec

LIMIT = 20_000  # characters; about ten pages
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Excerpt(msgspec.Struct, frozen=True):
    """`text` to analyse; from character `cut` of it on, `skipped` characters of the whole lack."""

    text: str
    cut: int = 0
    skipped: int = 0

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the excerpt, which never lies across the cut, is in the whole."""
        shift = self.skipped if start >= self.cut else 0
        return start + shift, end + shift


def excerpt(text: str, limit: int = LIMIT) -> Excerpt:
    """What to analyse: the whole, or its head and tail as two lines.

    Control characters and lone surrogates, which model libraries refuse, become spaces one for one,
    so that offsets stay right.

    >>> excerpt("abcdef", limit=4)
    Excerpt(text='a\\nef', cut=2, skipped=2)
    """
    if len(text) <= limit:
        return Excerpt(_UNREADABLE.sub(" ", text))
    half = limit // 2
    # The cut is a line's end, so that nothing is read across it.
    both = f"{text[: half - 1]}\n{text[len(text) - half :]}"
    return Excerpt(_UNREADABLE.sub(" ", both), half, len(text) - 2 * half)
