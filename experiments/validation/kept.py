"""What is kept for testing: the part of the record that no calibration reads.

The positions after 9 August 1941, which were looked at while the rules were built and so are no clean test,
and the patterns that are only shown.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.validation.plays import Played
from kantokuen.experiments.validation.shown import SHOWN
from kantokuen.experiments.validation.targets import (
    LAST_POSITION,
    Target,
    of_patterns,
    of_positions,
    positions,
    stance_at,
)
from kantokuen.model.text.words import ENGLISH


@cache
def kept() -> tuple[Target, ...]:
    """Return what is kept: patterns that are only shown, later positions."""
    return (*of_patterns(SHOWN), *of_positions(positions(after=LAST_POSITION)))


def kept_figures(played: Played) -> Array:
    """Return what the worlds of one play give for each, shape ``(kept,)``; it must have watched `SIGNALS`."""
    patterns = [read(played, ENGLISH)[0] for read in SHOWN.values()]
    stances = [stance_at(played, row) for row in positions(after=LAST_POSITION)]
    return np.array([*patterns, *stances])
