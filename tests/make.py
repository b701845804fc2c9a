"""Valid values with one thing changed: `make.interaction(text="…")`."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec

from ingest.interaction import Interaction, InteractionId, Meeting, Participant, PartnerId
from ingest.raw import Media, Raw
from ingest.register import Contact, Own, Partner, Register

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
OURS = "claire.aubry@solivane.example"
THEIRS = "anke.petersen@nordlicht.example"

_OWN = Own(name="Solivane", domains=("solivane.example",), aliases=("Solivane SAS",))

_PARTNER = Partner(
    id=PartnerId("nordlicht"),
    name="Nordlicht Distribution GmbH",
    aliases=("Nordlicht",),
    domains=("nordlicht.example",),
    kind="distribution",
    tier="gold",
    manager=OURS,
    sponsor="herve.lacombe@solivane.example",
    contract_start=date(2024, 1, 1),
    contract_end=date(2026, 12, 31),
    cadence={"coordination": 14, "review": 90},
    languages=("de", "en"),
    contacts=(
        Contact(name="Anke Petersen", addresses=(THEIRS,), role="Head of Purchasing"),
        Contact(name="Jens Brodersen", addresses=("jens.brodersen@gmail.com",)),
    ),
    competitors=("Logivox",),
    products=("Solivane WMS",),
)

_INTERACTION = Interaction(
    id=InteractionId("20260601.1@nordlicht.example"),
    kind="email",
    occurred_at=datetime(2026, 6, 1, 9, 30, tzinfo=UTC),
    source="mailbox:inbox",
    direction="inbound",
    partner_id=PartnerId("nordlicht"),
    participants=(
        Participant(role="from", address=THEIRS, name="Anke Petersen"),
        Participant(role="to", address=OURS, name="Claire Aubry"),
    ),
    thread_id="20260601.1@nordlicht.example",
    subject="Schulungstermin Lager Kiel",
    text="Guten Morgen, passt Ihnen der 14. Juni?",
    language="de",
)


def own(**changes: Any) -> Own:
    """Solivane, with one domain and one alias."""
    return msgspec.structs.replace(_OWN, **changes)


def partner(**changes: Any) -> Partner:
    """Nordlicht, a distributor with two contacts, one of them with a personal address."""
    return msgspec.structs.replace(_PARTNER, **changes)


def register(*partners: Partner, **changes: Any) -> Register:
    """Solivane with the partners given, else with Nordlicht alone."""
    value = Register(own=own(), partners=partners or (partner(),))
    return msgspec.structs.replace(value, **changes)


def interaction(**changes: Any) -> Interaction:
    """An inbound e-mail of Nordlicht, of 1 June 2026."""
    return msgspec.structs.replace(_INTERACTION, **changes)


def meeting(**changes: Any) -> Interaction:
    """A coordination meeting of an hour with Nordlicht, held."""
    value = interaction(
        id=InteractionId("uid-1@solivane.example"),
        kind="meeting",
        direction=None,
        thread_id=None,
        subject="Jour fixe",
        text=None,
        language=None,
        participants=(
            Participant(role="organizer", address=OURS),
            Participant(role="attendee", address=THEIRS),
        ),
        meeting=Meeting(status="held", type="coordination", minutes=60),
    )
    return msgspec.structs.replace(value, **changes)


def raw(payload: bytes | str, media: Media = "application/json", **changes: Any) -> Raw:
    """An item of the source `test`, at position `1`."""
    data = payload.encode() if isinstance(payload, str) else payload
    value = Raw(source="test", position="1", media=media, payload=data)
    return msgspec.structs.replace(value, **changes)
