"""One number each, read off the memory of a relationship against its own baseline."""

from health.measures.champion import champion
from health.measures.commercial_trend import commercial_trend
from health.measures.contact_breadth import contact_breadth
from health.measures.contact_frequency import contact_frequency
from health.measures.contract_end import contract_end
from health.measures.meeting_reliability import meeting_reliability
from health.measures.meeting_rhythm import meeting_rhythm
from health.measures.negative_streak import negative_streak
from health.measures.open_issues import open_issues
from health.measures.promises_kept import promises_ours, promises_theirs
from health.measures.reading import Measure, Reading
from health.measures.reciprocity import reciprocity
from health.measures.response_time import response_time_ours, response_time_theirs
from health.measures.risk_events import risk_events
from health.measures.sentiment_level import sentiment_level
from health.measures.sentiment_trend import sentiment_trend
from health.measures.silence import silence
from health.measures.single_thread import single_thread
from health.measures.sponsor_engagement import sponsor_engagement
from health.measures.survey import survey
from health.measures.training import training
from health.policy import MeasureName

MEASURES: dict[MeasureName, Measure] = {
    "sentiment_level": sentiment_level,
    "sentiment_trend": sentiment_trend,
    "contact_frequency": contact_frequency,
    "response_time_theirs": response_time_theirs,
    "response_time_ours": response_time_ours,
    "meeting_rhythm": meeting_rhythm,
    "contact_breadth": contact_breadth,
    "negative_streak": negative_streak,
    "reciprocity": reciprocity,
    "silence": silence,
    "single_thread": single_thread,
    "champion": champion,
    "meeting_reliability": meeting_reliability,
    "sponsor_engagement": sponsor_engagement,
    "open_issues": open_issues,
    "risk_events": risk_events,
    "promises_theirs": promises_theirs,
    "promises_ours": promises_ours,
    "commercial_trend": commercial_trend,
    "contract_end": contract_end,
    "survey": survey,
    "training": training,
}


__all__ = ["MEASURES", "Measure", "Reading"]
