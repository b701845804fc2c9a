"""What is usual with a partner: the better half of the time that we know of them.

Not the mean of it: half a year of trouble would become the norm, and quiet months count as little
as trouble does.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from health.totals import NOTHING, Totals

LEAST_SAID, LEAST_TONED, LEAST_ANSWERED = 8, 5, 3
"""A span with fewer messages, fewer that were read, or fewer answers is not compared. Nor is one
without a message of ours how many of ours come on theirs: our mail was not seen there."""


class Span(NamedTuple):
    """So many days, and their sums."""

    days: int
    totals: Totals


class Usual(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """None: too little is known. `inbound`: messages of theirs a day; `on_one`: ours on one of
    theirs; `tone`: -1 to 1; `theirs`, `ours`: thousandths of log2(1 + minutes) until an answer."""

    inbound: float | None = None
    on_one: float | None = None
    tone: float | None = None
    theirs: float | None = None
    ours: float | None = None


UNKNOWN = Usual()


def usual(spans: Sequence[Span]) -> Usual:
    """Of each number the better half of the spans: not the same ones for each."""
    ours_seen = [one for one in spans if one.totals.outbound]
    said = [one for one in ours_seen if one.totals.inbound + one.totals.outbound >= LEAST_SAID]
    read = [one for one in spans if one.totals.toned >= LEAST_TONED]
    answered = [one for one in spans if one.totals.theirs_n >= LEAST_ANSWERED]
    we_answered = [one for one in spans if one.totals.ours_n >= LEAST_ANSWERED]
    return Usual(
        _better(spans, pace, -1),
        _better(said, on_one, 1),
        _better(read, tone, -1),
        _better(answered, theirs, 1),
        _better(we_answered, ours, 1),
    )


def pace(span: Span) -> float:
    """Messages of theirs a day."""
    return span.totals.inbound / span.days


def on_one(span: Span) -> float:
    """Messages of ours on one of theirs."""
    return span.totals.on_one


def tone(span: Span) -> float:
    """The mean tone, -1 to 1."""
    return span.totals.mean_tone or 0.0


def theirs(span: Span) -> float:
    """The mean of what they took to answer."""
    return span.totals.theirs / span.totals.theirs_n


def ours(span: Span) -> float:
    """The mean of what we took to answer."""
    return span.totals.ours / span.totals.ours_n


def _better(spans: Sequence[Span], rate: Callable[[Span], float], sign: int) -> float | None:
    """Of the better half together; `sign` 1 where less is better."""
    if not spans:
        return None
    ordered = sorted(spans, key=lambda one: sign * rate(one))
    days, totals = 0, NOTHING
    for one in ordered[: (len(ordered) + 1) // 2]:
        days, totals = days + one.days, totals.plus(one.totals)
    return rate(Span(days, totals))
