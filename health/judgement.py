"""What people judge of a relationship: overrides of a band, feedback, labels; `feedback.v1`."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal
from uuid import NAMESPACE_URL, uuid5

import msgspec

from ingest.interaction import Moment, PartnerId

JudgedBand = Literal["green", "yellow", "red"]
JudgementKind = Literal["override", "lift", "feedback", "label"]
Verdict = Literal["agree", "disagree"]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Who = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
"""Bounded; that no more personal data is in it than has to be, is for whoever writes it."""

LONGEST_DAYS = 180
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)  # a writer's clock may be wrong by a time zone


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """A band that `owner` answers for, from `since` to `until`, both days included (UTC). The
    score, its drivers and the computed band stay as they are beside it."""

    band: JudgedBand
    owner: Who
    reason: Words
    since: date
    until: date


class Feedback(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an alert, or the assessment of a partner as of a day, is right: one of the two is
    named. Who disagrees gives a reason."""

    verdict: Verdict
    alert_id: Id | None = None
    as_of: date | None = None
    reason: Words | None = None


class Label(msgspec.Struct, frozen=True):
    """How a partner stood on a day, to learn from."""

    day: date
    band: JudgedBand


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody (`by`) judged at a moment. A repetition has the same `id` and changes nothing.

    The part that `kind` names is there, and no other; a lift has none: it ends all overrides of the
    partner made before it. `partner_id` may be missing in feedback on an alert, which has one.
    """

    id: Id
    kind: JudgementKind
    by: Who
    at: Moment
    partner_id: PartnerId | None = None
    override: Override | None = None
    feedback: Feedback | None = None
    label: Label | None = None


def identified(one: Judgement) -> Judgement:
    """With an id made from its content, its moment included: one may change one's mind."""
    content = msgspec.json.encode(msgspec.structs.replace(one, id="-")).decode()
    return msgspec.structs.replace(one, id=str(uuid5(NAMESPACE_URL, f"rapport:{content}")))


def problem(one: Judgement, now: datetime) -> str | None:
    """What is wrong with a judgement that arrives at `now`, naming the field; None if nothing."""
    return next(_problems(one, now), None)


def _problems(one: Judgement, now: datetime) -> Iterator[str]:
    for field, text in _texts(one):
        if "\0" in text or not text.strip():
            yield f"{field} is blank, or holds a NUL"
    if one.at < EARLIEST or one.at > now + AHEAD:
        yield "at lies before 1990" if one.at < EARLIEST else "at lies in the future"
    for part in ("override", "feedback", "label"):
        if (getattr(one, part) is not None) != (one.kind == part):
            wrong = "is missing" if one.kind == part else f"does not belong to kind {one.kind}"
            yield f"{part} {wrong}"
    if one.partner_id is None and (one.feedback is None or one.feedback.alert_id is None):
        yield "partner_id is missing"
    if one.override is not None:
        yield from _of_override(one.override, one.at)
    if one.feedback is not None:
        yield from _of_feedback(one.feedback)
    if one.label is not None and one.label.day > _latest(one.at):
        yield f"label.day {one.label.day} lies in the future"


def _of_override(given: Override, at: datetime) -> Iterator[str]:
    # Of a writer in New York or in Auckland it may be another day than in UTC: either will do.
    made, last = min(at.date(), _day(at)), _latest(at) + timedelta(days=LONGEST_DAYS)
    if given.until < made:
        yield f"override.until {given.until} lies in the past"
    if given.until > last:
        yield f"override.until {given.until} is more than {LONGEST_DAYS} days ahead"
    if given.since < made:
        # What was told of those days was told without it, and is not told anew.
        yield f"override.since {given.since} lies before the day on which it was made"
    if given.since > given.until:
        yield f"override.since {given.since} lies after override.until {given.until}"


def _of_feedback(given: Feedback) -> Iterator[str]:
    if (given.alert_id is None) == (given.as_of is None):
        yield "feedback needs either alert_id or as_of"
    if given.verdict == "disagree" and given.reason is None:
        yield "feedback.reason is missing: who disagrees says why"


def _texts(one: Judgement) -> Iterator[tuple[str, str]]:
    """Every text by its field."""
    found = {"id": one.id, "by": one.by, "partner_id": one.partner_id}
    if one.override is not None:
        found |= {"override.owner": one.override.owner, "override.reason": one.override.reason}
    if one.feedback is not None:
        found |= {"feedback.alert_id": one.feedback.alert_id}
        found |= {"feedback.reason": one.feedback.reason}
    yield from ((field, text) for field, text in found.items() if text is not None)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _latest(at: datetime) -> date:
    return max(at.date(), _day(at))
