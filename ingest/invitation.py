"""The meetings that a mail invites to or calls off, from the calendars that it carries.

They have the ids that the same meetings have in a calendar's file, so that they count once.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from msgspec.structs import replace

from ingest.calendar_series import Version, occurrences
from ingest.calendar_text import uid_of, versions_of
from ingest.interaction import Interaction, Meeting
from ingest.meeting import PARTNER_FIELD, STATUS_FIELD, meeting_of

METHODS = frozenset({"REQUEST", "CANCEL"})  # an answer, or a proposal, is not yet a meeting
CALENDARS = 4  # of one mail: usually the same twice, shown and attached
EVENTS = 20
OCCURRENCES = 100  # of a series: every week for a year and more
AHEAD = timedelta(days=400)
PAST = timedelta(days=31)  # who invites to what is over only puts it down
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def meetings_of(
    calendars: Sequence[bytes], sent_at: datetime, source: str
) -> tuple[Interaction, ...]:
    """Planned meetings and cancelled ones; a calendar that cannot be read holds none.

    A meeting that is called off beforehand was cancelled when the mail was sent; a series that is
    called off is one cancellation, that of its next meeting.
    """
    groups: dict[str, list[Version]] = {}
    for version in islice(_versions(calendars), EVENTS):
        groups.setdefault(uid_of(version.event), []).append(version)
    found: dict[tuple[str, Meeting | None], Interaction] = {}
    for uid, versions in groups.items():
        try:
            for one in _of_event(uid, versions, sent_at, source):
                found.setdefault((one.id, one.meeting), one)
        except Exception:
            # A refusal, or what a hostile calendar finds that nobody listed: the mail itself is
            # read well, and counts.
            continue
    return tuple(found.values())


def _versions(calendars: Sequence[bytes]) -> Iterator[Version]:
    for payload in list(dict.fromkeys(calendars))[:CALENDARS]:
        try:
            versions = versions_of(payload)
        except ValueError:
            continue
        for version in versions:
            if version.method in METHODS:
                # Ours alone to say; a stranger's mail must not.
                version.event.pop(STATUS_FIELD, None)
                version.event.pop(PARTNER_FIELD, None)
                yield version


def _of_event(
    uid: str, versions: Sequence[Version], sent_at: datetime, source: str
) -> Iterator[Interaction]:
    sent = sent_at.astimezone(UTC)  # days are those of UTC
    until = (sent + AHEAD).date()
    payloads = occurrences(uid, versions, until=until, as_of=_NEVER, since=sent - PAST)
    told = [meeting_of(payload, source) for payload in islice(payloads, OCCURRENCES)]
    if len(told) > 1:
        told = [one for one in told if one.occurred_at >= sent_at]
        if all(version.method == "CANCEL" for version in versions):
            told = told[:1]
    for one in told:
        if one.meeting is None:
            continue
        off = one.meeting.status == "cancelled"
        yield replace(
            one,
            occurred_at=min(one.occurred_at, sent_at) if off else one.occurred_at,
            meeting=replace(one.meeting, status="cancelled" if off else "planned"),
        )
