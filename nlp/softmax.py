"""Log odds to chances that add up to one, without overflow."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]


def softmax(odds: Floats, axis: int = -1) -> Floats:
    """Along `axis`.

    >>> softmax(np.array([0.0, np.log(3.0)])).round(2).tolist()
    [0.25, 0.75]
    """
    powers = np.exp(odds - odds.max(axis=axis, keepdims=True))
    made: Floats = powers / powers.sum(axis=axis, keepdims=True)
    return made
