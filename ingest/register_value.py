"""The values of a register's fields, read strictly; each that is wrong is noted as a problem."""

import re
from datetime import date, datetime
from email.utils import parseaddr

from ingest.domain import normal_domain
from ingest.field_tree import Field, field_name
from ingest.register import Contact
from ingest.register_problem import Problems

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
_DAYS = re.compile(r"(\d{1,5})\s*(d|days?|jours?|tage)?", re.IGNORECASE)
_CONTACT_ADDRESS = ("addresses", "address", "email", "emails", "mail", "e_mail")


class Reader:
    """Reads the fields of one entry; `field` is how problems name the entry."""

    def __init__(self, field: str, fields: dict[str, Field], problems: Problems) -> None:
        self.field = field
        self.fields = fields
        self.problems = problems

    def wrong(self, name: str, line: int, what: str) -> None:
        self.problems.add(line, f"{self.field}.{name}", what)

    def optional(self, name: str, *, limit: int = 300) -> str | None:
        found = self.fields.get(name)
        if found is None or found.value is None:
            return None
        if not isinstance(found.value, str):
            self.wrong(name, found.line, "expected one text")
            return None
        if len(found.value) > limit or not found.value.isprintable():
            self.wrong(name, found.line, f"expected one line of at most {limit} characters")
            return None
        return found.value

    def text(self, name: str, line: int, *, limit: int = 300) -> str | None:
        before = len(self.problems.found)
        value = self.optional(name, limit=limit)
        if value is None and len(self.problems.found) == before:
            self.wrong(name, line, "missing")
        return value

    def items(self, name: str) -> list[Field]:
        """The fields of a list; one text is split at ";" and "|"."""
        found = self.fields.get(name)
        if found is None or found.value is None:
            return []
        if isinstance(found.value, str):
            parts = re.split(r"[;|\n]", found.value)
            return [Field(part.strip(), found.line) for part in parts if part.strip()]
        if isinstance(found.value, tuple):
            return [item for item in found.value if item.value is not None]
        return [found]

    def texts(self, name: str) -> tuple[str, ...]:
        values = []
        for item in self.items(name):
            named = item.get("name") or item
            if isinstance(named.value, str):
                values.append(named.value)
            else:
                self.wrong(name, item.line, "expected a list of texts")
        return tuple(dict.fromkeys(values))

    def domains(self, name: str) -> tuple[str, ...]:
        values = []
        for item in self.items(name):
            for part in re.split(r"[,\s]+", item.value) if isinstance(item.value, str) else [""]:
                try:
                    values.append(normal_domain(part))
                except ValueError:
                    shown = f"`{part[:80]}`" if "@" not in part else "an address"
                    self.wrong(name, item.line, f"{shown} is not a domain such as acme.com")
        return tuple(dict.fromkeys(values))

    def choice(self, name: str, choices: tuple[str, ...]) -> str | None:
        value = self.optional(name)
        if value is None:
            return None
        if field_name(value) not in choices:
            line = self.fields[name].line
            self.wrong(name, line, f"`{value[:80]}` is none of {', '.join(choices)}")
            return None
        return field_name(value)

    def date(self, name: str) -> date | None:
        value = self.optional(name)
        if value is None:
            return None
        try:
            return datetime.fromisoformat(value).date()
        except ValueError:
            self.wrong(name, self.fields[name].line, "not a date such as 2026-12-31")
            return None

    def person(self, name: str) -> str | None:
        """A manager or sponsor: an address or a name, or both as fields (the address is kept)."""
        found = self.fields.get(name)
        if found is not None and isinstance(found.value, dict):
            inner = found.get(*_CONTACT_ADDRESS) or found.get("name")
            if inner is not None and isinstance(inner.value, str):
                return inner.value
        return self.optional(name)

    def languages(self, name: str) -> tuple[str, ...]:
        values = []
        for item in self.items(name):
            for part in re.split(r"[,\s]+", item.value) if isinstance(item.value, str) else [""]:
                tag = part.replace("_", "-")
                if _LANGUAGE.fullmatch(tag):
                    values.append(tag)
                else:
                    self.wrong(name, item.line, "not a language tag such as fr or pt-BR")
        return tuple(dict.fromkeys(values))

    def cadence(self, name: str, types: tuple[str, ...]) -> dict[str, int]:
        """Days by meeting type: fields, or "review=90;coordination=14"."""
        pairs: list[tuple[str, Field]] = []
        found = self.fields.get(name)
        if found is not None and isinstance(found.value, dict):
            pairs = [(typed, value) for typed, value in found.value.items()]
        else:
            for item in self.items(name):
                parts = (
                    [(item.get("type"), item.get("days"))]
                    if isinstance(item.value, dict)
                    else [_pair(part, item.line) for part in _split(item)]
                )
                for kind, days in parts:
                    if kind is None or days is None or not isinstance(kind.value, str):
                        self.wrong(name, item.line, "expected days by meeting type: review=90")
                    else:
                        pairs.append((kind.value, days))
        days_of: dict[str, int] = {}
        for typed, value in pairs:
            if value.value is None:
                continue
            meeting = field_name(typed)
            match = _DAYS.fullmatch(value.value) if isinstance(value.value, str) else None
            if meeting not in types:
                self.wrong(name, value.line, f"`{typed[:80]}` is none of {', '.join(types)}")
            elif match is None or int(match[1]) == 0:
                self.wrong(f"{name}.{meeting}", value.line, "expected a number of days above 0")
            else:
                days_of[meeting] = int(match[1])
        return days_of

    def contacts(self, name: str) -> tuple[Contact, ...]:
        """Entries with name, addresses and role, or plain texts: `Anke <anke@…>`, one of both."""
        contacts = []
        found = self.fields.get(name)
        whole = found is not None and isinstance(found.value, dict)
        known = whole and found is not None and found.get("name", *_CONTACT_ADDRESS) is not None
        if whole and not known and found is not None and isinstance(found.value, dict):
            pairs = found.value.items()  # name: address
            entries = [
                Field({"name": Field(key, value.line), "addresses": value}, value.line)
                for key, value in pairs
            ]
        else:
            entries = self.items(name)
        for number, entry in enumerate(entries):
            contact = self._contact(f"{name}[{number}]", entry)
            if contact is not None:
                contacts.append(contact)
        return tuple(contacts)

    def _contact(self, name: str, entry: Field) -> Contact | None:
        if isinstance(entry.value, str):
            called, address = parseaddr(entry.value) if "@" in entry.value else (entry.value, "")
            if "@" in entry.value and not _ADDRESS.fullmatch(address):
                self.wrong(name, entry.line, "not an address such as name@acme.com")
                return None
            return Contact(called or address, (address.lower(),) if address else ())
        if not isinstance(entry.value, dict):
            self.wrong(name, entry.line, "expected name, addresses and role")
            return None
        fields = {field_name(typed): value for typed, value in entry.value.items()}
        inner = Reader(f"{self.field}.{name}", fields, self.problems)
        addresses = []
        for spelling in _CONTACT_ADDRESS:
            for item in inner.items(spelling):
                for part in _split(item):
                    if _ADDRESS.fullmatch(part):
                        addresses.append(part.lower())
                    else:
                        inner.wrong(spelling, item.line, "not an address such as name@acme.com")
        halves = [inner.optional("first_name"), inner.optional("last_name")]
        called = inner.optional("name") or " ".join(half for half in halves if half)
        if not called and not addresses:
            self.wrong(name, entry.line, "a contact needs a name or an address")
            return None
        role = inner.optional("role") or inner.optional("title") or inner.optional("function")
        return Contact(called or addresses[0], tuple(dict.fromkeys(addresses)), role)


def _split(item: Field) -> list[str]:
    return (
        [part for part in re.split(r"[,;\s]+(?=\w)", item.value) if part]
        if isinstance(item.value, str)
        else [""]
    )


def _pair(text: str, line: int) -> tuple[Field | None, Field | None]:
    kind, sign, days = re.sub(r"\s*[=:]\s*", "=", text).partition("=")
    return (Field(kind, line), Field(days, line)) if sign else (None, None)
