"""A place in a text at which a compliance officer should look. Never part of an annotation."""

from typing import Literal

import msgspec

FlagLabel = Literal[
    "bribery_gift",
    "confidential_disclosure",
    "off_channel",
    "collusion_price_fixing",
    "conflict_of_interest",
    "harassment_threat",
    "personal_data_leak",
    "secrets_credentials",
    "sanctions_export",
]


class Flag(msgspec.Struct, frozen=True):
    """`start` and `end` are characters of the text; the flag itself repeats nothing of it."""

    label: FlagLabel
    confidence: float
    start: int
    end: int
