"""A valid interaction with one thing changed, for tests of language."""

from datetime import UTC, datetime

from ingest.interaction import Interaction, InteractionId, PartnerId


def interaction(text: str | None, **changed: object) -> Interaction:
    given: dict[str, object] = {
        "id": InteractionId("i-1"),
        "kind": "email",
        "occurred_at": datetime(2026, 3, 1, tzinfo=UTC),
        "source": "test",
        "partner_id": PartnerId("acme"),
        "text": text,
    }
    return Interaction(**{**given, **changed})  # type: ignore[arg-type]
