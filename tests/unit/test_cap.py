"""The cap: what it takes to hold a score down, that it fades, and that it shows."""

import msgspec
import pytest

from health import cap
from health.assessment import Assessment, assess
from health.measures import Reading
from health.observation import Observation
from health.rebuild import rebuild
from health.relationship import Relationship
from health.standing import POINT, stand
from health.terms import NO_TERMS
from tests.laws.made import DAY_0, PARTNER, changed, memory
from tests.unit.measured import RULES, named

# Only the tone has weight, and all is well but for the threats.
TONE = changed(RULES, weights={"sentiment_level": 100})
WELL = [named(f"w{day}", day, 480, tone=900) for day in range(21)]


def threat(
    day: int, *labels: str, sure: int = 1000, tone: int | None = -1000, name: str = ""
) -> Observation:
    labels = labels or ("churn_threat",)
    intents = tuple((label, sure) for label in labels)
    # Read without confidence: its tone is on nobody's mind but the cap's.
    return named(name or f"t{day}", day, 600, tone=tone, weight=0, intents=intents)


def after(*threats: Observation, day: int = 10) -> Relationship:
    seen = [one for one in WELL if one.day <= DAY_0 + day] + list(threats)
    return rebuild(PARTNER, seen, NO_TERMS, TONE, until=DAY_0 + day).after


def held(*threats: Observation, day: int = 10) -> bool:
    return cap.holds(after(*threats, day=day).memory, TONE)


@pytest.mark.parametrize(
    ("threats", "holds"),
    [
        pytest.param([], False, id="none"),
        pytest.param([threat(10)], False, id="one message may be misread"),
        pytest.param(
            [threat(10, "churn_threat", "legal_threat")], False, id="nor one that says both"
        ),
        pytest.param([threat(10), threat(9)], True, id="two are believed"),
        pytest.param([threat(10), threat(9, "legal_threat")], True, id="of either kind"),
        pytest.param([threat(10), threat(9, "complaint")], False, id="a complaint is no threat"),
        pytest.param([threat(10), threat(9, sure=200)], False, id="one of them unsure"),
        pytest.param([threat(10), threat(9, tone=800)], False, id="one of them friendly"),
        pytest.param([threat(10), threat(9, tone=None)], True, id="one of them of unknown tone"),
    ],
)
def test_two_messages_hold_a_score_down(threats: list[Observation], holds: bool) -> None:
    assert held(*threats) == holds


def test_who_writes_daily_is_not_believed_as_fast() -> None:
    now = after(threat(10), threat(9)).memory
    among = changed(TONE, among=now.signals.fresh.inbound // 2)
    assert cap.certainty(now, among) == pytest.approx(cap.certainty(now, TONE) / 2, rel=0.1)
    assert cap.holds(now, TONE)
    assert not cap.holds(now, among)


def test_who_writes_daily_and_threatens_day_after_day_is_believed() -> None:
    """Three weeks of kind mail, then threats on four days of a window of two: thinned by all that
    was heard they are too few, by what was heard in these two days they are enough."""
    among = changed(TONE, among=4, fresh_days=2, recent_days=20, past_days=22, memory_days=30)
    kind = [one for one in WELL if one.day <= DAY_0 + 18]
    threats = [threat(day) for day in (17, 18, 19, 20)]

    def held_after(*some: Observation) -> bool:
        state = rebuild(PARTNER, [*kind, *some], NO_TERMS, among, until=DAY_0 + 20).after
        return cap.holds(state.memory, among)

    assert held_after(*threats)
    assert not held_after(threats[-1]), "one of them alone may be misread"


def test_certainty_halves_with_every_half_life() -> None:
    two = [threat(1), threat(1, name="other")]
    # Two of a half-life of five days, and 1.2 to hold: up to log2(2 / 1.2) * 5 = 3.7 days.
    for day, sure in ((1, 2.0), (6, 1.0), (11, 0.5)):
        assert cap.certainty(after(*two, day=day).memory, TONE) == pytest.approx(sure)
    assert held(*two, day=4)
    assert not held(*two, day=5)


def test_a_capped_score_is_its_drivers_and_the_cap_is_one_of_them() -> None:
    state = after(threat(10), threat(9))
    found = msgspec.json.decode(msgspec.json.encode(assess(state, NO_TERMS, TONE)), type=Assessment)
    parts = {one.measure: one for one in found.drivers}
    assert parts["sentiment_level"].contribution == 100.0
    assert parts["risk_cap"].contribution == TONE.cap_score - 100.0 < 0
    assert found.score == sum(one.contribution for one in found.drivers) == TONE.cap_score
    assert parts["risk_cap"].evidence == ("t10", "t9")
    certainty = round(1 + 0.5**0.2, 2)
    assert (parts["risk_cap"].value, parts["risk_cap"].baseline) == (certainty, TONE.cap_from)


def test_the_drop_is_told_as_the_cap() -> None:
    state = after(threat(10), threat(9))
    assert state.yesterday is not None
    assert state.yesterday.standing.total == 100 * POINT
    change = assess(state, NO_TERMS, TONE).change
    assert change is not None
    assert change.drivers == {"risk_cap": TONE.cap_score - 100.0}
    assert change.score == TONE.cap_score - 100.0


def test_a_capped_score_settles_red_at_once_and_recovers_when_the_threat_has_faded() -> None:
    seen = [*WELL, threat(9), threat(10)]
    step = rebuild(PARTNER, seen, NO_TERMS, TONE, until=DAY_0 + 20)
    bands = [(one.at // 86_400_000 - DAY_0, one.before, one.after) for one in step.transitions]
    assert bands[1] == (10, "green", "red")
    assert [one[1:] for one in bands[2:]] == [("red", "yellow"), ("yellow", "green")]
    assert 12 <= bands[2][0] <= bands[3][0] <= 16


def test_a_score_under_the_cap_needs_none() -> None:
    cold = [named(f"c{day}", day, 480, tone=-900) for day in range(11)]
    state = memory([*cold, threat(10), threat(9)], day=10, policy=TONE)
    assert cap.holds(state, TONE)
    standing = stand(state, NO_TERMS, TONE)
    assert "risk_cap" not in standing.parts()
    assert standing.total == 0


def test_what_the_cap_says() -> None:
    state = after(*(threat(day) for day in (6, 7, 8, 9)), threat(10, "complaint")).memory
    assert cap.evidence(state, TONE) == ("t9", "t8", "t7")
    assert cap.reading(state, TONE) == Reading(
        round(sum(0.5 ** (age / 5) for age in (1, 2, 3, 4)), 2), 1.2, 0
    )
