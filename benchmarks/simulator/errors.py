"""The errors that a reader was measured to make, on messages that it had not learnt from."""

import msgspec

from nlp.annotations import IntentLabel
from nlp.sentiment import LABELS


class Errors(msgspec.Struct, frozen=True, kw_only=True):
    """`confusion`: rows are what is right, by `LABELS`, columns what is read, the last that nothing
    is said.
    `intents`: precision, recall and true cases. Of promises: the share found, of these whose owner
    and whose day is right, false ones a message, and how many of them name a day."""

    confusion: tuple[tuple[int, int, int, int], ...]
    intents: dict[IntentLabel, tuple[float, float, int]]
    promise_found: float
    owner_right: float
    day_right: float
    promise_false: float
    day_named: float = 0.75

    def messages(self) -> list[int]:
        """Of each label."""
        return [sum(row) for row in self.confusion]

    def precision(self) -> list[float]:
        """Of each label."""
        return [
            self.confusion[at][at] / sum(row[at] for row in self.confusion)
            for at in range(len(LABELS))
        ]


HARD = Errors(
    confusion=((381, 61, 40, 3), (24, 419, 26, 8), (47, 30, 254, 6)),
    intents={
        "complaint": (0.732, 0.801, 317),
        "escalation": (0.624, 0.690, 84),
        "churn_threat": (0.449, 0.579, 107),
        "payment_dispute": (0.820, 0.872, 94),
        "legal_threat": (0.714, 0.764, 72),
        "delay": (0.685, 0.710, 138),
        "request": (0.753, 0.796, 368),
        "praise": (0.628, 0.679, 137),
        "renewal_or_expansion": (0.891, 0.687, 131),
        "referral_or_joint_opportunity": (0.653, 0.744, 86),
        "meeting_request": (0.653, 0.786, 84),
        "executive_involvement": (0.792, 0.750, 152),
    },
    promise_found=0.646,
    owner_right=0.722,
    day_right=157 / 173,
    # With one true promise in eight messages, the precision that was measured.
    promise_false=0.09,
)
"""Of reader-a55f568352d4 on the 1,299 judging messages of the corpus of then, which was written to
be hard. Kept, so that worlds can be compared over time."""

EVERYDAY = Errors(
    confusion=((125, 12, 2, 0), (11, 149, 2, 0), (2, 0, 117, 0)),
    intents={
        "complaint": (0.798, 0.918, 73),
        "escalation": (0.919, 0.971, 35),
        "churn_threat": (0.633, 0.738, 42),
        "payment_dispute": (0.933, 1.000, 42),
        "legal_threat": (1.000, 1.000, 35),
        "delay": (0.818, 0.918, 49),
        "request": (0.861, 0.854, 123),
        "praise": (0.828, 0.889, 54),
        "renewal_or_expansion": (0.755, 0.952, 42),
        "referral_or_joint_opportunity": (0.833, 0.946, 37),
        "meeting_request": (0.911, 0.953, 43),
        "executive_involvement": (1.000, 0.976, 42),
    },
    promise_found=0.636,
    owner_right=0.690,
    day_right=56 / 69,
    promise_false=0.098,
)
"""Of reader-626c43b5db44 on everyday mail: `rapport evaluate benchmarks/everyday.jsonl`."""
