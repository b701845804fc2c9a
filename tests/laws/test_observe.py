"""Law 8 at the heart's door: whatever annotations claim, the fold goes on."""

import math
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.assessment import assess
from health.observation import EPOCH, Observation, observe
from health.rebuild import rebuild
from ingest.interaction import InteractionId, Meeting
from nlp.annotations import Annotations, Sentiment
from tests.laws.made import PARTNER, SMALL, TERMS

numbers = st.floats(allow_nan=True, allow_infinity=True)
sentiments = st.builds(
    Sentiment,
    label=st.sampled_from(("negative", "neutral", "positive")),
    score=numbers,
    confidence=numbers,
)
moments = st.datetimes(
    timezones=st.sampled_from((UTC, timezone(timedelta(hours=13)), timezone(timedelta(hours=-11)))),
    min_value=datetime(1, 1, 3),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9999, 12, 29),  # noqa: DTZ001
)
said = st.builds(
    Annotations,
    interaction_id=st.text(max_size=9).map(InteractionId),
    partner_id=st.just(PARTNER),
    occurred_at=moments,
    kind=st.sampled_from(("email", "call_note", "meeting", "record")),
    direction=st.sampled_from((None, "inbound", "outbound", "internal")),
    contacts=st.lists(st.text(max_size=3), max_size=4).map(tuple),
    thread_id=st.one_of(st.none(), st.text(max_size=3)),
    sentiment=st.one_of(st.none(), sentiments),
    meeting=st.one_of(
        st.none(),
        st.builds(
            Meeting,
            status=st.sampled_from(("held", "cancelled", "no_show", "planned")),
            type=st.sampled_from(("coordination", "review", "other")),
            minutes=st.one_of(st.none(), st.integers(-(2**40), 2**40)),
        ),
    ),
    model_versions=st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
)


@given(said)
def test_an_observation_is_always_in_range(one: Annotations) -> None:
    seen = observe(one)
    assert seen.tone is None or -1000 <= seen.tone <= 1000
    assert 0 <= seen.weight <= 1000
    assert seen.tone is not None or seen.weight == 0
    assert timedelta(0) <= one.occurred_at - EPOCH - timedelta(milliseconds=seen.at)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(seen), type=Observation) == seen


@given(st.lists(said, max_size=12))
def test_no_annotations_stop_the_fold(many: list[Annotations]) -> None:
    step = rebuild(PARTNER, [observe(one) for one in many], TERMS, SMALL)
    found = assess(step.after, TERMS, SMALL)
    assert msgspec.json.decode(msgspec.json.encode(found), type=type(found)) == found
    assert found.score is None or 0 <= found.score <= 100


@pytest.mark.parametrize("broken", [math.nan, math.inf, -math.inf])
def test_a_tone_or_confidence_that_is_no_number_was_not_read(broken: float) -> None:
    for score, confidence in ((broken, 0.5), (0.5, broken)):
        seen = observe(
            Annotations(
                interaction_id=InteractionId("1"),
                partner_id=PARTNER,
                occurred_at=datetime(2026, 1, 5, tzinfo=UTC),
                kind="email",
                sentiment=Sentiment("neutral", score, confidence),
            )
        )
        assert (seen.tone, seen.weight) == (None, 0)


def test_a_planned_meeting_and_the_held_one_are_two_observations() -> None:
    planned, held = (
        observe(
            Annotations(
                interaction_id=InteractionId("m"),
                partner_id=PARTNER,
                occurred_at=datetime(2026, 1, 5, tzinfo=UTC),
                kind="meeting",
                meeting=Meeting(status=status, type="review"),
            )
        )
        for status in ("planned", "held")
    )
    assert planned.id == held.id
    assert planned.key != held.key
