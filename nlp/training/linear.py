"""Multinomial logistic regression with sample weights, and its temperature."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import (  # type: ignore[import-untyped]
    minimize,
    minimize_scalar,
)

from nlp.models.packed import FloatArray

IntArray = npt.NDArray[np.int64]
DoubleArray = npt.NDArray[np.float64]


def fit(
    features: FloatArray, labels: IntArray, weights: FloatArray, penalty: float, classes: int = 3
) -> tuple[FloatArray, DoubleArray]:
    """Weights `[classes, features]` and bias for the raw features.

    The features are brought to one scale while fitting and the scale folded back into the weights,
    so that who applies them need not know of it. Deterministic.
    """
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled = np.hstack([(features - mean) / spread, np.ones((len(features), 1), np.float32)])
    scaled = scaled.astype(np.float32)
    wanted = np.eye(classes, dtype=np.float32)[labels]
    share = (weights / weights.sum()).astype(np.float32)[:, None]

    def loss(flat: DoubleArray) -> tuple[float, DoubleArray]:
        matrix = flat.reshape(classes, -1).astype(np.float32)
        odds = softmax(scaled @ matrix.T)
        wrong = -np.log(np.maximum((odds * wanted).sum(axis=1), 1e-12))
        slope = ((odds - wanted) * share).T @ scaled
        held = matrix.copy()
        held[:, -1] = 0.0  # the bias is free
        total = float((wrong * share[:, 0]).sum() + penalty * (held**2).sum())
        return total, (slope + 2 * penalty * held).astype(np.float64).ravel()

    start = np.zeros(classes * scaled.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60})
    matrix = found.x.reshape(classes, -1)
    raw = matrix[:, :-1] / spread
    return raw.astype(np.float32), matrix[:, -1] - raw @ mean


def temperature(logits: DoubleArray, labels: IntArray) -> float:
    """By what to divide logits for the probabilities to be the likeliest; at least a half."""

    def surprise(log_temperature: float) -> float:
        odds = softmax(logits / np.exp(log_temperature))
        return float(-np.log(np.maximum(odds[np.arange(len(labels)), labels], 1e-12)).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-0.7, 2.0), method="bounded").x))


def softmax(logits: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Rows that add up to one."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    odds: npt.NDArray[np.floating] = powers / powers.sum(axis=1, keepdims=True)
    return odds
