"""Files of notes, tables and JSON lines: one item each, and what is wrong has a place."""

import msgspec
import pytest

from ingest.raw import Raw
from ingest.sources import json_lines as json_lines_module
from ingest.sources.csv_rows import csv_rows
from ingest.sources.json_lines import json_lines
from ingest.sources.notes import notes
from ingest.sources.unreadable import Unreadable


def written(tmp_path, payload, name="f.csv"):
    path = tmp_path / name
    path.write_bytes(payload if isinstance(payload, bytes) else payload.encode())
    return path


def rows(path):
    return [msgspec.json.decode(item.payload) for item in csv_rows(path)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_in_any_dress(tmp_path, delimiter, encoding):
    text = delimiter.join(["date", "partenaire", "note"]) + "\r\n"
    text += delimiter.join(["2026-04-06", "Société", '"Réunion; ok, \t\r\nbien"']) + "\r\n\r\n"
    path = written(tmp_path, text.encode(encoding))
    (item,) = csv_rows(path)
    assert (item.media, item.source, item.position) == (
        "application/x-note-row",
        "csv:f.csv",
        "line 2",
    )
    assert rows(path)[0]["partenaire"] == "Société"
    assert rows(path)[0]["note"] == "Réunion; ok, \t\r\nbien"


def test_a_table_of_records(tmp_path):
    path = written(tmp_path, "sep=;\nid;date;partner;type;value\n1;2026-04-06;a;revenue;5\n")
    (item,) = csv_rows(path)
    assert (item.media, item.position) == ("application/x-record-row", "line 3")


def test_bad_rows_are_told_and_stop_no_other(tmp_path):
    text = "date,text\n2026-04-06,a\n1,2,3\n2026-04-07," + "x" * 200_000 + "\n2026-04-08,b\n"
    found = list(csv_rows(written(tmp_path, text)))
    assert [type(item) for item in found] == [Raw, Unreadable, Unreadable, Raw]
    assert found[1] == Unreadable("csv:f.csv", "line 3", "3 cells under 2 column names")
    assert found[2].position == "line 4"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\0\n"])
def test_a_table_of_something_else(tmp_path, text):
    (item,) = csv_rows(written(tmp_path, text))
    assert isinstance(item, Unreadable)
    assert "no columns named" in item.detail


def test_a_folder_of_notes(tmp_path):
    (tmp_path / "b").mkdir()
    written(tmp_path / "b", "x", "2.md")
    written(tmp_path, "y", "a.txt")
    written(tmp_path, "date,text\n1,2\n", "c.csv")
    written(tmp_path, "z", "picture.png")
    written(tmp_path, "z", ".hidden.md")
    assert [(item.source, item.position) for item in notes(tmp_path)] == [
        ("notes", "a.txt"),
        ("notes", "b/2.md"),
        ("csv:c.csv", "line 2"),
    ]


@pytest.mark.parametrize("read", [notes, csv_rows, json_lines])
def test_a_file_that_is_not_there_is_told(tmp_path, read):
    (item,) = read(tmp_path / "missing.csv")
    assert isinstance(item, Unreadable)


def test_json_lines(tmp_path):
    path = written(tmp_path, b'\xef\xbb\xbf{"a":1}\n\n  {"b":2}  \r\n\xff', "f.jsonl")
    assert [(item.position, item.payload) for item in json_lines(path)] == [
        ("line 1", b'{"a":1}'),
        ("line 3", b'{"b":2}'),
        ("line 4", b"\xff"),
    ]


def test_json_as_one_list(tmp_path):
    path = written(tmp_path, b'[\n {"a": [1]},\n 2]', "f.json")
    assert [(item.position, item.payload) for item in json_lines(path)] == [
        ("item 1", b'{"a": [1]}'),
        ("item 2", b"2"),
    ]


def test_a_broken_list_is_told(tmp_path):
    (item,) = json_lines(written(tmp_path, b"[1,", "f.json"))
    assert isinstance(item, Unreadable)


def test_a_line_of_absurd_length_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(json_lines_module, "PAYLOAD_BYTES", 10)
    path = written(tmp_path, b"x" * 95 + b"\n{}\n", "f.jsonl")
    first, second = json_lines(path)
    assert (type(first), first.position) == (Unreadable, "line 1")
    assert (second.position, second.payload) == ("line 2", b"{}")
