"""What people are told of a standing: each part's reading and the interactions it rests on."""

import msgspec

from health import cap
from health.measures import MEASURES, Reading
from health.memory import Memory
from health.policy import CAP, MeasureName, Policy
from health.standing import Standing
from health.terms import Terms
from ingest.interaction import InteractionId


class Told(msgspec.Struct, frozen=True, array_like=True):
    """`evidence`: at most three ids of interactions, the telling ones first."""

    reading: Reading
    evidence: tuple[InteractionId, ...]


def told(
    memory: Memory, terms: Terms, policy: Policy, standing: Standing
) -> dict[MeasureName, Told]:
    """Of every part of the standing of this memory, in the order of the measures."""
    found: dict[MeasureName, Told] = {}
    for name in standing.parts():
        if name == CAP:
            found[name] = Told(cap.reading(memory, policy), cap.evidence(memory, policy))
            continue
        measure = MEASURES[name]
        reading = measure.read(memory, terms, policy)
        if reading is not None:
            found[name] = Told(reading, measure.evidence(memory, policy))
    return found
