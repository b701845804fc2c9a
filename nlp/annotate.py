"""Language analysis alone: objects in, what they say out, one answer to each, whatever it is."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any, get_args

import msgspec

from ingest.interaction import Direction, Kind
from ingest.moment import moment_of
from nlp.draft import Draft
from nlp.language import is_tag
from nlp.pipeline import Pipeline
from nlp.said import Said

_HALVES = re.compile("[\ud800-\udfff]")
_BITS_64 = 2**63


class Unread(msgspec.Struct, frozen=True):
    """Stands in the place of an object that could not even be read."""

    problem: str


def annotate_object(objects: Sequence[object], pipeline: Pipeline) -> list[dict[str, Any]]:
    """An answer to each object, in order: what its text says, or `error` naming the bad field.

    Reads `id` and `text`, and where they are given `kind`, `direction`, `language`, and the day of
    writing, from which "Friday" is counted, as `occurred_at` or `date`.
    """
    drafts = [_draft(given) for given in objects]
    said = iter(pipeline.read([draft for draft in drafts if isinstance(draft, Draft)]))
    return [
        {"id": _id(given), "error": draft}
        if isinstance(draft, str)
        else _answer(given, next(said), pipeline)
        for given, draft in zip(objects, drafts, strict=True)
    ]


def _answer(given: object, said: Said, pipeline: Pipeline) -> dict[str, Any]:
    return {
        "id": _id(given),
        "language": said.language,
        "sentiment": msgspec.to_builtins(said.sentiment),
        "intents": msgspec.to_builtins(said.intents),
        "entities": msgspec.to_builtins(said.entities),
        "promises": msgspec.to_builtins(said.promises),
        **({"topics": msgspec.to_builtins(said.topics)} if said.topics else {}),
        "model_versions": pipeline.model_versions,
        "compliance": msgspec.to_builtins(said.flags),
    }


def _draft(given: object) -> Draft | str:
    """What to read, or what is wrong."""
    if isinstance(given, Unread):
        return given.problem
    if not isinstance(given, Mapping):
        return "not an object"
    if _id(given) is None:
        return "id: must be a text, without half characters, or a whole number of 64 bits"
    text = given.get("text")
    if not isinstance(text, str):
        return "text: missing" if text is None else "text: must be a text"
    kind, direction, language = (given.get(name) for name in ("kind", "direction", "language"))
    if kind is not None and kind not in get_args(Kind):
        return f"kind: must be one of {', '.join(get_args(Kind))}"
    if direction is not None and direction not in get_args(Direction):
        return f"direction: must be one of {', '.join(get_args(Direction))}"
    if language is not None and not isinstance(language, str):
        return "language: must be a text"
    if language and language.strip() and not is_tag(language):
        return "language: must be a BCP 47 tag"
    day = None
    for name in ("occurred_at", "date"):
        if day is None and given.get(name) is not None:
            try:
                day = moment_of(given[name], zone=UTC).date()
            except (ValueError, AttributeError):
                return f"{name}: must be a date such as 2026-12-31 or 2026-12-31T14:05:00+01:00"
    return Draft(
        # No answer can repeat half a character; one for one, so that offsets stay right.
        text=_HALVES.sub("\ufffd", text),
        kind=kind or "email",
        direction=direction,
        given_language=language or None,
        written_on=day,
    )


def _id(given: object) -> str | int | None:
    """The id, if it can be written into an answer as it is."""
    match given.get("id") if isinstance(given, Mapping) else None:
        case str(found) if not _HALVES.search(found):
            return found
        case int(found) if not isinstance(found, bool) and -_BITS_64 <= found < _BITS_64:
            return found
        case _:
            return None
