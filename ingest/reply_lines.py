"""A mail body as lines, and each line as the rules see it: short and plain."""

# A rule never needs more of a line than this; it keeps hostile lines cheap.
WIDTH = 600

_INVISIBLE = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2063\u2066\u2067\u2068\u2069\ufeff"
)
_PLAIN = str.maketrans(
    dict.fromkeys(_INVISIBLE, "") | dict.fromkeys("\t\u00a0\u202f\u2009\u3000", " ")
)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", " "), ("&amp;", "&"))


def lines_of(body: str) -> list[str]:
    """The lines of a body, whatever its line ends are."""
    return body.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def plain(line: str) -> str:
    """What the rules read: the head of the line, without marks and outer space."""
    head = line[:WIDTH].translate(_PLAIN).strip()
    if "&" in head and not head.startswith("&"):
        # Some webmails escape the attribution's address; a leading "&gt;" stays the author's.
        for entity, character in _ENTITIES:
            head = head.replace(entity, character)
    return head


def trimmed(lines: list[str]) -> list[str]:
    """The same lines without blank ones at both ends."""
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return lines[first:last]
