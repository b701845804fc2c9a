"""Proportional odds (McCullagh 1980): one sum of trouble, and two doors, to yellow and to red."""

from typing import Any

import msgspec
import numpy as np

from health.learning.bootstrap import Floats
from health.learning.rows import GREEN, RED, Mask, Whole

LEAST_GAP = 1e-3


class Fit(msgspec.Struct, frozen=True):
    """`yellow` and `red`: the sums of trouble at which either is as likely as not."""

    coefficients: Floats
    yellow: float
    red: float

    def chances(self, columns: Floats) -> tuple[Floats, Floats]:
        """Of yellow or red, and of red."""
        trouble = columns @ self.coefficients
        return sigmoid(trouble - self.yellow), sigmoid(trouble - self.red)


def sigmoid(x: Floats) -> Floats:
    """The logistic curve."""
    found: Floats = 0.5 * (1 + np.tanh(x / 2))
    return found


def fit(columns: Floats, truth: Whole, free: Mask, ridge: float) -> Fit:
    """The likeliest, each coefficient at least 0 but the `free` ones; `ridge` holds all back.

    Solved by L-BFGS-B (Byrd, Lu, Nocedal, Zhu 1995).
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    many = columns.shape[1]
    start = np.concatenate([np.full(many, 0.1), [0.5, 1.0]])
    start[:many][free] = 0.0
    bounds: list[Any] = [(None, None) if one else (0.0, None) for one in free]
    found = minimize(
        lambda at: loss(at, columns, truth, ridge),
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[*bounds, (None, None), (LEAST_GAP, None)],
        options={"maxiter": 500},
    )
    at = found.x
    return Fit(at[:many], float(at[many]), float(at[many] + at[many + 1]))


def loss(at: Floats, columns: Floats, truth: Whole, ridge: float) -> tuple[float, Floats]:
    """The mean of minus the log of the likelihood, with the ridge; and its gradient.

    `at`: the coefficients, the door to yellow, and how far behind it that to red is.
    """
    coefficients, door, gap = at[:-2], at[-2], at[-1]
    trouble = columns @ coefficients
    some, red = sigmoid(trouble - door), sigmoid(trouble - door - gap)
    tiny = 1e-12
    between = np.maximum(some - red, tiny)
    green_row, red_row = truth == GREEN, truth == RED
    likely = np.where(green_row, 1 - some, np.where(red_row, red, between))
    value = -np.log(np.maximum(likely, tiny)).mean() + ridge * (coefficients**2).sum()
    # For each row: by the trouble, and by the gap, of the log of the likelihood.
    by_trouble = np.where(green_row, -some, np.where(red_row, 1 - red, 1 - some - red))
    by_gap = np.where(green_row, 0.0, np.where(red_row, red - 1, red * (1 - red) / between))
    slope = np.concatenate(
        [
            -(columns.T @ by_trouble) / len(truth) + 2 * ridge * coefficients,
            [by_trouble.mean(), -by_gap.mean()],
        ]
    )
    return float(value), slope
