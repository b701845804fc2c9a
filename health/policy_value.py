"""What a policy file says of one policy, read strictly: each wrong value is a problem of its line.

Numbers that equal the built-in ones become the same values, so that a version tells nothing but
the numbers: `6` and `6.0` are one.
"""

import difflib
import re
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from health.policy import RISKS, STANDARD, WEIGHTS, Grave, Policy, Ramp
from ingest.field_tree import Field, Problem, field_name

FIELDS: dict[str, Any] = {one.name: one.type for one in msgspec.structs.fields(Policy)}
# Over any sense that a number of a policy can have, and under what breaks sums and calendars.
MOST = 10_000

_PARTS = {
    kind: {one.name: one.type for one in msgspec.structs.fields(kind)} for kind in (Ramp, Grave)
}
_FORM = {
    int: re.compile(r"[+-]?[0-9]{1,9}"),
    float: re.compile(r"[+-]?([0-9]{1,20}\.?[0-9]{0,30}|\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?"),
}
_CALLED = {int: "whole number", float: "number"}
_LEAST = {"severity": 0, "half_life": 1}
_LISTED = 6  # so many names are told whole where none is near


class Section(msgspec.Struct):
    """The changes that one section of the file makes; `lines` of the fields that it names."""

    path: str
    line: int
    changes: dict[str, Any]
    lines: dict[str, int]


def section_of(entry: Field, path: str, problems: list[Problem]) -> Section:
    """The section at `path`; what cannot be read is left out of it and told in `problems`."""
    found = Section(path, entry.line, {}, {})
    for name, value in fields_of(entry, path, "fields of a policy", problems).items():
        where = f"{path}.{shown(name)}"
        if name not in FIELDS:
            problems.append(Problem(value.line, where, unknown(name, FIELDS)))
            continue
        found.lines[name] = value.line
        before = len(problems)
        read = _value(name, value, where, problems)
        if len(problems) == before:
            found.changes[name] = read
    return found


def fields_of(
    entry: Field, path: str, expected: str, problems: list[Problem]
) -> Mapping[str, Field]:
    """The fields by name; none where the entry is empty, none and a problem where it has none."""
    if isinstance(entry.value, dict):
        return entry.value
    if entry.value is not None:
        problems.append(Problem(entry.line, path, f"expected {expected}"))
    return {}


def shown(name: str) -> str:
    """A name of the file, in a message."""
    return "".join(one if one.isprintable() else "?" for one in name[:80])


def unknown(name: str, known: Collection[str], what: str = "unknown") -> str:
    """That a name is none of the known ones, with the one that may be meant."""
    near = difflib.get_close_matches(field_name(name[:80]), known, 1)
    if near:
        return f"{what}; is `{near[0]}` meant?"
    return f"{what}; known are {', '.join(known)}" if len(known) <= _LISTED else what


def _value(name: str, value: Field, where: str, problems: list[Problem]) -> Any:
    standard = getattr(STANDARD, name)
    if name == "weights":
        return _weights(value, where, problems)
    if name == "risks":
        return {
            label: _parts(RISKS[label], entry, f"{where}.{label}", problems)
            for label, entry in _labels(value, where, problems).items()
        }
    if FIELDS[name] is Ramp:
        return _parts(standard, value, where, problems)
    return _scalar(FIELDS[name], standard, value, where, problems)


def _weights(value: Field, where: str, problems: list[Problem]) -> dict[str, Any]:
    before = len(problems)
    points: dict[str, Any] = {}
    entries = fields_of(value, where, "points by measure", problems)
    for name, entry in entries.items():
        if name in WEIGHTS:
            points[name] = _scalar(int, None, entry, f"{where}.{name}", problems)
        else:
            what = unknown(name, WEIGHTS, "no such measure")
            problems.append(Problem(entry.line, f"{where}.{shown(name)}", what))
    if len(problems) == before and sum(points.values()) != 100:
        problems.append(Problem(value.line, where, f"sum to 100, not {sum(points.values())}"))
    return points


def _labels(value: Field, where: str, problems: list[Problem]) -> dict[str, Field]:
    labels = fields_of(value, where, "risk events by name", problems)
    for label in labels.keys() - RISKS.keys():
        what = unknown(label, RISKS, "no such risk event")
        problems.append(Problem(labels[label].line, f"{where}.{shown(label)}", what))
    return {label: entry for label, entry in labels.items() if label in RISKS}


def _parts(
    standard: Ramp | Grave, value: Field, where: str, problems: list[Problem]
) -> dict[str, Any]:
    """The parts of a ramp or of a risk that are named."""
    known = _PARTS[type(standard)]
    named: dict[str, Any] = {}
    for name, entry in fields_of(value, where, f"{{{': , '.join(known)}: }}", problems).items():
        path = f"{where}.{shown(name)}"
        if name in known:
            usual = getattr(standard, name)
            named[name] = _scalar(known[name], usual, entry, path, problems, _LEAST.get(name))
        else:
            problems.append(Problem(entry.line, path, unknown(name, known)))
    return named


def _scalar(
    kind: Any,
    standard: Any,
    value: Field,
    where: str,
    problems: list[Problem],
    least: int | None = None,
) -> Any:
    text = value.value if isinstance(value.value, str) else ""
    if kind is bool:
        number = {"true": True, "false": False}.get(text.lower())
        expected = "true or false"
    else:
        if least is None:
            least = 0 if kind is int else -MOST
        # The sum makes 0.0 of -0.0: equal numbers have equal versions.
        number = kind(text) + 0 if _FORM[kind].fullmatch(text) else None
        number = number if number is not None and least <= number <= MOST else None
        expected = f"a {_CALLED[kind]} from {least:,} to {MOST:,}"
    if number is None:
        problems.append(Problem(value.line, where, f"expected {expected}"))
    return standard if number == standard else number
