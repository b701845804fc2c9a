"""Workers judge each partner by the policy that a file has for it, as `rapport assess` does."""

from pathlib import Path

import pytest

from health.policy import STANDARD
from health.policy_file import read
from tests.broker.both_paths import both_paths

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
