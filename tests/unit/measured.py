"""What the tests of the measures share: rules of their own, and short ways to read one off."""

from typing import Any

from health.measures import MEASURES, Reading
from health.observation import Fact, Observation
from health.policy import Grave, MeasureName, Policy, Ramp
from health.terms import NO_TERMS, Terms
from ingest.interaction import InteractionId
from tests.laws.made import EVERY, changed, memory, observation

# Round numbers, all set here: tuning the standard policy changes no test that uses them.
RULES = changed(
    EVERY,
    steadying=0,
    least_quiet=2,
    block_days=56,
    usual_days=728,
    negative_streak=Ramp(worst=5, best=1),
    reciprocity=Ramp(worst=2, best=0),
    silence=Ramp(worst=5, best=1),
    single_thread=Ramp(worst=1.0, best=0.5),
    champion=Ramp(worst=5, best=0),
    meeting_reliability=Ramp(worst=1, best=0),
    sponsor_engagement=Ramp(worst=3, best=1),
    sponsor_days=4,
    open_issues=Ramp(worst=4, best=0),
    risk_events=Ramp(worst=4, best=0),
    risks={
        "complaint": Grave(1.0, 2),
        "payment_dispute": Grave(2.0, 4),
        "escalation": Grave(2.0, 4),
        "churn_threat": Grave(4.0, 5, caps=True),
        "legal_threat": Grave(4.0, 5, caps=True),
    },
    promises_theirs=Ramp(worst=1, best=0),
    promises_ours=Ramp(worst=1, best=0),
    commercial_trend=Ramp(worst=-2, best=0),
    contract_end=Ramp(worst=0, best=100),
    survey=Ramp(worst=0, best=1),
    training=Ramp(worst=3, best=1),
    cap_from=1.2,
    cap_score=34,
)


def read(
    name: MeasureName,
    seen: list[Observation],
    *,
    day: int = 10,
    terms: Terms = NO_TERMS,
    policy: Policy = RULES,
) -> Reading | None:
    """Of these observations, seen from the `day`-th day."""
    state = memory(seen, day=day, policy=policy, terms=terms)
    return MEASURES[name].read(state, terms, policy)


def evidence(
    name: MeasureName, seen: list[Observation], *, day: int = 10, policy: Policy = RULES
) -> tuple[str, ...]:
    """What the measure points at."""
    return MEASURES[name].evidence(memory(seen, day=day, policy=policy), policy)


def named(name: str, day: int, minute: float = 540, **changes: Any) -> Observation:
    """A friendly mail of theirs, by the name that the test gives it."""
    return observation(day, minute, id=InteractionId(name), **changes)


def tones(*days: tuple[int, int]) -> list[Observation]:
    """Mails of theirs: day and tone."""
    return [observation(day, 540 + i, tone=tone) for i, (day, tone) in enumerate(days)]


def record(
    day: int,
    type_: str,
    value: float | None = None,
    *,
    unit: str | None = None,
    status: str | None = None,
    name: str | None = None,
) -> Observation:
    """A business record, its value in units."""
    return observation(
        day,
        kind="record",
        direction=None,
        tone=None,
        weight=0,
        contacts=(),
        id=InteractionId(name or f"{type_}-{day}"),
        fact=Fact(type_, None if value is None else round(1000 * value), unit, status),
    )
