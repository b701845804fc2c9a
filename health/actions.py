"""Who should do what by when: at most three next steps, each for a reason that can be shown."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

import msgspec

from health.policy import CAP, NAMES, MeasureName
from health.terms import Terms
from ingest.interaction import InteractionId

ActionKind = Literal[
    "call",
    "executive_sponsor",
    "business_review",
    "settle_dispute",
    "close_issues",
    "answer_open",
    "keep_promise",
    "claim_promise",
    "meet",
    "widen_contacts",
    "replace_champion",
    "renew",
    "follow_up_survey",
    "train",
]
ActionOwner = Literal["manager", "sponsor", "delivery_lead", "finance", "legal"]
Urgency = Literal["critical", "error", "warning", "info"]

MOST = 3
FULL = 3
"""A sponsor who backs so many accounts, this one counted, is proposed for none of them."""
LEAST = 1.0
"""Points of score: what costs less asks for nothing, unless nothing costs more."""

WORKING_DAYS: dict[Urgency, int] = {"critical": 1, "error": 2, "warning": 5, "info": 10}
PATIENT: frozenset[ActionKind] = frozenset(
    ("business_review", "widen_contacts", "replace_champion", "renew", "follow_up_survey", "train")
)
"""What cannot be done over night takes three times as long."""

OWNERS: dict[ActionKind, ActionOwner] = {
    "executive_sponsor": "sponsor",
    "close_issues": "delivery_lead",
    "keep_promise": "delivery_lead",
}
SETTLERS: dict[str, ActionOwner] = {"payment_dispute": "finance", "legal_threat": "legal"}
"""Who settles a dispute, by its gravest event; all else is the manager's."""

CHOICES: dict[MeasureName, tuple[ActionKind, ...]] = {
    "sentiment_level": ("call", "business_review"),
    "sentiment_trend": ("call", "business_review"),
    "contact_frequency": ("call", "meet"),
    "response_time_theirs": ("call", "widen_contacts"),
    "response_time_ours": ("answer_open",),
    "meeting_rhythm": ("meet",),
    "contact_breadth": ("widen_contacts",),
    "negative_streak": ("call", "executive_sponsor", "business_review"),
    "reciprocity": ("call", "widen_contacts"),
    "silence": ("call", "executive_sponsor", "widen_contacts"),
    "single_thread": ("widen_contacts",),
    "champion": ("replace_champion", "widen_contacts"),
    "meeting_reliability": ("meet", "call"),
    "sponsor_engagement": ("executive_sponsor", "business_review"),
    "open_issues": ("close_issues",),
    "risk_events": ("settle_dispute", "call"),
    "promises_theirs": ("claim_promise",),
    "promises_ours": ("keep_promise",),
    "commercial_trend": ("business_review",),
    "contract_end": ("renew",),
    "survey": ("follow_up_survey", "call"),
    "training": ("train",),
    "risk_cap": ("executive_sponsor", "settle_dispute", "call"),
}
"""What helps against each measure, the best first; the next where that is taken or nobody free."""


class Cause(msgspec.Struct, frozen=True):
    """A measure that asks for something: `points` of score that it costs, or has just cost.

    `read`: whether it still can be read; what cannot is worth asking about, and no more.
    """

    measure: MeasureName
    points: float
    evidence: tuple[InteractionId, ...] = ()
    read: bool = True


class Action(msgspec.Struct, frozen=True):
    """`owner` should do what `kind` says by the end of `due`, because of `measure`, for which
    `evidence` stands."""

    kind: ActionKind
    owner: ActionOwner
    measure: MeasureName
    due: date
    evidence: tuple[InteractionId, ...] = ()


def actions(
    causes: Iterable[Cause],
    terms: Terms,
    urgency: Urgency,
    today: date,
    gravest: str | None = None,
) -> tuple[Action, ...]:
    """The next steps, that against the gravest cause first; never two of one kind.

    `gravest`: the label of the risk event that weighs most, if any.
    """
    ordered = sorted(causes, key=_gravity)
    telling = [one for one in ordered if one.points >= LEAST or one.measure == CAP] or ordered[:1]
    found: dict[ActionKind, Action] = {}
    for one in telling:
        kind = _kind(one, terms, found)
        if kind is not None and len(found) < MOST:
            found[kind] = Action(
                kind,
                _owner(kind, gravest),
                one.measure,
                working_day(today, WORKING_DAYS[urgency] * (3 if kind in PATIENT else 1)),
                one.evidence,
            )
    return tuple(found.values())


def _gravity(one: Cause) -> tuple[bool, bool, float, int]:
    """A threat to leave or to sue before all else, then by what it costs."""
    return one.measure != CAP, not one.read, -one.points, NAMES.index(one.measure)


def _kind(one: Cause, terms: Terms, taken: Mapping[ActionKind, Action]) -> ActionKind | None:
    choices: tuple[ActionKind, ...] = CHOICES[one.measure] if one.read else ("call",)
    for kind in choices:
        if kind not in taken and (kind != "executive_sponsor" or has_room(terms)):
            return kind
    return None


def _owner(kind: ActionKind, gravest: str | None) -> ActionOwner:
    if kind == "settle_dispute":
        return SETTLERS.get(gravest or "", "manager")
    return OWNERS.get(kind, "manager")


def has_room(terms: Terms) -> bool:
    """Whether a sponsor is named who backs fewer than three accounts, this one counted."""
    return terms.sponsor and terms.sponsor_load + 1 < FULL


def working_day(today: date, number: int) -> date:
    """The so many'th day from Monday to Friday after today.

    >>> working_day(date(2026, 3, 6), 1)  # a Friday
    datetime.date(2026, 3, 9)
    """
    weekday = min(today.weekday(), 4)  # on a weekend one counts from the Friday before
    friday = today - timedelta(days=today.weekday() - weekday)
    weeks, rest = divmod(weekday + number, 5)
    return friday + timedelta(days=7 * weeks + rest - weekday)
