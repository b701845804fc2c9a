"""The partner register: who we are, and whom we have a relationship with."""

from datetime import date
from typing import Literal

import msgspec

from ingest.interaction import MeetingType, PartnerId

PartnerKind = Literal[
    "distribution", "technology", "marketing", "joint_venture", "supplier", "key_account"
]


class Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Our own company: whatever comes from one of its domains is outbound or internal."""

    name: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...] = ()


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person at the partner."""

    name: str
    addresses: tuple[str, ...] = ()
    role: str | None = None


class Partner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organisation we have a relationship with. `cadence`: days between meetings by type."""

    id: PartnerId
    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    kind: PartnerKind = "key_account"
    tier: str | None = None
    manager: str | None = None
    sponsor: str | None = None
    contract_start: date | None = None
    contract_end: date | None = None
    cadence: dict[MeetingType, int] = {}
    languages: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    competitors: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


class Register(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Own company and partners; ids are unique."""

    own: Own
    partners: tuple[Partner, ...]
