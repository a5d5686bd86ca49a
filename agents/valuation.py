"""Valuation: gains and losses against a reference.

The value function is that of prospect theory [KahnemanTversky1979] with the loss aversion
of [TverskyKahneman1992]: concave for gains, convex for losses, losses the heavier.
"""

from __future__ import annotations

import numpy as np

from kantokuen.agents.view import Array, Number, Rules

_TINY = 1e-300  # no change has no value: 0 / 1e-300, and no other quotient changes


def value(change: Number, rules: Rules) -> Array:
    """Return the value of a gain or loss.

        v(x) = x^(7/8)              x >= 0
        v(x) = -lambda (-x)^(7/8)   x < 0

    with lambda ``weighing.loss_aversion`` (2.25 in the source).

    The exponent .88 of the source is taken as 7/8, within its error: x^(7/8) = x / x^(1/8)
    needs only square roots, which give the same bits on every processor.

    Args:
        change: gain (positive) or loss (negative) against the reference.
        rules: where value does not depend on a reference, it is the change itself.

    Returns:
        The shape of the change; 0 for no change.
    """
    felt = np.asarray(change, dtype=np.float64)
    if not rules.mechanism.reference_dependence:
        return felt
    eighth_root = np.sqrt(np.sqrt(np.sqrt(np.abs(felt))))
    is_loss, aversion = felt < 0.0, rules.weighing.loss_aversion
    weighed: Array = (aversion if is_loss.all() else np.where(is_loss, aversion, 1.0)) * felt
    return weighed / (eighth_root + _TINY)
