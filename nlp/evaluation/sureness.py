"""Whether what was said with a confidence is right as often as that promises."""

from collections.abc import Callable, Collection, Iterator, Sequence

import msgspec
import numpy as np

from nlp.evaluation.entities import ENTITIES
from nlp.evaluation.pairs import Head, Pair, head
from nlp.evaluation.scores import calibration_error


class Sureness(msgspec.Struct, frozen=True):
    """Of what was said: how often, how surely in the mean, and how often rightly.

    What was rightly or wrongly not said has no confidence, so it does not count.
    """

    said: int
    mean_confidence: float | None
    share_right: float | None
    calibration_error: float | None


Answers = Callable[[Pair], Iterator[tuple[float, bool]]]


def sureness(
    pairs: Sequence[Pair], labels: Collection[str] = ENTITIES
) -> dict[str, Head[Sureness]]:
    """Of the heads that say several things of one message; of entities only `labels` count.

    A head is absent where no message was labelled for it.
    """
    found = {
        "intents": _head([one for one in pairs if one[0].intents is not None], _intents),
        "compliance": _head([one for one in pairs if one[0].compliance is not None], _flags),
        "entities": _head(
            [one for one in pairs if one[0].entities is not None],
            lambda pair: _entities(pair, labels),
        ),
    }
    return {name: one for name, one in found.items() if one is not None}


def _head(pairs: Sequence[Pair], answers: Answers) -> Head[Sureness] | None:
    return head(pairs, lambda some: _score([one for pair in some for one in answers(pair)]))


def _intents(pair: Pair) -> Iterator[tuple[float, bool]]:
    example, said = pair
    for one in said.intents:
        yield one.confidence, one.label in (example.intents or ())


def _flags(pair: Pair) -> Iterator[tuple[float, bool]]:
    example, said = pair
    for one in said.flags:
        yield one.confidence, one.label in (example.compliance or ())


def _entities(pair: Pair, labels: Collection[str]) -> Iterator[tuple[float, bool]]:
    example, said = pair
    right = {(one.start, one.end, one.label) for one in example.entities or ()}
    for one in said.entities:
        if one.label in labels:
            yield one.confidence, (one.start, one.end, one.label) in right


def _score(told: Sequence[tuple[float, bool]]) -> Sureness:
    if not told:
        return Sureness(0, None, None, None)
    confidence = np.array([sure for sure, _ in told])
    right = np.array([hit for _, hit in told])
    return Sureness(
        len(told),
        float(confidence.mean()),
        float(right.mean()),
        calibration_error(confidence, right),
    )
