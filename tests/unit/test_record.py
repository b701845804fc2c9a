"""Business facts from tables, with the numbers and dates that people type."""

from datetime import UTC, datetime

import msgspec
import pytest

from ingest.errors import Incomplete, Malformed
from ingest.interaction import Record
from ingest.number import number_of
from ingest.record import record_of

ROW = {
    "id": "r1",
    "occurred_at": "2026-04-06",
    "partner_id": "nordlicht",
    "type": "revenue",
    "value": "48200",
    "unit": "EUR",
    "status": "booked",
}


def read(**changes):
    row = {name: text for name, text in {**ROW, **changes}.items() if text is not None}
    return record_of(msgspec.json.encode(row), "csv:records.csv")


def test_reads_a_record():
    record = read(due_date="31.12.2026")
    assert (record.id, record.kind, record.partner_id) == ("r1", "record", "nordlicht")
    assert record.occurred_at == datetime(2026, 4, 6, tzinfo=UTC)
    due = datetime(2026, 12, 31, tzinfo=UTC)
    assert record.record == Record("revenue", 48200.0, "EUR", "booked", due)


def test_a_row_with_a_zone_is_on_that_clock_and_due_in_utc():
    record = read(timezone="Asia/Tokyo", occurred_at="2026-04-06 10:00", due_date="2026-12-31")
    assert record.occurred_at.isoformat() == "2026-04-06T10:00:00+09:00"
    assert record.record is not None
    assert record.record.due_at.isoformat() == "2026-12-30T15:00:00+00:00"


def test_without_an_id_the_row_makes_one():
    assert read(id=None).id == read(id="").id != read(id=None, value="48201").id


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"type": None}, Incomplete, "type: "),
        ({"partner_id": " "}, Incomplete, "partner: "),
        ({"occurred_at": None}, Incomplete, "date: "),
        ({"occurred_at": "31/31/2026"}, Malformed, "date: "),
        ({"value": "a lot"}, Malformed, "value: "),
        ({"due": "10:30"}, Malformed, "due_at: "),
    ],
)
def test_what_is_wrong_is_named(change, error, message):
    with pytest.raises(error, match=f"^{message}"):
        read(**change)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("48200", 48200.0),
        ("48 200,50 €", 48200.5),
        ("48\u202f200,50", 48200.5),
        ("1.234.567,8", 1234567.8),
        ("1,234,567.8", 1234567.8),
        ("48,200", 48200.0),
        ("0,125", 0.125),
        ("1.234", 1.234),
        ("-12,5 %", -12.5),
        ("1e3", 1000.0),
        ("EUR 5.", 5.0),
    ],
)
def test_numbers(text, value):
    assert number_of(text) == value


@pytest.mark.parametrize("text", ["", "n/a", "1 and 2", "9" * 70 + "e999"])
def test_no_number(text):
    with pytest.raises(ValueError, match="number"):
        number_of(text)
