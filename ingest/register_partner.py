"""One partner (or our own company) read from the fields of a register."""

import re
from typing import get_args

import msgspec
from rapidfuzz import fuzz, process

from ingest.field_tree import Field, field_name
from ingest.interaction import MeetingType, PartnerId
from ingest.register import Own, Partner, PartnerKind
from ingest.register_problem import Problems
from ingest.register_value import Reader

_SPELLINGS = {
    "id": ("id", "partner_id", "key"),
    "name": ("name", "partner", "partner_name", "company"),
    "aliases": ("aliases", "alias", "also_known_as", "aka"),
    "domains": ("domains", "domain", "email_domains", "email_domain"),
    "kind": ("kind", "type", "partner_kind", "partner_type"),
    "tier": ("tier", "level"),
    "manager": ("manager", "partner_manager", "account_manager", "owner"),
    "sponsor": ("sponsor", "executive_sponsor"),
    "contract_start": ("contract_start", "start_of_contract"),
    "contract_end": ("contract_end", "end_of_contract"),
    "contract": ("contract",),
    "cadence": ("cadence", "cadences", "meeting_cadence"),
    "languages": ("languages", "language"),
    "contacts": ("contacts", "contact"),
    "competitors": ("competitors", "competitor"),
    "products": ("products", "product"),
}
_FIELD = {spelling: field for field, spellings in _SPELLINGS.items() for spelling in spellings}
_KINDS = get_args(PartnerKind)
_TYPES = get_args(MeetingType)
_OWN = ("name", "domains", "domain", "aliases", "alias")


def partner_of(entry: Field, field: str, problems: Problems) -> Partner | None:
    """The partner of this entry; None (and a problem noted) when it cannot be told."""
    if not isinstance(entry.value, dict):
        problems.add(entry.line, field, "expected the fields of a partner (id, name, domains, …)")
        return None
    fields = _known(entry.value, field, problems)
    read = Reader(field, fields, problems)
    contract = fields.get("contract")
    if contract is not None and isinstance(contract.value, dict):
        for name in ("start", "end"):
            if name in contract.value:
                fields.setdefault(f"contract_{name}", contract.value[name])
    before = len(problems.found)
    partner = {
        "id": read.text("id", entry.line, limit=200),
        "name": read.text("name", entry.line),
        "aliases": read.texts("aliases"),
        "domains": read.domains("domains"),
        "kind": read.choice("kind", _KINDS) or "key_account",
        "tier": read.optional("tier"),
        "manager": read.person("manager"),
        "sponsor": read.person("sponsor"),
        "contract_start": read.date("contract_start"),
        "contract_end": read.date("contract_end"),
        "cadence": read.cadence("cadence", _TYPES),
        "languages": read.languages("languages"),
        "contacts": read.contacts("contacts"),
        "competitors": read.texts("competitors"),
        "products": read.texts("products"),
    }
    start, end = partner["contract_start"], partner["contract_end"]
    if start is not None and end is not None and end < start:  # type: ignore[operator]
        line = fields["contract_end"].line
        problems.add(line, f"{field}.contract_end", "lies before contract_start")
    if len(problems.found) > before:
        # Kept as far as it goes, so that the checks between partners still see it.
        return Partner(id=PartnerId(str(partner["id"])), name="") if partner["id"] else None
    return msgspec.convert(partner, Partner)


def own_of(entry: Field | None, domains: tuple[str, ...], problems: Problems) -> Own:
    """Our own company; `domains` are added to its own. Without any domain there is a problem."""
    fields: dict[str, Field] = {}
    if entry is not None and isinstance(entry.value, dict):
        fields = {field_name(name): value for name, value in entry.value.items()}
        for name, value in fields.items():
            _suggest(name, "own", value.line, _OWN, problems)
    elif entry is not None and not domains:
        problems.add(entry.line, "own", "expected name, domains and aliases")
    read = Reader("own", fields, problems)
    told = read.domains("domains" if "domains" in fields else "domain")
    every = tuple(dict.fromkeys((*told, *domains)))
    if not every:
        problems.add(
            entry.line if entry is not None else 1,
            "own.domains",
            "missing: without a domain of our own nobody can tell who wrote to whom",
        )
    name = read.optional("name") or (every[0] if every else "")
    return Own(name, every, read.texts("aliases" if "aliases" in fields else "alias"))


def _known(raw: dict[str, Field], field: str, problems: Problems) -> dict[str, Field]:
    """The fields that we know, under our names; a near miss is a problem, anything else theirs."""
    fields: dict[str, Field] = {}
    for typed, value in raw.items():
        # "cadence (expected days between meetings)": what follows in brackets explains.
        name = field_name(re.sub(r"\(.*\)\s*$", "", typed))
        if name not in _FIELD:
            _suggest(name, field, value.line, tuple(_FIELD), problems)
        elif value.value is not None:
            fields.setdefault(_FIELD[name], value)
    return fields


def _suggest(name: str, field: str, line: int, known: tuple[str, ...], problems: Problems) -> None:
    if name in known:
        return
    near = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=80)
    if near is not None:
        problems.add(line, f"{field}.{name[:80]}", f"unknown; is `{near[0]}` meant?")
