"""Who took part, as a note says it: names, addresses, or both."""

import re
from email.utils import parseaddr
from typing import Any

from ingest.clean import NAME_CHARACTERS, clean, clean_line
from ingest.errors import Malformed
from ingest.interaction import Participant, Role

PEOPLE = 500


def people_of(value: Any, role: Role) -> tuple[Participant, ...]:
    """The people of a field: one text (split at ";", else at ","), a list, or fields.

    Raises Malformed, naming the role, when it is none of these or has over 500 people.
    """
    if value is None:
        return ()
    if isinstance(value, str):
        entries: list[Any] = re.split(r"[;\n]" if ";" in value else r"[,\n]", value)
    else:
        entries = value if isinstance(value, list) else [value]
    if len(entries) > PEOPLE:
        raise Malformed(f"{role}: more than {PEOPLE} people")
    people = [_person(entry, role) for entry in entries]
    return tuple(person for person in people if person.address or person.name)


def _person(entry: Any, role: Role) -> Participant:
    if isinstance(entry, dict):
        name = entry.get("name") or entry.get("nom")
        address = entry.get("address") or entry.get("email") or entry.get("adresse")
    elif isinstance(entry, str) and "@" in entry:
        name, address = parseaddr(clean(entry[:1_000]))
    else:
        name, address = entry, None
    if not isinstance(name, str | None) or not isinstance(address, str | None):
        raise Malformed(f"{role}: expected names or addresses")
    found = clean_line(address, NAME_CHARACTERS)
    return Participant(role, found.lower() if found else None, clean_line(name, NAME_CHARACTERS))
