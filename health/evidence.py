"""Which interactions a driver rests on: a few ids, the telling ones first."""

from collections.abc import Callable, Iterable

from health.measures.contact_breadth import regulars
from health.memory import Memory
from health.policy import MeasureName, Policy
from health.signals import Day, Evidence
from ingest.interaction import InteractionId

AT_MOST = 3


def evidence(name: MeasureName, memory: Memory, policy: Policy) -> tuple[InteractionId, ...]:
    """At most three ids of interactions behind a measure, out of the recent window."""
    recent = memory.signals.days[memory.signals.recent_from :]
    if name in ("sentiment_level", "sentiment_trend"):
        return _tone(recent, memory)
    if name == "response_time_theirs":
        return _first(_each(recent, lambda day: day.slowest_theirs), largest=True)
    if name == "response_time_ours":
        return _first(_each(recent, lambda day: day.slowest_ours), largest=True)
    if name == "meeting_rhythm":
        return tuple(id_ for _, id_ in reversed(memory.missed))[:AT_MOST] or _first(
            memory.held.values(), largest=True
        )
    if name == "contact_breadth":
        oldest = memory.day - policy.breadth_days
        lost = [seen for seen in regulars(memory).values() if seen.last_day <= oldest]
        return _first(((seen.count, seen.last_id) for seen in lost), largest=True)
    newest = max(memory.contacts.values(), key=lambda seen: seen.last_day, default=None)
    return (newest.last_id,) if newest else ()


def _tone(recent: tuple[Day, ...], memory: Memory) -> tuple[InteractionId, ...]:
    """The coldest messages where the tone is cool, else the warmest."""
    mean = memory.signals.recent.mean_tone
    if mean is not None and mean > 0.1:
        return _first(_each(recent, lambda day: day.warmest), largest=True)
    return _first(_each(recent, lambda day: day.coldest), largest=False)


def _each(days: tuple[Day, ...], pick: Callable[[Day], Evidence | None]) -> list[Evidence]:
    return [found for day in days if (found := pick(day)) is not None]


def _first(found: Iterable[Evidence], *, largest: bool) -> tuple[InteractionId, ...]:
    ordered = sorted(found, key=lambda one: (-one[0] if largest else one[0], one[1]))
    return tuple(id_ for _, id_ in ordered[:AT_MOST])
