"""Whether promises with a day are kept, theirs and ours."""

from health.measures.reading import Ids, Measure, Shown, newest
from health.memory import Memory
from health.policy import Policy
from health.terms import Terms
from nlp.annotations import Owner

LEAST = 3
STEADYING = 2
"""So many kept promises steady the share of a few."""


def _share(memory: Memory, owner: Owner) -> float | None:
    """The share that was not kept of the last three months' promises; needs `LEAST` of them."""
    settled = broken = 0
    for one in memory.pledges.settled:
        if one.owner == owner:
            settled += 1
            broken += not one.kept
    return broken / (settled + STEADYING) if settled >= LEAST else None


def _theirs(memory: Memory, _: Terms, policy: Policy) -> int | None:
    share = _share(memory, "partner")
    return None if share is None else policy.promises_theirs.goodness(share)


def _ours(memory: Memory, _: Terms, policy: Policy) -> int | None:
    share = _share(memory, "us")
    return None if share is None else policy.promises_ours.goodness(share)


def _shown(memory: Memory, owner: Owner) -> Shown:
    """Promises not kept in three months; baseline: all of them that fell due."""
    mine = [one for one in memory.pledges.settled if one.owner == owner]
    return float(sum(not one.kept for one in mine)), float(len(mine))


def _shown_theirs(memory: Memory, _: Terms, __: Policy) -> Shown:
    return _shown(memory, "partner")


def _shown_ours(memory: Memory, _: Terms, __: Policy) -> Shown:
    return _shown(memory, "us")


def _broken(memory: Memory, owner: Owner) -> Ids:
    """The interactions in which the broken ones were made, the newest first."""
    settled = memory.pledges.settled
    return newest(one.id for one in settled if one.owner == owner and not one.kept)


def _broken_theirs(memory: Memory, _: Policy) -> Ids:
    return _broken(memory, "partner")


def _broken_ours(memory: Memory, _: Policy) -> Ids:
    return _broken(memory, "us")


promises_theirs = Measure(("pledges",), _theirs, _shown_theirs, _broken_theirs)
promises_ours = Measure(("pledges",), _ours, _shown_ours, _broken_ours)
