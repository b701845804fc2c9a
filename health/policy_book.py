"""Which policy holds for which partner: the standard one, changed by kind and by tier."""

from collections.abc import Mapping
from typing import Any

import msgspec

from health.policy import RISKS, STANDARD, Grave, Policy, Ramp
from ingest.register import Partner, PartnerKind

Changes = Mapping[str, Any]
"""Fields of a policy by name, with new values.

Ramps and risks may be named in part: `{"silence": {"worst": 9}}`; weights are replaced whole.
"""


class PolicyBook(msgspec.Struct, frozen=True):
    """The standard policy; what kinds change in it, and what tiers change in that.

    A tier is the same in any case and with any blanks: `Gold` is `gold`.
    """

    standard: Policy = STANDARD
    kinds: Mapping[PartnerKind, Changes] = {}
    tiers: Mapping[str, Changes] = {}

    def of(self, partner: Partner) -> Policy:
        """The policy of a partner. Raises ValueError where its numbers contradict each other."""
        return self.holds(partner.kind, partner.tier)

    def holds(self, kind: PartnerKind | None, tier: str | None) -> Policy:
        """The policy of partners of that kind and tier, or of none that is named."""
        by_kind = self.kinds.get(kind) if kind else None
        by_tier = self._by_tier(tier) if tier else None
        changes = [found for found in (by_kind, by_tier) if found]
        return with_changes(self.standard, *changes) if changes else self.standard

    def _by_tier(self, tier: str) -> Changes | None:
        same = (found for name, found in self.tiers.items() if tier_name(name) == tier_name(tier))
        return next(same, None)


BUILT_IN = PolicyBook()


def tier_name(text: str) -> str:
    """As tiers are compared."""
    return " ".join(text.split()).casefold()


def with_changes(policy: Policy, *changes: Changes) -> Policy:
    """The policy with these changes one after the other, checked as a whole.

    Raises ValueError, whose message names the field.
    """
    fields = {name: getattr(policy, name) for name in policy.__struct_fields__}
    parts: dict[str, dict[str, Any]] = {}
    for named in changes:
        for name, value in named.items():
            parts[name] = _joined(name, parts.get(name, fields.get(name)), value)
    built = {name: _built(name, value) for name, value in parts.items()}
    return Policy(**{**fields, **built})


def _joined(name: str, before: Any, value: Any) -> Any:
    """What is said of a field after something else was; not checked before all is said."""
    if name == "risks":
        before = msgspec.to_builtins(before)
        said: dict[str, Any] = msgspec.to_builtins(value)
        return {**before, **{label: {**before.get(label, {}), **said[label]} for label in said}}
    if isinstance(value, Mapping) and name != "weights":
        return {**msgspec.to_builtins(before), **value}
    return value


def _built(name: str, value: Any) -> Any:
    try:
        if name == "risks":
            return {label: _grave(label, parts) for label, parts in value.items()}
        return Ramp(**value) if isinstance(value, Mapping) and name != "weights" else value
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


def _grave(label: str, parts: Mapping[str, Any]) -> Grave:
    if label not in RISKS:
        raise ValueError(f"{label} is no risk event")
    try:
        return Grave(**parts)
    except ValueError as error:
        raise ValueError(f"{label}: {error}") from error
