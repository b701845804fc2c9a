"""Labelled messages as tensors: token ids, and what each head should have said of them."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from nlp.annotations import Owner
from nlp.example import Example
from nlp.tags import ENTITIES, written
from nlp.training.network import FLAGS, INTENTS, SENTIMENT

LONGEST = 384  # tokens; what lies beyond the first window is not learnt from
STEP = 16  # tokens between one length of batches and the next
UNSAID = -100
"""Where nothing was labelled: no loss."""


class Coded(NamedTuple):
    """One message. Labels `[labels]` are 1, 0, or nan where nothing was said; so tags with UNSAID.

    `some`: of entities only people, organisations and places were labelled: that a token is none of
    those does not tell that it is no date.
    """

    ids: np.ndarray
    labels: np.ndarray
    entities: np.ndarray
    promises: np.ndarray
    some: bool


class Batch(NamedTuple):
    """`[texts, ...]` of each."""

    ids: Tensor
    mask: Tensor
    labels: Tensor
    entities: Tensor
    promises: Tensor
    some: Tensor


def authors(example: Example, owner: Owner) -> bool:
    """Whether a promise of `owner` is the author's own: as `nlp.promises.owner` reads it back."""
    ours = example.kind in ("call_note", "meeting") or example.direction in ("outbound", "internal")
    return (owner == "us") == ours


def code(example: Example, tokens: Tokenizer) -> Coded:
    """An example as arrays, framed by the tokeniser's own marks."""
    read = tokens.encode(example.text)
    ids, offsets = read.ids, read.offsets
    if len(ids) > LONGEST:
        ids, offsets = [*ids[: LONGEST - 1], ids[-1]], [*offsets[: LONGEST - 1], (0, 0)]
    labels = np.full(len(SENTIMENT) + len(INTENTS) + len(FLAGS), np.nan, np.float32)
    if example.sentiment is not None:
        labels[: len(SENTIMENT)] = [name == example.sentiment for name in SENTIMENT]
    if example.intents is not None:
        at = len(SENTIMENT)
        labels[at : at + len(INTENTS)] = [name in example.intents for name in INTENTS]
    if example.compliance is not None:
        labels[-len(FLAGS) :] = [name in example.compliance for name in FLAGS]
    entities = np.full(len(ids), UNSAID)
    if example.entities is not None:
        entities[:] = written(
            offsets, [(one.start, one.end, ENTITIES.index(one.label)) for one in example.entities]
        )
    promises = np.full(len(ids), UNSAID)
    if example.promises is not None:
        promises[:] = written(
            offsets,
            [
                (one.start, one.end, 0 if authors(example, one.owner) else 1)
                for one in example.promises
            ],
        )
    some = example.entities is not None and example.promises is None
    return Coded(np.array(ids), labels, entities, promises, some)


class Coder:
    """Examples as arrays, each only once: every epoch meets most of them again."""

    def __init__(self, tokens: Tokenizer) -> None:
        self._tokens = tokens
        self._known: dict[str, Coded] = {}

    def __call__(self, examples: Sequence[Example]) -> list[Coded]:
        """In their order."""
        for one in examples:
            if one.id not in self._known:
                self._known[one.id] = code(one, self._tokens)
        return [self._known[one.id] for one in examples]


def batches(coded: Sequence[Coded], tokens: int, seed: int | None) -> Iterator[Batch]:
    """Batches of so many tokens, of messages of like length, in an order by `seed`.

    Lengths are rounded up to a step, and every batch of a length has as many messages: each new
    shape costs seconds of preparation, so there are only a few.
    """
    order = list(range(len(coded)))
    chance = random.Random(seed)
    if seed is not None:
        chance.shuffle(order)
    # Alike in length, but not always with the same neighbours.
    order.sort(key=lambda at: -len(coded[at].ids) * (chance.uniform(0.9, 1.1) if seed else 1.0))
    groups: list[tuple[int, list[int]]] = []
    while order:
        # The longest comes first but for the shuffle, so a few tell the length of all.
        length = _rounded(max(len(coded[at].ids) for at in order[:64]))
        count = max(1, tokens // length)
        groups.append((length, order[:count]))
        order = order[count:]
    if seed is not None:
        chance.shuffle(groups)
    for length, group in groups:
        yield together([coded[at] for at in group], length)


def _rounded(length: int) -> int:
    step = STEP if length <= 4 * STEP else 2 * STEP if length <= 8 * STEP else 4 * STEP
    return -(-length // step) * step


def together(group: Sequence[Coded], length: int = 0) -> Batch:
    """Padded to the longest, or to `length` where that is longer."""
    longest = max(length, *(len(one.ids) for one in group))

    def padded(rows: Sequence[np.ndarray], filler: int) -> Tensor:
        table = np.full((len(rows), longest), filler, np.int64)
        for place, row in enumerate(rows):
            table[place, : len(row)] = row
        return torch.from_numpy(table)

    return Batch(
        padded([one.ids for one in group], 1),
        padded([np.ones(len(one.ids), np.int64) for one in group], 0),
        torch.from_numpy(np.stack([one.labels for one in group])),
        padded([one.entities for one in group], UNSAID),
        padded([one.promises for one in group], UNSAID),
        torch.tensor([one.some for one in group]),
    )
