"""Laws of what is estimated and proposed: within bounds, for a reason, never more than three."""

from hypothesis import given
from hypothesis import strategies as st

from alerts.announce import announce
from health.actions import MOST
from health.assessment import assess
from health.observation import Observation
from health.rebuild import rebuild
from health.terms import Terms
from tests.laws.made import DAY_0, EVERY, PARTNER, TERMS
from tests.laws.strategies import histories

loads = st.integers(0, 4)


@given(histories(), loads, st.integers(0, 30))
def test_an_assessment_proposes_little_and_says_why(
    seen: list[Observation], load: int, wait: int
) -> None:
    terms = Terms(TERMS.cadence, DAY_0 + 40, "gold", True, load)
    last = max((one.day for one in seen), default=0)
    step = rebuild(PARTNER, seen, terms, EVERY, until=last + wait)
    found = assess(step.after, terms, EVERY)
    assert (found.churn_risk is None) == (found.band == "unknown" or found.score is None)
    assert found.churn_risk is None or 0 <= found.churn_risk <= 1
    assert found.potential in (None, 1, 2, 3, 4, 5)
    assert bool(found.actions) == (found.band in ("red", "yellow"))
    measures = {driver.measure for driver in found.drivers} | {"risk_cap"}
    ids = {one.id for one in seen}
    for one in found.actions:
        assert one.measure in measures
        assert set(one.evidence) <= ids
        assert one.due > found.as_of
        assert one.owner != "sponsor" or load < 2
    assert len({one.kind for one in found.actions}) == len(found.actions) <= MOST


@given(histories(), loads)
def test_an_alert_proposes_what_an_assessment_could(seen: list[Observation], load: int) -> None:
    terms = Terms(TERMS.cadence, DAY_0 + 40, "gold", True, load)
    last = max((one.day for one in seen), default=0)
    for change in rebuild(PARTNER, seen, terms, EVERY, until=last + 30).transitions:
        alert = announce(change, "Nordlicht", EVERY, "en", terms)
        if alert is None:
            continue
        assert len(alert.actions) == len(alert.steps) <= MOST
        if alert.kind == "band_recovered":
            assert not alert.steps
        if alert.kind == "band_worsened":
            assert alert.steps
        for one in alert.steps:
            assert one.reason
            assert one.due > alert.occurred_at.date()
            assert one.owner != "sponsor" or load < 2
