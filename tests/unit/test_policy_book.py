"""Which policy holds for whom: the standard one, changed by kind, and that by tier."""

from typing import Any

import pytest

from health.policy import RISKS, STANDARD, Grave, Ramp
from health.policy_book import BUILT_IN, PolicyBook, with_changes
from health.policy_difference import Difference, differences
from ingest.interaction import PartnerId
from ingest.register import Partner

BOOK = PolicyBook(
    standard=with_changes(STANDARD, {"margin": 4}),
    kinds={"supplier": {"red_below": 50, "silence": {"worst": 8.0}, "pending_days": 5}},
    tiers={"gold": {"red_below": 58, "silence": {"best": 5.0}}},
)


def partner(**fields: Any) -> Partner:
    return Partner(**{"id": PartnerId("p"), "name": "P", **fields})


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        pytest.param({}, {}, id="neither is named"),
        pytest.param({"tier": "bronze"}, {}, id="a tier that is not named"),
        pytest.param(
            {"kind": "supplier"},
            {"red_below": 50, "silence": Ramp(8.0, STANDARD.silence.best), "pending_days": 5},
            id="a kind",
        ),
        pytest.param(
            {"tier": "gold"},
            {"red_below": 58, "silence": Ramp(STANDARD.silence.worst, 5.0)},
            id="a tier",
        ),
        pytest.param(
            {"kind": "supplier", "tier": "gold"},
            {"red_below": 58, "silence": Ramp(8.0, 5.0), "pending_days": 5},
            id="a tier changes what the kind left",
        ),
        pytest.param(
            {"tier": " GOLD\t"},
            {"red_below": 58, "silence": Ramp(STANDARD.silence.worst, 5.0)},
            id="as people write",
        ),
    ],
)
def test_the_policy_of_a_partner(fields: dict[str, Any], changes: dict[str, Any]) -> None:
    assert BOOK.of(partner(**fields)) == with_changes(STANDARD, {"margin": 4, **changes})


def test_what_is_built_in_holds_for_everybody() -> None:
    assert BUILT_IN.of(partner(kind="supplier", tier="gold")) is STANDARD


def test_a_tier_is_found_however_the_book_writes_it() -> None:
    assert PolicyBook(tiers={"Très  Or": {"margin": 5}}).holds(None, "très or").margin == 5


def test_weights_are_replaced_whole() -> None:
    only = {"silence": 60, "survey": 40}
    assert with_changes(STANDARD, {"weights": only}).weights == only


def test_risks_are_joined_label_by_label_and_part_by_part() -> None:
    changed = with_changes(
        STANDARD,
        {"risks": {"complaint": {"severity": 1.5}, "escalation": Grave(3.0, 9)}},
        {"risks": {"complaint": {"caps": True}}},
    )
    assert changed.risks == {
        **RISKS,
        "complaint": Grave(1.5, 14, caps=True),
        "escalation": Grave(3.0, 9),
    }


def test_only_the_end_has_to_be_sound() -> None:
    """A kind may say half of what its tier completes."""
    changed = with_changes(STANDARD, {"silence": {"worst": 4}}, {"silence": {"best": 1}})
    assert changed.silence == Ramp(4, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"margin": 40}, "margin must fit"),
        ({"silence": {"worst": STANDARD.silence.best}}, "^silence: worst and best must be two"),
        ({"risks": {"complaint": {"severity": -1.0}}}, "^risks: complaint: severity must not"),
        ({"risks": {"praise": {"severity": 1.0, "half_life": 1}}}, "^risks: praise is no risk"),
    ],
)
def test_a_contradiction_names_the_field(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        with_changes(STANDARD, changes)


def test_differences_name_fields_as_a_file_does() -> None:
    usual = STANDARD.weights
    weights = {**usual, "silence": usual["silence"] + 1}
    weights["training"] += weights.pop("survey") - 1
    changed = with_changes(
        STANDARD,
        {"weights": weights, "margin": STANDARD.margin + 2, "silence": {"worst": 9.5}},
        {"risks": {"legal_threat": {"caps": False}}},
    )
    assert differences(STANDARD, changed) == (
        Difference("weights.silence", usual["silence"], usual["silence"] + 1),
        Difference("weights.survey", usual["survey"], 0),
        Difference("weights.training", usual["training"], weights["training"]),
        Difference("silence.worst", STANDARD.silence.worst, 9.5),
        Difference("risks.legal_threat.caps", True, False),
        Difference("margin", STANDARD.margin, STANDARD.margin + 2),
    )
    assert differences(changed, changed) == ()
