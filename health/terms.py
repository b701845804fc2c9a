"""What was agreed with a partner and bears on the score: how often to meet, and why."""

import msgspec

from ingest.interaction import MeetingType
from ingest.register import Partner


class Terms(msgspec.Struct, frozen=True):
    """`cadence`: agreed days between held meetings, by type, in the order of the types' names."""

    cadence: tuple[tuple[MeetingType, int], ...] = ()


NO_TERMS = Terms()


def terms_of(partner: Partner) -> Terms:
    """Read the terms off the partner register."""
    return Terms(tuple(sorted(partner.cadence.items())))
