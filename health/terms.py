"""What was agreed with a partner and bears on the score: how often to meet, and why."""

import msgspec

from health.observation import day_of
from ingest.interaction import MeetingType
from ingest.register import Partner


class Terms(msgspec.Struct, frozen=True):
    """`cadence`: agreed days between held meetings, by type, in the order of the types' names;
    `ends`: the day of the contract's end, in days since 1970."""

    cadence: tuple[tuple[MeetingType, int], ...] = ()
    ends: int | None = None


NO_TERMS = Terms()


def terms_of(partner: Partner) -> Terms:
    """Read the terms off the partner register."""
    return Terms(
        tuple(sorted(partner.cadence.items())),
        None if partner.contract_end is None else day_of(partner.contract_end),
    )
