"""A trained model of bands as a file that says what it was made from; and the index of a folder."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, Protocol

import msgspec

from health.learning.additive import KNOTS, Additive
from health.learning.as_policy import AsPolicy
from health.learning.bootstrap import Figure
from health.learning.rows import Table
from health.learning.seal import NO_HASH, Sealed, sealed, unsealed
from health.learning.trial import Judged
from health.observation import date_of
from health.policy import NAMES
from ingest.errors import Malformed, Unsupported

FORMAT = 2


class Origin(msgspec.Struct, frozen=True):
    """What a model was made from: labelled weeks `first` to `last`, learned from before `cut`."""

    rows: int
    partners: int
    first: date
    last: date
    cut: date
    shares: dict[str, float]
    policy_version: str


def origin_of(
    table: Table, rows: int, partners: int, cut: int, shares: dict[str, float], policy_version: str
) -> Origin:
    """`rows`, `partners`: how many of the table were learned from."""
    return Origin(
        rows=rows,
        partners=partners,
        first=date_of(int(table.day.min())),
        last=date_of(int(table.day.max())),
        cut=date_of(cut),
        shares=shares,
        policy_version=policy_version,
    )


class ModelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`hash` is of everything else; `knots` are shared by all curves; `as_policy`: what of it the
    engine can put in force, None where that is nothing."""

    hash: str
    format: int
    kind: Literal["additive"]
    origin: Origin
    ridge: float
    knots: tuple[float, ...]
    model: Additive
    judged: dict[str, Judged]
    as_policy: AsPolicy | None


class HasFigures(Protocol):
    """By side and name."""

    @property
    def figures(self) -> Mapping[str, Mapping[str, Figure]]: ...


class Registered(Sealed, Protocol):
    """What the index tells of a model file."""

    @property
    def origin(self) -> Origin: ...
    @property
    def judged(self) -> Mapping[str, HasFigures]: ...


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
    model: Additive,
    ridge: float,
    origin: Origin,
    judged: dict[str, Judged],
    written_as: AsPolicy | None = None,
) -> ModelFile:
    """With its hash."""
    return sealed(
        ModelFile(NO_HASH, FORMAT, "additive", origin, ridge, KNOTS, model, judged, written_as)
    )


def encode(value: msgspec.Struct) -> bytes:
    """A model or an index, indented: a person may read it."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


def decode(payload: bytes, name: str) -> ModelFile:
    """The model of a file, as it was written. Raises Malformed or Unsupported, naming the file."""
    found = unsealed(payload, name, ModelFile, "additive", FORMAT)
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


def entry_of(model: Registered, file: str) -> Entry:
    """What the index says of a model of either kind. Its figures are rounded: the file has them
    whole."""
    rounded = {
        name: None if one.value is None else round(one.value, 4)
        for name, one in model.judged["unseen"].figures["model"].items()
    }
    return Entry(file, model.hash, model.kind, model.origin, rounded)
