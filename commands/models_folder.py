"""A folder of trained models with its index."""

import os
from pathlib import Path

from health.learning.churn_file import ChurnFile
from health.learning.model_file import (
    Entry,
    Index,
    ModelFile,
    decode,
    decode_index,
    encode,
    entry_of,
)

INDEX = "index.json"


def index_of(folder: Path) -> Index:
    """What is registered there; nothing where there is no folder."""
    file = folder / INDEX
    return decode_index(file.read_bytes(), file.name) if file.exists() else Index()


def register_model(model: ModelFile | ChurnFile, file: Path) -> Entry:
    """Write the model, then name it in the index beside it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    _replace(file, encode(model))
    named = file.name
    entry = entry_of(model, named)
    _replace(file.parent / INDEX, encode(index_of(file.parent).plus(entry)))
    return entry


def load_model(file: Path) -> ModelFile:
    """Raises Malformed or Unsupported where it is not what was written."""
    return decode(file.read_bytes(), file.name)


def _replace(file: Path, payload: bytes) -> None:
    """At once: nobody reads half a file."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_bytes(payload)
    beside.replace(file)
