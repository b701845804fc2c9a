"""Alerts against what became of the partners: precision, recall, lead time."""

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from health.learning.bootstrap import Drawn, Floats, quantile, share
from health.learning.label import BAD, Label
from health.learning.replay import Replay, Span

HORIZON = 180  # days
YEARS = 365.25


class Count(msgspec.Struct, frozen=True):
    """Of one partner. `undecided`: alerts too new to be judged; `leads`: days of warning of the
    bad outcomes that were warned of; `outside`: outcomes beyond the history."""

    right: int
    wrong: int
    undecided: int
    missed: int
    leads: tuple[int, ...]
    outside: int
    days: int


def count(
    alerts: Sequence[Span], labels: Iterable[Label], history: Replay, horizon: int = HORIZON
) -> Count:
    """Judge the alerts of one partner.

    An alert speaks of the `horizon` days after the day it fires, and longer while it goes on
    firing. The first outcome in that time decides: churned or escalated, it is right; renewed, it
    is wrong. Without one it is wrong when the history goes on for the whole horizon, else
    undecided. A bad outcome was warned of when it lies in the time that any alert speaks of; its
    lead time is counted from the newest of them.
    """
    known = sorted(labels, key=lambda one: (one.day, one.what not in BAD))
    inside = [one for one in known if history.first < one.day <= history.last + 1]
    right = wrong = undecided = 0
    for alert in alerts:
        first = next((one for one in inside if _speaks(alert, one.day, history, horizon)), None)
        if first is not None:
            right += first.what in BAD
            wrong += first.what not in BAD
        elif alert.begins + horizon <= history.last:
            wrong += 1
        else:
            undecided += 1
    leads, missed = [], 0
    for one in inside:
        if one.what in BAD:
            begins = [x.begins for x in alerts if _speaks(x, one.day, history, horizon)]
            if begins:
                leads.append(one.day - max(begins))
            else:
                missed += 1
    return Count(
        right,
        wrong,
        undecided,
        missed,
        tuple(leads),
        len(known) - len(inside),
        max(0, history.last - history.first + 1),
    )


def _speaks(alert: Span, day: int, history: Replay, horizon: int) -> bool:
    ends = history.last + 1 if alert.ends is None else alert.ends
    return alert.begins < day <= max(alert.begins + horizon, ends)


def figures(counts: Sequence[Count], drawn: Floats) -> dict[str, Drawn]:
    """Of all partners; those that have no meaning are nan."""
    years = [one.days / YEARS / 10 for one in counts]
    alerts = [one.right + one.wrong + one.undecided for one in counts]
    warned = [len(one.leads) for one in counts]
    bad = [len(one.leads) + one.missed for one in counts]
    judged = [one.right + one.wrong for one in counts]
    leads = [one.leads for one in counts]
    return {
        "precision": share([one.right for one in counts], judged, drawn),
        "recall": share(warned, bad, drawn),
        "lead_quarter": quantile(leads, 0.25, drawn),
        "lead_median": quantile(leads, 0.5, drawn),
        "lead_three_quarters": quantile(leads, 0.75, drawn),
        "alerts_10y": share(alerts, years, drawn),
        "wrong_10y": share([one.wrong for one in counts], years, drawn),
    }


def totals(counts: Sequence[Count]) -> dict[str, int]:
    """What the figures are made of."""
    found = np.array(
        [(x.right, x.wrong, x.undecided, len(x.leads), x.missed, x.outside, x.days) for x in counts]
    ).reshape(-1, 7)
    names = ("right", "wrong", "undecided", "warned", "missed", "outside", "partner_days")
    return dict(zip(names, (int(one) for one in found.sum(axis=0)), strict=True))
