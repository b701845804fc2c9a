"""Call notes and business records as the files that a sales team keeps."""

import csv
import io
from collections.abc import Iterable

import msgspec
import yaml

from ingest.register import Own, Partner
from sample.people import Directory
from sample.story import CallNote, Fact


def markdown(note: CallNote, partner: str, people: Directory) -> str:
    """One note as Markdown with a front matter."""
    author = people.person(note.author)
    front = {
        "id": f"note-{note.key}",
        "date": note.at(author.house.clock).isoformat(),
        "partner": partner,
        "author": f"{author.name} <{author.address}>",
        "participants": [_who(address, people) for address in note.participants],
    }
    head = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{head}---\n\n{note.text.strip()}\n"


def notes_csv(notes: Iterable[tuple[str, CallNote]], people: Directory) -> str:
    """Notes as one table: pairs of partner id and note."""
    rows = [
        [
            f"note-{note.key}",
            note.at(people.person(note.author).house.clock).isoformat(),
            partner,
            note.author,
            ";".join(note.participants),
            note.text.strip(),
        ]
        for partner, note in notes
    ]
    return _table(["id", "date", "partner", "author", "participants", "text"], rows)


def records_csv(facts: Iterable[tuple[str, Fact]], people: Directory) -> str:
    """Records as one table, oldest first: pairs of partner id and record."""
    clock = people.person(f"@{people.own.domains[0]}").house.clock
    dated = sorted(((fact.at(clock), partner, fact) for partner, fact in facts), key=_oldest)
    rows = [
        [f"record-{fact.key}", at.isoformat(), partner, fact.type,
         "" if fact.value is None else f"{fact.value:g}", fact.unit or "", fact.status or ""]
        for at, partner, fact in dated
    ]  # fmt: skip
    return _table(["id", "occurred_at", "partner_id", "type", "value", "unit", "status"], rows)


def register_yaml(own: Own, partners: Iterable[Partner]) -> str:
    """The partner register."""
    built = {
        "own": msgspec.to_builtins(own),
        "partners": [
            {key: value for key, value in msgspec.to_builtins(partner).items() if value}
            for partner in partners
        ],
    }
    return yaml.safe_dump(built, sort_keys=False, allow_unicode=True, width=100)


def _who(address: str, people: Directory) -> str:
    return f"{people.person(address).name} <{address}>"


def _oldest(row: tuple[object, str, Fact]) -> tuple[object, str]:
    return row[0], row[2].key


def _table(header: list[str], rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
