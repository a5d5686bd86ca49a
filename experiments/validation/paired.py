"""Paired comparisons: the same worlds under two histories."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.intervals import CONFIDENCE_Z


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean difference between paired worlds with its 95 % interval."""

    mean: float
    low: float
    high: float

    @property
    def sign(self) -> str:
        """``more`` or ``less`` where the interval leaves out zero, else ``no difference``."""
        if self.low > 0.0:
            return "more"
        return "less" if self.high < 0.0 else "no difference"


def difference(changed: Array, baseline: Array) -> Difference:
    """Return the mean over worlds of ``changed - baseline`` with its normal interval.

    With hits of 0 and 1 this is McNemar's comparison: only the worlds that change sides
    count.  ``d = changed - baseline``; ``mean(d) -+ 1.96 sqrt(var(d) / n)``.

    Args:
        changed: measure under the changed history, shape ``(worlds,)``.
        baseline: the same measure of the same worlds; more worlds than in ``changed`` are left out.
    """
    n = len(changed)
    each = changed - baseline[:n]
    mean = float(np.mean(each))
    half = CONFIDENCE_Z * float(np.sqrt(np.mean((each - mean) ** 2) / n))
    return Difference(mean, mean - half, mean + half)
