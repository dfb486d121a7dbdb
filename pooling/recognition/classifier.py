"""Multinomial logistic regression in NumPy: the linear classifier that reads the pooled features."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_LENGTH = 10.0  # root mean square length of the learned features: the penalty then means the same for every pool
_ALONE = 2**18  # multiplications of one matrix product up to which OpenBLAS stays on one thread
_STEPS = 70  # brings the answers to where they no longer change; a fixed number, so that a run can be repeated


@dataclass(frozen=True, eq=False)
class Classifier:
    """weights (features + 1, classes), the last row for a constant; features are multiplied by `scale` first."""

    weights: Floats
    scale: float

    def answers(self, features: NDArray[np.floating]) -> NDArray[np.uint8]:
        """The class of highest score for each row of features (n, features), uint8 (n,)."""
        scores = features @ (self.scale * self.weights[:-1]) + self.weights[-1]
        classes: NDArray[np.uint8] = scores.argmax(axis=1).astype(np.uint8)
        return classes


def fit(
    features: NDArray[np.floating], labels: NDArray[np.integer], classes: int = 10, penalty: float = 1.0
) -> Classifier:
    """The weights of least cross-entropy plus penalty / 2 times their squares, the constant's left out.

    features (n, d), labels (n,) from 0 to classes - 1. Each step divides by a bound of the curvature that never
    changes (Böhning 1992), sped up as in Nesterov 1983: no step length to choose. ValueError for a penalty that is not
    above 0.
    """
    if not penalty > 0:
        raise ValueError(f"penalty must be above 0, got {penalty}")
    length = float(np.sqrt((features.astype(np.float64) ** 2).sum(axis=1).mean()))
    scale = _LENGTH / length if length else 1.0
    inputs = np.column_stack([features * scale, np.ones(len(features))])
    turned = np.ascontiguousarray(inputs.T)
    shrink = np.append(np.full(features.shape[1], penalty), 0.0)[:, None]
    inverse = np.linalg.inv(turned @ inputs / 2 + np.diagflat(shrink))
    wanted = np.eye(classes)[labels]
    weights = ahead = np.zeros((inputs.shape[1], classes))
    momentum = 1.0
    for _ in range(_STEPS):
        slope = _product(turned, _shares(_product(inputs, ahead)) - wanted) + shrink * ahead
        before, weights = weights, ahead - _product(inverse, slope)
        after = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead, momentum = weights + (momentum - 1) / after * (weights - before), after
    return Classifier(weights, scale)


def _product(left: Floats, right: Floats) -> Floats:
    """The product, a few rows at a time: threads that wait for each other cost 4 times as long on a busy machine."""
    rows = max(1, _ALONE // right.size)
    return np.concatenate([left[start : start + rows] @ right for start in range(0, len(left), rows)])


def _shares(scores: Floats) -> Floats:
    """Softmax of each row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
