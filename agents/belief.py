"""Belief: how an office takes in a report.

A report moves what an office believes by a gain; news that suits
the office's aim is weighed more than news that does not (motivated belief, [Benjamin2019]
for the asymmetry of gains, [Jervis1976] for the reading of it).
"""

from __future__ import annotations

from collections.abc import Sequence

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


def by_school(leanings: Array, foreseen: Sequence[Number]) -> Array:
    """Return what offices expect: the mean of what the schools do, by their leanings.

    Args:
        leanings: weight of each school in each office, shape ``(offices, schools, 1)``.
        foreseen: what each school expects, a number or shape ``(worlds,)``.

    Returns:
        Shape ``(offices, 1)`` or ``(offices, worlds)``.
    """
    first, *others = (leanings[:, school] * value for school, value in enumerate(foreseen))
    for each in others:
        first = first + each
    return first


def trust_after(trust: Array, expected: Number, seen: Array, days: float, *, patience: Number) -> Array:
    """Return how far a hopeful forecast is still trusted, 0..1.

    Trust wears out in proportion to the gap between what was expected by now and what is seen:

        trust' = trust (1 - min(1, patience days max(0, expected - seen)))

    Args:
        trust: before, shape ``(worlds,)``.
        expected: what the forecast has for today, 0..1.
        seen: what the office believes, 0..1.
        days: length of the step.
        patience: loss of trust per day and unit of gap.
    """
    lost = ((expected - seen) * (patience * days)).clip(0.0, 1.0)
    left: Array = trust - trust * lost
    return left
