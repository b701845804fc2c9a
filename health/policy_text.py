"""A policy written as YAML that `health.policy_file` reads as the same policy, or the same book."""

from collections.abc import Mapping
from typing import Any

import msgspec
import yaml

from health.policy import Policy
from health.policy_book import PolicyBook


def written(policy: Policy) -> str:
    """The policy with every field, as the standard one of a file."""
    return _dumped({"standard": _plain(policy)})


def written_book(book: PolicyBook) -> str:
    """The book: its standard policy with every field, and what kinds and tiers change."""
    named = {"kinds": _plain(book.kinds), "tiers": _plain(book.tiers)}
    whole = {"standard": _plain(book.standard)}
    return _dumped({**whole, **{name: value for name, value in named.items() if value}})


def _plain(value: object) -> Any:
    return msgspec.to_builtins(value)


def _dumped(sections: Mapping[str, Any]) -> str:
    return yaml.dump(
        sections, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, indent=2
    )


class _Dumper(yaml.SafeDumper):
    """Ramps and risks on one line each; everything else on its own."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True

    def represent_mapping(
        self, tag: str, mapping: Any, flow_style: bool | None = None
    ) -> yaml.MappingNode:
        """In one line what has no more parts than a risk, none of them a mapping."""
        leaves = mapping.keys() <= _PARTS
        return super().represent_mapping(tag, mapping, flow_style=leaves or flow_style)


_PARTS = {"worst", "best", "severity", "half_life", "caps"}
