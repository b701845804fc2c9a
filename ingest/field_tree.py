"""The text of a YAML file as a tree of fields that know their line.

Every scalar stays the text that somebody typed: `No` is a name as good as any.
"""

import re
from typing import NamedTuple

import msgspec
import yaml

_NODES = 1_000_000  # what aliases may unfold to
_DEPTH = 20


class Field(msgspec.Struct, frozen=True):
    """A value of the file: text (None when left empty), a list, or fields by name.

    `line` is where its name stands, or the value itself where it has none.
    """

    value: "str | tuple[Field, ...] | dict[str, Field] | None"
    line: int

    def get(self, *names: str) -> "Field | None":
        """The first of these fields that is there and not empty."""
        if isinstance(self.value, dict):
            for name in names:
                found = self.value.get(name)
                if found is not None and found.value is not None:
                    return found
        return None


class Problem(NamedTuple):
    """What is wrong, and where; no field where the whole file is meant."""

    line: int
    field: str
    what: str


class TreeError(Exception):
    """A text that is no tree of fields."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems)
        self.problems = problems


def field_name(text: str) -> str:
    """`Contract start`, `contract-start` and `contractStart` are one field: `contract_start`."""
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text.strip())
    return re.sub(r"[\s\-_]+", "_", snake).lower()


def yaml_tree(text: str, kind: str) -> Field:
    """Raises TreeError where this is no YAML, or more than a file of this kind can be."""
    try:
        # Not the loader in C: deep nesting makes it crash the process.
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = str(error.problem or error.context)
        if r"'\t'" in what:
            what = "a tab where YAML wants spaces"
        raise TreeError(Problem(line, "", f"not YAML: {what}")) from error
    except (yaml.YAMLError, ValueError) as error:
        line = 1 + text.count("\n", 0, getattr(error, "position", None) or 0)
        what = "not YAML: a character that YAML does not allow"
        raise TreeError(Problem(line, "", what)) from error
    except RecursionError as error:
        raise TreeError(Problem(1, "", f"nested too deeply for a {kind}")) from error
    if node is None:
        raise TreeError(Problem(1, "", f"the {kind} is empty"))
    unfolding = _Unfolding(kind)
    tree = unfolding.field(node, node.start_mark.line + 1, 0)
    if unfolding.twice:
        raise TreeError(*unfolding.twice)
    return tree


class _Unfolding:
    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.left = _NODES
        self.twice: list[Problem] = []

    def field(self, node: yaml.Node, line: int, depth: int) -> Field:
        self.left -= 1
        if self.left < 0 or depth > _DEPTH:
            raise TreeError(Problem(line, "", f"nested too deeply for a {self.kind}"))
        if isinstance(node, yaml.ScalarNode):
            empty = node.tag == "tag:yaml.org,2002:null" or not node.value.strip()
            return Field(None if empty else node.value.strip(), line)
        if isinstance(node, yaml.SequenceNode):
            items = ((item, item.start_mark.line + 1) for item in node.value)
            return Field(tuple(self.field(item, at, depth + 1) for item, at in items), line)
        fields: dict[str, Field] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise TreeError(Problem(at, "", "a field's name must be plain text"))
            if key.value in fields:
                self.twice.append(Problem(at, key.value, "given twice"))
            fields[key.value] = self.field(value, at, depth + 1)
        return Field(fields, line)
