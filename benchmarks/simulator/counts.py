"""What a careful clerk would count each day: the world before anybody makes a measure of it."""

import math
from collections.abc import Sequence

import numpy as np

from benchmarks.simulator.calendar import BEGIN
from nlp.annotations import Annotations

INTENTS = ("complaint", "escalation", "churn_threat", "payment_dispute", "legal_threat")
OTHERS = ("delay", "praise", "renewal_or_expansion", "executive_involvement")
COUNTS = (
    "inbound",
    "outbound",
    "toned",
    "tone",
    "negative",
    "positive",
    *INTENTS,
    *OTHERS,
    "answers theirs",
    "hours theirs",
    "answers ours",
    "hours ours",
    "begun theirs",
    "begun ours",
    "held",
    "cancelled",
    "missed",
    "revenue",
    "opened",
    "closed",
    "survey",
    "surveys",
    "training",
    "promises",
    "people",
    "known people",
)
_AT = {name: at for at, name in enumerate(COUNTS)}


def counts(said: Sequence[Annotations], days: int) -> np.ndarray:
    """By day and count. Hours are logarithms, summed over the answers of the day; `people` counts
    those who were active in the last six weeks, `known people` those of the last half year."""
    found = np.zeros((days, len(COUNTS)), dtype=np.float32)
    waiting: dict[str, tuple[bool, float]] = {}
    active: dict[int, set[str]] = {}
    for one in said:
        day = (one.occurred_at - BEGIN).days
        if not 0 <= day < days:
            continue
        row = found[day]
        if one.record is not None:
            _record(row, one)
        elif one.meeting is not None:
            status = {"held": "held", "cancelled": "cancelled", "no_show": "missed"}
            if one.meeting.status in status:
                row[_AT[status[one.meeting.status]]] += 1
        else:
            _message(row, one, waiting)
        if one.direction != "outbound" and one.record is None:
            active.setdefault(day, set()).update(one.contacts)
    last: dict[str, int] = {}
    for day in range(days):
        last.update(dict.fromkeys(active.get(day, ()), day))
        for back, name in ((42, "people"), (182, "known people")):
            found[day, _AT[name]] = sum(day - seen < back for seen in last.values())
    return found


def _record(row: np.ndarray, one: Annotations) -> None:
    record = one.record
    if record is None:
        return
    if record.type == "revenue":
        row[_AT["revenue"]] += record.value or 0.0
    elif record.type == "ticket":
        row[_AT["opened" if record.status == "open" else "closed"]] += 1
    elif record.type == "survey":
        row[_AT["survey"]] += record.value or 0.0
        row[_AT["surveys"]] += 1
    elif record.type == "training":
        row[_AT["training"]] += 1


def _message(row: np.ndarray, one: Annotations, waiting: dict[str, tuple[bool, float]]) -> None:
    inbound = one.direction != "outbound"
    row[_AT["inbound" if inbound else "outbound"]] += 1
    row[_AT["promises"]] += len(one.promises)
    if inbound and one.sentiment is not None:
        row[_AT["toned"]] += 1
        row[_AT["tone"]] += one.sentiment.score
        if one.sentiment.label != "neutral":
            row[_AT[one.sentiment.label]] += 1
    if inbound:
        for intent in one.intents:
            if intent.label in _AT:
                row[_AT[intent.label]] += intent.confidence
    if one.thread_id is None:
        return
    at = one.occurred_at.timestamp() / 3600
    before = waiting.get(one.thread_id)
    side = "theirs" if inbound else "ours"
    if before is None:
        row[_AT[f"begun {side}"]] += 1
    elif before[0] != inbound:
        row[_AT[f"answers {side}"]] += 1
        row[_AT[f"hours {side}"]] += math.log2(1 + at - before[1])
    if before is None or before[0] != inbound:
        waiting[one.thread_id] = (inbound, at)
