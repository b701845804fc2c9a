"""What the partner said that puts the relationship at risk, and how much of it still counts."""

import msgspec

from health.observation import Observation
from ingest.interaction import InteractionId

MOST = 48
"""So many are kept at once, the newest: a partner who threatens daily needs no longer list."""
LABELS = ("complaint", "escalation", "payment_dispute", "legal_threat", "churn_threat")


class Risk(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One risk event. `sure`: in thousandths, how much two readings of the message, its intent and
    its tone, agree that it was one."""

    day: int
    label: str
    sure: int
    id: InteractionId


def heard(risks: tuple[Risk, ...], seen: Observation) -> tuple[Risk, ...]:
    """With the risk events of an observation, if it is the partner who speaks in it."""
    if not seen.intents or not (seen.speaks or seen.kind == "meeting"):
        return risks
    # A friendly complaint is more often misread than meant; one without a tone counts half.
    cold = 500 if seen.tone is None else (1000 - seen.tone) // 2
    found: dict[str, int] = {}
    for label, sure in seen.intents:
        if label in LABELS:
            # Said twice in one message is said once.
            found[label] = max(found.get(label, 0), sure * cold // 1000)
    new = tuple(Risk(seen.day, label, sure, seen.id) for label, sure in found.items() if sure)
    return (*risks, *new)[-MOST:] if new else risks


def forgotten(risks: tuple[Risk, ...], until: int) -> tuple[Risk, ...]:
    """Without those of the days up to `until`."""
    if risks and risks[0].day <= until:
        return tuple(one for one in risks if one.day > until)
    return risks
