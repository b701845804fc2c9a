"""How many people at the partner we are in touch with."""

from health.measures.reading import Reading
from health.memory import Contact, Memory
from health.policy import Policy
from health.terms import Terms

REGULAR = 3


def regulars(memory: Memory) -> dict[str, Contact]:
    """People who wrote or met at least `REGULAR` times within the memory."""
    return {who: seen for who, seen in memory.contacts.items() if seen.count >= REGULAR}


def contact_breadth(memory: Memory, _: Terms, policy: Policy) -> Reading | None:
    """Distinct contacts active lately; baseline: the regular ones.

    Goodness follows the share of the regulars' messages written by those still active, so that
    losing the one who wrote half of them weighs more than losing one who wrote three. Needs
    `baseline_days` before the window and two regulars.
    """
    if memory.day - memory.first_day < policy.breadth_days + policy.baseline_days:
        return None
    oldest = memory.day - policy.breadth_days
    active = usual = written = still = 0
    for seen in memory.contacts.values():  # one pass: this runs at every observation
        lately = seen.last_day > oldest
        active += lately
        if seen.count >= REGULAR:
            usual += 1
            written += seen.count
            still += seen.count if lately else 0
    if usual < 2:
        return None
    return Reading(float(active), float(usual), policy.contact_breadth.goodness(still / written))
