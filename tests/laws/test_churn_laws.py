"""Laws of a trained risk of leaving: where it is said, and that stream and batch say the same."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from health.assessment import Assessment, assess
from health.learning.additive import KNOTS, Curve
from health.learning.churn_model import Leaving, TrainedChurn
from health.learning.rows import goodness_of
from health.observation import Observation
from health.policy import NAMES
from health.rebuild import rebuild
from health.standing import GOODNESS
from ingest.interaction import PartnerId
from streams.context import Context
from tests.laws.made import EVERY, OTHER, PARTNER, TERMS
from tests.laws.stored import Stored
from tests.laws.strategies import Batch, histories

MODEL = Leaving(
    tuple(
        Curve(name, tuple((1 + place % 4) * (1 - at) for at in KNOTS), 0.3, 0.0)
        for place, name in enumerate(NAMES)
    ),
    -6.0,
)
TRAINED = TrainedChurn("trained-0123", MODEL)
NAMED = {PARTNER: "Nordlicht", OTHER: "Skagen"}
CONTEXT = Context(EVERY, {PARTNER: TERMS}, NAMED, churn=TRAINED)


@given(histories())
def test_it_is_said_where_the_rule_would_say_one(seen: list[Observation]) -> None:
    now = rebuild(PARTNER, seen, TERMS, EVERY).after
    rule, trained = assess(now, TERMS, EVERY), assess(now, TERMS, EVERY, churn=TRAINED)
    assert (trained.churn_risk is None) == (rule.churn_risk is None)
    if trained.churn_risk is not None:
        assert trained.churn_risk == round(MODEL.chance(goodness_of(now, TERMS, EVERY)), 3)
        assert trained.model_versions["churn"] == "trained-0123"
    # Nothing else of it changes but what rests on the risk.
    assert bare(trained) == bare(rule)


def bare(one: Assessment) -> Assessment:
    versions = {name: said for name, said in one.model_versions.items() if name != "churn"}
    return msgspec.structs.replace(one, churn_risk=None, actions=(), model_versions=versions)


@given(histories())
def test_every_measure_is_asked_and_the_cap(seen: list[Observation]) -> None:
    now = rebuild(PARTNER, seen, TERMS, EVERY).after
    found = goodness_of(now, TERMS, EVERY)
    assert found[:-1] == [ask(now.memory, TERMS, EVERY) for ask in GOODNESS]
    assert found[-1] in (0, 1000)
    assert len(found) == len(NAMES)


@given(histories(), st.integers(1, 5))
def test_the_worker_says_what_the_batch_says(seen: list[Observation], size: int) -> None:
    stored = Stored(CONTEXT)
    for begins in range(0, len(seen), size):
        stored.deliver(Batch(tuple(seen[begins : begins + size])))
    if any(one.meeting != "planned" for one in seen):
        whole = rebuild(PARTNER, seen, TERMS, EVERY)
        published = [one.value for one in stored.posted if one.topic == "health.v1"]
        said = assess(whole.after, TERMS, EVERY, churn=CONTEXT.churn)
        assert published[-1] == msgspec.json.encode(said)
        assert said.partner_id == PartnerId(PARTNER)
