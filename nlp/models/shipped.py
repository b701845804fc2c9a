"""The built-in language model as it is shipped, unpacked once on a machine."""

import hashlib
import io
import json
import tempfile
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np
import platformdirs
from tokenizers import Tokenizer

from nlp.models import packed
from nlp.models.calibration import Calibration
from nlp.models.layout import GRAPH, lay_out, machine
from nlp.models.model_folder import checked, publish, sha256
from nlp.models.reader import Reader
from nlp.models.reader_graph import reader_graph
from nlp.models.tokeniser import as_json, tokeniser

FORMAT = 3  # of what this file writes: raise it when the graph or the tokeniser changes
FILE = "reader.npz"


def load_reader(
    cache: Path | None = None, progress: Callable[[str], None] = lambda _: None, threads: int = 2
) -> Reader:
    """The reader, from the cache or unpacked into it. `Malformed` when its files have changed."""
    data = (files("nlp.models") / "weights" / FILE).read_bytes()
    return load(data, cache, progress, threads)


def load(
    data: bytes,
    cache: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
    threads: int = 2,
) -> Reader:
    """The reader of a file that `nlp.training.export` made."""
    root = cache or Path(platformdirs.user_cache_dir("rapport"))
    digest = hashlib.sha256(data).hexdigest()[:12]
    folder = root / f"reader-{digest}-v{FORMAT}-{machine()}"
    if not folder.is_dir():
        progress("unpacking the language model (once on this machine)")
        root.mkdir(parents=True, exist_ok=True)
        publish(_write(data, root), folder)
    checked(folder, lambda: json.loads((folder / "sha256.json").read_bytes()))
    calibration = msgspec.json.decode((folder / "calibration.json").read_bytes(), type=Calibration)
    tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return Reader(str(folder / GRAPH), tokens, calibration, threads)


def _write(data: bytes, root: Path) -> Path:
    beside = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=root))
    base = packed.read(packed.shipped().read_bytes())
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    kept = arrays["kept"].tolist()
    graph = reader_graph(
        base,
        kept,
        {
            name[2:]: (one, arrays[f"s.{name[2:]}"])
            for name, one in arrays.items()
            if name[:2] == "q."
        },
        {name[2:]: one for name, one in arrays.items() if name[:2] == "v."},
        (arrays["heads.w"], arrays["heads.b"]),
    )
    laid = lay_out(graph, beside)
    parts = {
        "tokenizer.json": as_json(tokeniser(base, kept)).encode(),
        "calibration.json": arrays["calibration"].tobytes(),
    }
    for name, part in parts.items():
        (beside / name).write_bytes(part)
    digests = {name: sha256(beside / name) for name in (*laid, *parts)}
    (beside / "sha256.json").write_text(json.dumps(digests), encoding="utf-8")
    return beside
