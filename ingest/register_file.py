"""The partner register read from text: YAML, or CSV for the partners alone.

Spellings are forgiven (`Contract start`, a single text for a list); values are not. All problems
of a file are told at once, each with its line and field. Nothing of a contact is repeated in them.
"""

from collections.abc import Sequence
from typing import Literal

from ingest.domain import normal_domain
from ingest.field_tree import Field, field_name
from ingest.interaction import PartnerId
from ingest.register import Own, Partner, Register
from ingest.register_partner import own_of, partner_of
from ingest.register_problem import Problems, RegisterError
from ingest.register_tree import csv_tree, yaml_tree

__all__ = ["RegisterError", "read_register"]


def read_register(
    text: str, *, format: Literal["yaml", "csv"], own_domains: Sequence[str] = ()
) -> Register:
    """The register that the text holds.

    YAML has `own` and `partners` (or is the list of partners); CSV has one partner a row, lists
    separated by ";" or "|", cadence as "review=90;coordination=14". `own_domains` are added to
    those of `own`. Raises RegisterError with every problem found.
    """
    tree = csv_tree(text) if format == "csv" else yaml_tree(text.removeprefix("\ufeff"))
    problems = Problems()
    own, entries = _top(tree, problems)
    company = own_of(own, _domains(own_domains, problems), problems)
    partners: list[Partner] = []
    lines: list[int] = []
    for number, entry in enumerate(entries):
        partner = partner_of(entry, f"partners[{number}]", problems)
        if partner is not None:
            partners.append(partner)
            lines.append(entry.line)
    _unique(company, partners, lines, problems)
    problems.check()
    return Register(own=company, partners=tuple(partners))


def _top(tree: Field, problems: Problems) -> tuple[Field | None, tuple[Field, ...]]:
    if isinstance(tree.value, tuple):
        return None, tree.value
    if not isinstance(tree.value, dict):
        problems.add(tree.line, "", "a register has `own` and `partners`")
        return None, ()
    top = Field({field_name(name): field for name, field in tree.value.items()}, tree.line)
    partners = top.get("partners", "partner")
    if partners is None:
        problems.add(tree.line, "partners", "missing: a list with one entry for each partner")
        return top.get("own", "us", "company"), ()
    if isinstance(partners.value, dict):
        return top.get("own", "us", "company"), _by_id(partners.value)
    if not isinstance(partners.value, tuple):
        problems.add(partners.line, "partners", "expected a list")
        return top.get("own", "us", "company"), ()
    return top.get("own", "us", "company"), partners.value


def _by_id(partners: dict[str, Field]) -> tuple[Field, ...]:
    entries = []
    for key, entry in partners.items():
        if isinstance(entry.value, dict) and entry.get("id") is None:
            entries.append(Field({"id": Field(key, entry.line), **entry.value}, entry.line))
        else:
            entries.append(entry)
    return tuple(entries)


def _domains(texts: Sequence[str], problems: Problems) -> tuple[str, ...]:
    domains = []
    for text in texts:
        try:
            domains.append(normal_domain(text))
        except ValueError:
            problems.add(0, "own domain", f"`{text[:80]}` is not a domain")
    return tuple(domains)


def _unique(own: Own, partners: list[Partner], lines: list[int], problems: Problems) -> None:
    """No two partners may be the same one, and none may be ourselves."""
    ids: dict[PartnerId, int] = {}
    domains: dict[str, PartnerId] = {}
    for number, (partner, line) in enumerate(zip(partners, lines, strict=True)):
        field = f"partners[{number}]"
        if partner.id in ids:
            problems.add(
                line, f"{field}.id", f"`{partner.id}` is already the id of line {ids[partner.id]}"
            )
        ids.setdefault(partner.id, line)
        for domain in partner.domains:
            if domain in own.domains:
                problems.add(line, f"{field}.domains", f"`{domain}` is a domain of our own")
            elif domains.setdefault(domain, partner.id) != partner.id:
                problems.add(
                    line,
                    f"{field}.domains",
                    f"`{domain}` already belongs to partner `{domains[domain]}`",
                )
