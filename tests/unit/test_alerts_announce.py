"""A transition becomes an alert: its id, its reasons, its next steps."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from alerts.action_words import step
from alerts.alert import Alert
from alerts.announce import REASONS, alert_id, announce
from alerts.wording import sentence, unread
from health.actions import MOST, Action
from health.measures import MEASURES, Reading
from health.policy import NAMES, MeasureName
from health.standing import POINT, Standing
from health.terms import Terms
from health.told import Told
from health.transition import Snapshot, Transition
from ingest.interaction import InteractionId, PartnerId
from tests.laws.made import DAY_0, PARTNER, SMALL, moment

Points = dict[MeasureName, float]


def standing(points: Points) -> Standing:
    return Standing(
        tuple(round(points[name] * POINT) if name in points else None for name in NAMES),
        sum(SMALL.weights.get(name, 0) for name in points),
        sum(round(part * POINT) for part in points.values()),
    )


THEN: Points = {
    "sentiment_level": 30,
    "sentiment_trend": 14,
    "contact_frequency": 14,
    "meeting_rhythm": 10,
}
NOW: Points = {
    "sentiment_level": 12,
    "sentiment_trend": 13,
    "contact_frequency": 16,
    "meeting_rhythm": 4,
    "contact_breadth": 0,
}
READING = Reading(1.0, 2.0, 500)
FALL = Transition(
    PARTNER,
    moment(20, 600),
    "green",
    "yellow",
    standing(NOW),
    Snapshot(DAY_0, standing(THEN)),
    {
        **dict.fromkeys(NOW, Told(READING, ())),
        "sentiment_level": Told(READING, (InteractionId("1"), InteractionId("2"))),
    },
)


def fall(**changes: Any) -> Transition:
    return msgspec.structs.replace(FALL, **changes)


def fall_to(points: Points) -> Transition:
    return fall(standing=standing(points), told=dict.fromkeys(points, Told(READING, ())))


def told(change: Transition, **options: Any) -> Alert:
    alert = announce(change, "Nordlicht", SMALL, **options)
    assert alert is not None
    return alert


def test_a_fall_is_told_with_what_pulled_most() -> None:
    alert = told(fall())
    assert [(why.measure, why.delta) for why in alert.why] == [
        ("sentiment_level", -18.0),
        ("meeting_rhythm", -6.0),
        ("sentiment_trend", -1.0),
    ]
    assert alert.why[0].evidence == ("1", "2")
    assert alert.why[1].evidence == ()
    assert alert.partner_id == PARTNER
    assert alert.occurred_at == datetime(2026, 1, 25, 10, tzinfo=UTC)
    assert (alert.status, alert.kind, alert.severity) == ("firing", "band_worsened", "warning")
    assert alert.summary.startswith("Nordlicht fell from green to yellow: ")
    assert all(why.sentence in alert.summary for why in alert.why[:2])


def test_a_rise_is_told_with_what_lifted_and_asks_for_nothing() -> None:
    rise = fall(
        before="yellow",
        after="green",
        standing=standing(THEN),
        anchor=Snapshot(DAY_0, standing(NOW)),
    )
    alert = told(rise)
    assert [(why.measure, why.delta) for why in alert.why] == [
        ("sentiment_level", 18.0),
        ("meeting_rhythm", 6.0),
        ("sentiment_trend", 1.0),
    ]
    assert alert.actions == ()
    assert alert.steps == ()
    assert alert.status == "resolved"


def test_equal_parts_stand_by_name() -> None:
    even = dict.fromkeys(THEN, 5.0)
    alert = told(
        fall(standing=standing(even), anchor=Snapshot(0, standing(dict.fromkeys(even, 7.0))))
    )
    assert [why.measure for why in alert.why] == sorted(even)[:REASONS]


def test_a_first_band_is_told_by_what_is_missing_to_full_weight() -> None:
    # Half of the weight was measured, so each point of weight is worth two.
    first = fall(
        before="unknown",
        after="red",
        anchor=None,
        standing=standing({"sentiment_level": 10, "contact_frequency": 20, "meeting_rhythm": 18}),
    )
    missing = {why.measure: why.delta for why in told(first).why}
    full = {name: SMALL.weights[name] * 100 * POINT // 54 / POINT for name in SMALL.weights}
    assert missing == {
        "sentiment_level": 10 - full["sentiment_level"],
        "contact_frequency": 20 - full["contact_frequency"],
        "meeting_rhythm": 18 - full["meeting_rhythm"],
    }


def test_what_is_no_longer_measured_leaves_room_for_other_reasons() -> None:
    lost = {name: points for name, points in NOW.items() if name != "sentiment_level"}
    alert = told(fall_to(lost))
    measures = [why.measure for why in alert.why]
    assert measures == ["meeting_rhythm", "sentiment_trend", "sentiment_level"]


def test_what_can_no_longer_be_read_is_told_as_such() -> None:
    alert = told(fall_to({"contact_frequency": 20}))
    assert [why.measure for why in alert.why] == [
        "sentiment_level",
        "sentiment_trend",
        "meeting_rhythm",
    ]
    assert [why.delta for why in alert.why] == [-30, -14, -10]
    tone = "too few of their messages are left to read a tone"
    assert alert.summary == f"Nordlicht fell from green to yellow: {tone}"


def test_what_can_be_read_is_told_before_what_cannot() -> None:
    alert = told(fall_to({"contact_frequency": 13}))
    assert alert.why[0].measure == "contact_frequency"


def test_a_good_beginning_is_not_told() -> None:
    assert announce(fall(before="unknown", after="green", anchor=None), "N", SMALL) is None


def test_lost_evidence_is_told() -> None:
    alert = told(fall(after="unknown"))
    assert (alert.kind, alert.severity) == ("evidence_lost", "warning")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_steps_are_three_at_most_and_said_in_the_language(language: Any) -> None:
    alert = told(fall(standing=standing(dict.fromkeys(MEASURES, 0.0))), language=language)
    assert len(alert.why) == REASONS == 3
    assert len(alert.steps) == len(alert.actions) == MOST == 3
    for one, line in zip(alert.steps, alert.actions, strict=True):
        action = Action(one.kind, one.owner, one.measure, one.due, one.evidence)
        assert line == step(action, language)
        assert one.text in line


def test_a_step_has_its_reason_and_the_evidence_for_it() -> None:
    first, second, _ = told(fall()).steps
    assert (first.kind, first.owner, first.measure) == ("call", "manager", "sentiment_level")
    assert first.due == date(2026, 1, 30)  # five working days after a Sunday
    assert first.reason == sentence("sentiment_level", READING, worse=True)
    assert first.evidence == ("1", "2")
    assert (second.kind, second.measure) == ("meet", "meeting_rhythm")


def test_what_rose_asks_for_nothing() -> None:
    better = {**NOW, "contact_frequency": 14.0 + 9}
    measures = [one.measure for one in told(fall_to(better)).steps]
    assert "contact_frequency" not in measures
    assert measures[0] == "sentiment_level"


def test_a_threat_comes_first_even_where_the_score_was_under_the_cap_anyway() -> None:
    change = fall(threat=(InteractionId("9"),), gravest="legal_threat")
    first = told(change).steps[0]
    assert (first.kind, first.owner, first.measure) == ("settle_dispute", "legal", "risk_cap")
    assert first.reason == sentence("risk_cap", READING, worse=True)
    assert first.evidence == ("9",)
    assert told(change, terms=Terms(sponsor=True)).steps[0].owner == "sponsor"


def test_of_what_can_no_longer_be_read_one_asks_once() -> None:
    (only,) = told(fall_to({"contact_frequency": 20})).steps
    assert (only.kind, only.measure) == ("call", "sentiment_level")
    assert only.reason == unread("sentiment_level")


def test_an_id_is_made_from_content_and_from_nothing_else() -> None:
    assert alert_id(fall()) == alert_id(fall(standing=standing(THEN), anchor=None, told={}))
    others = {
        alert_id(fall(at=FALL.at + 1)),
        alert_id(fall(after="red")),
        alert_id(fall(before="unknown")),
        alert_id(fall(partner_id=PartnerId("skagen"))),
        alert_id(fall()),
    }
    assert len(others) == 5
    # Never another: receivers know alerts that were told by earlier versions.
    assert alert_id(fall()) == "387d3191-e223-5255-b4ee-7ddfce9f7eed"


def test_all_alerts_about_one_band_share_a_key() -> None:
    assert told(fall()).dedup_key == told(fall(after="red")).dedup_key == f"{PARTNER}/band"
    assert told(fall()).id != told(fall(after="red")).id
