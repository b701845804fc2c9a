"""The text of a register as a tree of fields that know their line.

Every scalar stays the text that somebody typed: `No` is a name as good as any, and YAML and CSV
mean the same by the same word.
"""

import csv
import io
import re

import msgspec
import yaml

from ingest.register_problem import RegisterError

_NODES = 1_000_000  # what aliases may unfold to
_DEPTH = 20


class Field(msgspec.Struct, frozen=True):
    """A value of the file: text (None when left empty), a list, or fields by name."""

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


def field_name(text: str) -> str:
    """`Contract start`, `contract-start` and `contractStart` are one field: `contract_start`."""
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text.strip())
    return re.sub(r"[\s\-_]+", "_", snake).lower()


def yaml_tree(text: str) -> Field:
    """Raises RegisterError where this is no YAML, or more than a register can be."""
    try:
        # Not the loader in C: deep nesting makes it crash the process.
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise RegisterError(
            (f"line {line}: not YAML: {error.problem or error.context}",)
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise RegisterError(("line 1: not YAML: a character that YAML does not allow",)) from error
    except RecursionError as error:
        raise RegisterError(("line 1: nested too deeply for a register",)) from error
    if node is None:
        raise RegisterError(("line 1: the register is empty",))
    return _Unfolding().field(node, 0)


class _Unfolding:
    def __init__(self) -> None:
        self.left = _NODES

    def field(self, node: yaml.Node, depth: int) -> Field:
        line = node.start_mark.line + 1
        self.left -= 1
        if self.left < 0 or depth > _DEPTH:
            raise RegisterError((f"line {line}: nested too deeply for a register",))
        if isinstance(node, yaml.ScalarNode):
            empty = node.tag == "tag:yaml.org,2002:null" or not node.value.strip()
            return Field(None if empty else node.value.strip(), line)
        if isinstance(node, yaml.SequenceNode):
            return Field(tuple(self.field(item, depth + 1) for item in node.value), line)
        fields: dict[str, Field] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise RegisterError((f"line {line}: a field's name must be plain text",))
            if key.value in fields:
                where = key.start_mark.line + 1
                raise RegisterError((f"line {where}: {key.value}: given twice",))
            fields[key.value] = self.field(value, depth + 1)
        return Field(fields, line)


def csv_tree(text: str) -> Field:
    """One field by name for each row, with the line on which the row starts."""
    text = text.removeprefix("\ufeff")
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Field] = []
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not names:
                names = [cell.strip() for cell in cells]
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    raise RegisterError(
                        (f"line {line}: {len(cells)} cells under {len(names)} column names",)
                    )
                pairs = zip(names, cells, strict=False)
                rows.append(Field({k: Field(v.strip() or None, line) for k, v in pairs}, line))
            line = reader.line_num + 1
    except csv.Error as error:
        raise RegisterError((f"line {line}: not CSV: {error}",)) from error
    if not names:
        raise RegisterError(("line 1: the register is empty",))
    return Field({"partners": Field(tuple(rows), 1)}, 1)
