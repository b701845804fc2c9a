"""The risk event that weighs most now."""

import msgspec
import pytest

from health.gravest import gravest
from health.memory import Memory
from health.policy import STANDARD
from health.risks import Risk
from ingest.interaction import InteractionId
from tests.laws.made import DAY_0, PARTNER

TODAY = DAY_0 + 100


def event(label: str, ago: int = 0, sure: int = 1000) -> Risk:
    return Risk(TODAY - ago, label, sure, InteractionId(f"{label}-{ago}"))


@pytest.mark.parametrize(
    ("risks", "label"),
    [
        pytest.param((), None, id="none"),
        pytest.param((event("complaint"),), "complaint", id="only one"),
        pytest.param(
            (event("complaint"), event("churn_threat")), "churn_threat", id="by its severity"
        ),
        pytest.param(
            (event("complaint"), event("payment_dispute", ago=90)), "complaint", id="by its age"
        ),
        pytest.param(
            (event("complaint"), event("legal_threat", sure=100)), "complaint", id="by certainty"
        ),
        pytest.param((event("complaint", sure=0),), None, id="not sure at all"),
        pytest.param((event("grumbling"),), None, id="of a kind that the policy does not know"),
    ],
)
def test_gravest(risks: tuple[Risk, ...], label: str | None) -> None:
    memory = msgspec.structs.replace(Memory(partner_id=PARTNER, day=TODAY), risks=risks)
    assert gravest(memory, STANDARD) == label
