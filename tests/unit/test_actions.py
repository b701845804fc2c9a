"""Who should do what by when: three steps at most, the gravest first, none of one kind twice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.actions import (
    CHOICES,
    MOST,
    PATIENT,
    WORKING_DAYS,
    Action,
    ActionKind,
    ActionOwner,
    Cause,
    Urgency,
    actions,
    has_room,
    working_day,
)
from health.policy import NAMES, MeasureName
from health.terms import NO_TERMS, Terms
from ingest.interaction import InteractionId

MONDAY = date(2026, 3, 2)
BACKED = Terms(sponsor=True)

causes = st.lists(
    st.builds(
        Cause,
        st.sampled_from(NAMES),
        st.floats(0, 100),
        st.just(()),
        st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.measure,
)
terms = st.builds(Terms, sponsor=st.booleans(), sponsor_load=st.integers(0, 4))
urgencies = st.sampled_from(list(WORKING_DAYS))


def asked(
    *measures: MeasureName,
    agreed: Terms = NO_TERMS,
    urgency: Urgency = "error",
    gravest: str | None = None,
) -> list[Action]:
    """For measures that cost less and less."""
    found = [Cause(name, 20.0 - place) for place, name in enumerate(measures)]
    return list(actions(found, agreed, urgency, MONDAY, gravest))


def kinds(found: list[Action]) -> list[ActionKind]:
    return [one.kind for one in found]


@given(causes, terms, urgencies, st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_whatever_is_wrong_three_steps_are_enough(
    found: list[Cause], agreed: Terms, urgency: Urgency, today: date
) -> None:
    steps = actions(found, agreed, urgency, today)
    assert len(steps) <= MOST
    assert len({one.kind for one in steps}) == len(steps)
    assert {one.measure for one in steps} <= {one.measure for one in found}
    assert bool(steps) == bool(found)
    assert all(one.due > today and one.due.weekday() < 5 for one in steps)
    if not has_room(agreed):
        assert all(one.owner != "sponsor" for one in steps)
    assert actions(reversed(found), agreed, urgency, today) == steps


def test_every_measure_asks_for_something_that_needs_no_sponsor() -> None:
    assert CHOICES.keys() == set(NAMES)
    for name in NAMES:
        assert len(asked(name)) == 1
        assert len(set(CHOICES[name])) == len(CHOICES[name])


def test_the_gravest_is_first() -> None:
    assert kinds(asked("response_time_ours", "silence", "training")) == [
        "answer_open",
        "call",
        "train",
    ]


def test_a_threat_comes_before_what_costs_more() -> None:
    found = asked("silence", "open_issues", "contract_end", "risk_cap")
    assert [one.measure for one in found] == ["risk_cap", "silence", "open_issues"]


def test_a_threat_counts_whatever_it_costs() -> None:
    found = [Cause("silence", 9.0), Cause("risk_cap", 0.0)]
    assert [one.measure for one in actions(found, NO_TERMS, "error", MONDAY)] == [
        "risk_cap",
        "silence",
    ]


def test_where_a_kind_is_taken_the_next_best_is_done() -> None:
    found = asked("sentiment_level", "sentiment_trend", "response_time_theirs", "silence")
    assert kinds(found) == ["call", "business_review", "widen_contacts"]


def test_where_nothing_is_left_to_do_a_measure_asks_for_nothing() -> None:
    assert kinds(asked("meeting_rhythm", "meeting_reliability")) == ["meet", "call"]
    assert kinds(asked("contact_breadth", "single_thread")) == ["widen_contacts"]


def test_what_costs_next_to_nothing_asks_for_nothing_while_something_costs_more() -> None:
    small, large = Cause("training", 0.9), Cause("silence", 1.0)
    assert kinds(list(actions([small, large], NO_TERMS, "error", MONDAY))) == ["call"]
    assert kinds(list(actions([small], NO_TERMS, "error", MONDAY))) == ["train"]


def test_what_can_no_longer_be_read_is_asked_about_and_no_more() -> None:
    lost = [Cause("meeting_rhythm", 20.0, (), False), Cause("silence", 3.0)]
    found = actions(lost, NO_TERMS, "error", MONDAY)
    assert [(one.kind, one.measure) for one in found] == [("call", "silence")]
    found = actions(lost[:1], NO_TERMS, "error", MONDAY)
    assert [(one.kind, one.measure) for one in found] == [("call", "meeting_rhythm")]


@pytest.mark.parametrize(
    ("agreed", "owner"),
    [
        pytest.param(Terms(sponsor=True), "sponsor", id="backs this one alone"),
        pytest.param(Terms(sponsor=True, sponsor_load=1), "sponsor", id="backs two"),
        pytest.param(Terms(sponsor=True, sponsor_load=2), "manager", id="backs three"),
        pytest.param(Terms(sponsor=False), "manager", id="nobody is named"),
    ],
)
def test_a_sponsor_is_proposed_while_they_back_fewer_than_three(
    agreed: Terms, owner: ActionOwner
) -> None:
    assert [one.owner for one in asked("risk_cap", agreed=agreed)] == [owner]


@pytest.mark.parametrize(
    ("gravest", "owner"),
    [
        ("payment_dispute", "finance"),
        ("legal_threat", "legal"),
        ("complaint", "manager"),
        ("churn_threat", "manager"),
        (None, "manager"),
    ],
)
def test_a_dispute_is_settled_by_whom_it_is_about(gravest: str | None, owner: ActionOwner) -> None:
    found = asked("risk_events", "promises_ours", gravest=gravest)
    assert [(one.kind, one.owner) for one in found] == [
        ("settle_dispute", owner),
        ("keep_promise", "delivery_lead"),
    ]


def test_evidence_goes_with_its_step() -> None:
    cause = Cause("silence", 9.0, (InteractionId("1"),))
    (step,) = actions([cause], NO_TERMS, "error", MONDAY)
    assert step == Action("call", "manager", "silence", date(2026, 3, 4), (InteractionId("1"),))


@pytest.mark.parametrize(
    ("urgency", "call", "renew"),
    [
        ("critical", date(2026, 3, 3), date(2026, 3, 5)),
        ("error", date(2026, 3, 4), date(2026, 3, 10)),
        ("warning", date(2026, 3, 9), date(2026, 3, 23)),
        ("info", date(2026, 3, 16), date(2026, 4, 13)),
    ],
)
def test_the_graver_the_sooner(urgency: Urgency, call: date, renew: date) -> None:
    assert "renew" in PATIENT
    found = asked("silence", "contract_end", urgency=urgency)
    assert [one.due for one in found] == [call, renew]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_only_working_days_count(today: date, number: int) -> None:
    due = working_day(today, number)
    between = (today + timedelta(days=n + 1) for n in range((due - today).days))
    assert due.weekday() < 5
    assert sum(day.weekday() < 5 for day in between) == number
