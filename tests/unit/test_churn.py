"""The risk of leaving: a rule whose parts sum, and in which nothing bad makes it smaller."""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.assessment import assess
from health.churn import HORIZON, RULE, Hazard, Rule, hazard
from health.observation import Observation
from health.policy import Policy
from health.rebuild import rebuild
from health.relationship import Relationship
from health.standing import POINT, Standing, stand
from health.terms import NO_TERMS, Terms
from ingest.interaction import InteractionId
from tests.laws.made import DAY_0, EVERY, PARTNER, SMALL, TERMS, changed, observation
from tests.laws.strategies import histories

KNOWN = rebuild(PARTNER, [observation(day) for day in range(10)], NO_TERMS, SMALL).after
TODAY = KNOWN.memory.day


def at_score(points: float, policy: Policy = SMALL) -> Standing:
    return msgspec.structs.replace(
        stand(KNOWN.memory, NO_TERMS, policy), total=round(points * POINT)
    )


def found(points: float = 50.0, terms: Terms = NO_TERMS, **known: object) -> Hazard:
    memory = msgspec.structs.replace(KNOWN.memory, **known)
    now = Relationship(memory, KNOWN.settled)
    one = hazard(now, at_score(points), terms, SMALL)
    assert one is not None
    return one


def odds(one: Hazard) -> dict[str, int]:
    return {cause.name: cause.odds for cause in one.causes}


def test_at_fifty_points_and_nothing_amiss_it_is_the_usual_risk() -> None:
    assert odds(found()) == {"usual": RULE.usual}
    assert found().risk == pytest.approx(0.060, abs=0.0005)


@given(histories(), st.integers(0, 120))
def test_the_causes_sum_to_the_log_odds(seen: list[Observation], ends: int) -> None:
    terms = Terms(TERMS.cadence, DAY_0 + ends)
    now = rebuild(PARTNER, seen, terms, EVERY).after
    standing = stand(now.memory, terms, EVERY)
    one = hazard(now, standing, terms, EVERY)
    assert (one is None) == (now.settled.band == "unknown" or standing.total is None)
    if one is not None:
        total = sum(cause.odds for cause in one.causes) / 1000
        assert one.risk == round(1 / (1 + math.exp(-total)), 3)
        assert 0 <= one.risk <= 1


@given(st.integers(0, 800), st.integers(0, 800))
def test_a_lower_score_is_never_a_lower_risk(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert found(low / POINT).risk >= found(high / POINT).risk


@given(st.integers(-10, 400), st.integers(-10, 400))
def test_a_nearer_end_of_the_contract_is_never_a_lower_risk(one: int, other: int) -> None:
    near, far = sorted((max(one, 0), max(other, 0)))
    assert found(terms=Terms(ends=TODAY + near)).risk >= found(terms=Terms(ends=TODAY + far)).risk


@pytest.mark.parametrize(
    ("days", "part"),
    [
        pytest.param(HORIZON, 0, id="ninety days ahead"),
        pytest.param(45, RULE.contract_end // 2, id="halfway"),
        pytest.param(0, RULE.contract_end, id="today"),
        pytest.param(-1, 0, id="past: then it went on"),
        pytest.param(400, 0, id="far away"),
    ],
)
def test_the_end_of_the_contract(days: int, part: int) -> None:
    assert odds(found(terms=Terms(ends=TODAY + days))).get("contract_end", 0) == part


def test_who_talks_of_renewing_does_not_let_the_contract_run_out() -> None:
    terms, id_ = Terms(ends=TODAY), InteractionId("r")
    assert "contract_end" not in odds(found(terms=terms, renewing=(TODAY, id_)))
    long_ago = TODAY - SMALL.past_days
    assert "contract_end" in odds(found(terms=terms, renewing=(long_ago, id_)))


def threats(number: int) -> list[Observation]:
    return [
        observation(
            day,
            tone=-900 if day >= 10 - number else 500,
            intents=(("churn_threat", 1000),) if day >= 10 - number else (),
        )
        for day in range(10)
    ]


def test_a_threat_that_caps_the_score_raises_the_risk() -> None:
    causes = []
    for number in (0, 1, 3):
        now = rebuild(PARTNER, threats(number), NO_TERMS, SMALL).after
        one = hazard(now, at_score(50), NO_TERMS, SMALL)
        assert one is not None
        causes.append(odds(one).get("risk_cap", 0))
    assert causes == [0, 0, RULE.risk_cap]


def waiting(days: int) -> Hazard:
    """After 20 days of mail from two, one of whom stops; then so many days of nothing."""
    policy = changed(EVERY, keep_share=0.01, coverage_gate=0.01, memory_days=60)
    seen = [observation(day, contacts=("a", "b") if day < 14 else ("b",)) for day in range(20)]
    seen += [observation(day, 560, contacts=("a",)) for day in range(14)]
    now = rebuild(PARTNER, seen, NO_TERMS, policy, until=DAY_0 + 19 + days).after
    one = hazard(now, at_score(50, policy), NO_TERMS, policy)
    assert one is not None
    return one


def test_silence_and_a_lost_champion_raise_the_risk_day_by_day() -> None:
    days = [odds(waiting(number)) for number in range(0, 28, 3)]
    for name, most in (("silence", RULE.silence), ("champion", RULE.champion)):
        parts = [one.get(name, 0) for one in days]
        assert parts == sorted(parts)
        assert parts[0] == 0
        assert parts[-1] == most


def test_of_whom_too_little_is_known_nothing_is_said() -> None:
    now = rebuild(PARTNER, [observation(0)], NO_TERMS, SMALL).after
    assert now.settled.band == "unknown"
    assert hazard(now, stand(now.memory, NO_TERMS, SMALL), NO_TERMS, SMALL) is None
    assessment = assess(now, NO_TERMS, SMALL)
    assert assessment.churn_risk is None
    assert "churn" not in assessment.model_versions


@pytest.mark.parametrize("name", ["a_point", "risk_cap", "contract_end", "silence", "champion"])
def test_a_rule_that_rewards_trouble_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="must not lower"):
        Rule(**{name: -1})


def test_another_number_is_another_version() -> None:
    assert Rule().version == RULE.version
    assert Rule(usual=-2000).version != RULE.version


class Trained:
    """A model that somebody trained."""

    version = "trained-1"

    def risk(
        self,
        now: Relationship,
        standing: Standing,
        terms: Terms,  # noqa: ARG002
        policy: Policy,  # noqa: ARG002
    ) -> float | None:
        return 0.25 if standing.total and now.memory.heard else None


def test_a_trained_model_takes_the_place_of_the_rule() -> None:
    assessment = assess(KNOWN, NO_TERMS, SMALL, churn=Trained())
    assert assessment.churn_risk == 0.25
    assert assessment.model_versions["churn"] == "trained-1"
