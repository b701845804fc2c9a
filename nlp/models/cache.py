"""The encoder, unpacked once on a machine into a folder of the cache and found there again."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import platformdirs

from nlp.models import bert, packed
from nlp.models.graph import encoder_graph
from nlp.models.model_folder import checked, publish
from nlp.models.tokeniser import as_json, tokeniser

FORMAT = 1  # of what this file writes: raise it when the graph or the tokeniser changes


class Unpacked(msgspec.Struct, frozen=True):
    """A folder with `model.onnx`, `tokenizer.json` and `config.json`, named for what is in it."""

    folder: Path
    digest: str


def unpack(cache: Path | None, layers: Sequence[int], progress: Callable[[str], None]) -> Unpacked:
    """The encoder's folder, made when it is not there. Safe under many processes at once.

    A folder appears whole or not at all: it is written beside its place and renamed into it, and
    who comes second throws the own copy away.
    """
    root = cache or Path(platformdirs.user_cache_dir("rapport"))
    data = packed.shipped().read_bytes()
    source = hashlib.sha256(data).hexdigest()[:12]
    which = "-".join(str(layer) for layer in layers)
    folder = root / f"e5-small-q4-{source}-layers-{which}-v{FORMAT}"
    if not folder.is_dir():
        progress("unpacking the language model (once on this machine)")
        root.mkdir(parents=True, exist_ok=True)
        publish(_write(packed.read(data), layers, root), folder)
    return Unpacked(folder, _checked(folder))


def _write(read: packed.Packed, layers: Sequence[int], root: Path) -> Path:
    beside = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=root))
    graph = encoder_graph(read, layers)
    (beside / "model.onnx").write_bytes(graph)
    words = as_json(tokeniser(read)).encode()
    (beside / "tokenizer.json").write_bytes(words)
    digests = {
        "model.onnx": hashlib.sha256(graph).hexdigest(),
        "tokenizer.json": hashlib.sha256(words).hexdigest(),
    }
    config = bert.config(read) | {"rapport": {"layers": list(layers), "sha256": digests}}
    (beside / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    return beside


def _checked(folder: Path) -> str:
    """The digest of the model files; `Malformed` when they are not what was written."""
    found = checked(
        folder, lambda: json.loads((folder / "config.json").read_bytes())["rapport"]["sha256"]
    )
    return hashlib.sha256("".join(sorted(found.values())).encode()).hexdigest()[:12]
