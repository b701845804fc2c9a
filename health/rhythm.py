"""Whether meetings are held as often as was agreed, by their type."""

from collections.abc import Iterable, Sequence

import msgspec

from health.observation import Observation
from health.terms import Terms
from ingest.interaction import MeetingType

HALF_A_YEAR = 182


class Rhythm(msgspec.Struct, frozen=True):
    """Meetings of one type over the last half year, against the agreed days between them.

    `kept` is the share of days on which the last one held was no older than agreed; `overdue` by
    how many days it is older today. `due` and `held` count meetings.
    """

    meeting_type: MeetingType
    agreed: int
    due: int
    held: int
    kept: float
    overdue: int


def rhythms(
    terms: Terms, held: Iterable[Observation], *, first_day: int | None, today: int
) -> tuple[Rhythm, ...]:
    """Of every type that was agreed; none of a partner who was never heard of.

    Where no meeting of a type was held yet, its days count from the first contact.
    """
    if first_day is None or first_day > today:
        return ()
    days: dict[str, list[int]] = {}
    for one in held:
        if one.meeting == "held":
            days.setdefault(one.meeting_type or "other", []).append(one.day)
    return tuple(
        _rhythm(kind, agreed, sorted(days.get(kind, ())), first_day, today)
        for kind, agreed in terms.cadence
    )


def _rhythm(
    kind: MeetingType, agreed: int, held: Sequence[int], first_day: int, today: int
) -> Rhythm:
    start = max(first_day, today - HALF_A_YEAR + 1)
    last, rest = first_day, list(held)
    kept = 0
    for day in range(start, today + 1):
        while rest and rest[0] <= day:
            last = rest.pop(0)
        kept += day - last <= agreed
    span = today - start + 1
    return Rhythm(
        kind,
        agreed,
        span // agreed,
        sum(start <= day <= today for day in held),
        round(kept / span, 3),
        max(0, today - last - agreed),
    )
