"""Precision, recall and F1, counted; nothing where there was nothing to be right about."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from nlp.evaluation.scores import f1

T = TypeVar("T")


class Figures(msgspec.Struct, frozen=True):
    """Of one label. `precision` is None where it was never said, `recall` where it never held."""

    precision: float | None
    recall: float | None
    f1: float | None
    support: int


class Labels(msgspec.Struct, frozen=True):
    """Of several labels: each, their mean over those that hold at least once, and all in one."""

    macro_f1: float | None
    micro: Figures
    labels: dict[str, Figures]


def figures(right: int, said: int, true: int) -> Figures:
    """From how often it was rightly said, how often said, how often true.

    >>> figures(1, 2, 1)
    Figures(precision=0.5, recall=1.0, f1=0.6666666666666666, support=1)
    """
    return Figures(
        share(right, said),
        share(right, true),
        f1(right, said, true) if said or true else None,
        true,
    )


def share(part: int, whole: int) -> float | None:
    """None of nothing, rather than 0."""
    return part / whole if whole else None


def macro(labels: Mapping[str, Figures]) -> float | None:
    """The mean F1 of the labels that hold at least once."""
    found = [one.f1 or 0.0 for one in labels.values() if one.support]
    return sum(found) / len(found) if found else None


def counted(
    pairs: Iterable[tuple[Collection[T], Collection[T]]],
    labels: Sequence[str],
    label_of: Callable[[T], str],
) -> Labels:
    """Of pairs of what is true and what was said of a message: what is equal is right.

    What has none of the `labels` counts nowhere.
    """
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for gold, found in pairs:
        right.update(map(label_of, set(gold) & set(found)))
        said.update(map(label_of, set(found)))
        true.update(map(label_of, set(gold)))
    return from_counts(right, said, true, labels)


def from_counts(
    right: Mapping[str, int],
    said: Mapping[str, int],
    true: Mapping[str, int],
    labels: Sequence[str],
) -> Labels:
    """The same from counts by label, which may lack a label."""
    each = {
        label: figures(right.get(label, 0), said.get(label, 0), true.get(label, 0))
        for label in labels
    }
    whole = [sum(counts.get(label, 0) for label in labels) for counts in (right, said, true)]
    return Labels(macro(each), figures(*whole), each)
