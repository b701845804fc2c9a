"""What a network says of examples, as tables, and how right that is."""

import re
from collections.abc import Sequence

import msgspec
import numpy as np
import torch
from tokenizers import Tokenizer

from nlp.evaluation.scores import Bools, Doubles, Span, calibration_error, macro_f1, span_f1
from nlp.example import Example
from nlp.marked import NAME, marks
from nlp.models.reader import Reader
from nlp.models.session import each
from nlp.softmax import softmax
from nlp.tags import ENTITIES
from nlp.training.batches import code, together
from nlp.training.network import FLAGS, INTENTS, SENTIMENT, Network


class Tagged(msgspec.Struct, frozen=True):
    """Log odds `[tokens, tags]` of a text's tokens, and where these lie."""

    text: str
    offsets: list[tuple[int, int]]
    odds: Doubles

    def plus(self, odds: Doubles) -> "Tagged":
        """With the same added to those of each token."""
        return Tagged(self.text, self.offsets, self.odds + odds)

    def spans(self, labels: Sequence[str], bound: re.Pattern[str] = NAME) -> list[Span]:
        """What is marked, as `nlp.marked.marks` has it."""
        found = marks(self.text, self.offsets, self.odds, bound)
        return [(one.start, one.end, labels[one.label]) for one in found]


class Read(msgspec.Struct, frozen=True):
    """Log odds `[texts, labels]`, and those of the tokens of each text."""

    message: Doubles
    entities: list[Tagged]
    promises: list[Tagged]


def read(network: Network, examples: Sequence[Example], tokens: Tokenizer) -> Read:
    """In the order of the examples."""
    network.eval()
    coded = [code(one, tokens) for one in examples]
    order = sorted(range(len(coded)), key=lambda at: len(coded[at].ids))
    message = np.zeros((len(coded), len(SENTIMENT) + len(INTENTS) + len(FLAGS)), np.float32)
    tagged: dict[int, tuple[Tagged, Tagged]] = {}
    for start in range(0, len(order), 32):
        here = order[start : start + 32]
        batch = together([coded[at] for at in here])
        with torch.no_grad():
            said = network(batch.ids, batch.mask)
        for place, at in enumerate(here):
            message[at] = said.message[place].float().numpy()
            text = examples[at].text
            offsets = tokens.encode(text).offsets[: len(coded[at].ids)]
            names, promised = (
                Tagged(text, offsets, odds[place, : len(offsets)].float().numpy())
                for odds in (said.entities, said.promises)
            )
            tagged[at] = names, promised
    rows = [tagged[at] for at in range(len(coded))]
    return Read(message, [one for one, _ in rows], [one for _, one in rows])


def read_as_shipped(reader: Reader, examples: Sequence[Example]) -> Read:
    """The same of the graph that is shipped, whose rounding is not quite that of torch."""
    texts = [one.text for one in examples]
    rows = each(reader.odds, texts, 2)
    return Read(
        np.array([one.message for one in rows], np.float32),
        [Tagged(text, one.offsets, one.entities) for text, one in zip(texts, rows, strict=True)],
        [Tagged(text, one.offsets, one.promises) for text, one in zip(texts, rows, strict=True)],
    )


def gold(example: Example) -> list[Span]:
    """The entities as they were marked."""
    return [(one.start, one.end, one.label) for one in example.entities or ()]


def report(found: Read, examples: Sequence[Example]) -> dict[str, float]:
    """The figures of each head on the examples labelled for it, thresholds at even odds."""
    figures: dict[str, float] = {}
    odds = found.message[:, : len(SENTIMENT)]
    true = np.array([SENTIMENT.index(one.sentiment) if one.sentiment else -1 for one in examples])
    told = true >= 0
    if told.any():
        chances = softmax(odds[told])
        said = chances.argmax(axis=1)
        right: Bools = said == true[told]
        eye = np.eye(len(SENTIMENT), dtype=bool)
        figures["sentiment"] = macro_f1(eye[true[told]], eye[said])
        figures["calibration"] = calibration_error(chances.max(axis=1), right)
    for name, labels, begin in (
        ("intents", INTENTS, len(SENTIMENT)),
        ("flags", FLAGS, len(SENTIMENT) + len(INTENTS)),
    ):
        held = [one.intents if name == "intents" else one.compliance for one in examples]
        rows = [at for at, some in enumerate(held) if some is not None]
        if rows:
            wanted = np.array([[label in (held[at] or ()) for label in labels] for at in rows])
            guessed: Bools = found.message[rows, begin : begin + len(labels)] > 0
            figures[name] = macro_f1(wanted, guessed)
            if name == "flags":
                figures |= _look(wanted, guessed)
    marked = [at for at, one in enumerate(examples) if one.entities is not None]
    if marked:
        pairs = [(gold(examples[at]), found.entities[at].spans(ENTITIES)) for at in marked]
        figures["entities"] = span_f1(pairs)
    return {name: round(value, 4) for name, value in figures.items()}


def _look(true: Bools, said: Bools) -> dict[str, float]:
    """Whether any flag holds, whichever."""
    wanted, given = true.any(axis=1), said.any(axis=1)
    both = int((wanted & given).sum())
    return {
        "look_recall": both / max(1, int(wanted.sum())),
        "look_precision": both / max(1, int(given.sum())),
    }
