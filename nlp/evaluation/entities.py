"""How right the named things are: only a span that is exact in both ends and label counts."""

from collections.abc import Collection, Sequence
from typing import get_args

from nlp.annotations import EntityLabel
from nlp.evaluation.figures import Labels, counted
from nlp.evaluation.pairs import Head, Pair, head
from nlp.evaluation.scores import Span

ENTITIES: tuple[str, ...] = get_args(EntityLabel)


def entities(pairs: Sequence[Pair], labels: Collection[str] = ENTITIES) -> Head[Labels] | None:
    """Of the messages whose entities are labelled; those of other labels are passed over."""
    asked = [label for label in ENTITIES if label in labels]

    def score(some: Sequence[Pair]) -> Labels:
        return counted(map(_spans, some), asked, lambda span: span[2])

    return head([one for one in pairs if one[0].entities is not None], score)


def _spans(pair: Pair) -> tuple[list[Span], list[Span]]:
    example, said = pair
    return (
        [(one.start, one.end, one.label) for one in example.entities or ()],
        [(one.start, one.end, one.label) for one in said.entities],
    )
