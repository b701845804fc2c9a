"""The days of which it is known whether a partner left within the churn horizon."""

from collections.abc import Iterable, Mapping

from health.churn import HORIZON
from health.learning.label import Label
from health.learning.rows import GREEN, RED, Asked
from ingest.interaction import PartnerId

EVERY = 14
"""Days between two that are asked of: between neighbours next to nothing changes."""
YEARS = 10
"""So far back at most; days before the first thing heard have no rows anyway."""
LEFT, STAYED = RED, GREEN


def departures(labels: Iterable[Label]) -> Mapping[PartnerId, int]:
    """The first day on which each partner left, of those who did."""
    found: dict[PartnerId, int] = {}
    for label in labels:
        if label.what == "churned":
            found[label.partner_id] = min(label.day, found.get(label.partner_id, label.day))
    return found


def asked_of_leaving(left: int | None, last: int) -> tuple[Asked, ...]:
    """One partner's days, each with whether it left within the horizon. `last`: the newest day of
    which outcomes are known; who was not recorded as gone by then has stayed.

    Nothing is asked of days from the departure on. Each day is known only when its horizon is over,
    also where the partner left sooner: else the newest days would all be of those who left.
    """
    days = range(last - HORIZON, last - HORIZON - YEARS * 366, -EVERY)
    return tuple(
        Asked(day, LEFT if left is not None and left <= day + HORIZON else STAYED, day + HORIZON)
        for day in reversed(days)
        if left is None or day < left
    )
