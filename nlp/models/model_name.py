"""A model as the settings name it: a folder or a name, and perhaps the hash that it must have."""

import re
from pathlib import Path

import msgspec

from ingest.errors import Malformed

_PINNED = re.compile(r"(.+)@([0-9a-f]{12})")


class ModelName(msgspec.Struct, frozen=True):
    """`model` is a folder or a name; `pin` the hash of its weights, where one was given."""

    model: str
    pin: str | None = None

    @property
    def short(self) -> str:
        """Without the folders around it, or the organisation that published it."""
        return Path(self.model).name

    def version(self, digest: str, release: str = "") -> str:
        """How annotations name the model. `Malformed` when it is not the one that was pinned."""
        if self.pin not in (None, digest):
            raise Malformed(f"its hash is {digest}, not {self.pin}")
        return "-".join(part for part in (self.short, release, digest) if part)


def model_name(setting: str) -> ModelName:
    """
    >>> model_name("models/ours@0123456789ab")
    ModelName(model='models/ours', pin='0123456789ab')
    """
    match = _PINNED.fullmatch(setting.strip())
    return ModelName(match[1], match[2]) if match else ModelName(setting.strip())
