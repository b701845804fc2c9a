"""Trains the sentiment head: `python -m nlp.training.sentiment DATA_DIR`.

Reads the public sets under DATA_DIR and our own corpus, fits a linear head on the frozen encoder,
sets its temperature on scenarios that the fit did not see, writes the weights that are shipped,
and prints how they do on what was held out. Deterministic; some minutes on two cores.
"""

import argparse
import io
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score  # type: ignore[import-untyped]

from nlp.evaluation.scores import calibration_error
from nlp.models.encoder import LAYERS, Encoder, load_encoder
from nlp.models.head import pooled
from nlp.models.packed import FloatArray
from nlp.sentiment import COVERED, LABELS
from nlp.training.data import Example, business, public
from nlp.training.linear import DoubleArray, IntArray, fit, softmax, temperature
from nlp.training.public import UMSAB
from nlp.training.split import fold

# How much one text of a source counts: reading business mail right matters most, tweets second.
WEIGHTS = {"business": 15.0, "umsab": 1.0}
PENALTY = 3e-2  # of the squared weights
WEIGHTS_FILE = Path(__file__).parents[1] / "models" / "weights" / "sentiment.npz"


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m nlp.training.sentiment", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the public data sets")
    parser.add_argument("--cache", type=Path, default=None, help="where features may be kept")
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE)
    given = parser.parse_args(arguments)
    examples = [*business(), *public(given.data)]
    features = _features(examples, given.cache)
    data, report = train(examples, features)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_bytes(data)
    sys.stdout.write(report)


def train(examples: Sequence[Example], features: FloatArray) -> tuple[bytes, str]:
    """The head's file, and how it does on the held examples."""
    labels = np.array([LABELS.index(example.label) for example in examples], np.int64)
    weights = np.array([WEIGHTS[example.source] for example in examples], np.float32)
    held = np.array([example.held for example in examples])
    heat = _temperature(examples, features, labels, weights, held)
    matrix, bias = fit(features[~held], labels[~held], weights[~held], PENALTY)
    file = io.BytesIO()
    np.savez(file, weights=matrix.astype(np.float32), bias=bias, temperature=heat)
    odds = softmax((features[held] @ matrix.T + bias) / heat)
    kept = [example for example in examples if example.held]
    return file.getvalue(), report(kept, labels[held], odds)


def _temperature(
    examples: Sequence[Example],
    features: FloatArray,
    labels: IntArray,
    weights: FloatArray,
    held: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> float:
    """From business messages of scenarios that a second fit is not shown."""
    folds = np.array([fold(example.group) for example in examples])
    ours = np.array([example.source == "business" for example in examples])
    aside = ours & ~held & (folds == 1)
    seen = ~held & ~aside
    matrix, bias = fit(features[seen], labels[seen], weights[seen], PENALTY)
    logits: DoubleArray = features[aside] @ matrix.T + bias
    return temperature(logits, labels[aside])


def report(examples: Sequence[Example], labels: IntArray, odds: FloatArray) -> str:
    """Macro-F1 by source and language, and the calibration error on business messages."""
    lines = []
    said = odds.argmax(axis=1)
    for source, languages in (("business", COVERED), ("umsab", tuple(UMSAB))):
        here = np.array([example.source == source for example in examples])
        scores = []
        for language in languages:
            part = here & np.array([example.language == language for example in examples])
            scores.append(_f1(labels[part], said[part]))
            lines.append(f"{source} {language}: macro-F1 {scores[-1]:.3f} of {part.sum()} texts")
        error = calibration_error(odds[here].max(axis=1), said[here] == labels[here])
        lines.append(
            f"{source} all: macro-F1 {_f1(labels[here], said[here]):.3f}, "
            f"mean of languages {np.mean(scores):.3f}, "
            f"expected calibration error {error:.3f}"
        )
    return "\n".join(lines) + "\n"


def _f1(labels: IntArray, said: IntArray) -> float:
    return float(f1_score(labels, said, average="macro", labels=[0, 1, 2], zero_division=0))


def _features(examples: Sequence[Example], cache: Path | None) -> FloatArray:
    """One row a text, kept in `cache` between runs under the encoder's version."""
    encoder = load_encoder(cache)
    name = f"features-{encoder.version}-{min(LAYERS)}-{max(LAYERS)}.pickle"
    kept = None if cache is None else cache / name
    known: dict[str, FloatArray] = {}
    if kept is not None and kept.exists():
        known = pickle.loads(kept.read_bytes())  # our own file, in the caller's own folder
    wanted = sorted({example.text for example in examples} - known.keys(), key=len)
    for start in range(0, len(wanted), 500):
        _learn(encoder, wanted[start : start + 500], known)
        sys.stderr.write(f"\rencoded {min(start + 500, len(wanted))} of {len(wanted)} texts")
    if kept is not None and wanted:
        kept.write_bytes(pickle.dumps(known))
    return np.stack([known[example.text] for example in examples])


def _learn(encoder: Encoder, texts: list[str], known: dict[str, FloatArray]) -> None:
    for text, windows in zip(texts, encoder.features(texts), strict=True):
        known[text] = pooled(windows)


if __name__ == "__main__":
    main()
