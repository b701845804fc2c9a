"""What is known of a partner at a day: a band that a manager gave it, or what became of it."""

import csv
import io
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Literal, get_args

import msgspec

from health.observation import day_of
from ingest.errors import Malformed
from ingest.interaction import PartnerId

Outcome = Literal["churned", "renewed", "escalated"]
Judged = Literal["green", "yellow", "red"]
BAD: tuple[Outcome, ...] = ("churned", "escalated")
OUTCOMES: tuple[str, ...] = get_args(Outcome)
BANDS: tuple[str, ...] = get_args(Judged)
COLUMNS = ("outcome", "band", "label")
MOST_SHOWN = 20


class Label(msgspec.Struct, frozen=True, order=True):
    """`what` is an outcome or a band; `day` in days since 1970."""

    partner_id: PartnerId
    day: int
    what: Outcome | Judged


def read_labels(
    text: str, name: str, partners: Collection[str], allowed: Collection[str]
) -> tuple[Label, ...]:
    """The labels of a CSV with a heading, or of JSON lines, in order, each once.

    A row has `partner_id`, `date` and one of `outcome`, `band`, `label`. Raises Malformed with
    every problem, each with its line and field (the first twenty); `name` is the file's.
    """
    problems: list[str] = []
    found: set[Label] = set()
    for line, row in _rows(text.removeprefix("\ufeff"), name):
        wrong = _problem(row, partners, allowed)
        if wrong:
            problems.append(f"{name}:{line}: {wrong}")
            continue
        day = day_of(date.fromisoformat(row["date"].strip()))
        found.add(Label(PartnerId(row["partner_id"].strip()), day, _what(row)))  # type: ignore[arg-type]
    if problems:
        more = len(problems) - MOST_SHOWN
        said = [*problems[:MOST_SHOWN], *([f"and {more} more"] if more > 0 else [])]
        raise Malformed("\n".join(said))
    if not found:
        raise Malformed(f"{name}: holds no labels")
    return tuple(sorted(found))


def _rows(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    if text.lstrip().startswith("{"):
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                try:
                    yield number, msgspec.json.decode(line, type=dict[str, Any])
                except msgspec.DecodeError as error:
                    raise Malformed(f"{name}:{number}: {error}") from error
        return
    reader = csv.DictReader(io.StringIO(text), skipinitialspace=True)
    heading = [one.strip().lower() for one in reader.fieldnames or ()]
    for column in ("partner_id", "date"):
        if column not in heading:
            raise Malformed(f"{name}:1: no column {column}")
    if not set(COLUMNS) & set(heading):
        raise Malformed(f"{name}:1: no column outcome, band or label")
    reader.fieldnames = heading
    for row in reader:
        yield reader.line_num, row


def _what(row: dict[str, Any]) -> str:
    return next((str(row[one]).strip().lower() for one in COLUMNS if row.get(one)), "")


def _problem(
    row: dict[str, Any], partners: Collection[str], allowed: Collection[str]
) -> str | None:
    partner, day, what = row.get("partner_id"), row.get("date"), _what(row)
    if not isinstance(partner, str) or not partner.strip():
        return "partner_id: missing"
    if partner.strip() not in partners:
        return f"partner_id: {partner.strip()[:80]} is not in the register"
    if what not in allowed:
        said = what[:80] or "nothing"
        return f"outcome or band: one of {', '.join(allowed)}, not {said}"
    try:
        date.fromisoformat(day.strip() if isinstance(day, str) else "")
    except ValueError:
        return f"date: expected a day as 2026-03-01, not {str(day)[:40]}"
    return None
