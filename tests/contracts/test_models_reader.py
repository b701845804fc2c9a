"""The reader that runs is the network that was trained: torch is the reference."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from ingest.errors import Malformed
from nlp.models import packed
from nlp.models.reader import WINDOW, Reader
from nlp.models.reader_graph import quantised
from nlp.models.shipped import load
from nlp.models.tokeniser import tokeniser
from nlp.training.calibrate import PLAIN
from nlp.training.export import packed_file
from nlp.training.network import FLAGS, INTENTS, Network, centred, encoder
from nlp.training.rounding import rounded_text, rounded_weight, rounding
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
MOST, MEAN = 1.0, 0.3
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
        shifts = dict.fromkeys((*INTENTS, *FLAGS), 2.5)  # so that labels hold now and then
        calibration = msgspec.structs.replace(PLAIN, shifts=shifts)
        self.data = packed_file(self.network, kept, calibration)
        self.cache = cache
        rounding(self.network.encoder)  # the reference rounds its products as the graph does
        self.reader: Reader = load(self.data, cache)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("cache"))


def test_it_says_what_torch_says(made: Made) -> None:
    for text in TEXTS[:5]:
        ids = torch.tensor([made.tokens.encode(text).ids])
        with torch.no_grad():
            said = made.network(ids, torch.ones_like(ids))
        moved = np.abs(made.reader.odds(text).message - said.message[0].numpy())
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
    said = made.reader.odds(long)
    assert len(said.entities) == len(said.offsets) > WINDOW
    assert said.offsets[-1][1] >= len(long.rstrip())


def test_the_version_tells_the_file(made: Made) -> None:
    assert made.reader.versions["reader"].startswith("reader-")


def test_files_that_have_changed_are_refused(made: Made, tmp_path: Path) -> None:
    load(made.data, tmp_path)
    (graph,) = tmp_path.glob("*/model.onnx")
    graph.write_bytes(graph.read_bytes()[:-1] + b"?")
    with pytest.raises(Malformed, match="have changed"):
        load(made.data, tmp_path)


def test_what_is_learnt_with_is_what_is_shipped() -> None:
    weight = torch.randn(7, 5, generator=torch.Generator().manual_seed(3), requires_grad=True)
    rounded = rounded_weight(weight)
    codes, scales = quantised(weight.detach().T.numpy())
    assert np.allclose(rounded.detach().T.numpy(), codes * scales, atol=1e-6)
    rounded.sum().backward()  # type: ignore[no-untyped-call]
    assert weight.grad is not None
    assert (weight.grad == 1).all(), "the slope passes"


def test_each_text_is_rounded_by_its_own_range() -> None:
    texts = torch.stack([torch.linspace(-1, 1, 12), torch.linspace(0, 200, 12)]).reshape(2, 4, 3)
    alone = torch.cat([rounded_text(one[None]) for one in texts])
    assert (rounded_text(texts) == alone).all()
    assert (alone - texts)[0].abs().max() <= 2 / 255 / 2 + 1e-6
