"""The header block that a client copies above a quoted message, and the divider before it."""

# Other alphabets and typographic marks are what this file is about.
# ruff: noqa: RUF001

import re
from typing import Literal

from ingest.reply_words import (
    BARE_MARKERS,
    FROM,
    MESSAGE,
    OLDER,
    OTHER,
    PASSED_ON,
    SENT,
    SUBJECT,
    TO,
)

Role = Literal["from", "sent", "to", "subject", "other"]

_ROLES: dict[str, Role] = {}
for _role, _labels in (
    ("other", OTHER), ("to", TO), ("subject", SUBJECT), ("sent", SENT), ("from", FROM),
):  # fmt: skip
    _ROLES |= dict.fromkeys(_labels, _role)  # type: ignore[arg-type]

_LABEL = re.compile(
    r"[\s*_>|#]{0,6}([^\W\d_](?:[^\W\d_]|[ '’./-](?=[^\W\d_])){0,30})[\s*_]{0,4}[:：]"
)
_EVIDENCE = re.compile(r"@|\d{1,2}[:.h]\d{2}|\bmailto:")
_CLOCK = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s+\d{1,2}[:.]\d{2}"
_STAMP = re.compile(rf"^{_CLOCK}")
_STAMPED = re.compile(rf"\S.*\s(?:on|am|le|el|il|em|op)\s+{_CLOCK}", re.IGNORECASE)
_RULE = r"[-_=*~—–]"
_MARKER = re.compile(rf"^(?:>\s*)?{_RULE}{{2,}}[\s*]*([^\W\d_].{{2,80}}?)[\s*:]*{_RULE}{{2,}}")
_PASSED_ON = re.compile(rf"^{_RULE}{{3,}}\s*(?:{'|'.join(PASSED_ON)})\b", re.IGNORECASE)
_PROCESSED = re.compile(r"^\[?original message processed by \w", re.IGNORECASE)
_OLDER = re.compile("|".join(map(re.escape, OLDER)), re.IGNORECASE)
_MESSAGE = re.compile("|".join(map(re.escape, MESSAGE)), re.IGNORECASE)
_MOST_LINES = 30


def role_of(line: str) -> Role | None:
    """What the label at the start of a plain line stands for, or None."""
    match = _LABEL.match(line)
    return _ROLES.get(match.group(1).strip().lower()) if match else None


def is_marker(line: str) -> bool:
    """True for a divider that says that an older message follows."""
    if not line or len(line) > 400:
        return False
    if line.strip(" *_>").rstrip(" :：").lower() in BARE_MARKERS:
        return True
    match = _MARKER.match(line)
    if match and _OLDER.search(match.group(1)) and _MESSAGE.search(match.group(1)):
        return True
    return _PASSED_ON.match(line) is not None or _PROCESSED.match(line) is not None


def header_end(lines: list[str], start: int) -> int | None:
    """Where the header block that starts at `start` ends (exclusive), or None if none does.

    `lines` are plain. Labels alone prove nothing: an itinerary has From, To and Date as well.
    An address, a time or a subject must be among them.
    """
    if role_of(lines[start]) is None:
        return None
    roles: set[Role] = set()
    evidence = False
    end, strays = start, 0
    for index in range(start, min(start + _MOST_LINES, len(lines))):
        line = lines[index]
        role = role_of(line)
        if role is None:
            strays += 1
            # Values wrap, and some webmails put blank lines between the fields.
            if strays > 2 or (line and len(roles) >= 3):
                break
            evidence = evidence or (_EVIDENCE.search(line) is not None and bool(line))
            continue
        if role in roles and role != "other":
            break
        roles |= {role} | _roles_within(line)
        evidence = evidence or _EVIDENCE.search(line) is not None
        end, strays = index + 1, 0
    proven = "subject" in roles or evidence
    if len(roles) >= 3 and proven and roles & {"from", "sent"}:
        return end
    if "from" in roles and len(roles) == 2 and evidence:
        return end
    return None


def notes_header_end(lines: list[str], start: int) -> int | None:
    """Like `header_end`, for Lotus Notes: a name, a date and time, then To, cc and Subject.

    The name may share a line with the date: "Ann Lee@ACME on 05/01/2001 10:59 AM".
    """
    first = lines[start]
    if not first or len(first) > 120:
        return None
    stamped = start if _STAMPED.search(first) else start + 1
    if stamped > start and stamped < len(lines) and lines[stamped].startswith("Sent by:"):
        stamped += 1
    if stamped >= len(lines) or not (stamped == start or _STAMP.match(lines[stamped])):
        return None
    roles: set[Role] = set()
    end = stamped + 1
    for index in range(stamped + 1, min(stamped + 12, len(lines))):
        role = role_of(lines[index])
        if role in roles and role != "other":
            break
        if role is not None:
            roles.add(role)
            end = index + 1
        elif lines[index] and "subject" in roles:
            break
        elif lines[index] and not roles and index > stamped + 3:
            return None
    return end if roles >= {"to", "subject"} else None


def _roles_within(line: str) -> set[Role]:
    # Flattened mail puts several fields on one line: "À : a@b.be Objet : ...".
    found: set[Role] = set()
    for word in re.findall(r"(?:^|[\s\d>\]])([^\W\d_]{1,20})\s{0,2}[:：]", line[:400]):
        role = _ROLES.get(word.lower())
        if role is not None:
            found.add(role)
    return found
