"""How many people at the partner we are in touch with."""

from health.measures.reading import Ids, Measure, Shown, most
from health.memory import Contact, Memory
from health.policy import Policy
from health.terms import Terms

REGULAR = 3


def regulars(memory: Memory) -> dict[str, Contact]:
    """People who wrote or met at least `REGULAR` times, the last one within the memory."""
    return {who: seen for who, seen in memory.contacts.items() if seen.count >= REGULAR}


def _goodness(memory: Memory, _: Terms, policy: Policy) -> int | None:
    """By the share of the regulars' messages that those still active wrote, so that losing the one
    who wrote half of them weighs more than losing one who wrote three.

    Needs `baseline_days` before the window and two regulars.
    """
    if memory.day - memory.first_day < policy.breadth_days + policy.baseline_days:
        return None
    oldest = memory.day - policy.breadth_days
    usual = written = still = 0
    for seen in memory.contacts.values():  # one pass: this runs at every observation
        if seen.count >= REGULAR:
            usual += 1
            written += seen.count
            if seen.last_day > oldest:
                still += seen.count
    return policy.contact_breadth.goodness(still / written) if usual >= 2 else None


def _shown(memory: Memory, _: Terms, policy: Policy) -> Shown:
    """Distinct contacts active lately; baseline: the regular ones."""
    oldest = memory.day - policy.breadth_days
    active = sum(seen.last_day > oldest for seen in memory.contacts.values())
    return float(active), float(len(regulars(memory)))


def _evidence(memory: Memory, policy: Policy) -> Ids:
    """The last that was heard of the regular contacts who fell silent."""
    oldest = memory.day - policy.breadth_days
    lost = [seen for seen in regulars(memory).values() if seen.last_day <= oldest]
    return most(((seen.count, seen.last_id) for seen in lost), largest=True)


contact_breadth = Measure(("contacts",), _goodness, _shown, _evidence)
