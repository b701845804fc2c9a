"""VADER (Hutto and Gilbert 2014), a peer on English that `rapport evaluate` compares with."""

from collections.abc import Sequence
from importlib.util import find_spec

from nlp.annotations import SentimentLabel
from nlp.evaluation.baselines import Peer

_SURE = 0.05  # its authors' own threshold


def vader() -> Peer | None:
    """None where the library is not installed: it comes with the `dev` extra alone."""
    if find_spec("vaderSentiment") is None:
        return None
    from vaderSentiment.vaderSentiment import (  # type: ignore[import-untyped]
        SentimentIntensityAnalyzer,
    )

    analyser = SentimentIntensityAnalyzer()

    def labels(texts: Sequence[str]) -> list[SentimentLabel]:
        return [_label(float(analyser.polarity_scores(text)["compound"])) for text in texts]

    return labels


def _label(compound: float) -> SentimentLabel:
    if compound >= _SURE:
        return "positive"
    return "negative" if compound <= -_SURE else "neutral"
