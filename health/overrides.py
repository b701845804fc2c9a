"""Which override of a partner's band holds, in event time; it is shown beside what was computed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

import msgspec

from health.assessment import Assessment
from health.judgement import Judgement, Override
from ingest.interaction import PartnerId

Judged = Mapping[PartnerId, Sequence[Judgement]]
"""The overrides and lifts of each partner, in the order in which they were made."""

NOTHING: Judged = {}


def by_partner(judgements: Iterable[Judgement]) -> dict[PartnerId, tuple[Judgement, ...]]:
    """What bears on the bands, by partner: each id once (the first), in order of time."""
    first: dict[str, Judgement] = {}
    for one in judgements:
        first.setdefault(one.id, one)
    found: dict[PartnerId, list[Judgement]] = {}
    for one in sorted(first.values(), key=lambda one: (one.at, one.id)):
        if one.partner_id is not None and one.kind in ("override", "lift"):
            found.setdefault(one.partner_id, []).append(one)
    return {partner: tuple(judged) for partner, judged in found.items()}


def in_force(judged: Sequence[Judgement], day: date) -> Override | None:
    """The override that holds on a day: the newest that has begun, unless it was lifted by then or
    is over. One that is replaced does not come back."""
    newest: Override | None = None
    for one in judged:
        if one.kind == "lift" and one.at.astimezone(UTC).date() <= day:
            newest = None
        elif one.override is not None and one.override.since <= day:
            newest = one.override
    return newest if newest is not None and newest.until >= day else None


def in_force_at(judged: Sequence[Judgement], moment: datetime) -> Override | None:
    """The override that holds at a moment: what was judged later says nothing of it."""
    return in_force([one for one in judged if one.at <= moment], moment.astimezone(UTC).date())


def overridden(found: Assessment, judged: Sequence[Judgement]) -> Assessment:
    """The assessment with the override that holds on its day; nothing that was computed changes.

    `seq` grows with every override and lift, so that a reader takes what they changed for news.
    """
    if not judged:
        return found
    return msgspec.structs.replace(
        found, seq=found.seq + len(judged), override=in_force(judged, found.as_of)
    )
