"""The people in an address field: RFC 5322 and what mailers write instead."""

import re
from collections.abc import Iterator

from ingest.clean import clean
from ingest.interaction import Participant, Role
from ingest.mime_header import Headers, unfold, words

_MOST = 50_000  # people of one mail
_LONGEST_ADDRESS = 320  # RFC 3696: 64 + 1 + 255
_LONGEST_NAME = 300
_LONGEST_ENTRY = 2_000
_ADDRESS = re.compile(
    r"(\"[^\"<>]{1,64}\"|[^\s\"<>(),;:\\@\[\]]{1,64})@([^\s\"'<>(),;:\\@]{1,255})"
)
_X500_NAME = re.compile(r"/cn=(?:recipients/cn=)?([^/\"<>]{1,100})\"?$", re.IGNORECASE)


def people(fields: Headers, name: str, role: Role) -> Iterator[Participant]:
    """Everybody in the fields of that name, each address once."""
    seen: set[str] = set()
    count = 0
    for value in fields.get(name, ()):
        for entry in _entries(unfold(value)):
            person = _person(entry, role)
            if person is None or (person.address or person.name or "") in seen:
                continue
            seen.add(person.address or person.name or "")
            yield person
            count += 1
            if count == _MOST:
                return


def _entries(value: str) -> Iterator[str]:
    """The list cut at commas and semicolons that stand outside quotes, comments and brackets.

    A group ("team: a@x, b@y;") gives its members. One pass, no recursion: a field of a million
    open brackets costs what it is long.
    """
    quoted = False
    depth = 0
    angle = False
    start = 0
    at = 0
    while at < len(value):
        char = value[at]
        if char == "\\" and (quoted or depth):
            at += 2
            continue
        if char == '"' and not depth:
            quoted = not quoted
        elif quoted:
            pass
        elif char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        elif depth:
            pass
        elif char == "<":
            angle = True
        elif char == ">":
            angle = False
        elif (char in ",;" and not angle) or (
            char == ":" and not angle and "@" not in value[start:at][-_LONGEST_ADDRESS:]
        ):
            if char != ":":
                yield value[start:at]
            start = at + 1
        at += 1
    rest = value[start:]
    if quoted or depth or angle:  # never closed: cut at every comma rather than lose them all
        yield from re.split("[,;]", rest)
    else:
        yield rest


def _person(entry: str, role: Role) -> Participant | None:
    entry = entry.strip()[:_LONGEST_ENTRY]
    if not entry:
        return None
    before, bracket, inside = entry.rpartition("<")
    if bracket:
        address = _address(inside.partition(">")[0])
        name = _x500(before) or _name(before) or _x500(inside.partition(">")[0])
    else:
        found = _ADDRESS.search(entry)
        address = _address(found[0]) if found else None
        comment = re.search(r"\(([^()]+)\)", entry)
        if comment:
            name = _name(comment[1])
        elif address is None:
            name = _x500(entry) or _name(entry)
        else:
            name = None
    if address is None and name is not None:
        # '"anna@example.com" <>' and names that are addresses: better one than none.
        found = _ADDRESS.fullmatch(name)
        address = _address(found[0]) if found else None
    if name is not None and address is not None and name.lower() == address:
        name = None
    return None if address is None and name is None else Participant(role, address, name)


def _address(text: str) -> str | None:
    text = re.sub(r"^(smtp|mailto):", "", text.strip().strip("'"), flags=re.IGNORECASE)
    found = _ADDRESS.search(text[: 2 * _LONGEST_ADDRESS])
    if found is None:
        return None
    return clean(found[0].strip("'").rstrip(".").lower())


def _name(text: str) -> str | None:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = re.sub(r"\\(.)", r"\1", text[1:-1])
    text = " ".join(words(text).replace('"', "").split()).strip("'` ")
    return clean(text[:_LONGEST_NAME]).strip() or None


def _x500(text: str) -> str | None:
    """The last common name of an Exchange address such as /O=ACME/OU=EU/CN=RECIPIENTS/CN=ANNA."""
    found = _X500_NAME.search(text.strip()[-400:]) if "=" in text else None
    return _name(found[1]) if found else None
