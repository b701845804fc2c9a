"""The past that learning reads: its days are those of UTC, on whatever clocks it was written."""

from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest

from commands.heard import NO_SOURCES
from commands.past import histories
from health.observation import day_of
from nlp.annotations import Annotations
from streams.wire import encode
from tests import make


def line(when: str, **changes: object) -> bytes:
    one = Annotations(
        interaction_id=make.interaction().id,
        partner_id=make.partner().id,
        occurred_at=datetime.fromisoformat(when),
        kind="email",
    )
    return encode(msgspec.structs.replace(one, **changes))


@pytest.mark.parametrize("before", ["2026-06-01T01:00:00+09:00", "2026-06-02T01:00:00+09:00"])
def test_the_newest_day_is_that_of_utc(tmp_path: Path, before: str) -> None:
    file = tmp_path / "annotations.jsonl"
    file.write_bytes(b"\n".join([line(before), line("2026-06-01T22:00:00-05:00")]))
    assert histories(make.register(), NO_SOURCES, file, None).newest == day_of(date(2026, 6, 2))


@pytest.mark.parametrize("when", ["9999-12-31T23:59:00-09:00", "0001-01-01T00:30:00+09:00"])
def test_a_clock_that_is_wrong_is_not_the_newest(tmp_path: Path, when: str) -> None:
    file = tmp_path / "annotations.jsonl"
    file.write_bytes(b"\n".join([line(when), line("2026-06-01T22:00:00+00:00")]))
    assert histories(make.register(), NO_SOURCES, file, None).newest == day_of(date(2026, 6, 1))


def test_a_moment_without_an_offset_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "annotations.jsonl"
    file.write_bytes(line("2026-06-01T22:00:00+00:00").replace(b"22:00:00Z", b"22:00:00"))
    found = histories(make.register(), NO_SOURCES, file, None)
    assert (found.of, found.newest) == ({}, None)
    assert "annotations.jsonl:1: " in (said := capsys.readouterr().err)
    assert "$.occurred_at" in said
