"""Where the author's text ends and the signature begins.

A signature is what a program or a template adds: what follows "-- " or another divider, the block
of name, title, company and numbers, a "-Name", "Sent from my phone". A closing formula with no more
than a name below it was typed for this letter: it stays. Where the name heads a block, the block
takes it and the farewell along (a "thank you" still stays: it is an answer, not a form).
"""

# Other alphabets and typographic marks are what this file is about.
# ruff: noqa: RUF001

import re

from ingest.reply_block import LONGEST_BLOCK, block_start, may_stand_in_block
from ingest.reply_closings import closing_of, is_name
from ingest.reply_contacts import is_contact, is_prose
from ingest.reply_titles import has_title
from ingest.reply_words import TAGLINES

_TAGLINE = re.compile(rf"^[\W_]*(?:{'|'.join(TAGLINES)})", re.IGNORECASE)
_LINK = re.compile(r"[<(\[]?\s?(?:https?://|mailto:|www\.)\S+")
# A tagline names a thing and ends; a sentence goes on.
_GOES_ON = re.compile(
    r"\b(?:is|are|was|were|which|that|to|but|so|because|and|est|ist|sind|war|und|aber|weil|es"
    r"|fue|pero|mais|ma|è|é|maar)\b",
    re.IGNORECASE,
)  # fmt: skip
_EXCUSE = re.compile(
    r"excus|pardon|typo|brief|forgive|sorry|tippfehler|kürze|fautes", re.IGNORECASE
)
_SELF_SAID = re.compile(
    r"diese (?:nachricht|mail|e-mail)|von meinem|this (?:mail|message)", re.IGNORECASE
)
_DELIMITER = re.compile(r"^(?:--|__|—|––|- -|[\s*]*(?:\.\s?){8,}[\s*]*)$")
_DIVIDER = re.compile(
    r"^[\s*_]*(?:[-_=~—–]{3,}|(?:\*\s?){3,}|(?:#\s?){4,}|(?:\.\s?){6,}"
    r"|(?:[-–_=]\s){3,}[-–_=]?)[\s*_]*$"
)
_DASHED_NAME = re.compile(r"^(?:[-–—~]\s?|/\s?)(?=[^\W\d_])")
_POSTSCRIPT = re.compile(r"^(?:p\.?\s?s|n\.?\s?b)\b", re.IGNORECASE)
# A block is at the very end.
_REACH = 60


def is_tagline(line: str) -> bool:
    """True for the line that a device or client adds: "Sent from my iPhone"."""
    if not line or len(line) > 200 or not _TAGLINE.match(line):
        return False
    said = _LINK.sub(" ", line).strip()
    if _EXCUSE.search(said):
        return True
    words = said.split()
    if said.endswith(".") and len(words) > 6 and not _SELF_SAID.match(said):
        return False
    return len(words) <= 9 and not _GOES_ON.search(" ".join(words[3:])) and "," not in said


def is_divider(line: str) -> bool:
    """True for a line that is only a rule, a signature delimiter among them."""
    return bool(line) and len(line) <= 200 and bool(_DELIMITER.match(line) or _DIVIDER.match(line))


def without_signature(lines: list[str]) -> int:
    """How many of the plain lines remain when the signature at the end is left off."""
    end = len(lines)
    while True:
        shorter = _step(lines[:end]) if end < 2 * _REACH else _far_step(lines, end)
        if shorter >= end:
            return end
        end = shorter


def without_closing(lines: list[str]) -> int:
    """How many remain when a closing formula and the name below it are left off as well."""
    filled = _filled(lines)
    for index in reversed(filled[-4:]):
        kind = closing_of(lines[index])
        below = [place for place in filled if place > index]
        if kind and all(is_name(lines[place]) for place in below):
            return index if kind == "bare" or (kind == "named" and not below) else index + 1
    return len(lines)


def _far_step(lines: list[str], end: int) -> int:
    start = end - 2 * _REACH
    return start + _step(lines[start:end])


def _filled(lines: list[str]) -> list[int]:
    start = max(0, len(lines) - _REACH)
    return [index for index in range(start, len(lines)) if lines[index]]


def _step(lines: list[str]) -> int:
    """One thing less at the end, or the same length."""
    filled = _filled(lines)
    if not filled:
        return 0
    last = filled[-1]
    bare = last + 1
    while bare and (not (line := lines[bare - 1]) or is_divider(line) or is_tagline(line)):
        bare -= 1
    if bare < len(lines):
        return bare
    if len(filled) > 1 and _DASHED_NAME.match(lines[last]) and _is_dashed_name(lines, last):
        return last
    return min(_at_delimiter(lines, filled), _at_closing(lines, filled), block_start(lines, filled))


def _is_dashed_name(lines: list[str], last: int) -> bool:
    name = _DASHED_NAME.sub("", lines[last])
    # "- Anna" below other points is the last point of a list.
    listed = any(_DASHED_NAME.match(line) for line in lines[max(0, last - 3) : last])
    return is_name(name) and len(name.split()) <= 3 and not listed


def _at_delimiter(lines: list[str], filled: list[int]) -> int:
    for index in filled:
        if not is_divider(lines[index]) or not any(lines[:index]):
            continue
        below = [lines[place] for place in filled if place > index]
        exact = bool(_DELIMITER.match(lines[index]))
        # A rule right below a line of text underlines it, or heads a table.
        heads = exact or not lines[index - 1] or _heads_block(below)
        if heads and _is_below_divider(below, exact=exact):
            return index
        if _closes(lines[:index]) and len(below) <= LONGEST_BLOCK:
            return index
    return len(lines)


def _heads_block(below: list[str]) -> bool:
    return len(below) > 2 and is_name(below[0]) and sum(map(is_contact, below)) > 1


def _is_below_divider(below: list[str], *, exact: bool) -> bool:
    if not below or len(below) > LONGEST_BLOCK:
        return False
    if exact:
        return sum(is_prose(line) for line in below) <= 6
    if any(is_divider(line) for line in below[:-1]) or any(map(closing_of, below[1:])):
        return False
    signed = any(is_contact(line) for line in below) or all(is_name(line) for line in below)
    return signed and not any(is_prose(line) for line in below[:3])


def _closes(lines: list[str]) -> bool:
    """True where the last lines are a closing formula, with a name or two or without."""
    filled = _filled(lines)[-3:]
    return any(
        closing_of(lines[index]) and all(is_name(lines[place]) for place in filled if place > index)
        for index in filled
    )


def _at_closing(lines: list[str], filled: list[int]) -> int:
    """The last closing formula with something below that is not only a name."""
    for index in reversed(filled):
        kind = closing_of(lines[index])
        if kind is None:
            continue
        below = [place for place in filled if place > index]
        if not below or len(below) > LONGEST_BLOCK:
            return len(lines)
        if any(_POSTSCRIPT.match(lines[place]) or is_divider(lines[place]) for place in below):
            return len(lines)
        titled = len(below) == 2 and has_title(lines[below[1]])
        if all(is_name(lines[place]) for place in below) and len(below) <= 2 and not titled:
            return len(lines)
        named = kind != "named" and is_name(lines[below[0]])
        rest = below[1:] if named else below
        if not all(may_stand_in_block(lines[place]) for place in rest):
            return len(lines)
        if not _is_template([lines[place] for place in rest]):
            return len(lines)
        if not named:
            contacts = sum(is_contact(lines[place]) for place in rest)
            if not contacts:
                return len(lines)
            return rest[0] if kind != "bare" else index
        if not lines[rest[0] - 1]:
            return rest[0]  # the name stands alone, the block below it
        return below[0] if kind == "thanks" else index
    return len(lines)


def _is_template(rest: list[str]) -> bool:
    """False where the lines below a name may be one more word of the author's."""
    if any(map(is_contact, rest)):
        return True
    return len(rest) <= 3 and not any(
        closing_of(line) or line[-1] in ".!?)" or ". " in line for line in rest
    )
