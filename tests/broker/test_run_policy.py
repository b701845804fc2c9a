"""Workers judge each partner by the policy that a file has for it, as `rapport assess` does."""

from pathlib import Path

import pytest

from benchmarks.engine import produce
from benchmarks.load import annotations
from health.observation import day_of
from health.policy import STANDARD
from health.policy_file import read
from history import relationships
from ingest.intake import Tally
from ingest.sources.register_source import load_register
from streams.batch import batch, histories
from streams.context import context
from streams.policies import load_policies
from streams.settings import Settings
from tests.broker.both_paths import both_paths
from tests.broker.world import world

pytestmark = pytest.mark.broker

POLICY = """\
standard: {inbound_gate: 4, coverage_gate: 0.05}
kinds: {supplier: {weights: {single_thread: 60, champion: 40}}}
tiers: {gold: {red_below: 20, green_from: 30}}
"""
PARTNERS = """\
own: {name: Own, domains: [own.example]}
partners:
- {id: p0, name: P0, domains: [p0.example], kind: supplier, tier: Gold}
- {id: p1, name: P1, domains: [p1.example], kind: supplier}
- {id: p2, name: P2, domains: [p2.example]}
- {id: p3, name: P3, domains: [p3.example], tier: gold}
"""


def test_the_engine_and_the_batch_path_take_the_policy_of_each_partner(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY)
    run, batch = both_paths(tmp_path, PARTNERS, {"RAPPORT_POLICY": "policy.yaml"})
    assert run == batch
    found = {one["partner_id"]: one for one in run if one["type"] == "assessment"}
    book = read(POLICY)
    assert {partner: one["policy_version"] for partner, one in found.items()} == {
        "p0": book.holds("supplier", "gold").version,
        "p1": book.holds("supplier", None).version,
        "p2": book.standard.version,
        "p3": book.holds(None, "gold").version,
    }
    assert {one["policy_version"] for one in found.values()}.isdisjoint({STANDARD.version})
    measures = {driver["measure"] for driver in found["p1"]["drivers"]}
    assert measures == {"single_thread", "champion"}
    assert {"p0", "p1", "p2"} <= {p for p, one in found.items() if one["score"] is not None}


def test_a_worker_whose_blocks_got_shorter_knows_what_the_batch_path_does(
    servers: Settings, tmp_path: Path
) -> None:
    """What was remembered by other blocks is not added to."""
    events = list(annotations(600, 2))
    with world(servers, tmp_path, partners=2) as here:
        told = 0
        for days, some in ((56, events[:560]), (30, events[560:])):
            policy = tmp_path / f"{days}.yaml"
            policy.write_text(f"standard: {{block_days: {days}}}\n")
            worker = here.start("worker", policy=policy)
            told += produce(here.settings, some)
            here.until_tracked(told)
            assert worker.stop() == 0
        found = relationships.assessments(here.url)
        settings = here.settings.model_copy(update={"policy": policy})
        register = load_register(tmp_path / "partners.yaml")
    known = context(settings, register, load_policies(policy))
    assert len(found) == 2
    for partner, one in found.items():
        own = {partner: histories(events)[partner]}
        whole = batch(own, register, known, Tally(), one.as_of)
        assert one in whole.assessments
        assert day_of(one.as_of) >= own[partner][-1].day
