"""One line of a file of labelled messages: what may be left out, and what is wrong with it."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Any, get_args

import msgspec

from ingest.interaction import Direction, Kind
from ingest.moment import moment_of
from nlp.annotations import EntityLabel, IntentLabel, Owner, SentimentLabel
from nlp.example import Example
from nlp.flag import FlagLabel
from nlp.language import is_tag

_DAYS = ("written_on", "occurred_at", "date")
KNOWN = frozenset({*Example.__struct_fields__, *_DAYS})
_HALVES = re.compile("[\ud800-\udfff]")


class Unfit(ValueError):
    """A line that cannot be used. `str(error)` names the field, and repeats nothing of the text."""


def gold(line: bytes, name: str) -> tuple[Example, frozenset[str]]:
    """The message of a line, and the fields that nobody knows; `name` is its id if it has none.

    Only `text` must be there; a field that is absent or null was not labelled. A label may also be
    an object with `label` in it, and a promise may give `what` in the words of the text instead of
    `start` and `end`: so `rapport annotate` writes them. Raises `Unfit`.
    """
    given = _object(line)
    text = given.get("text")
    if not isinstance(text, str):
        raise Unfit("text: missing" if text is None else "text: must be a text")
    # One for one, so that offsets stay right: no answer can hold half a character.
    text = _HALVES.sub("\ufffd", text)
    fields = {
        "id": _id(given, name),
        "language": _language(given),
        "scenario": "",
        "text": text,
        "kind": _one_of(given, "kind", get_args(Kind)) or "email",
        "direction": _one_of(given, "direction", get_args(Direction)),
        "written_on": _written_on(given),
        "sentiment": _one_of(given, "sentiment", get_args(SentimentLabel)),
        "intents": _labels(given, "intents", get_args(IntentLabel)),
        "compliance": _labels(given, "compliance", get_args(FlagLabel)),
        "near": _labels(given, "near", (*get_args(IntentLabel), *get_args(FlagLabel))) or [],
        "entities": _entities(given, text),
        "promises": _promises(given, text),
    }
    return msgspec.convert(fields, Example), frozenset(given.keys() - KNOWN)


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        # Not msgspec: it refuses half a character, which other programs do write.
        given = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise Unfit("not UTF-8") from error
    except (ValueError, RecursionError) as error:
        # The reason without the content: a decoder's message may quote the line.
        why = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise Unfit(f"not JSON ({why})") from error
    if not isinstance(given, dict):
        raise Unfit("not an object")
    return given


def _id(given: Mapping[str, Any], name: str) -> str:
    match given.get("id"):
        case None:
            return name
        case str(found):
            return _HALVES.sub("\ufffd", found)
        case int(found) if not isinstance(found, bool):
            return str(found)
        case _:
            raise Unfit("id: must be a text or a whole number")


def _language(given: Mapping[str, Any]) -> str:
    tag = given.get("language")
    if tag is None:
        return "und"
    if not isinstance(tag, str) or not is_tag(tag):
        raise Unfit("language: must be a BCP 47 tag such as fr or pt-BR")
    return tag.strip()


def _written_on(given: Mapping[str, Any]) -> date | None:
    for name in _DAYS:
        if given.get(name) is not None:
            try:
                return moment_of(given[name], zone=UTC).date()
            except (ValueError, AttributeError) as error:
                raise Unfit(f"{name}: must be a date such as 2026-12-31") from error
    return None


def _one_of(given: Mapping[str, Any], name: str, allowed: Sequence[str]) -> str | None:
    return None if given.get(name) is None else _label(given[name], name, allowed)


def _label(value: object, where: str, allowed: Sequence[str]) -> str:
    named = value.get("label") if isinstance(value, Mapping) else value
    if not isinstance(named, str) or named not in allowed:
        raise Unfit(f"{where}: must be one of {', '.join(allowed)}")
    return named


def _labels(given: Mapping[str, Any], name: str, allowed: Sequence[str]) -> list[str] | None:
    listed = _listed(given, name)
    if listed is None:
        return None
    return list(
        dict.fromkeys(_label(one, f"{name}[{at}]", allowed) for at, one in enumerate(listed))
    )


def _listed(given: Mapping[str, Any], name: str) -> Sequence[Any] | None:
    value = given.get(name)
    if value is not None and not isinstance(value, list):
        raise Unfit(f"{name}: must be a list")
    return value


def _entities(given: Mapping[str, Any], text: str) -> list[dict[str, Any]] | None:
    listed = _listed(given, "entities")
    if listed is None:
        return None
    marks = []
    for at, one in enumerate(listed):
        where = f"entities[{at}]"
        if not isinstance(one, Mapping):
            raise Unfit(f"{where}: must be an object with label, start and end")
        label = _label(one, where, get_args(EntityLabel))
        start, end = _span(one, where, text)
        words = one.get("text")
        if isinstance(words, str) and _HALVES.sub("\ufffd", words).strip() != text[start:end]:
            raise Unfit(f"{where}: its text does not stand there; start and end count characters")
        marks.append({"label": label, "start": start, "end": end})
    return marks


def _promises(given: Mapping[str, Any], text: str) -> list[dict[str, Any]] | None:
    listed = _listed(given, "promises")
    if listed is None:
        return None
    words = []
    for at, one in enumerate(listed):
        where = f"promises[{at}]"
        if not isinstance(one, Mapping):
            raise Unfit(f"{where}: must be an object with owner, start and end")
        owner = _label(one.get("owner"), f"{where}.owner", get_args(Owner))
        start, end = _words(one, where, text)
        words.append({"owner": owner, "start": start, "end": end, "due": _due(one, where)})
    return words


def _words(given: Mapping[str, Any], where: str, text: str) -> tuple[int, int]:
    if given.get("start") is not None or given.get("end") is not None:
        return _span(given, where, text)
    what = given.get("what")
    start = text.find(what) if isinstance(what, str) and what.strip() else -1
    if not isinstance(what, str) or start < 0:
        raise Unfit(f"{where}: needs start and end, or `what` in the words of the text")
    return _tight(text, start, start + len(what))


def _span(given: Mapping[str, Any], where: str, text: str) -> tuple[int, int]:
    start, end = given.get("start"), given.get("end")
    if type(start) is not int or type(end) is not int:  # True is an int, too
        raise Unfit(f"{where}: start and end must be whole numbers")
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise Unfit(f"{where}: {start} to {end} marks nothing in a text of {len(text)} characters")
    return _tight(text, start, end)


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the spaces at both ends: nobody means them, and no answer holds them."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def _due(given: Mapping[str, Any], where: str) -> str | None:
    due = given.get("due")
    if due is None:
        return None
    try:
        return date.fromisoformat(due).isoformat()
    except (ValueError, TypeError) as error:
        raise Unfit(f"{where}.due: must be a date such as 2026-12-31") from error
