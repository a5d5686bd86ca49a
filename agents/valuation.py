"""Valuation: gains and losses against a reference.

The value function is that of prospect theory [KahnemanTversky1979] with the loss aversion
of [TverskyKahneman1992]: concave for gains, convex for losses, losses 2.25 times as heavy.
"""

from __future__ import annotations

import numpy as np

from kantokuen.agents.view import Array

LOSS_AVERSION = 2.25
_TINY = 1e-300  # no loss has no value: 0 / 1e-300, and no other quotient changes


def prospect_value(change: Array, *, is_reference_dependent: bool = True) -> Array:
    """Return the value of a gain or loss.

        v(x) = x^(7/8)              x >= 0
        v(x) = -2.25 (-x)^(7/8)     x < 0

    The exponent .88 of the source is taken as 7/8, within its error: x^(7/8) = x / x^(1/8)
    needs only square roots, which give the same bits on every processor.

    Args:
        change: gain (positive) or loss (negative) against the reference, shape ``(worlds,)``.
        is_reference_dependent: when False the value is the change itself.

    Returns:
        Shape ``(worlds,)``; 0 for no change.
    """
    if not is_reference_dependent:
        return change
    size = np.abs(change)
    eighth_root = np.sqrt(np.sqrt(np.sqrt(size)))
    curved = size / (eighth_root + _TINY)
    return np.where(change < 0.0, -LOSS_AVERSION * curved, curved)


def loss_value(loss: Array, *, is_reference_dependent: bool = True) -> Array:
    """Return the value of a loss given as a size of 0 or more; see `prospect_value`."""
    if not is_reference_dependent:
        return -loss
    eighth_root = np.sqrt(np.sqrt(np.sqrt(loss)))
    return (-LOSS_AVERSION * loss) / (eighth_root + _TINY)
