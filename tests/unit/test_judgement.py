"""What may be judged: bounds, parts that belong to their kind, days that can be meant."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest

from health.judgement import Feedback, Judgement, Label, Override, identified, problem
from ingest.interaction import PartnerId
from streams.wire import encode, read_judgement

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = AT.date()
OVERRIDE = Override(
    band="green",
    owner="Claire Aubry",
    reason="A new contract is signed",
    since=TODAY,
    until=TODAY + timedelta(days=30),
)
ALERT = "0b2ad2f0-5d5c-5b61-9d0c-9d8f1a4c7b52"


def judgement(**changes: Any) -> Judgement:
    """An override of Nordlicht's band for a month."""
    fields: dict[str, Any] = {
        "id": "1",
        "kind": "override",
        "by": "claire",
        "at": AT,
        "partner_id": PartnerId("nordlicht"),
        "override": OVERRIDE,
    }
    return Judgement(**fields | changes)


def override(**changes: Any) -> Judgement:
    return judgement(override=msgspec.structs.replace(OVERRIDE, **changes))


def feedback(**changes: Any) -> Judgement:
    fields = {"verdict": "disagree", "alert_id": ALERT, "reason": "They are on holiday"}
    return judgement(kind="feedback", override=None, feedback=Feedback(**fields | changes))


def label(day: date) -> Judgement:
    return judgement(kind="label", override=None, label=Label(day, "red"))


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(judgement(), id="an override"),
        pytest.param(override(until=TODAY), id="for a day"),
        pytest.param(override(until=TODAY + timedelta(days=180)), id="as long as may be"),
        pytest.param(override(since=TODAY + timedelta(days=9)), id="from a later day"),
        pytest.param(judgement(kind="lift", override=None), id="a lift"),
        pytest.param(feedback(), id="feedback on an alert"),
        pytest.param(feedback(verdict="agree", reason=None), id="who agrees need not say why"),
        pytest.param(feedback(alert_id=None, as_of=TODAY), id="feedback on an assessment"),
        pytest.param(
            msgspec.structs.replace(feedback(), partner_id=None), id="an alert has its partner"
        ),
        pytest.param(label(TODAY), id="a label of today"),
        pytest.param(label(TODAY - timedelta(days=900)), id="a label of long ago"),
        pytest.param(
            judgement(kind="lift", override=None, at=AT + timedelta(hours=23)),
            id="a clock that is a zone ahead",
        ),
    ],
)
def test_what_may_be_judged(one: Judgement) -> None:
    assert problem(one, AT) is None
    assert read_judgement(encode(one)) == one


@pytest.mark.parametrize(
    ("one", "named"),
    [
        (override(until=TODAY - timedelta(days=1)), "override.until 2026-02-28 lies in the past"),
        (override(until=TODAY + timedelta(days=181)), "until 2026-08-29 is more than 180 days"),
        (override(since=TODAY - timedelta(days=1)), "override.since 2026-02-28 lies before"),
        (override(since=TODAY + timedelta(days=31)), "override.since 2026-04-01 lies after"),
        (override(reason=" \n "), "override.reason is blank"),
        (override(owner="\0Claire"), "override.owner is blank, or holds a NUL"),
        (judgement(by="\t"), "by is blank"),
        (judgement(id="a\0"), "id is blank, or holds a NUL"),
        (judgement(partner_id=None), "partner_id is missing"),
        (judgement(override=None), "override is missing"),
        (judgement(label=Label(TODAY, "red")), "label does not belong to kind override"),
        (judgement(kind="lift"), "override does not belong to kind lift"),
        (judgement(kind="label", override=None), "label is missing"),
        (judgement(at=AT + timedelta(days=2)), "at lies in the future"),
        (judgement(at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))), "before 1990"),
        (judgement(at=datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=14)))), "future"),
        (feedback(reason=None), "feedback.reason is missing"),
        (feedback(alert_id=None), "feedback needs either alert_id or as_of"),
        (feedback(as_of=TODAY), "feedback needs either alert_id or as_of"),
        (feedback(alert_id=" "), "feedback.alert_id is blank"),
        (
            msgspec.structs.replace(feedback(alert_id=None, as_of=TODAY), partner_id=None),
            "partner_id is missing",
        ),
        (label(TODAY + timedelta(days=1)), "label.day 2026-03-02 lies in the future"),
    ],
)
def test_what_may_not_is_named(one: Judgement, named: str) -> None:
    assert named in (problem(one, AT) or "")


@pytest.mark.parametrize(
    ("one", "field"),
    [
        (override(reason="x" * 501), r"\$\.override\.reason"),
        (override(owner="x" * 201), r"\$\.override\.owner"),
        (override(band="unknown"), r"\$\.override\.band"),
        (judgement(id=""), r"\$\.id"),
        (judgement(at=datetime(2026, 3, 1)), r"\$\.at"),  # noqa: DTZ001  (that is the point)
        (feedback(reason="x" * 501), r"\$\.feedback\.reason"),
    ],
)
def test_what_is_too_long_or_none_is_refused_where_it_is_read(one: Judgement, field: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=field):
        read_judgement(encode(one))


@pytest.mark.parametrize("hours", [-12, -5, 0, 9, 14])
def test_today_is_the_writers_as_well_as_that_of_utc(hours: int) -> None:
    """Late in New York it is tomorrow in UTC, early in Auckland still yesterday."""
    for hour in (0, 23):
        at = datetime(2026, 3, 1, hour, tzinfo=timezone(timedelta(hours=hours)))
        for day in (at.date(), at.astimezone(UTC).date()):
            body = msgspec.structs.replace(OVERRIDE, since=day, until=day)
            assert problem(judgement(at=at, override=body), at) is None
            assert problem(msgspec.structs.replace(label(day), at=at), at) is None


def test_an_id_is_made_from_content_and_its_moment() -> None:
    one = identified(judgement(id="-"))
    assert one == identified(judgement(id="other"))
    later = identified(judgement(at=AT + timedelta(milliseconds=1)))
    assert len({one.id, later.id, identified(override(band="red")).id}) == 3
