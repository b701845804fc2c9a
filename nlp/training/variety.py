"""Whether messages are as different as they should be: two that share a frame are one message."""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from nlp.example import Example
from nlp.training import draft_file
from nlp.training.corpus_files import corpus

ALIKE = 82  # rapidfuzz's ratio of two masked messages from which they are one message
FRAME = 92  # the same of two masked sentences
SHORTEST = 8  # words; shorter sentences are courtesies that everybody writes


def masked(example: Example) -> str:
    """The text with its names, sums and dates blanked: what is left is its frame."""
    text, at = "", 0
    for one in example.entities or ():
        text += f"{example.text[at : one.start]}#"
        at = one.end
    return re.sub(r"\d+", "0", text + example.text[at:]).lower()


def alike(examples: Sequence[Example]) -> Iterator[tuple[Example, Example, float]]:
    """Pairs of messages whose frames are nearly the same."""
    for left, right, score in _pairs([masked(one) for one in examples], ALIKE):
        yield examples[left], examples[right], score


def shared_frames(
    examples: Sequence[Example],
) -> Iterator[tuple[Example, Example, str, str]]:
    """Pairs of messages that share a long sentence but for its names and numbers."""
    owners, sentences = [], []
    for example in examples:
        for sentence in re.split(r"(?<=[.!?])\s+|\n+", masked(example)):
            if len(sentence.split()) >= SHORTEST:
                owners.append(example)
                sentences.append(sentence)
    for left, right, _ in _pairs(sentences, FRAME):
        if owners[left] is not owners[right]:
            yield owners[left], owners[right], sentences[left], sentences[right]


def _pairs(texts: Sequence[str], cutoff: float) -> Iterator[tuple[int, int, float]]:
    step = 500
    for start in range(0, len(texts), step):
        scores = process.cdist(
            texts[start : start + step], texts, scorer=fuzz.ratio, score_cutoff=cutoff
        )
        for row, column in zip(*np.nonzero(scores), strict=True):
            if start + row < column:
                yield start + int(row), int(column), float(scores[row, column])


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m nlp.training.variety [LANGUAGE DRAFT...]`: 0 when no two messages are one.

    Without drafts the corpus is looked through, a language at a time.
    """
    given = sys.argv[1:] if arguments is None else arguments
    said: list[str] = []
    for found in _drafts(given[0], given[1:]) if given else by_language(corpus()):
        said += [f"{one.id} ~ {other.id}: {score:.0f}" for one, other, score in alike(found)]
        said += [f"{one.id} / {other.id}: {text}" for one, other, text, _ in shared_frames(found)]
    sys.stdout.write("".join(f"{line}\n" for line in said) or "all different\n")
    return int(bool(said))


def _drafts(language: str, names: Sequence[str]) -> Iterator[list[Example]]:
    yield [
        example
        for name in names
        for example in draft_file.read(
            Path(name).read_text(encoding="utf-8"), language, Path(name).stem
        )
    ]


def by_language(examples: Sequence[Example]) -> Iterator[list[Example]]:
    """The messages of each language together."""
    for language in dict.fromkeys(one.language for one in examples):
        yield [one for one in examples if one.language == language]


if __name__ == "__main__":
    raise SystemExit(main())
