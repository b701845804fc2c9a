"""Models as files: JSON that a person may read, and that proves by a hash that it is whole."""

import hashlib
from typing import Any, Protocol, TypeVar

import msgspec

from ingest.errors import Malformed, Unsupported

NO_HASH = ""


class Sealed(Protocol):
    """What all files of models have; `hash` is of everything else."""

    @property
    def hash(self) -> str: ...
    @property
    def format(self) -> int: ...
    @property
    def kind(self) -> str: ...


F = TypeVar("F", bound=Sealed)


def sealed(bare: F) -> F:
    """With its hash."""
    found: F = msgspec.structs.replace(bare, hash=hash_of(bare))  # type: ignore[type-var]
    return found


def hash_of(value: Sealed) -> str:
    """SHA-256 of everything but the hash."""
    bare = msgspec.structs.replace(value, hash=NO_HASH)  # type: ignore[type-var]
    return hashlib.sha256(msgspec.json.encode(bare, order="deterministic")).hexdigest()


def unsealed(payload: bytes, name: str, shape: type[F], kind: str, file_format: int) -> F:
    """The value of a file, as it was written. Raises Malformed or Unsupported, naming the file."""
    try:
        bare = msgspec.json.decode(payload, type=dict[str, Any])
        if bare.get("kind", kind) != kind:
            raise Unsupported(f"{name}: a model of kind {str(bare['kind'])[:40]}, not {kind}")
        if bare.get("format") != file_format:
            raise Unsupported(
                f"{name}: format {str(bare.get('format'))[:40]}; this program reads {file_format}"
            )
        found = msgspec.convert(bare, shape)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise Malformed(f"{name}: is no model: {error}") from error
    if found.hash != hash_of(found):
        raise Malformed(f"{name}: was changed since it was written: its hash does not match")
    return found
