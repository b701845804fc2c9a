"""The assessment of the sample company that docs/scoring.md derives by hand is what comes out."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from commands.demo import SAMPLE, SOURCES
from health.policy import STANDARD
from ingest.intake import Tally, interactions
from ingest.register_index import Index
from ingest.sources.register_source import load_register
from streams.analysis import analysis
from streams.batch import annotated, batch, histories
from streams.context import context
from streams.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "scoring.md"
READ = ("sentiment_level", "sentiment_trend", "risk_events")
HEADING = "## A partner of the sample company by hand"


@pytest.mark.slow
def test_what_is_derived_by_hand_is_what_is_assessed() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE.read_text().split(HEADING)[1], re.DOTALL)
    by_hand: dict[str, Any] = {}
    exec(block, by_hand)
    register, settings, tally = load_register(SAMPLE / "partners.yaml"), Settings(), Tally()
    now = datetime(2027, 1, 1, tzinfo=UTC)
    read = [
        one
        for one in interactions(SOURCES.items(now), Index(register), now, tally)
        if one.partner_id == "waterland"
    ]
    said = histories(annotated(read, analysis(settings, register).annotate))
    terms = context(settings, register)
    result = batch(said, register, terms, tally, date(2026, 10, 1))
    (found,) = [one for one in result.assessments if one.partner_id == "waterland"]
    assert found.policy_version == STANDARD.version
    expected = by_hand["waterland_eighths"]
    eighths = {one.measure: one.contribution * 8 for one in found.drivers}
    assert eighths.keys() == expected.keys()
    for name, part in eighths.items():
        # Another processor multiplies 8-bit weights a little otherwise: a tone may move by a hair.
        assert abs(part - expected[name]) <= (1 if name in READ else 0), name
    assert found.score == sum(eighths.values()) / 8
    assert (found.band, found.coverage) == ("green", 0.79)
