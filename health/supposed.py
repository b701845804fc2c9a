"""What might happen, read from a short statement: `meeting review 2026-03-01`."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, get_args

import msgspec

from health.facts import TYPES
from health.observation import DAY_MS, MOST_VALUE, Fact, Observation, day_of
from ingest.errors import Malformed
from ingest.interaction import InteractionId, MeetingStatus, MeetingType, PartnerId
from ingest.meeting_type import meeting_status_of
from ingest.name import fold
from ingest.number import number_of
from ingest.record_type import record_type

CHARACTERS = 200
NOON = DAY_MS // 2
SURE = 1000
YEARS = (1990, 2199)
ALLOWED = {
    "meeting": "meeting TYPE DATE [held|cancelled|no_show]",
    "email": "email in|out DATE [TONE]",
    "call": "call DATE [TONE]",
    "praise": "praise DATE",
    "complaint": "complaint DATE",
    "record": "record TYPE [VALUE|STATUS] DATE",
    "silence": "silence until DATE",
}
TONES = {"kind": 600, "neutral": 0, "displeased": -600}
FEELINGS = {"praise": 800, "complaint": -800}
"""How a message that says so sounds, in thousandths."""
RECORDS = sorted({*TYPES, "ticket"})
_NUMBER = re.compile(r"[-+]?\d[\d.,]*%?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Supposed(msgspec.Struct, frozen=True):
    """One statement. Without an observation it only lets the days pass until its day."""

    statement: str
    day: int
    observation: Observation | None = None


class _Unclear(ValueError):
    """What is wrong with a statement."""


def suppose(statement: str, partner: PartnerId, number: int = 0) -> Supposed:
    """Read a statement; the `number`-th of several is heard so many minutes after noon, UTC.

    Raises Malformed, which names the statement and what is allowed.

    >>> suppose("meeting review 2026-03-01", "acme").observation.meeting_type
    'review'
    """
    try:
        day, shape = _read(statement)
    except _Unclear as problem:
        form = ALLOWED.get(_words(statement)[0]) or "; ".join(ALLOWED.values())
        said = f"`{statement[:CHARACTERS]}`: {problem} (as in: {form})"
        raise Malformed(said) from None
    if shape is None:
        return Supposed(statement, day)
    at = day * DAY_MS + NOON + number * 60_000
    id_ = InteractionId(f"supposed-{number + 1}")
    return Supposed(
        statement,
        day,
        Observation(partner, id_, at, **{"direction": None, **shape}),
    )


_Shape = tuple[int, dict[str, Any] | None]


def _words(statement: str) -> list[str]:
    return fold(statement[:CHARACTERS]).split() or [""]


def _read(statement: str) -> _Shape:
    kind, *rest = _words(statement)
    if len(statement) > CHARACTERS:
        raise _Unclear(f"longer than {CHARACTERS} characters")
    if kind not in _KINDS:
        raise _Unclear(f"`{kind}` is none of {', '.join(ALLOWED)}")
    return _KINDS[kind](rest)


def _meeting(words: Sequence[str]) -> _Shape:
    kind, day, *rest = _counted(words, 2, 3)
    types: tuple[MeetingType, ...] = get_args(MeetingType)
    found = next((one for one in types if one == kind.replace("-", "_")), None)
    if found is None:
        raise _Unclear(f"`{kind}` is no type of meeting: {', '.join(types)}")
    status: MeetingStatus | None = meeting_status_of(rest[0]) if rest else "held"
    if status is None or status == "planned":
        raise _Unclear(f"`{rest[0]}` is none of held, cancelled, no_show")
    return _day(day), {"kind": "meeting", "meeting": status, "meeting_type": found}


def _email(words: Sequence[str]) -> _Shape:
    way, day, *rest = _counted(words, 2, 3)
    directions = {"in": "inbound", "out": "outbound"}
    if way not in directions:
        raise _Unclear(f"`{way}` is neither in (from them) nor out (from us)")
    return _day(day), {"kind": "email", "direction": directions[way], **_tone(rest)}


def _call(words: Sequence[str]) -> _Shape:
    day, *rest = _counted(words, 1, 2)
    return _day(day), {"kind": "call_note", "direction": "internal", **_tone(rest)}


def _says(intent: str) -> Callable[[Sequence[str]], _Shape]:
    def read(words: Sequence[str]) -> _Shape:
        (day,) = _counted(words, 1, 1)
        shape = {
            "kind": "email",
            "direction": "inbound",
            "tone": FEELINGS[intent],
            "weight": SURE,
            "intents": ((intent, SURE),),
        }
        return _day(day), shape

    return read


def _record(words: Sequence[str]) -> _Shape:
    kind, *rest, day = _counted(words, 2, 3)
    known = record_type(kind)
    if known not in RECORDS:
        raise _Unclear(f"`{kind}` is no type of record that counts: {', '.join(RECORDS)}")
    return _day(day), {"kind": "record", "fact": _fact(known, rest[0] if rest else "")}


def _fact(kind: str, said: str) -> Fact:
    """`said`: a number, one of a scale as in `9/10`, or a status."""
    if said.replace("_", "").isalpha() or not said:
        return Fact(kind, status=said or None)
    value, slash, scale = said.partition("/")
    if not _NUMBER.fullmatch(value) or (slash and not scale.isdigit()):
        raise _Unclear(f"`{said}` is neither a number nor a status")
    number = number_of(value)  # no ValueError: it begins with a digit
    if abs(number) > MOST_VALUE:
        raise _Unclear(f"`{said}` is more than anybody books")
    unit = f"/{scale}" if slash else "%" if value.endswith("%") else None
    return Fact(kind, round(1000 * number), unit)


def _silence(words: Sequence[str]) -> _Shape:
    until, day = _counted(words, 2, 2)
    if until != "until":
        raise _Unclear(f"`until` is missing before `{day}`")
    return _day(day), None


_KINDS: dict[str, Callable[[Sequence[str]], _Shape]] = {
    "meeting": _meeting,
    "email": _email,
    "call": _call,
    "praise": _says("praise"),
    "complaint": _says("complaint"),
    "record": _record,
    "silence": _silence,
}


def _counted(words: Sequence[str], least: int, most: int) -> Sequence[str]:
    if len(words) < least:
        raise _Unclear("something is missing")
    if len(words) > most:
        raise _Unclear(f"`{words[most]}` is too much")
    return words


def _tone(words: Sequence[str]) -> dict[str, Any]:
    """Without one the message counts as one whose tone could not be read."""
    if not words:
        return {}
    if words[0] in TONES:
        tone = TONES[words[0]]
    else:
        try:
            tone = round(1000 * float(words[0]))
        except (ValueError, OverflowError):
            tone = 2 * SURE
        if not -SURE <= tone <= SURE:
            raise _Unclear(f"`{words[0]}` is no tone: -1 to 1, or {', '.join(TONES)}")
    return {"tone": tone, "weight": SURE}


def _day(word: str) -> int:
    try:
        found = date.fromisoformat(word) if _DAY.fullmatch(word) else None
    except ValueError:
        found = None
    if found is None or not YEARS[0] <= found.year <= YEARS[1]:
        raise _Unclear(f"`{word}` is no day such as 2026-03-01")
    return day_of(found)
