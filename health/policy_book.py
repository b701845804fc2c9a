"""Which policy holds for which partner: the standard one, changed by kind and by tier."""

from collections.abc import Mapping
from typing import Any

import msgspec

from health.policy import STANDARD, Policy
from ingest.register import Partner, PartnerKind

Changes = Mapping[str, Any]
"""Fields of a policy by name, with values that replace those of the policy before."""


class PolicyBook(msgspec.Struct, frozen=True):
    """The standard policy; what kinds change in it, and what tiers change in that."""

    standard: Policy = STANDARD
    kinds: Mapping[PartnerKind, Changes] = {}
    tiers: Mapping[str, Changes] = {}

    def of(self, partner: Partner) -> Policy:
        """The policy of a partner. Raises ValueError where its numbers contradict each other."""
        changes = {**self.kinds.get(partner.kind, {}), **self.tiers.get(partner.tier or "", {})}
        return with_changes(self.standard, changes) if changes else self.standard


BUILT_IN = PolicyBook()


def with_changes(policy: Policy, changes: Changes) -> Policy:
    """The policy with some fields replaced, checked as a whole."""
    fields = {name: getattr(policy, name) for name in policy.__struct_fields__}
    return Policy(**{**fields, **changes})
