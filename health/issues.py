"""What is open between us: complaints that nobody has settled, and tickets."""

import msgspec

from health.observation import Observation
from ingest.interaction import InteractionId

MOST = 24
WARM = 200
"""From this tone on (thousandths) a message of theirs in the thread closes its complaint."""
CLOSED = frozenset(
    (
        *("closed", "resolved", "done", "solved", "settled", "cancelled", "canceled", "rejected"),
        *("clos", "résolu", "geschlossen", "erledigt", "cerrado", "chiuso", "fechado", "gesloten"),
    )
)


class Issue(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Open since `day`, last spoken of on `last`, in the interaction `id`."""

    day: int
    last: int
    id: InteractionId
    ticket: bool = False


Issues = dict[str, Issue]
"""By the thread of a complaint, or its own id where it has none; by the id of a ticket."""


def heard(issues: Issues, seen: Observation) -> Issues:
    """After an observation; the dict given is never changed.

    A complaint opens its thread; thanks or a warm word of theirs in that thread closes it. A ticket
    is open until a record of its id says otherwise.
    """
    if seen.fact is not None:
        return _ticket(issues, seen)
    if not seen.speaks:
        return issues
    thread = seen.thread or seen.id
    labels = {label for label, _ in seen.intents}
    known = issues.get(thread)
    if "complaint" in labels and (seen.tone is None or seen.tone < WARM):
        return _with(issues, thread, Issue(known.day if known else seen.day, seen.day, seen.id))
    if known is None:
        return issues
    if "praise" in labels or (seen.tone is not None and seen.tone >= WARM):
        return {key: one for key, one in issues.items() if key != thread}
    return issues


def _ticket(issues: Issues, seen: Observation) -> Issues:
    fact = seen.fact
    if fact is None or fact.type != "ticket":
        return issues
    if (fact.status or "open").lower() in CLOSED:
        if seen.id not in issues:
            return issues
        return {key: one for key, one in issues.items() if key != seen.id}
    known = issues.get(seen.id)
    day = known.day if known else seen.day
    return _with(issues, seen.id, Issue(day, seen.day, seen.id, ticket=True))


def _with(issues: Issues, key: str, issue: Issue) -> Issues:
    after = {**issues, key: issue}
    if len(after) > MOST:
        oldest = min(after, key=lambda one: (after[one].last, one))
        del after[oldest]
    return after


def forgotten(issues: Issues, complaints: int, tickets: int) -> Issues:
    """Without those last spoken of up to these days: nobody holds on to them. A complaint that is
    not repeated is over long before a ticket that nobody closes."""

    def lasts(one: Issue) -> bool:
        return one.last > (tickets if one.ticket else complaints)

    if all(map(lasts, issues.values())):
        return issues
    return {key: one for key, one in issues.items() if lasts(one)}
