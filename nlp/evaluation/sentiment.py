"""How right sentiment is, how honest its confidence, and where there was none."""

from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np

from nlp.evaluation.figures import Figures, counted, share
from nlp.evaluation.pairs import Head, Pair, head, tongue
from nlp.evaluation.scores import calibration_error
from nlp.sentiment import COVERED, LABELS

NONE = "none"


class SentimentScore(msgspec.Struct, frozen=True, kw_only=True):
    """An abstention is no right answer: it costs recall, and stands as "none" in `confusion`.

    `macro_f1_answered` is of the messages that were given a sentiment; `calibration_error` too.
    `confusion` is by what is right, then by what was said.
    """

    support: int
    abstained: int
    accuracy: float | None
    macro_f1: float | None
    macro_f1_answered: float | None
    calibration_error: float | None
    labels: dict[str, Figures]
    confusion: dict[str, dict[str, int]]


class Abstention(msgspec.Struct, frozen=True):
    """A message whose labelled sentiment was not told, and why."""

    id: str
    language: str
    right: str
    why: str


def sentiment(pairs: Sequence[Pair]) -> Head[SentimentScore] | None:
    """Of the messages whose sentiment is labelled."""
    return head([one for one in pairs if one[0].sentiment is not None], score)


def abstentions(pairs: Sequence[Pair]) -> tuple[Abstention, ...]:
    """In the order of the file."""
    return tuple(
        Abstention(example.id, tongue(example), example.sentiment, _why(said.language))
        for example, said in pairs
        if example.sentiment is not None and said.sentiment is None
    )


def _why(language: str | None) -> str:
    if language is None:
        return "language not told"
    return "not sure enough" if language in COVERED else f"language not covered: {language}"


def score(pairs: Sequence[Pair]) -> SentimentScore:
    """Of messages whose sentiment is labelled, all together."""
    told = [(str(gold.sentiment), said.sentiment) for gold, said in pairs]
    answers = [(right, one) for right, one in told if one is not None]
    said = [(right, one.label if one else NONE) for right, one in told]
    # "none" is no label that is counted: it is only not what was right.
    each = counted((([right], [label]) for right, label in said), LABELS, str)
    answered = counted((([right], [one.label]) for right, one in answers), LABELS, str)
    counts = Counter(said)
    hits = [one.label == right for right, one in answers]
    return SentimentScore(
        support=len(told),
        abstained=len(told) - len(answers),
        accuracy=share(sum(hits), len(told)),
        macro_f1=each.macro_f1,
        macro_f1_answered=answered.macro_f1,
        calibration_error=calibration_error(
            np.array([one.confidence for _, one in answers]), np.array(hits)
        )
        if answers
        else None,
        labels=each.labels,
        confusion={
            right: {label: counts[right, label] for label in (*LABELS, NONE)} for right in LABELS
        },
    )
