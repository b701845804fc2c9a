"""The text of a register as a tree of fields: YAML and CSV mean the same by the same word."""

import csv
import io

from ingest.field_tree import Field, TreeError
from ingest.field_tree import yaml_tree as tree_of
from ingest.register_problem import Problems, RegisterError


def yaml_tree(text: str) -> Field:
    """Raises RegisterError where this is no YAML, or more than a register can be."""
    try:
        return tree_of(text, "register")
    except TreeError as error:
        problems = Problems()
        for problem in error.problems:
            problems.add(*problem)
        raise RegisterError(tuple(problems.found)) from error


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
