"""What was agreed with a partner and what the register says of them: no message tells it."""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from health.observation import day_of
from ingest.interaction import MeetingType
from ingest.register import Partner


class Terms(msgspec.Struct, frozen=True):
    """`cadence`: agreed days between held meetings, by type, in the order of the types' names;
    `ends`: the day of the contract's end, in days since 1970; `tier`: as the register spells it.

    `sponsor`: whether an executive of ours is named; `sponsor_load`: how many other partners name
    the same one.
    """

    cadence: tuple[tuple[MeetingType, int], ...] = ()
    ends: int | None = None
    tier: str | None = None
    sponsor: bool = False
    sponsor_load: int = 0


NO_TERMS = Terms()


def backed(partners: Iterable[Partner]) -> Mapping[str, int]:
    """How many partners name each sponsor, by the sponsor as `terms_of` looks them up."""
    return Counter(_person(one.sponsor) for one in partners if one.sponsor)


def terms_of(partner: Partner, accounts: Mapping[str, int] | None = None) -> Terms:
    """Read the terms off the partner register. `accounts`: what `backed` found in all of it;
    without it nobody is known to be busy.
    """
    sponsor = _person(partner.sponsor) if partner.sponsor else ""
    return Terms(
        tuple(sorted(partner.cadence.items())),
        None if partner.contract_end is None else day_of(partner.contract_end),
        partner.tier,
        bool(sponsor),
        max(0, (accounts or {}).get(sponsor, 0) - 1) if sponsor else 0,
    )


def _person(spelled: str) -> str:
    return " ".join(spelled.casefold().split())
