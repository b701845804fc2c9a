"""One number each, read off the memory of a relationship against its own baseline."""

from collections.abc import Iterator

from health.measures.contact_breadth import contact_breadth
from health.measures.contact_frequency import contact_frequency
from health.measures.meeting_rhythm import meeting_rhythm
from health.measures.reading import Measure, Reading
from health.measures.response_time import response_time_ours, response_time_theirs
from health.measures.sentiment_level import sentiment_level
from health.measures.sentiment_trend import sentiment_trend
from health.memory import Memory
from health.policy import MeasureName, Policy
from health.terms import Terms

MEASURES: dict[MeasureName, Measure] = {
    "sentiment_level": sentiment_level,
    "sentiment_trend": sentiment_trend,
    "contact_frequency": contact_frequency,
    "response_time_theirs": response_time_theirs,
    "response_time_ours": response_time_ours,
    "meeting_rhythm": meeting_rhythm,
    "contact_breadth": contact_breadth,
}


def readings(
    memory: Memory, terms: Terms, policy: Policy
) -> Iterator[tuple[MeasureName, Reading | None]]:
    """What every measure reads, in the order in which a standing keeps them."""
    for name, measure in MEASURES.items():
        yield name, measure.read(memory, terms, policy)


__all__ = ["MEASURES", "Measure", "Reading", "readings"]
