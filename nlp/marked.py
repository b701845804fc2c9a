"""From tags of tokens to marks in a text: whole words, and of what stands side by side one mark."""

import re
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from nlp.tags import best, spans

Odds = npt.NDArray[np.floating]

_WORD = re.compile(r"\w+|[^\w\s]")
NAME = re.compile(r" ?[-\u2013/&]? ?")
"""What joins two words of one label into one name: a space, a hyphen, nothing."""
CLAUSE = re.compile(r"[^.!?;\n]{0,40}")
"""What joins two parts of one label into one statement: some words more of the same sentence."""
_UNREAD = -20.0  # log chance that a word of which no token was read is in a mark


class Mark(msgspec.Struct, frozen=True):
    """`label` counts from 0; `confidence` is the mean chance of the label over its words."""

    start: int
    end: int
    label: int
    confidence: float


def marks(
    text: str,
    offsets: Sequence[tuple[int, int]],
    odds: Odds,
    bound: re.Pattern[str] = NAME,
) -> Iterator[Mark]:
    """What tokens at `offsets`, with log odds `[tokens, tags]`, mark in the text.

    A tagger of pieces of words begins names anew in the middle of them. So the pieces of a word
    vote by their mean, and a mark goes on where nothing but what is `bound` parts it from the next
    of its label.
    """
    if not odds.argmax(axis=1).any():
        return  # most texts promise nothing: no path to look for
    words = [match.span() for match in _WORD.finditer(text)]
    if not words:
        return
    chances = _by_word(text, offsets, odds, words)
    found: list[tuple[int, int, int]] = []
    for first, after, label in spans(best(chances)):
        if (
            found
            and found[-1][2] == label
            and bound.fullmatch(text, words[found[-1][1] - 1][1], words[first][0])
        ):
            first = found.pop()[0]
        found.append((first, after, label))
    for first, after, label in found:
        sure = np.exp(chances[first:after, 1 + 2 * label : 3 + 2 * label]).sum(axis=1).mean()
        yield Mark(words[first][0], words[after - 1][1], label, min(1.0, float(sure)))


def _by_word(
    text: str, offsets: Sequence[tuple[int, int]], odds: Odds, words: Sequence[tuple[int, int]]
) -> Odds:
    """Log chances `[words, tags]`: means over a word's tokens, of which only the first begins."""
    top = odds.max(axis=1, keepdims=True)
    log = odds - top - np.log(np.exp(odds - top).sum(axis=1, keepdims=True))
    starts = [begin for begin, _ in words]
    # A token may begin with the space before its word.
    begins = [
        begin + len(said) - len(said.lstrip())
        for begin, end in offsets
        for said in [text[begin:end]]
    ]
    word = np.searchsorted(starts, begins, side="right") - 1
    real = [end > begin for begin, end in offsets]
    kept = np.flatnonzero(np.logical_and(real, word >= 0))
    word, log = word[kept], log[kept]
    goes_on = np.zeros(len(word), bool)
    goes_on[1:] = word[1:] == word[:-1]
    log[np.ix_(goes_on, np.arange(1, log.shape[1], 2))] = log[goes_on][:, 2::2]
    total = np.zeros((len(words), odds.shape[1]))
    np.add.at(total, word, log)
    count = np.bincount(word, minlength=len(words))
    total[count == 0, 1:] = _UNREAD
    made: Odds = total / np.maximum(count, 1)[:, None]
    return made
