"""Where the sentences of a message lie, roughly: lines count, and so do marks that end one."""

import re
from collections.abc import Iterator

_END = re.compile(r"(?<=[.!?…])[\"»”)\]]*\s+(?=[^a-zà-ÿ\s])|\s*\n\s*")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each, without the spaces around; at least one, for any text.

    >>> list(sentences("Good. Send it.\\nAnn"))
    [(0, 5), (6, 14), (15, 18)]
    """
    start, found = 0, False
    for match in (*_END.finditer(text), None):
        end = len(text) if match is None else match.start()
        words = text[start:end]
        if words.strip():
            found = True
            begin = start + len(words) - len(words.lstrip())
            yield begin, begin + len(words.strip())
        start = end if match is None else match.end()
    if not found:
        yield 0, len(text)
