"""How many people at the partner we are in touch with."""

from health.measures.reading import Reading
from health.memory import Contact, Memory
from health.policy import Policy
from health.terms import Terms


def regulars(memory: Memory) -> dict[str, Contact]:
    """People who wrote or met at least three times within the memory."""
    return {who: seen for who, seen in memory.contacts.items() if seen.count >= 3}


def contact_breadth(memory: Memory, _: Terms, policy: Policy) -> Reading | None:
    """Distinct contacts active lately; baseline: the regular ones.

    Goodness follows the share of the regulars' messages written by those still active, so that
    losing the one who wrote half of them weighs more than losing one who wrote three. Needs
    `baseline_days` before the window and two regulars.
    """
    usual = regulars(memory)
    if len(usual) < 2 or memory.day - memory.first_day < policy.breadth_days + policy.baseline_days:
        return None
    oldest = memory.day - policy.breadth_days
    active = sum(seen.last_day > oldest for seen in memory.contacts.values())
    written = sum(seen.count for seen in usual.values())
    still = sum(seen.count for seen in usual.values() if seen.last_day > oldest)
    return Reading(
        float(active), float(len(usual)), policy.contact_breadth.goodness(still / written)
    )
