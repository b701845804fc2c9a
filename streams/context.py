"""What an assessment depends on besides the events: policy, terms, names, language, and what
estimates the risk of leaving."""

from collections.abc import Mapping

import msgspec

from alerts.wording import Language
from health.churn import RULE, ChurnModel
from health.policy import Policy
from health.policy_book import BUILT_IN, PolicyBook
from health.terms import NO_TERMS, Terms, backed, terms_of
from ingest.interaction import PartnerId
from ingest.register import Register
from streams.churn_models import load_churn
from streams.settings import Settings


class Context(msgspec.Struct, frozen=True):
    """`policy` holds for whom `policies` names none; `names`: partners as alerts say them."""

    policy: Policy
    terms: Mapping[PartnerId, Terms]
    names: Mapping[PartnerId, str]
    language: Language = "en"
    policies: Mapping[PartnerId, Policy] = {}
    churn: ChurnModel = RULE

    def policy_of(self, partner: PartnerId) -> Policy:
        """The policy of a partner, of whom the register may know nothing."""
        return self.policies.get(partner, self.policy)

    def terms_of(self, partner: PartnerId) -> Terms:
        """What was agreed with a partner, of whom the register may know nothing."""
        return self.terms.get(partner, NO_TERMS)


def context(settings: Settings, register: Register, book: PolicyBook = BUILT_IN) -> Context:
    """The context of a register under the settings. Raises Misconfigured where the churn model that
    they name cannot be used."""
    accounts = backed(register.partners)
    return Context(
        policy=book.standard,
        terms={partner.id: terms_of(partner, accounts) for partner in register.partners},
        names={partner.id: partner.name for partner in register.partners},
        language="fr" if settings.language == "fr" else "en",
        policies={partner.id: book.of(partner) for partner in register.partners},
        churn=load_churn(settings.churn_model),
    )
