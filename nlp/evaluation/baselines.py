"""What sentiment is worth without us: one answer to everything, and a peer on English."""

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from nlp.annotations import SentimentLabel
from nlp.evaluation.figures import counted, share
from nlp.evaluation.pairs import Head, Pair, head, tongue
from nlp.sentiment import LABELS

Peer = Callable[[Sequence[str]], Sequence[SentimentLabel]]


class Baseline(msgspec.Struct, frozen=True):
    """On all messages whose sentiment is labelled, whether or not we abstain."""

    support: int
    accuracy: float | None
    macro_f1: float | None


class Baselines(msgspec.Struct, frozen=True):
    """`majority` says the commonest label always, by language that of the language.

    `vader` is on the messages in English, and None where it is not installed or there are none.
    """

    majority: Head[Baseline]
    vader: Baseline | None


def baselines(pairs: Sequence[Pair], vader: Peer | None) -> Baselines | None:
    """None where no sentiment is labelled."""
    held = [one for one in pairs if one[0].sentiment is not None]
    majority = head(held, _majority)
    if majority is None:
        return None
    english = [example for example, _ in held if tongue(example) == "en"]
    if vader is None or not english:
        return Baselines(majority, None)
    said = vader([example.text for example in english])
    return Baselines(majority, _baseline([str(one.sentiment) for one in english], said))


def _majority(pairs: Sequence[Pair]) -> Baseline:
    right = [str(example.sentiment) for example, _ in pairs]
    counts = Counter(right)
    return _baseline(right, [max(LABELS, key=lambda label: counts[label])] * len(right))


def _baseline(right: Sequence[str], said: Sequence[str]) -> Baseline:
    pairs = list(zip(right, said, strict=True))
    each = counted((([gold], [found]) for gold, found in pairs), LABELS, str)
    hits = sum(gold == found for gold, found in pairs)
    return Baseline(len(pairs), share(hits, len(pairs)), each.macro_f1)
