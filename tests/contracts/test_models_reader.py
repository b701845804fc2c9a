"""The reader that runs is the network that was trained: torch is the reference."""

from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from ingest.errors import Malformed
from nlp.models import packed
from nlp.models.calibration import Calibration
from nlp.models.reader import WINDOW, Reader
from nlp.models.shipped import load
from nlp.models.tokeniser import tokeniser
from nlp.training.export import packed_file
from nlp.training.network import FLAGS, INTENTS, SENTIMENT, Network, centred, encoder
from nlp.training.vocabulary import FILE

pytestmark = pytest.mark.slow

TEXTS = [
    "Nous prenons note de ce nouveau report et restons dans l'attente d'éléments concrets.",
    "Bitte überweisen Sie die 1.250 € bis Freitag, sonst sehen wir uns vor Gericht.",
    "Thanks!",
    "",
    "👍👍 ok",
    "Quedamos a la espera. " * 60,
]
MOST, MEAN = 0.7, 0.2
"""Log odds by which 8-bit products may move a label, at most and on average. These heads, made by
chance, spread their odds over about 2; trained ones spread theirs over about 8."""


class Made:
    """A network with heads made by chance, and the reader of its file."""

    def __init__(self, cache: Path) -> None:
        torch.manual_seed(5)
        base = packed.read(packed.shipped().read_bytes())
        kept = np.load(FILE)["kept"].tolist()
        self.tokens: Tokenizer = tokeniser(base, kept)
        self.network = Network(encoder(base, kept))
        centred(self.network, [self.tokens.encode(text).ids[:200] for text in TEXTS if text])
        self.network.eval()
        every = (*INTENTS, *FLAGS)
        calibration = Calibration(
            version="",
            sentiments=SENTIMENT,
            intents=INTENTS,
            flags=FLAGS,
            temperature=1.0,
            gate=0.0,
            slopes=dict.fromkeys(every, 1.0),
            shifts=dict.fromkeys(every, 2.5),
            thresholds=dict.fromkeys(every, 0.5),
        )
        self.data = packed_file(self.network, kept, calibration)
        self.cache = cache
        self.reader: Reader = load(self.data, cache)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("cache"))


def test_it_says_what_torch_says(made: Made) -> None:
    for text in TEXTS[:5]:
        coded = made.tokens.encode(text)
        ids = torch.tensor([coded.ids])
        with torch.no_grad():
            said = made.network(ids, torch.ones_like(ids))
        rows = made.reader._said(made.tokens.encode(text, add_special_tokens=False).ids)
        labels = len(SENTIMENT) + len(INTENTS) + len(FLAGS)
        asked, value, whole = np.split(rows[:, : 3 * labels], 3, axis=1)
        powers = np.exp(asked - asked.max(axis=0))
        odds = (powers / powers.sum(axis=0) * value).sum(axis=0) + whole.mean(axis=0)
        moved = np.abs(odds - said.message[0].numpy())
        assert moved.max() < MOST
        assert moved.mean() < MEAN


def test_a_text_reads_the_same_in_any_batch(made: Made) -> None:
    together = made.reader.read(TEXTS)
    alone = [made.reader.read([text])[0] for text in TEXTS]
    assert together == alone
    assert made.reader.read(TEXTS[::-1]) == together[::-1]


def test_every_place_lies_in_its_text(made: Made) -> None:
    for text, reading in zip(TEXTS, made.reader.read(TEXTS), strict=True):
        held = [(one.start, one.end) for one in (*reading.intents, *reading.flags)]
        spans = [(one.start, one.end) for one in reading.entities]
        spans += [(one.start, one.end) for one in reading.promises]
        assert all(0 <= start <= end <= len(text) for start, end in held)
        assert all(0 <= start < end <= len(text) for start, end in spans)


def test_a_long_text_is_read_to_its_end(made: Made) -> None:
    assert len(made.tokens.encode(TEXTS[-1]).ids) > 0
    long = "Routine. " * WINDOW
    rows = made.reader._said(made.tokens.encode(long, add_special_tokens=False).ids)
    assert len(rows) == len(made.tokens.encode(long).ids) > WINDOW


def test_the_version_tells_the_file(made: Made) -> None:
    assert made.reader.versions["reader"].startswith("reader-")


def test_files_that_have_changed_are_refused(made: Made, tmp_path: Path) -> None:
    load(made.data, tmp_path)
    (graph,) = tmp_path.glob("*/model.onnx")
    graph.write_bytes(graph.read_bytes()[:-1] + b"?")
    with pytest.raises(Malformed, match="have changed"):
        load(made.data, tmp_path)
