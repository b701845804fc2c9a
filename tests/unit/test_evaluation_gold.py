"""Lines of labelled messages: what may be left out, and how each slip is told."""

import json
from datetime import date
from typing import Any

import msgspec
import pytest

from ingest.raw import Raw
from ingest.sources.unreadable import Unreadable
from nlp.evaluation.gold import Unfit, gold
from nlp.evaluation.labelled import labelled
from nlp.example import Example, Marked, Promised

SECRET = "Zweigstelle"
TEXT = f"Anna sends the {SECRET} offer by Friday."


def line(**fields: Any) -> bytes:
    return json.dumps({"id": "m1", "language": "de", "text": TEXT} | fields).encode()


def read(**fields: Any) -> Example:
    return gold(line(**fields), "line 1")[0]


def test_a_whole_message():
    example, unknown = gold(
        line(
            kind="call_note",
            direction="inbound",
            written_on="2026-03-01",
            scenario="offer",
            sentiment="positive",
            intents=["praise", "praise"],
            compliance=[],
            near=["off_channel", "delay"],
            entities=[{"label": "PERSON", "start": 0, "end": 4}],
            promises=[{"owner": "partner", "start": 5, "end": 37, "due": "2026-03-06"}],
        ),
        "line 1",
    )
    assert unknown == frozenset()
    assert example == Example(
        id="m1",
        language="de",
        scenario="",
        text=TEXT,
        kind="call_note",
        direction="inbound",
        written_on=date(2026, 3, 1),
        sentiment="positive",
        intents=["praise"],
        compliance=[],
        near=["off_channel", "delay"],
        entities=[Marked("PERSON", 0, 4)],
        promises=[Promised("partner", 5, 37, date(2026, 3, 6))],
    )


def test_only_the_text_must_be_there():
    example, _ = gold(b'{"text": "Hi", "sentiment": null, "entities": null}', "line 7")
    assert (example.id, example.language, example.kind) == ("line 7", "und", "email")
    labels = (example.sentiment, example.intents, example.compliance)
    assert labels == (None, None, None)
    assert (example.entities, example.promises, example.written_on) == (None, None, None)


def test_what_annotate_writes_is_read_as_labels():
    example = read(
        id=12,
        date="2026-03-01T10:00:00+01:00",
        sentiment={"label": "neutral", "score": 0.1, "confidence": 0.9},
        intents=[{"label": "delay", "confidence": 0.9, "start": 0, "end": 4}],
        entities=[{"label": "DATE", "start": 36, "end": 42, "text": "Friday", "value": None}],
        promises=[{"owner": "partner", "what": f" {SECRET} offer by Friday", "due": None}],
    )
    assert (example.id, example.written_on) == ("12", date(2026, 3, 1))
    assert (example.sentiment, example.intents) == ("neutral", ["delay"])
    assert example.entities == [Marked("DATE", 36, 42)]
    assert example.promises == [Promised("partner", 15, 42)]


def test_spaces_around_a_mark_are_not_meant():
    assert read(entities=[{"label": "PERSON", "start": 0, "end": 5}]).entities == [
        Marked("PERSON", 0, 4)
    ]


def test_half_a_character_becomes_one():
    example = read(text="\ud83d Anna", entities=[{"label": "PERSON", "start": 2, "end": 6}])
    assert example.text == "\ufffd Anna"


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        pytest.param(b"\xff\xfe", "not UTF-8", id="bytes"),
        pytest.param(b"{Zweigstelle", "not JSON", id="no JSON"),
        pytest.param(b'{"a":' * 50_000, "not JSON (RecursionError)", id="deep"),
        pytest.param(b"[]", "not an object", id="list"),
        pytest.param(b'{"id": "1"}', "text: missing", id="no text"),
        pytest.param(line(text=["a"]), "text: must be a text", id="text"),
        pytest.param(line(id=True), "id: must be", id="id"),
        pytest.param(line(language=f"{SECRET} "), "language: must be a BCP 47 tag", id="language"),
        pytest.param(line(kind="letter"), "kind: must be one of email,", id="kind"),
        pytest.param(line(direction=1), "direction: must be one of inbound,", id="direction"),
        pytest.param(line(written_on="soon"), "written_on: must be a date", id="day"),
        pytest.param(line(occurred_at=5), "occurred_at: must be a date", id="moment"),
        pytest.param(line(sentiment=SECRET), "sentiment: must be one of negative,", id="mood"),
        pytest.param(line(intents="delay"), "intents: must be a list", id="intents"),
        pytest.param(line(intents=["delay", {}]), "intents[1]: must be one of", id="intent"),
        pytest.param(line(compliance=["delay"]), "compliance[0]: must be one of", id="flag"),
        pytest.param(line(near=["late"]), "near[0]: must be one of", id="near"),
        pytest.param(line(entities=[["ORG", 1, 2]]), "entities[0]: must be an object", id="mark"),
        pytest.param(
            line(entities=[{"label": "ORG", "start": True, "end": 2}]),
            "entities[0]: start and end must be whole numbers",
            id="offset",
        ),
        pytest.param(
            line(entities=[{"label": "ORG", "start": 0, "end": 999}]),
            "entities[0]: 0 to 999 marks nothing in a text of 43 characters",
            id="outside",
        ),
        pytest.param(
            line(entities=[{"label": "ORG", "start": 4, "end": 5}]), "marks nothing", id="a space"
        ),
        pytest.param(
            line(entities=[{"label": "ORG", "start": 0, "end": 4, "text": SECRET}]),
            "entities[0]: its text does not stand there",
            id="elsewhere",
        ),
        pytest.param(line(promises=["x"]), "promises[0]: must be an object", id="promise"),
        pytest.param(
            line(promises=[{"owner": "them", "start": 0, "end": 4}]),
            "promises[0].owner: must be one of us, partner",
            id="owner",
        ),
        pytest.param(
            line(promises=[{"owner": "us", "what": "a paraphrase"}]),
            "promises[0]: needs start and end",
            id="what",
        ),
        pytest.param(
            line(promises=[{"owner": "us", "start": 0, "end": 4, "due": "soon"}]),
            "promises[0].due: must be a date",
            id="due",
        ),
    ],
)
def test_a_slip_is_told_by_its_field_without_the_content(payload: bytes, said: str):
    with pytest.raises(Unfit) as error:
        gold(payload, "line 1")
    assert said in str(error.value)
    assert SECRET not in str(error.value)


def test_a_file_is_used_as_far_as_it_can_be():
    found = labelled(
        [
            Raw("f", "line 1", "application/json", line(colour=1)),
            Raw("f", "line 2", "application/json", b"{"),
            Unreadable("f", "line 3", "over 25 MiB"),
            Raw("f", "line 5", "application/json", line(label=1, colour=2)),
        ]
    )
    assert [one.id for one in found.examples] == ["m1", "m1"]
    assert len(found.refused) == 2
    assert found.refused[0].startswith("line 2: not JSON")
    assert found.refused[1] == "line 3: over 25 MiB"
    assert found.warnings == (
        "fields that are not known were ignored: colour, label",
        "ids that come more than once, each counted: 1",
    )


def test_what_training_writes_is_read_back():
    written = Example(id="a", language="fr", scenario="s", text="Oui", near=["delay"])
    example, unknown = gold(msgspec.json.encode(written), "line 1")
    assert unknown == frozenset()
    assert msgspec.structs.replace(example, scenario="s") == written
