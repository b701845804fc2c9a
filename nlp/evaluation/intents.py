"""How right intents are."""

from collections.abc import Sequence
from typing import get_args

from nlp.annotations import IntentLabel
from nlp.evaluation.figures import Labels, counted
from nlp.evaluation.pairs import Head, Pair, head

INTENTS: tuple[str, ...] = get_args(IntentLabel)


def intents(pairs: Sequence[Pair]) -> Head[Labels] | None:
    """Of the messages whose intents are labelled, none among them."""
    return head([one for one in pairs if one[0].intents is not None], score)


def score(pairs: Sequence[Pair]) -> Labels:
    """Of messages whose intents are labelled, all together."""
    return counted(
        ((example.intents or (), [one.label for one in said.intents]) for example, said in pairs),
        INTENTS,
        str,
    )
