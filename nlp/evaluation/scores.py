"""How well what was said agrees with what is right."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.floating]
Span = tuple[int, int, str]


def f1(right: int, said: int, true: int) -> float:
    """The harmonic mean of precision and recall; 0 where nothing was said or true."""
    return 2 * right / (said + true) if said + true else 0.0


def macro_f1(true: Bools, said: Bools) -> float:
    """The mean over the columns that hold at least once, of tables `[texts, labels]`."""
    found = [
        f1(int((true[:, at] & said[:, at]).sum()), int(said[:, at].sum()), int(true[:, at].sum()))
        for at in range(true.shape[1])
        if true[:, at].any()
    ]
    return float(np.mean(found)) if found else 0.0


def calibration_error(odds: Doubles, right: Bools, bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015) of the odds `[texts]` of what was said."""
    place = np.minimum((odds * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(odds[place == at].mean() - right[place == at].mean()) * (place == at).mean()
            for at in range(bins)
            if (place == at).any()
        )
    )


def span_f1(pairs: Iterable[tuple[Sequence[Span], Sequence[Span]]]) -> float:
    """Micro-F1 over exact spans with their labels: pairs of what is true and what was said."""
    right = said = true = 0
    for gold, found in pairs:
        right += len(set(gold) & set(found))
        said += len(set(found))
        true += len(set(gold))
    return f1(right, said, true)
