"""Laws 2 and 3 on the real engine: kill -9, a database crash, and nothing is lost or repeated."""

from pathlib import Path

import msgspec
import pytest

from alerts.alert import Alert
from benchmarks.chaos import PARTNERS, State, differences, disturbed, undisturbed
from benchmarks.load import annotations, register
from health.assessment import Assessment
from history.relationships import Mark
from ingest.intake import Tally
from ingest.register import Register
from ingest.sources.register_source import load_register
from nlp.annotations import Annotations
from streams.batch import batch, histories
from streams.context import context
from streams.result import Result
from streams.settings import Settings

pytestmark = pytest.mark.broker

COUNT = 3_000


@pytest.fixture(scope="module")
def events() -> list[Annotations]:
    return list(annotations(COUNT, PARTNERS))


@pytest.fixture(scope="module")
def calm(events: list[Annotations]) -> State:
    """What an undisturbed engine leaves."""
    return undisturbed(events)


def test_kills_and_a_database_crash_change_nothing(
    events: list[Annotations], calm: State, tmp_path: Path
) -> None:
    log = tmp_path / "workers.log"
    said: list[str] = []
    found = disturbed(events, 2, said.append, log=log)
    assert len(said) == 3, "two kills and a crash were wanted"
    assert len(found["observations"]) == COUNT
    assert differences(calm, found) == [], log.read_text()[-2000:]


def test_the_stream_ends_as_the_batch_does(
    events: list[Annotations], calm: State, tmp_path: Path
) -> None:
    path = tmp_path / "partners.yaml"
    path.write_text(register(PARTNERS))
    folded = folds(events, load_register(path))
    stored = {
        partner: msgspec.convert(found, Assessment)
        for partner, _, _, found in calm["relationships"]
    }
    assert stored == {
        partner: one
        for partner, result in folded.items()
        for one in result.assessments
        if one.partner_id == partner
    }
    alerts = [msgspec.convert(row[-1], Alert) for row in calm["alerts"]]
    expected = [alert for result in folded.values() for alert in result.alerts]
    assert len(alerts) > 10, "too calm a story to prove anything"
    assert sorted(alerts, key=lambda one: one.id) == sorted(expected, key=lambda one: one.id)
    marks = {
        (partner, mark)
        for one in folded.values()
        for partner, found in one.marks.items()
        for mark in found
    }
    assert marks == {
        (partner, Mark(day, score, band))
        for partner, day, _, band, score, *_ in calm["assessments"]
    }


def folds(events: list[Annotations], known: Register) -> dict[str, Result]:
    """Each partner's history alone, to its own last day, as the stream without ticks leaves it."""
    around = context(Settings(), known)
    return {
        partner: batch({partner: history}, known, around, Tally(), None)
        for partner, history in histories(events).items()
    }
