"""The rolling memory of a partner: recent days, older blocks, and what is usual by them."""

import msgspec

from health.observation import Observation
from health.totals import NOTHING, Totals
from health.usual import UNKNOWN, Span, Usual, usual
from ingest.interaction import InteractionId

Evidence = tuple[int, InteractionId]


class Day(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One day of a partner, and the interactions that stand for it."""

    day: int
    totals: Totals
    coldest: Evidence | None = None
    warmest: Evidence | None = None
    slowest_theirs: Evidence | None = None
    slowest_ours: Evidence | None = None


class Windows(msgspec.Struct, frozen=True):
    """In days. `fresh`, `recent` and `heard` count back from today. What is older than recent goes
    into blocks of `block` days, which are kept for `usual` days; `least` of them say what is usual.
    """

    fresh: int
    recent: int
    heard: int
    block: int
    usual: int
    least: int


class Signals(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Recent days with activity, oldest first, and what is older in blocks, oldest first.

    `fresh` holds the sums of `days[fresh_from:]`, which are also in `recent`. `begun`: the day of
    the first observation that is remembered, from which blocks are counted: `blocks[0]` is the
    `first`, and `whole` of all there ever were are over. `heard` counts the inbound ones of the
    blocks that are not too old to count.
    """

    days: tuple[Day, ...] = ()
    fresh_from: int = 0
    recent: Totals = NOTHING
    fresh: Totals = NOTHING
    begun: int = 0
    first: int = 0
    whole: int = 0
    blocks: tuple[Totals, ...] = ()
    heard: int = 0
    usual: Usual = UNKNOWN


EMPTY = Signals()


def at_day(signals: Signals, today: int, windows: Windows) -> Signals:
    """The same memory seen from a later day: windows move, what is too old is forgotten."""
    if not signals.days and not signals.blocks:
        return EMPTY
    days, fresh_from = signals.days, signals.fresh_from
    fresh, recent = signals.fresh, signals.recent
    while fresh_from < len(days) and days[fresh_from].day <= today - windows.fresh:
        fresh = fresh.minus(days[fresh_from].totals)
        fresh_from += 1
    past = today - windows.recent  # the newest day that is no longer recent
    old = 0
    while old < len(days) and days[old].day <= past:
        recent = recent.minus(days[old].totals)
        old += 1
    if past < signals.begun:
        return msgspec.structs.replace(signals, fresh_from=fresh_from, fresh=fresh)
    whole = (past + 1 - signals.begun) // windows.block
    first, blocks = _rolled(signals, days[:old], past, whole, windows)
    if old == len(days) and not any(map(_busy, blocks)):
        return EMPTY
    known = signals.usual
    if whole != signals.whole or not whole:
        known = _usual(blocks[: whole - first], blocks, past + 1 - signals.begun, windows)
    # The blocks of which a day is not too old to count: a few, however long the partner is known.
    counts = (today - windows.heard - signals.begun + 1) // windows.block - first
    heard = sum([one.inbound for one in blocks[max(0, counts) :]])
    return Signals(
        days[old:],
        fresh_from - old,
        recent,
        fresh,
        signals.begun,
        first,
        whole,
        blocks,
        heard,
        known,
    )


def _busy(totals: Totals) -> bool:
    return totals != NOTHING


def _rolled(
    signals: Signals, over: tuple[Day, ...], past: int, whole: int, windows: Windows
) -> tuple[int, tuple[Totals, ...]]:
    """Where the blocks begin, and the blocks, with the days that are over, until the day `past`."""
    newest = (past - signals.begun) // windows.block
    # What is forgotten goes on the day on which another block is over, and with it the usual.
    # What is forgotten stays so, should another policy keep more.
    first = max(signals.first, whole - windows.usual // windows.block)
    if not over and first == signals.first and newest - first + 1 == len(signals.blocks):
        return first, signals.blocks
    skip = first - signals.first if signals.blocks else 0
    blocks = list(signals.blocks[skip:])
    blocks.extend([NOTHING] * (newest - first + 1 - len(blocks)))
    for one in over:
        place = (one.day - signals.begun) // windows.block - first
        if place >= 0:
            blocks[place] = blocks[place].plus(one.totals)
    return first, tuple(blocks)


def _usual(
    whole: tuple[Totals, ...], blocks: tuple[Totals, ...], days: int, windows: Windows
) -> Usual:
    """By the blocks that are over; before the first one is, by the days that there are."""
    if whole:
        return usual([Span(windows.block, one) for one in whole])
    if days < windows.least:
        return UNKNOWN
    totals = NOTHING
    for one in blocks:
        totals = totals.plus(one)
    return usual([Span(days, totals)])


def add(
    signals: Signals, seen: Observation, theirs: int | None = None, ours: int | None = None
) -> Signals:
    """Count one observation of the newest day. `theirs`, `ours`: the answer that it was, if any."""
    inbound = seen.speaks
    tone = seen.tone if inbound else None
    gain = Totals(
        inbound=int(inbound),
        outbound=int(seen.direction == "outbound"),
        tone=tone * seen.weight if tone is not None else 0,
        tone_weight=seen.weight if tone is not None else 0,
        toned=int(tone is not None),
        theirs=theirs or 0,
        theirs_n=int(theirs is not None),
        ours=ours or 0,
        ours_n=int(ours is not None),
    )
    today = seen.day
    if signals.days and signals.days[-1].day == today:
        before, last = signals.days[:-1], signals.days[-1]
    else:
        before, last = signals.days, Day(today, NOTHING)
    after = Day(
        today,
        last.totals.plus(gain),
        _least(last.coldest, None if tone is None else (tone, seen.id)),
        _most(last.warmest, None if tone is None else (tone, seen.id)),
        _most(last.slowest_theirs, None if theirs is None else (theirs, seen.id)),
        _most(last.slowest_ours, None if ours is None else (ours, seen.id)),
    )
    known = bool(signals.days or signals.blocks)
    return Signals(
        (*before, after),
        signals.fresh_from,
        signals.recent.plus(gain),
        signals.fresh.plus(gain),
        signals.begun if known else today,
        signals.first,
        signals.whole,
        signals.blocks,
        signals.heard,
        signals.usual,
    )


def _least(one: Evidence | None, other: Evidence | None) -> Evidence | None:
    return other if one is None else one if other is None else min(one, other)


def _most(one: Evidence | None, other: Evidence | None) -> Evidence | None:
    return other if one is None else one if other is None else max(one, other)
