"""Whether the language of a message was told rightly."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from nlp.evaluation.figures import share
from nlp.evaluation.pairs import Head, Pair, head, tongue

LONG = 40  # characters; of shorter texts not even people can always tell the language


class LanguageScore(msgspec.Struct, frozen=True):
    """`confused` counts what was said instead, "none" where nothing was."""

    support: int
    right: int
    accuracy: float | None
    confused: dict[str, int]


def language(pairs: Sequence[Pair]) -> Head[LanguageScore] | None:
    """Of messages of more than 40 characters whose language is labelled."""
    return head([one for one in pairs if is_long(one)], score)


def is_long(pair: Pair) -> bool:
    """Whether its language is labelled and can be told."""
    return len(pair[0].text.strip()) > LONG and tongue(pair[0]) != "und"


def score(pairs: Sequence[Pair]) -> LanguageScore:
    """Of messages whose language is labelled, all together."""
    wrong = Counter(
        said.language or "none" for example, said in pairs if said.language != tongue(example)
    )
    right = len(pairs) - wrong.total()
    return LanguageScore(len(pairs), right, share(right, len(pairs)), dict(wrong.most_common()))
