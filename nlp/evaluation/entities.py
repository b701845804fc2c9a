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
    labelled = [one for one in pairs if one[0].entities is not None]
    return head(labelled, lambda some: score(some, labels))


def score(pairs: Sequence[Pair], labels: Collection[str] = ENTITIES) -> Labels:
    """Of messages whose entities are labelled, all together."""
    asked = [label for label in ENTITIES if label in labels]
    return counted(map(_spans, pairs), asked, lambda span: span[2])


def _spans(pair: Pair) -> tuple[list[Span], list[Span]]:
    example, said = pair
    return (
        [(one.start, one.end, one.label) for one in example.entities or ()],
        [(one.start, one.end, one.label) for one in said.entities],
    )
