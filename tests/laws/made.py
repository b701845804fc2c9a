"""Observations, memories and a small policy for the tests of the score."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from health.memory import Memory
from health.observation import DAY_MS, EPOCH, Observation
from health.policy import WEIGHTS, Policy, Ramp
from health.rebuild import rebuild
from health.terms import NO_TERMS, Terms
from ingest.interaction import InteractionId, PartnerId

PARTNER = PartnerId("nordlicht")
OTHER = PartnerId("skagen")
DAY_0 = (date(2026, 1, 5) - EPOCH.date()).days
TERMS = Terms(cadence=(("coordination", 3), ("review", 9)), ends=DAY_0 + 40)

# Short windows, so that a short history meets all of them. Every number is set here: the tests
# that use it do not change when the standard policy is tuned.
SMALL = Policy(
    weights={
        "sentiment_level": 30,
        "sentiment_trend": 14,
        "contact_frequency": 14,
        "response_time_theirs": 11,
        "response_time_ours": 10,
        "meeting_rhythm": 10,
        "contact_breadth": 11,
    },
    fresh_days=2,
    recent_days=5,
    past_days=10,
    memory_days=20,
    baseline_days=4,
    fresh_weight=2,
    least_read=2,
    steadying=1,
    breadth_days=4,
    among=0,
    issue_days=10,
    sentiment_level=Ramp(worst=-0.5, best=0.5),
    sentiment_trend=Ramp(worst=-0.5, best=0.25),
    contact_frequency=Ramp(worst=0.2, best=1.0),
    response_time=Ramp(worst=3.0, best=0.0),
    meeting_rhythm=Ramp(worst=3.0, best=1.0),
    contact_breadth=Ramp(worst=0.0, best=1.0),
    red_below=45,
    green_from=60,
    margin=3,
    pending_days=1,
    keep_firing_days=2,
    yellow_pending_days=1,
    yellow_keep_days=1,
    urgent_margin=9,
    coverage_gate=0.3,
    inbound_gate=4,
    keep_share=1.0,
)

# The same with a weight for every measure.
EVERY = Policy(
    **{
        name: getattr(SMALL, name)
        for name in SMALL.__struct_fields__
        if name not in ("weights", "sponsor_days")
    },
    weights={**dict.fromkeys(WEIGHTS, 4), **dict.fromkeys(list(WEIGHTS)[:6], 6)},
    sponsor_days=4,
)


def changed(policy: Policy = SMALL, **numbers: Any) -> Policy:
    """The policy with some numbers changed."""
    fields = {name: getattr(policy, name) for name in policy.__struct_fields__}
    return Policy(**{**fields, **numbers})


def moment(day: int, minute: float = 0) -> int:
    """UTC milliseconds of a minute of the `day`-th day of the tests."""
    return (DAY_0 + day) * DAY_MS + round(minute * 60_000)


def observation(day: int = 0, minute: float = 540, **changes: Any) -> Observation:
    """A friendly inbound e-mail of the `day`-th day; its id is made from its moment."""
    at = moment(day, minute)
    value = Observation(
        PARTNER,
        InteractionId(f"{at}@nordlicht.example"),
        at,
        "email",
        "inbound",
        tone=500,
        weight=800,
        contacts=("anke",),
    )
    return msgspec.structs.replace(value, **changes)


def meeting(day: int = 0, minute: float = 600, **changes: Any) -> Observation:
    """A coordination meeting that was held."""
    shape: dict[str, Any] = {
        "kind": "meeting",
        "direction": None,
        "tone": None,
        "weight": 0,
        "contacts": (),
        "meeting": "held",
        "meeting_type": "coordination",
    }
    return observation(day, minute, **{**shape, **changes})


def answers(day: int, wait_hours: float, *, theirs: bool, thread: str) -> list[Observation]:
    """A question at nine, and the answer to it `wait_hours` later."""
    asked = observation(
        day, direction="outbound" if theirs else "inbound", thread=thread, tone=None, weight=0
    )
    given = observation(
        day,
        540 + 60 * wait_hours,
        direction="inbound" if theirs else "outbound",
        thread=thread,
        tone=None,
        weight=0,
    )
    return [asked, given]


def memory(
    seen: Iterable[Observation],
    *,
    day: int | None = None,
    policy: Policy = SMALL,
    terms: Terms = NO_TERMS,
) -> Memory:
    """What is remembered of these, seen from the `day`-th day."""
    until = 0 if day is None else DAY_0 + day
    return rebuild(PARTNER, seen, terms, policy, until=until).after.memory


def at(day: int) -> datetime:
    """Noon of the `day`-th day."""
    return datetime.fromtimestamp(moment(day, 720) / 1000, UTC)
