"""In which numbers two policies differ."""

from typing import Any

import msgspec

from health.policy import WEIGHTS, Policy


class Difference(msgspec.Struct, frozen=True):
    """A field as a policy file names it, `weights.silence`, with both values."""

    field: str
    before: Any
    after: Any


def differences(before: Policy, after: Policy) -> tuple[Difference, ...]:
    """What is another in `after`, in the order of the fields. No weight is a weight of 0."""
    old, new = _leaves(before), _leaves(after)
    return tuple(
        Difference(field, old.get(field), new.get(field))
        for field in dict.fromkeys((*old, *new))
        if old.get(field) != new.get(field)
    )


def _leaves(policy: Policy) -> dict[str, Any]:
    found: dict[str, Any] = {}
    whole = msgspec.to_builtins(policy)
    _unfold("", {**whole, "weights": {**dict.fromkeys(WEIGHTS, 0), **whole["weights"]}}, found)
    return found


def _unfold(path: str, value: Any, found: dict[str, Any]) -> None:
    if not isinstance(value, dict):
        found[path] = value
        return
    for name, part in value.items():
        _unfold(f"{path}.{name}" if path else name, part, found)
