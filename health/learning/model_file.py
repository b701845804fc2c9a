"""A trained model as a file: JSON that says what it was made from, and proves that it is whole."""

import hashlib
from datetime import date
from typing import Any, Literal

import msgspec

from health.learning.additive import KNOTS, Additive
from health.learning.trial import Judged
from health.policy import NAMES
from ingest.errors import Malformed, Unsupported

FORMAT = 1
NO_HASH = ""


class Origin(msgspec.Struct, frozen=True):
    """What a model was made from: labelled weeks `first` to `last`, learned from before `cut`."""

    rows: int
    partners: int
    first: date
    last: date
    cut: date
    shares: dict[str, float]
    policy_version: str


class ModelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`hash` is of everything else; `knots` are shared by all curves."""

    hash: str
    format: int
    kind: Literal["additive"]
    origin: Origin
    ridge: float
    knots: tuple[float, ...]
    model: Additive
    judged: dict[str, Judged]


class Entry(msgspec.Struct, frozen=True):
    """A model in the index of its folder. `figures` are those on partners never learned from."""

    file: str
    hash: str
    kind: str
    origin: Origin
    figures: dict[str, float | None]


class Index(msgspec.Struct, frozen=True):
    """The models of a folder, in the order in which they were registered."""

    models: tuple[Entry, ...] = ()

    def plus(self, entry: Entry) -> "Index":
        """With this one, in place of what was in its file."""
        others = tuple(one for one in self.models if one.file != entry.file)
        return Index((*others, entry))


def model_file(
    model: Additive, ridge: float, origin: Origin, judged: dict[str, Judged]
) -> ModelFile:
    """With its hash."""
    bare = ModelFile(NO_HASH, FORMAT, "additive", origin, ridge, KNOTS, model, judged)
    return msgspec.structs.replace(bare, hash=_hash(bare))


def encode(value: ModelFile | Index) -> bytes:
    """Indented: a person may read it."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


def decode(payload: bytes, name: str) -> ModelFile:
    """The model of a file, as it was written. Raises Malformed or Unsupported, naming the file."""
    try:
        bare = msgspec.json.decode(payload, type=dict[str, Any])
        if bare.get("format") != FORMAT:
            raise Unsupported(f"{name}: format {bare.get('format')}; this program reads {FORMAT}")
        found = msgspec.convert(bare, ModelFile)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise Malformed(f"{name}: is no model: {error}") from error
    if found.hash != _hash(found):
        raise Malformed(f"{name}: was changed since it was written: its hash does not match")
    measures = tuple(one.measure for one in found.model.curves)
    if measures != NAMES or found.knots != KNOTS:
        raise Unsupported(f"{name}: made for other measures than those of this program")
    return found


def decode_index(payload: bytes, name: str) -> Index:
    """Raises Malformed, naming the file."""
    try:
        return msgspec.json.decode(payload, type=Index)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed(f"{name}: is no index of models: {error}") from error


def entry_of(model: ModelFile, file: str) -> Entry:
    """What the index says of it."""
    figures = model.judged["unseen"].figures["model"]
    return Entry(
        file,
        model.hash,
        model.kind,
        model.origin,
        {name: None if one.value is None else round(one.value, 4) for name, one in figures.items()},
    )


def _hash(model: ModelFile) -> str:
    bare = msgspec.structs.replace(model, hash=NO_HASH)
    return hashlib.sha256(msgspec.json.encode(bare, order="deterministic")).hexdigest()
