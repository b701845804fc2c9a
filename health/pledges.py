"""Promises with a day, both sides': open, kept, or overdue."""

import msgspec

from health.observation import Observation
from ingest.interaction import InteractionId
from nlp.annotations import Owner

MOST_OPEN, MOST_SETTLED = 32, 48
GRACE = 1
"""Days that a promise may be late: a mail sent after midnight is no broken word."""


class Pledge(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A promise that is open: made on `day`, in `id`, due by the end of the day `due`."""

    due: int
    owner: Owner
    day: int
    id: InteractionId
    thread: str | None = None


class Outcome(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What became of a promise, and the day on which that was plain."""

    day: int
    owner: Owner
    kept: bool
    id: InteractionId


class Pledges(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The open ones by their day, and what became of the others, by that day."""

    open: tuple[Pledge, ...] = ()
    settled: tuple[Outcome, ...] = ()


NONE = Pledges()


def heard(pledges: Pledges, seen: Observation) -> Pledges:
    """After an observation.

    Nobody tells us that a promise was kept. It is taken for kept when its owner is heard of again,
    in the same thread where it has one, after the day it was made and before it is overdue; unless
    that message tells of a delay.
    """
    if pledges.open:
        pledges = _kept(pledges, seen)
    new = tuple(
        Pledge(due, owner, seen.day, seen.id, seen.thread)
        for owner, due in seen.promises
        if due is not None and due >= seen.day
    )
    if new:
        pledges = Pledges(
            tuple(sorted((*pledges.open, *new), key=lambda one: (one.due, one.id)))[:MOST_OPEN],
            pledges.settled,
        )
    return pledges


def _kept(pledges: Pledges, seen: Observation) -> Pledges:
    if any(label == "delay" for label, _ in seen.intents):
        return pledges
    owner: Owner | None = None
    if seen.kind != "record" and seen.meeting in (None, "held"):
        owner = "partner" if seen.speaks else "us" if seen.direction == "outbound" else None
    both = seen.meeting == "held"
    if owner is None and not both:
        return pledges
    kept = [
        one
        for one in pledges.open
        if one.day < seen.day
        and (both or one.owner == owner)
        and (one.thread is None or seen.thread is None or one.thread == seen.thread)
    ]
    if not kept:
        return pledges
    settled = tuple(Outcome(seen.day, one.owner, True, one.id) for one in kept)
    return Pledges(
        tuple(one for one in pledges.open if one not in kept),
        (*pledges.settled, *settled)[-MOST_SETTLED:],
    )


def at_day(pledges: Pledges, day: int, oldest: int) -> Pledges:
    """On a later day: what is overdue by then is broken; outcomes up to the day `oldest` go."""
    open_, settled = pledges.open, pledges.settled
    if open_ and open_[0].due + GRACE < day:
        broken = [one for one in open_ if one.due + GRACE < day]
        open_ = open_[len(broken) :]
        settled = (
            *settled,
            *(Outcome(one.due + GRACE + 1, one.owner, False, one.id) for one in broken),
        )[-MOST_SETTLED:]
    if any(one.day <= oldest for one in settled):
        settled = tuple(one for one in settled if one.day > oldest)
    if open_ is pledges.open and settled is pledges.settled:
        return pledges
    return Pledges(open_, settled)
