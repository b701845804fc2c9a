"""Law 5 at its end: of whom nothing was heard, or nothing that speaks, nothing is claimed.

No band, no alert; green least of all.
"""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.assessment import assess
from health.observation import DAY_MS, EPOCH, Observation, date_of, observe
from health.policy import MeasureName, Policy
from health.rebuild import in_order, rebuild
from health.terms import NO_TERMS, Terms
from ingest.admit import admit
from ingest.intake import Tally
from ingest.interaction import InteractionId
from ingest.outcome import Automatic, Kept
from ingest.register_index import Index
from nlp.annotations import Annotations
from streams.batch import batch
from streams.context import Context
from tests import make
from tests.laws.delivered import delivered
from tests.laws.made import DAY_0, EVERY, OTHER, PARTNER, TERMS, changed, meeting, observation
from tests.laws.policies import policies
from tests.laws.stored import CONTEXT
from tests.laws.strategies import Batch, batches, histories

POLICIES = st.one_of(st.just(EVERY), policies())
AGREED = st.sampled_from([NO_TERMS, TERMS, Terms(ends=DAY_0 + 3, sponsor=True)])
REGISTER = make.register(make.partner(id=PARTNER))
READ: tuple[MeasureName, ...] = (
    "sentiment_level",
    "sentiment_trend",
    "negative_streak",
    "open_issues",
    "risk_events",
    "promises_theirs",
    "promises_ours",
)
"""What is read off words; tickets aside."""
# Green at a good score, with evidence enough at a few messages and a twentieth of the weight.
LENIENT = changed(EVERY, coverage_gate=0.05, inbound_gate=3)


def planned(seen: list[Observation]) -> list[Observation]:
    """Meetings that were only ever planned."""
    return [one for one in seen if one.meeting == "planned"]


def records(seen: list[Observation]) -> list[Observation]:
    return [one for one in seen if one.kind == "record"]


def unspoken(seen: list[Observation]) -> list[Observation]:
    """All in which nobody of theirs speaks: our mail, meetings, records."""
    return [one for one in seen if not one.speaks]


def unread(seen: list[Observation]) -> list[Observation]:
    """Their mail and ours, in a language that no model reads."""
    return [
        msgspec.structs.replace(one, tone=None, weight=0, intents=(), promises=())
        for one in seen
        if one.kind in ("email", "call_note")
    ]


def assert_nothing_is_claimed(
    seen: list[Observation], wait: int, terms: Terms, policy: Policy
) -> None:
    until = max((one.day for one in seen), default=DAY_0) + wait
    step = rebuild(PARTNER, seen, terms, policy, until=until)
    assert not step.transitions
    assert {one.band for one in step.closes} <= {"unknown"}
    found = assess(step.after, terms, policy)
    assert found.band == "unknown"
    assert found.since is None
    assert found.churn_risk is None
    assert not found.actions
    context = Context(policy, {PARTNER: terms}, {})
    stored = delivered(
        [Batch(tuple(seen), {PARTNER: until}), Batch(days={PARTNER: until})], context
    )
    assert not stored.transitions
    assert not stored.alerts
    assert not [one for one in stored.posted if one.topic == "alerts.v1"]


@given(st.integers(0, 400), AGREED, POLICIES)
def test_of_whom_nothing_was_heard_nothing_is_known(
    wait: int, terms: Terms, policy: Policy
) -> None:
    assert_nothing_is_claimed([], wait, terms, policy)
    found = assess(rebuild(PARTNER, [], terms, policy, until=DAY_0 + wait).after, terms, policy)
    assert (found.score, found.coverage, found.confidence) == (None, 0.0, 0.0)
    assert (found.drivers, found.change, found.potential) == ((), None, None)


def test_no_policy_asks_for_a_tone_of_nothing() -> None:
    with pytest.raises(ValueError, match="least_read"):
        changed(EVERY, least_read=0)


@given(histories().map(planned), st.data())
def test_ticks_and_plans_alone_leave_no_trace(seen: list[Observation], data: st.DataObject) -> None:
    stored = delivered(data.draw(batches(seen, seen)))
    assert not stored.memories
    assert not stored.posted
    assert not stored.closes


@given(histories().map(planned), st.integers(0, 400))
def test_the_command_shows_them_as_unknown(seen: list[Observation], wait: int) -> None:
    found = batch({PARTNER: in_order(seen)}, REGISTER, CONTEXT, Tally(), date_of(DAY_0 + wait))
    assert not found.alerts
    (one,) = found.assessments
    assert (one.partner_id, one.as_of) == (PARTNER, date_of(DAY_0 + wait))
    assert (one.band, one.score, one.coverage, one.seq) == ("unknown", None, 0.0, 0)


@given(histories().map(records), st.integers(0, 400), AGREED, POLICIES)
def test_records_alone_are_no_band(
    seen: list[Observation], wait: int, terms: Terms, policy: Policy
) -> None:
    assert_nothing_is_claimed(seen, wait, terms, policy)


@given(histories().map(unspoken), st.integers(0, 60), AGREED, POLICIES)
def test_where_nobody_of_theirs_speaks_there_is_no_band(
    seen: list[Observation], wait: int, terms: Terms, policy: Policy
) -> None:
    assert_nothing_is_claimed(seen, wait, terms, policy)


@given(histories().map(unread), st.integers(0, 60), AGREED, POLICIES)
def test_in_a_language_that_nobody_reads_no_words_are_scored(
    seen: list[Observation], wait: int, terms: Terms, policy: Policy
) -> None:
    until = max((one.day for one in seen), default=DAY_0) + wait
    step = rebuild(PARTNER, seen, terms, policy, until=until)
    found = assess(step.after, terms, policy)
    assert not {one.measure for one in found.drivers} & {*READ, "risk_cap"}
    asked = sum(weight for name, weight in policy.weights.items() if name not in READ)
    assert found.coverage <= asked / 100
    for change in step.transitions:
        assert not change.told.keys() & set(READ)


def test_the_same_in_a_language_that_is_read_is_a_band() -> None:
    """Else the tests above would hold of anything."""
    seen = [observation(day, tone=900) for day in range(LENIENT.memory_days)]
    step = rebuild(PARTNER, [*seen, meeting(3)], TERMS, LENIENT)
    assert step.after.settled.band != "unknown"


# --- mail of machines ----------------------------------------------------------------------------

MARKS = (
    ("Auto-Submitted", "auto-replied"),
    ("Auto-Submitted", "auto-generated"),
    ("X-Autoreply", "yes"),
    ("Precedence", "auto_reply"),
    ("X-Failed-Recipients", "claire.aubry@solivane.example"),
    ("X-Campaign", "spring"),
)
machines = st.lists(
    st.tuples(
        st.sampled_from(MARKS), st.integers(0, 60), st.sampled_from((make.THEIRS, make.OURS))
    ),
    max_size=25,
)


def mail(number: int, day: int, sender: str, marks: tuple[tuple[str, str], ...]) -> bytes:
    found = EmailMessage()
    found["From"] = sender
    found["To"] = make.OURS if sender == make.THEIRS else make.THEIRS
    found["Subject"] = "Ihre Anfrage"
    found["Message-ID"] = f"<{number}@nordlicht.example>"
    found["Date"] = format_datetime(EPOCH + timedelta(milliseconds=(DAY_0 + day) * DAY_MS))
    for name, value in marks:
        found[name] = value
    found.set_content("Vielen Dank, das ist ganz wunderbar.")
    return found.as_bytes()


def kept_of(payloads: list[bytes]) -> tuple[list[Observation], int]:
    """What of these the worker would be handed, and how many machines wrote."""
    index, seen, by_machines = Index(REGISTER), list[Observation](), 0
    for payload in payloads:
        outcome = admit(make.raw(payload, "message/rfc822"), index, make.NOW)
        by_machines += isinstance(outcome, Automatic)
        for one in outcome.interactions if isinstance(outcome, Kept) else ():
            assert one.partner_id is not None
            said = Annotations(
                interaction_id=InteractionId(one.id),
                partner_id=one.partner_id,
                occurred_at=one.occurred_at,
                kind=one.kind,
                direction=one.direction,
            )
            seen.append(observe(said))
    return seen, by_machines


@given(machines, AGREED, POLICIES)
def test_of_mail_that_only_machines_wrote_nothing_is_heard(
    many: list[tuple[tuple[str, str], int, str]], terms: Terms, policy: Policy
) -> None:
    payloads = [
        mail(number, day, sender, (mark,)) for number, (mark, day, sender) in enumerate(many)
    ]
    seen, by_machines = kept_of(payloads)
    assert (seen, by_machines) == ([], len(many))
    assert_nothing_is_claimed(seen, 0, terms, policy)


def test_without_the_mark_of_a_machine_it_is_heard() -> None:
    seen, by_machines = kept_of([mail(1, 0, make.THEIRS, ())])
    assert (len(seen), by_machines) == (1, 0)
    assert seen[0].speaks
    assert seen[0].partner_id == PARTNER != OTHER
