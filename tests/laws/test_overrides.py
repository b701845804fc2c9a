"""An override never changes what was computed, and shows alike however judgements arrive."""

from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from alerts.alert import Alert
from health.assessment import Assessment
from health.judgement import Judgement, Label, Override
from health.observation import DAY_MS, EPOCH, Observation
from health.overrides import NOTHING, Judged, by_partner, in_force_at
from health.rebuild import in_order
from ingest.intake import Tally
from streams.batch import at_intervals, batch
from streams.result import Result
from tests import make
from tests.laws.made import OTHER, PARTNER
from tests.laws.stored import CONTEXT, Stored
from tests.laws.strategies import STARTS, Batch, histories

REGISTER = make.register(make.partner(id=PARTNER), make.partner(id=OTHER))
MINUTE = timedelta(minutes=1)


@st.composite
def judged_histories(draw: st.DrawFn) -> tuple[list[Observation], list[Judgement]]:
    """A history, and overrides, lifts and labels of its days, each with an id of its own."""
    seen, found = draw(histories()), []
    for number in range(draw(st.integers(0, 5))):
        start = draw(st.sampled_from(seen)).at if seen else STARTS[0]
        at = EPOCH + timedelta(milliseconds=start) + MINUTE * draw(st.integers(0, 1440))
        partner = draw(st.sampled_from((PARTNER, PARTNER, PARTNER, OTHER)))
        one = Judgement(id=f"{number}", kind="lift", by="c", at=at, partner_id=partner)
        kind = draw(st.sampled_from(("override", "override", "override", "lift", "label")))
        if kind == "override":
            since = at.date() + timedelta(days=draw(st.integers(0, 9)))
            body = Override(
                band=draw(st.sampled_from(("green", "yellow", "red"))),
                owner="Claire",
                reason="why",
                since=since,
                until=since + timedelta(days=draw(st.integers(0, 40))),
            )
            one = msgspec.structs.replace(one, kind="override", override=body)
        elif kind == "label":
            one = msgspec.structs.replace(one, kind="label", label=Label(at.date(), "red"))
        found.append(one)
    return seen, found


def folded(seen: list[Observation], judged: Judged) -> Result:
    day = max((one.at for one in seen), default=0) // DAY_MS
    until = (EPOCH + timedelta(days=day + 20)).date()
    return batch({PARTNER: in_order(seen)}, REGISTER, CONTEXT, Tally(), until, judged)


def computed(one: Assessment) -> Assessment:
    return msgspec.structs.replace(one, override=None, seq=0)


def content(one: Alert) -> Alert:
    return msgspec.structs.replace(one, severity="info", summary="")


@given(judged_histories())
def test_nothing_that_was_computed_changes(
    given_: tuple[list[Observation], list[Judgement]],
) -> None:
    seen, judged = given_
    plain, under = folded(seen, NOTHING), folded(seen, by_partner(judged))
    assert list(map(computed, plain.assessments)) == list(map(computed, under.assessments))
    assert plain.marks == under.marks
    assert list(map(content, plain.alerts)) == list(map(content, under.alerts))
    for before, after in zip(plain.alerts, under.alerts, strict=True):
        assert after.summary.startswith(before.summary)
        held = in_force_at(by_partner(judged).get(PARTNER, ()), after.occurred_at)
        assert after.severity == ("info" if held else before.severity)
        assert (after.summary == before.summary) == (held is None)


@given(judged_histories())
def test_every_day_shows_the_override_of_that_day(
    given_: tuple[list[Observation], list[Judgement]],
) -> None:
    seen, judged = given_
    if not seen:
        return
    found, last = {PARTNER: in_order(seen)}, (EPOCH + timedelta(days=seen[-1].day)).date()
    first = seen[0].day
    if seen[-1].day - first > 400:
        return  # years of silence show nothing more, slowly
    for one in at_intervals(found, CONTEXT, 3, last, by_partner(judged)):
        # The newest that has begun, a lift on the day on which it was made.
        begun = [
            other
            for other in judged
            if other.partner_id == PARTNER
            and other.kind != "label"
            and (other.override.since if other.override else other.at.date()) <= one.as_of
        ]
        newest = max(begun, key=lambda other: (other.at, other.id), default=None)
        held = newest.override if newest else None
        assert one.override == (held if held and held.until >= one.as_of else None)


@given(judged_histories(), st.data())
def test_stream_equals_batch_however_judgements_arrive(
    given_: tuple[list[Observation], list[Judgement]], data: st.DataObject
) -> None:
    seen, judged = given_
    ours = [one for one in judged if one.partner_id == PARTNER]
    arriving: list[Observation | Judgement] = data.draw(
        st.permutations([*seen, *ours, *data.draw(st.lists(st.sampled_from(ours or [None])))])
    )
    stored = Stored()
    for one in arriving:
        if isinstance(one, Judgement):
            stored.judges(one)
        elif one is not None:
            stored.deliver(Batch((one,)))
    published = [
        msgspec.json.decode(one.value, type=Assessment)
        for one in stored.posted
        if one.topic == "health.v1"
    ]
    whole = batch({PARTNER: in_order(seen)}, REGISTER, CONTEXT, Tally(), None, by_partner(ours))
    (expected,) = [one for one in whole.assessments if one.partner_id == PARTNER]
    if published:
        assert published[-1] == expected
        seqs = [one.seq for one in published]
        assert seqs == sorted(set(seqs)), "a reader ignores what is no higher than it knows"
    else:
        assert not in_order(seen)
