"""The policies of a YAML file: `standard`, and what `kinds` and `tiers` of partners change in it.

What is not named stays as it is built in. Every policy that the file can lead to is checked when
the file is read, and all problems are told at once, each with its line and field.
"""

import re
from collections.abc import Sequence
from typing import get_args

from health.policy import STANDARD, Policy, Ramp
from health.policy_book import Changes, PolicyBook, tier_name, with_changes
from health.policy_value import FIELDS, Section, fields_of, section_of, shown, unknown
from ingest.field_tree import Field, Problem, TreeError, yaml_tree
from ingest.register import PartnerKind

LONGEST = 256_000  # characters; every field for every kind and ten tiers is a fifth of that
MOST_TIERS = 100

_TOP = ("standard", "kinds", "tiers")
_KINDS = get_args(PartnerKind)
# How messages of a policy call several of its fields.
_CALLED = {
    "floors": ("red_below", "green_from"),
    "memory": ("memory_days",),
}


class PolicyError(Exception):
    """A policy file that we refuse to work with. `problems` holds all of them, in order."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read(text: str, name: str = "policy.yaml") -> PolicyBook:
    """The book that the text holds; `name` is the file in messages. Raises PolicyError."""
    problems: list[Problem] = []
    book = PolicyBook()
    try:
        book = _book(_tree(text), problems)
    except TreeError as error:
        problems.extend(error.problems)
    if problems:
        raise PolicyError(tuple(_said(name, one) for one in sorted(problems, key=_line)))
    return book


def _tree(text: str) -> Field:
    if len(text) > LONGEST:
        raise TreeError(Problem(1, "", f"more than the {LONGEST:,} characters of a policy"))
    return yaml_tree(text.removeprefix("\ufeff"), "policy")


def _line(problem: Problem) -> int:
    return problem.line


def _said(name: str, problem: Problem) -> str:
    field = f"{shown(problem.field)}: " if problem.field else ""
    return f"{name}:{problem.line}: {field}{problem.what}"


def _book(tree: Field, problems: list[Problem]) -> PolicyBook:
    top = fields_of(tree, "", "a policy with `standard`, `kinds` or `tiers`", problems)
    for name, entry in top.items():
        if name in FIELDS:
            problems.append(Problem(entry.line, name, "belongs under `standard`"))
        elif name not in _TOP:
            problems.append(Problem(entry.line, shown(name), unknown(name, _TOP)))
    nothing = Field(None, tree.line)
    standard = section_of(top.get("standard", nothing), "standard", problems)
    kinds = _kinds(top.get("kinds", nothing), problems)
    tiers = _tiers(top.get("tiers", nothing), problems)
    base = _checked(STANDARD, (standard,), problems)
    if base is None:
        return PolicyBook()
    good_kinds = [one for one in kinds.values() if _sound(base, one, problems)]
    good_tiers = [one for one in tiers.values() if _sound(base, one, problems)]
    for kind in good_kinds:
        for tier in good_tiers:
            _checked(base, (kind, tier), problems)
    return PolicyBook(
        standard=base,
        kinds={kind: one.changes for kind, one in kinds.items()},
        tiers={tier: one.changes for tier, one in tiers.items()},
    )


def _kinds(entry: Field, problems: list[Problem]) -> dict[PartnerKind, Section]:
    named = fields_of(entry, "kinds", "policies by kind of partner", problems)
    for name in named.keys() - set(_KINDS):
        what = unknown(name, _KINDS, "no such kind of partner")
        problems.append(Problem(named[name].line, f"kinds.{shown(name)}", what))
    return {
        kind: section_of(named[kind], f"kinds.{kind}", problems) for kind in _KINDS if kind in named
    }


def _tiers(entry: Field, problems: list[Problem]) -> dict[str, Section]:
    named = fields_of(entry, "tiers", "policies by tier", problems)
    if len(named) > MOST_TIERS:
        problems.append(Problem(entry.line, "tiers", f"more than {MOST_TIERS}"))
        return {}
    sections: dict[str, Section] = {}
    for name, value in named.items():
        path = f"tiers.{shown(name)}"
        tier = tier_name(name)
        if not tier or not tier.isprintable():
            problems.append(Problem(value.line, path, "expected a name"))
        elif tier in sections:
            what = f"the same tier as line {sections[tier].line}"
            problems.append(Problem(value.line, path, what))
        else:
            sections[tier] = section_of(value, path, problems)
    return sections


def _sound(policy: Policy, section: Section, problems: list[Problem]) -> bool:
    before = len(problems)
    _checked(policy, (section,), problems)
    return len(problems) == before


def _checked(policy: Policy, sections: Sequence[Section], problems: list[Problem]) -> Policy | None:
    """The policy under these sections, a problem for each contradiction.

    A ramp without slope is left out and the rest checked; None where other numbers contradict
    each other, as what follows from that would be no mistake of the file.
    """
    left = {name for one in sections for name in one.changes}
    while True:
        try:
            return with_changes(policy, *(_only(one.changes, left) for one in sections))
        except ValueError as error:
            field, problem = _contradiction(str(error), policy, sections)
            problems.append(problem)
            if FIELDS.get(field) is not Ramp:
                return None
            left.discard(field)


def _only(changes: Changes, names: set[str]) -> Changes:
    return {name: value for name, value in changes.items() if name in names}


def _contradiction(said: str, policy: Policy, sections: Sequence[Section]) -> tuple[str, Problem]:
    """What it is about, told where the last section names one of its fields."""
    words = re.findall(r"[a-z_]+", said)
    fields = [name for word in words for name in _CALLED.get(word, (word,)) if name in FIELDS]
    last = sections[-1]
    section, field = next(
        ((one, name) for one in reversed(sections) for name in fields if name in one.lines),
        (last, fields[0] if fields else ""),
    )
    with_ = "".join(f"with {one.path}: " for one in sections if one is not section)
    what = said.removeprefix(f"{field}: ")
    numbers = [
        f"{name} {_final(policy, sections, name)}"
        for name in dict.fromkeys(fields)
        if FIELDS[name] in {int, float}
    ]
    line = section.lines.get(field, section.line)
    told = f" ({', '.join(numbers)})" if numbers else ""
    path = f"{section.path}.{field}" if field else section.path
    return field, Problem(line, path, f"{with_}{what}{told}")


def _final(policy: Policy, sections: Sequence[Section], field: str) -> object:
    said = [one.changes[field] for one in sections if field in one.changes]
    return said[-1] if said else getattr(policy, field)
