"""A business fact from one row of a table."""

import hashlib
from datetime import UTC

import msgspec

from ingest.clean import clean_id, clean_line
from ingest.errors import Incomplete, Malformed
from ingest.interaction import Interaction, InteractionId, PartnerId, Record
from ingest.moment import moment_of, written_at, zone_of
from ingest.number import number_of
from ingest.record_type import record_type
from ingest.row import row_of


def record_of(payload: bytes, source: str) -> Interaction:
    """The record; `partner_id` is what the row calls the partner. Raises a kind of Rejected.

    A row without an id gets one made from its content.
    """
    row = row_of(payload)
    for field in ("date", "type", "partner"):
        if field not in row:
            raise Incomplete(f"{field}: the row has none")
    kind = record_type(row["type"])
    if not kind:
        raise Incomplete("type: the row has none")
    when = " ".join(part for part in (row["date"], row.get("time")) if part)
    try:
        zone = zone_of(row["zone"]) if "zone" in row else UTC
        occurred_at = written_at(when, zone=zone)
    except ValueError as error:
        raise Malformed(f"date: {error}") from error
    try:
        value = number_of(row["value"]) if "value" in row else None
    except ValueError as error:
        raise Malformed(f"value: {error}") from error
    try:
        due_at = moment_of(row["due_at"], zone=zone) if "due_at" in row else None
    except ValueError as error:
        raise Malformed(f"due_at: {error}") from error
    return Interaction(
        id=InteractionId(clean_id(row["id"]) if "id" in row else row_id(row)),
        kind="record",
        occurred_at=occurred_at,
        source=source,
        partner_id=PartnerId(clean_line(row["partner"], 300) or ""),
        subject=clean_line(row.get("subject"), 1_000),
        record=Record(
            type=kind,
            value=value,
            unit=clean_line(row.get("unit"), 50),
            status=clean_line(row.get("status"), 100),
            due_at=due_at,
        ),
    )


def row_id(row: dict[str, str]) -> str:
    """Made from content: the same row has the same id wherever it stands in its file."""
    return "sha256:" + hashlib.sha256(msgspec.json.encode(row, order="sorted")).hexdigest()
