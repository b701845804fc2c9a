"""Call notes as managers keep them: English or French front matter, or one row of a table."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from ingest.call_note import note_of, note_of_row
from ingest.errors import Incomplete, Malformed, Rejected, TooLarge
from ingest.interaction import Meeting

NOTE = """\
---
id: note-7
date: 2026-04-06 10:30
timezone: Europe/Paris
partner: nordlicht
author: Claire Aubry <claire.aubry@solivane.example>
participants:
- Anke Petersen <Anke.Petersen@nordlicht.example>
- {name: Jens, email: jens.brodersen@gmail.com}
- Frau Vogt
language: fr
---

Tel. avec A.P. : contente de la recette.
"""

NOTE_FR = """\
---
Identifiant: note-7
date: 06/04/2026
heure: "10:30"
fuseau horaire: Europe/Paris
partenaire: nordlicht
auteur: Claire Aubry <claire.aubry@solivane.example>
avec: Anke Petersen <anke.petersen@nordlicht.example>; jens.brodersen@gmail.com
langue: fr
---
Tel. avec A.P. : contente de la recette.
"""


@pytest.mark.parametrize("text", [NOTE, NOTE_FR, "\ufeff\n" + NOTE.replace("\n", "\r\n")])
def test_reads_a_note(text):
    note = note_of(text.encode(), "notes")
    assert (note.id, note.kind, note.partner_id, note.language) == (
        "note-7",
        "call_note",
        "nordlicht",
        "fr",
    )
    assert note.occurred_at.isoformat() == "2026-04-06T10:30:00+02:00"
    assert note.text == "Tel. avec A.P. : contente de la recette."
    assert note.participants[0].role == "author"
    assert note.participants[1].address == "anke.petersen@nordlicht.example"
    assert note.participants[2].address == "jens.brodersen@gmail.com"


def test_a_note_in_an_old_encoding():
    note = note_of("---\ndate: 2026-04-06\n---\nRéunion très tendue".encode("cp1252"), "notes")
    assert note.text == "Réunion très tendue"


def test_without_an_id_the_same_note_has_the_same_id():
    text = b"---\ndate: 2026-04-06\n---\nTel."
    assert note_of(text, "a").id == note_of(text, "b").id
    assert note_of(text, "a").id != note_of(text + b"!", "a").id


@pytest.mark.parametrize(
    ("fields", "kind", "meeting"),
    [
        ("type: call_note", "call_note", None),
        ("type: meeting", "meeting", Meeting("held", "other", None)),
        (
            "meeting: {type: review, minutes: 1h30, status: no-show}",
            "meeting",
            Meeting("no_show", "review", 90),
        ),
        ("type: advisory_board", "meeting", Meeting("held", "advisory_board", None)),
        (
            "type: call_note\nmeeting: {type: review, minutes: 45 min}",
            "call_note",
            Meeting("held", "review", 45),
        ),
    ],
)
def test_a_note_on_a_meeting(fields, kind, meeting):
    note = note_of(f"---\ndate: 2026-04-06\n{fields}\n---\nx".encode(), "notes")
    assert (note.kind, note.meeting) == (kind, meeting)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("Tel. only", Incomplete, "date: the note has none"),
        ("---\ndate: 2026-04-06\n---\n", Incomplete, "text: the note has none"),
        ("---\ndate: soon\n---\nx", Malformed, "date: not a date"),
        ("---\ndate: 2026-04-06\ntimezone: Mars\n---\nx", Malformed, "date: not a time zone"),
        ("---\ndate: [1]\n---\nx", Malformed, "date: expected one text"),
        ("---\ndate: 2026-04-06\ndirection: up\n---\nx", Malformed, "direction: none of"),
        ("---\ndate: 2026-04-06\ntype: fax\n---\nx", Malformed, "type: neither"),
        ("---\ndate: 2026-04-06\n---\n" + "x" * 600_000, TooLarge, "text: over 512 KiB"),
        ("---\ndate: 2026-04-06\nx", Malformed, "no closing line of dashes"),
        ("---\na: b: c\n---\nx", Malformed, "not YAML at its line"),
        ("---\n" + "[" * 3000 + "\n---\nx", Malformed, "front matter: not YAML"),
        ("---\n- a\n---\nx", Malformed, "front matter: expected fields"),
        ("---\n" + "a" * 70_000 + "\n---\nx", TooLarge, "front matter: over"),
        ("---\ndate: 2026-04-06\nwith: [[a]]\n---\nx", Malformed, "attendee: expected names"),
        ("---\ndate: 2026-04-06\ntype: meeting\nminutes: long\n---\n", Malformed, "minutes: not"),
    ],
)
def test_what_is_wrong_is_named(text, error, message):
    with pytest.raises(error) as caught:
        note_of(text.encode(), "notes")
    assert message in str(caught.value)


def test_reads_a_row():
    row = {
        "Date": "06/04/2026 14:00",
        "Partenaire": "Nordlicht",
        "Auteur": "claire.aubry@solivane.example",
        "Contacts": "Anke Petersen, Jens Brodersen",
        "Compte rendu": "RAS",
        "Pointure": "42",
    }
    note = note_of_row(msgspec.json.encode(row), "csv:notes.csv")
    assert (note.partner_id, note.text) == ("Nordlicht", "RAS")
    assert note.occurred_at == datetime(2026, 4, 6, 14, tzinfo=UTC)
    assert note.occurred_at.utcoffset() == timedelta()
    assert [person.name for person in note.participants] == [
        None,
        "Anke Petersen",
        "Jens Brodersen",
    ]
    assert note.id.startswith("sha256:")


@pytest.mark.parametrize("payload", [b"", b"[]", b'{"a": 1}', b"\xff", b'{"date": "x"'])
def test_a_row_of_another_shape_is_refused(payload):
    with pytest.raises(Rejected):
        note_of_row(payload, "csv")
