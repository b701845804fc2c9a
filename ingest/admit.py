"""The door as every shell uses it: what normalises, and can have happened."""

from datetime import UTC, datetime, timedelta

from ingest.interaction import Meeting
from ingest.normalise import normalise
from ingest.outcome import Kept, Outcome, Refused
from ingest.raw import Raw
from ingest.register_index import Index

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2201, 1, 1, tzinfo=UTC)  # also for plans, so that any moment has a day in UTC
# A sender's clock may be wrong by a time zone; one from next year would close every day till then.
AHEAD = timedelta(days=1)


def admit(raw: Raw, index: Index, now: datetime) -> Outcome:
    """What becomes of an item that arrives at `now`. Never raises for what the item holds."""
    outcome = normalise(raw, index)
    if isinstance(outcome, Kept):
        for one in outcome.interactions:
            problem = implausible(one.occurred_at, one.meeting, now)
            if problem:
                return Refused("implausible_time", problem)
    return outcome


def implausible(occurred_at: datetime, meeting: Meeting | None, now: datetime) -> str | None:
    """Why it cannot have happened when it says; None if it can. Meetings may be planned."""
    if occurred_at < EARLIEST:
        return f"occurred_at {_day(occurred_at)} lies before {EARLIEST:%Y}"
    planned = meeting is not None and meeting.status == "planned"
    if occurred_at > (LATEST if planned else now + AHEAD):
        return f"occurred_at {_day(occurred_at)} lies in the future"
    return None


def _day(moment: datetime) -> str:
    """Of UTC, wherever it was written."""
    try:
        return moment.astimezone(UTC).date().isoformat()
    except OverflowError:  # the first or the last day of all, on a clock east or west of UTC
        return moment.date().isoformat()
