"""Intervals of 95 %: of shares and of means, for one number or for arrays of them."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.special import stdtrit

from kantokuen.agents.view import Array

CONFIDENCE_Z: Final = 1.959963984540054
"""Standard normal quantile of a 95 % interval."""

_UPPER: Final = 0.975
"""Upper quantile of a 95 % interval."""


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a share [Wilson1927].

    Args:
        hits: how often it happened.
        trials: out of how many, 1 or more.

    Returns:
        Lower and upper bound, 0..1; the interval always holds ``hits / trials``.
    """
    low, high = wilson_bounds(np.array([hits], dtype=np.float64), np.array([trials], dtype=np.float64))
    return float(low[0]), float(high[0])


def wilson_bounds(hits: Array, trials: Array, quantile: Array | float = CONFIDENCE_Z) -> tuple[Array, Array]:
    """Return the 95 % Wilson score interval of shares [Wilson1927]; nan where there are no trials.

    Args:
        hits: how often it happened, shape ``(points,)``.
        trials: out of how many, likewise.
        quantile: of the normal law, or another in its place.

    Returns:
        Lower and upper bounds, 0..1, shape ``(points,)``.
    """
    square = quantile * quantile
    with np.errstate(divide="ignore", invalid="ignore"):
        share = hits / trials
        centre = (share + square / (2 * trials)) / (1 + square / trials)
        spread = np.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
        half = quantile / (1 + square / trials) * spread
    low = np.where(hits == 0, 0.0, centre - half)
    high = np.where(hits == trials, 1.0, centre + half)
    return np.where(trials > 0, low, np.nan), np.where(trials > 0, high, np.nan)


def student_bounds(total: Array, squares: Array, count: Array) -> tuple[Array, Array]:
    """Return Student's 95 % interval of means, ``mean +- t s / sqrt(count)``; nan for fewer than 2 numbers.

    Args:
        total: sums of the numbers, shape ``(points,)``.
        squares: sums of their squares, likewise.
        count: how many, likewise; t has ``count - 1`` degrees of freedom.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / count
        variance = np.maximum(squares - total * mean, 0.0) / (count - 1)
        half = student_quantile(count) * np.sqrt(variance / count)
    return mean - half, mean + half


def student_quantile(count: Array) -> Array:
    """Return the upper quantile of Student's t with ``count - 1`` degrees of freedom."""
    return np.asarray(stdtrit(count - 1, _UPPER), dtype=np.float64)
