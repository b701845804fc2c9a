"""A call note: a small front matter and text, or one row of a table."""

import hashlib
import re
from datetime import UTC, datetime
from typing import Any, get_args

import yaml
from frontmatter.default_handlers import YAMLHandler

from ingest.clean import clean, clean_id, clean_line, clean_text
from ingest.errors import Incomplete, Malformed, TooLarge
from ingest.interaction import (
    Direction,
    Interaction,
    InteractionId,
    Kind,
    Meeting,
    MeetingType,
    PartnerId,
)
from ingest.meeting_type import MINUTES, meeting_status_of, meeting_type_of
from ingest.moment import written_at, zone_of
from ingest.note_people import people_of
from ingest.record import row_id
from ingest.row import PAYLOAD_BYTES, known, row_of, text_in

FRONT_MATTER_CHARACTERS = 64 * 1024

_KINDS: dict[str, Kind] = {
    "call_note": "call_note",
    "note": "call_note",
    "call": "call_note",
    "appel": "call_note",
    "meeting": "meeting",
    "reunion": "meeting",
    "rendez_vous": "meeting",
}
_DIRECTIONS: dict[str, Direction] = {
    "inbound": "inbound",
    "entrant": "inbound",
    "incoming": "inbound",
    "outbound": "outbound",
    "sortant": "outbound",
    "outgoing": "outbound",
    "internal": "internal",
    "interne": "internal",
}
_MINUTES = re.compile(
    r"(?:(\d{1,3})\s*h(?:ours?|eures?)?)?\s*(\d{1,6})?\s*(?:m|mn|min|minutes?)?\.?"
)


def note_of(payload: bytes, source: str) -> Interaction:
    """The note in a file; without an id of its own it gets one made from its bytes.

    A date without an offset is in the front matter's `timezone`, else in UTC. Raises a kind of
    Rejected.
    """
    if len(payload) > PAYLOAD_BYTES:
        raise TooLarge(f"over {PAYLOAD_BYTES // 2**20} MiB")
    fields, text = _parted(clean(_decoded(payload)).lstrip("\ufeff \t\r\n"))
    made = "sha256:" + hashlib.sha256(payload).hexdigest()
    return _note(fields, text.strip() or text_in(fields, "text"), made, source)


def note_of_row(payload: bytes, source: str) -> Interaction:
    """The note in one row of a table, with the same fields as a file."""
    row = row_of(payload)
    return _note(row, row.get("text"), row_id(row), source)


def _decoded(payload: bytes) -> str:
    if payload[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return payload.decode("utf-16", errors="replace")
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        return payload.decode("cp1252", errors="replace")


class _AsTyped(YAMLHandler):
    """Front matter whose scalars stay the text that was typed: dates are read by us alone."""

    def load(self, fm: str, **_: object) -> Any:
        return yaml.load(fm, Loader=yaml.BaseLoader)


def _parted(text: str) -> tuple[dict[str, Any], str]:
    handler = _AsTyped()
    if not handler.detect(text):
        return {}, text
    try:
        head, body = handler.split(text)
    except ValueError as error:
        raise Malformed("the front matter has no closing line of dashes") from error
    if len(head) > FRONT_MATTER_CHARACTERS:
        raise TooLarge(f"front matter: over {FRONT_MATTER_CHARACTERS // 1024} KiB")
    try:
        fields = handler.load(head)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Malformed(f"front matter: not YAML at its line {line}") from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise Malformed("front matter: not YAML") from error
    if fields is None or fields == "":
        return {}, body
    if not isinstance(fields, dict):
        raise Malformed("front matter: expected fields, such as `date: 2026-12-31`")
    return known(fields), body


def _note(fields: dict[str, Any], text: str | None, made: str, source: str) -> Interaction:
    kind, meeting = _kind(fields)
    if not text and kind == "call_note":
        raise Incomplete("text: the note has none")
    identity = text_in(fields, "id")
    partner = clean_line(text_in(fields, "partner"), 300)
    people = people_of(fields.get("author"), "author")
    return Interaction(
        id=InteractionId(clean_id(identity) if identity else made),
        kind=kind,
        occurred_at=_moment(fields),
        source=source,
        direction=_direction(fields),
        partner_id=PartnerId(partner) if partner else None,
        participants=(*people, *people_of(fields.get("participants"), "attendee")),
        subject=clean_line(text_in(fields, "subject"), 1_000),
        text=clean_text(text),
        language=clean_line(text_in(fields, "language"), 35),
        meeting=meeting,
    )


def _moment(fields: dict[str, Any]) -> datetime:
    day = text_in(fields, "date")
    if day is None:
        raise Incomplete("date: the note has none")
    zone = text_in(fields, "zone")
    try:
        when = " ".join(part for part in (day, text_in(fields, "time")) if part)
        return written_at(when, zone=zone_of(zone) if zone else UTC)
    except ValueError as error:
        raise Malformed(f"date: {error}") from error


def _direction(fields: dict[str, Any]) -> Direction | None:
    told = text_in(fields, "direction")
    if told is None:
        return None
    if told.lower() not in _DIRECTIONS:
        raise Malformed("direction: none of inbound, outbound, internal")
    return _DIRECTIONS[told.lower()]


def _kind(fields: dict[str, Any]) -> tuple[Kind, Meeting | None]:
    """A note is a call note unless its type, or a meeting of its own, says otherwise."""
    block = fields.get("meeting")
    told = (text_in(fields, "type") or "").lower().replace("-", "_").replace(" ", "_")
    told = told.replace("é", "e")
    if told in get_args(MeetingType) and told != "other":
        meeting = _meeting({"type": told, **fields, "meeting_type": told})
        return "meeting", meeting
    if told and told not in _KINDS:
        raise Malformed("type: neither call_note nor meeting")
    if isinstance(block, dict):
        return _KINDS.get(told, "meeting"), _meeting(_flat(block))
    if _KINDS.get(told) == "meeting" or "meeting_type" in fields:
        return _KINDS.get(told, "meeting"), _meeting(fields)
    return "call_note", None


def _flat(block: dict[Any, Any]) -> dict[str, Any]:
    fields = known(block)
    if "type" in fields:
        fields["meeting_type"] = fields["type"]
    return fields


def _meeting(fields: dict[str, Any]) -> Meeting:
    """Whoever writes notes on a meeting was there: held, unless it says otherwise."""
    status, minutes = text_in(fields, "status"), text_in(fields, "minutes")
    known_status = meeting_status_of(status) if status else "held"
    if known_status is None:
        raise Malformed("status: none of held, cancelled, no_show, planned")
    category = text_in(fields, "meeting_type")
    title = text_in(fields, "subject") or ""
    return Meeting(
        status=known_status,
        type=meeting_type_of([category] if category else [], title),
        minutes=_minutes(minutes) if minutes else None,
    )


def _minutes(text: str) -> int:
    found = _MINUTES.fullmatch(text.strip().lower())
    if found is None or not (found[1] or found[2]):
        raise Malformed("minutes: not a duration such as 45 or 1h30")
    minutes = 60 * int(found[1] or 0) + int(found[2] or 0)
    if minutes > MINUTES:
        raise Malformed(f"minutes: more than {MINUTES}")
    return minutes
