"""What `rapport parse-email` says of one file."""

from collections.abc import Callable
from datetime import UTC
from typing import Any

from ingest.clean import clean
from ingest.email import Email, parse_email
from ingest.errors import Rejected


def parsed_email(
    file: str, payload: bytes, identify: Callable[[str], str | None] = lambda _: None
) -> dict[str, Any]:
    """The mail as a JSON object; never raises for its sake. `identify` names a text's language.

    A refused mail has `parse_ok` false, `error` as "reason: detail", and null for all the rest.
    """
    named = clean(file)
    try:
        email = parse_email(payload)
    except Rejected as refusal:
        nothing = dict.fromkeys(_fields(Email(message_id=""), None))
        error = f"{refusal.reason}: {refusal}"
        return {"file": named, "parse_ok": False, **nothing, "error": error}
    language = identify(email.text) if email.text.strip() else None
    return {"file": named, "parse_ok": True, **_fields(email, language)}


def _fields(email: Email, language: str | None) -> dict[str, Any]:
    return {
        "message_id": email.message_id,
        "in_reply_to": email.in_reply_to,
        "from": email.sender and (email.sender.address or email.sender.name),
        "to": [p.address or p.name for p in email.recipients if p.role == "to"],
        "date": email.date and email.date.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "subject": email.subject,
        "text": email.text,
        "language": language,
        "is_automatic": email.automatic is not None,
        "has_calendar": bool(email.calendars),
    }
