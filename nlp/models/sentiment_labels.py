"""What a classifier calls its classes, as negative, neutral and positive."""

import re
from collections.abc import Mapping

from ingest.errors import Malformed
from nlp.sentiment import LABELS

_SHOWN = 12  # of the labels that are not understood
_NAMES = {
    **dict.fromkeys(("negative", "neg", "very negative"), 0),
    **dict.fromkeys(("neutral", "neu"), 1),
    **dict.fromkeys(("positive", "pos", "very positive"), 2),
}
_STARS = {"1 star": 0, "2 stars": 0, "3 stars": 1, "4 stars": 2, "5 stars": 2}
# The first tweet models of cardiffnlp name no classes; their cards give this order.
_UNNAMED = {"label_0": 0, "label_1": 1, "label_2": 2}


def attitudes(id2label: Mapping[int, str]) -> tuple[int, ...]:
    """For each class of a model the index of its attitude in `LABELS`. `Malformed` if unclear.

    Negative and positive must be among them; without a class for neutral nothing is neutral.

    >>> attitudes({0: "POSITIVE", 1: "NEGATIVE"})
    (2, 0)
    >>> attitudes({at: f"{at + 1} star{'s' if at else ''}" for at in range(5)})
    (0, 0, 1, 2, 2)
    """
    said = [re.sub(r"[\s_-]+", " ", id2label[at]).strip().lower() for at in sorted(id2label)]
    for known in (_NAMES, _STARS, {name.replace("_", " "): at for name, at in _UNNAMED.items()}):
        if all(name in known for name in said):
            found = tuple(known[name] for name in said)
            if (known is _NAMES and {0, 2} <= set(found)) or len(found) == len(known):
                return found
    shown = ", ".join(id2label[at] for at in sorted(id2label)[:_SHOWN])
    more = f" and {len(said) - _SHOWN} more" if len(said) > _SHOWN else ""
    raise Malformed(
        f"its classes are {shown}{more}: a sentiment model has {', '.join(LABELS)}, or two of "
        "them, or 1 star to 5 stars"
    )
