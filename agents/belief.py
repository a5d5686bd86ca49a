"""Belief: how an office takes in a report.

An office holds a mean and a spread.  A report moves the mean by a gain; news that suits
the office's aim is weighed more than news that does not (motivated belief, [Benjamin2019]
for the asymmetry of gains, [Jervis1976] for the reading of it).
"""

from __future__ import annotations

import numpy as np

from kantokuen.agents.view import Array, Number


def take_in(mean: Array, report: Array, gain: Number, *, bias: Number) -> Array:
    """Return the mean after a report.

        mean' = mean + gain (1 + bias) (report - mean)   where the report lies above the mean
        mean' = mean + gain (1 - bias) (report - mean)   where it does not

    Args:
        mean: belief before, shape ``(worlds,)``.
        report: what is reported, shape ``(worlds,)``, same unit.
        gain: share of the gap closed by neutral news, 0..1.
        bias: how much more weight upward news has, -1..1; negative where lower is better.

    Returns:
        Shape ``(worlds,)``, between the old mean and the report while ``gain (1 + |bias|) <= 1``.
    """
    gap = report - mean
    if isinstance(bias, float) and bias == 0.0:
        return mean + gain * gap
    # both branches in one line: gap + bias |gap| is (1 + bias) gap above and (1 - bias) gap below
    return mean + gain * (gap + bias * np.abs(gap))


def gain_over(gain: Number, juns: int) -> Number:
    """Return the share of a gap closed in a number of ten-day steps: ``1 - (1 - gain)^juns``."""
    left: Number = 1.0
    for _ in range(juns):
        left = left * (1.0 - gain)
    return 1.0 - left


def narrow(spread: Array, noise: Number, gain: Number, drift: Number) -> Array:
    """Return the spread of a belief after one report.

        spread'^2 = (1 - gain)^2 spread^2 + gain^2 noise^2 + drift^2

    the error of a mean that closes a share ``gain`` of its gap to a report with standard
    deviation ``noise``, while the truth moves by ``drift`` (scalar Kalman form with a fixed gain).

    Args:
        spread: standard deviation before.
        noise: standard deviation of one report.
        gain: share of the gap closed, 0..1.
        drift: standard deviation of the truth's own movement over the step.
    """
    kept = (1.0 - gain) * spread
    told = gain * noise
    spread_after: Array = np.sqrt(kept * kept + told * told + drift * drift)
    return spread_after


def credit_after(credit: Array, claim: Array, seen: Array, days: float, *, patience: Number) -> Array:
    """Return how far a hopeful sender is still believed, 0..1.

    Credit wears out in proportion to the gap between what is claimed and what is seen:

        credit' = credit (1 - min(1, patience days max(0, claim - seen)))

    Args:
        credit: before, shape ``(worlds,)``.
        claim: what the sender says, 0..1.
        seen: what the office believes, 0..1.
        days: length of the step.
        patience: loss of credit per day and unit of gap.
    """
    gap = claim - seen
    lost = (gap * (patience * days)).clip(0.0, 1.0)
    left: Array = credit - credit * lost
    return left
