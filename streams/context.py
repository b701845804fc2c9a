"""What an assessment depends on besides the events: policy, terms, names, language."""

from collections.abc import Mapping

import msgspec

from alerts.wording import Language
from health.policy import STANDARD, Policy
from health.terms import Terms, terms_of
from ingest.interaction import PartnerId
from ingest.register import Register
from streams.settings import Settings


class Context(msgspec.Struct, frozen=True):
    """`names`: of the partners, as alerts say them."""

    policy: Policy
    terms: Mapping[PartnerId, Terms]
    names: Mapping[PartnerId, str]
    language: Language = "en"


def context(settings: Settings, register: Register) -> Context:
    """The context of a register under the settings."""
    return Context(
        policy=STANDARD,
        terms={partner.id: terms_of(partner) for partner in register.partners},
        names={partner.id: partner.name for partner in register.partners},
        language="fr" if settings.language == "fr" else "en",
    )
