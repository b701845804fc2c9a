"""Whether the messages that need a look were flagged, and no others."""

from collections.abc import Sequence
from typing import get_args

import msgspec

from nlp.evaluation.figures import Figures, Labels, counted, figures, share
from nlp.evaluation.pairs import Head, Pair, head
from nlp.example import Example
from nlp.flag import FlagLabel

FLAGS: tuple[str, ...] = get_args(FlagLabel)


class ComplianceScore(msgspec.Struct, frozen=True, kw_only=True):
    """`needs_a_look` counts messages with any flag, whichever.

    A hard negative holds no label, but a hasty reader would see one. `surest_label_right` and
    `some_label_right` are shares of the messages that were rightly flagged.
    """

    needs_a_look: Figures
    hard_negatives: int
    hard_negatives_flagged: int
    hard_negatives_share: float | None
    surest_label_right: float | None
    some_label_right: float | None
    labels: Labels


def compliance(pairs: Sequence[Pair]) -> Head[ComplianceScore] | None:
    """Of the messages whose compliance is labelled, none among them."""
    return head([one for one in pairs if one[0].compliance is not None], score)


def overlooked(pairs: Sequence[Pair]) -> tuple[str, ...]:
    """The ids of messages that need a look and got no flag."""
    return tuple(example.id for example, said in pairs if example.compliance and not said.flags)


def is_hard_negative(example: Example) -> bool:
    """Labelled as needing no look, though near to a label that would."""
    return (
        example.compliance is not None
        and not example.compliance
        and any(label in FLAGS for label in example.near)
    )


def score(pairs: Sequence[Pair]) -> ComplianceScore:
    """Of messages whose compliance is labelled, all together."""
    wanted = sum(bool(example.compliance) for example, _ in pairs)
    flagged = sum(bool(said.flags) for _, said in pairs)
    both = [(example.compliance or (), said.flags) for example, said in pairs if said.flags]
    both = [(right, flags) for right, flags in both if right]
    surest = sum(max(flags, key=lambda one: one.confidence).label in right for right, flags in both)
    some = sum(any(one.label in right for one in flags) for right, flags in both)
    hard = [said for example, said in pairs if is_hard_negative(example)]
    caught = sum(bool(said.flags) for said in hard)
    return ComplianceScore(
        needs_a_look=figures(len(both), flagged, wanted),
        hard_negatives=len(hard),
        hard_negatives_flagged=caught,
        hard_negatives_share=share(caught, len(hard)),
        surest_label_right=share(surest, len(both)),
        some_label_right=share(some, len(both)),
        labels=counted(
            (
                (example.compliance or (), [one.label for one in said.flags])
                for example, said in pairs
            ),
            FLAGS,
            str,
        ),
    )
