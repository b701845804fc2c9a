"""The block of name, title, company and numbers at the end that no formula and no rule announces.

Doubt goes to the author: an address to ship to, a person to call and an account to pay are blocks
as well, and tell themselves from a signature by what the sentence above says of them.
"""

# Other alphabets and typographic marks are what this file is about.
# ruff: noqa: RUF001

import re
from collections.abc import Iterator

from ingest.reply_announced import announces_company, announces_person, announces_place
from ingest.reply_closings import closing_of, is_name
from ingest.reply_contacts import is_address, is_contact, is_short, is_trailer
from ingest.reply_registration import is_registration
from ingest.reply_titles import has_title

LONGEST_BLOCK = 25

_BEHIND_NAME = re.compile(r"\s*\|\s*|\s+[·•–—-]\s+|,\s+")
_COMPANY = re.compile(
    r"\b(?:gmbh|ag|kg|sarl|sas|sa|ltd|limited|llc|llp|inc|corp|plc|b\.?v|n\.?v|s\.?p\.?a|s\.?r\.?l"
    r"|lda|s\.?l|aps|a/s|oy|ab)\b",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"@|www\.|https?:|\||\[cid|^[\w-]+\.\w[\w.-]+$|\b(?:fax|mobile?|mobil)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"^\D{0,12}\+?\d(?:[\s()./–-]{0,2}\d){5,14}$")
_ACCOUNT = re.compile(
    r"\b(?:iban|bic|swift|sort code|kontonummer|account (?:no|number))\b", re.IGNORECASE
)


def block_start(lines: list[str], filled: list[int]) -> int:
    """Where the block at the end of the plain lines starts; their number where there is none.

    `filled` are the places of the last lines that are not blank. A name typed above a block that
    says it again stays: it was typed for this letter.
    """
    none = len(lines)
    for block in _candidates(lines, filled):
        above = [place for place in filled if place < block[0]]
        said = [lines[place] for place in block]
        if above and lines[above[-1]].endswith(":"):
            continue  # announced: "My new address will be:"
        typed = _typed(lines, block)
        if above and not typed and _tells_of(lines[above[-1]], said):
            return none
        if above and closing_of(lines[above[-1]]) and len(block) > 1 and not lines[block[1] - 1]:
            block = block[1:]  # a bare name below its formula
            typed = _typed(lines, block)
        block = block[typed:]
        return block[0] if _is_signature([lines[place] for place in block]) else none
    return none


def _candidates(lines: list[str], filled: list[int]) -> Iterator[list[int]]:
    """The block from its first paragraph with a name or a contact in it, then from later ones."""
    start = len(lines)
    for index in reversed(filled):
        ruled = not any(map(str.isalnum, lines[index]))
        if ruled or closing_of(lines[index]) or not may_stand_in_block(lines[index]):
            break
        start = index
    # The first line of a mail is no signature.
    block = [place for place in filled if place >= start and place != filled[0]]
    if len(block) > LONGEST_BLOCK:
        return
    first = True
    for number, place in enumerate(block):
        if lines[place - 1] or not (name_in(lines[place]) or is_contact(lines[place])):
            continue
        titled = number + 1 < len(block) and has_title(lines[block[number + 1]])
        if first or (name_in(lines[place]) and (titled or has_title(lines[place]))):
            yield block[number:]
        first = False


def may_stand_in_block(line: str) -> bool:
    """True for a plain line that a block may hold."""
    return is_contact(line) or is_trailer(line) or is_short(line)


def name_in(line: str) -> str | None:
    """The name that a line is or begins with: "Ann Lee | Sales", "Ann Lee - Buyer"."""
    if is_name(line):
        return line
    mark = _BEHIND_NAME.search(line[:60])
    if mark is None:
        return None
    head = line[: mark.start()]
    behind = "|" in mark.group() or has_title(line[mark.end() :])
    return head if behind and len(head.split()) > 1 and is_name(head) else None


def _typed(lines: list[str], block: list[int]) -> int:
    """How many lines at the head of a block the author typed: a name that the block says again."""
    head = 0
    if len(block) > 2 and lines[block[0]].endswith(",") and is_name(lines[block[1]]):
        head = 1  # a farewell that we do not know
    typed = lines[block[head]]
    if not is_name(typed):
        return 0
    for number in range(head + 1, min(head + 5, len(block))):
        printed = name_in(lines[block[number]])
        if not printed or (is_name(lines[block[number]]) and _COMPANY.search(printed)):
            continue
        parted = not lines[block[number] - 1]
        nickname = parted and number == head + 1 and len(typed.split()) == 1
        if _same_person(typed, printed) or (nickname and len(printed.split()) > 1):
            return number
    return 0


def _same_person(typed: str, printed: str) -> bool:
    names = re.findall(r"[^\W\d_]{2,}", printed.casefold())
    return any(
        name.startswith(word) for word in re.findall(r"[^\W\d_]{2,}", typed.casefold())
        for name in names
    )  # fmt: skip


def _tells_of(sentence: str, block: list[str]) -> bool:
    """True where the sentence above speaks of what the block says: it is the author's."""
    if announces_person(sentence):
        return True
    if any(map(has_title, block)):
        return False
    if any(map(is_registration, block)) and announces_company(sentence):
        return True
    return announces_place(sentence) or any(map(_ACCOUNT.search, block))


def _lists_people(block: list[str]) -> bool:
    """True where a second full name with a number of its own follows a number."""
    return any(
        is_name(line) and len(line.split()) > 1 and _NUMBER.match(above) and _NUMBER.match(below)
        for above, line, below in zip(block, block[1:], block[2:], strict=False)
    )


def _is_firms(line: str) -> bool:
    """True for what a template says and nobody types: a title, a firm, a page, a mailbox."""
    return (
        has_title(line)
        or is_registration(line)
        or is_trailer(line)
        or _TEMPLATE.search(line) is not None
        or _COMPANY.search(line) is not None
    )


def _is_signature(block: list[str]) -> bool:
    if len(block) < 2 or not name_in(block[0]):
        return False
    contacts = sum(is_contact(line) or is_trailer(line) for line in block)
    if any(map(is_address, block)) and not any(map(_is_firms, block)):
        return False  # a place to go to, as likely as the author's own
    if _lists_people(block):
        return False
    if contacts > 1 and len(block) > 2:
        return True
    # Two lines are a block only where they say a full name and how to reach it.
    full = len(block[0].split()) > 1 and is_contact(block[-1])
    parted = not is_name(block[0])
    return full and (contacts == len(block) - 1 or (parted and contacts == len(block)))
