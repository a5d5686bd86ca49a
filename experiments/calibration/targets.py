"""Targets: the part of the record that judgements are fitted to, and how far worlds are from it.

The patterns that were in view while the model was made (PAT01 to PAT24, `readings.READINGS`), the positions
of all offices up to 9 August 1941, and the dated strengths and stocks.  Nothing else is read here: later
positions, the patterns that are only shown and the counterfactuals are kept for testing.

Each target gives a *miss*: how far a figure lies from what is recorded, in tolerances.  A tolerance is a
judgement: how far off a figure may be and still be taken for a near miss.  So the record is a row of
noughts, and worlds that are told apart from it by noise alone lie about 1 from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Literal

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.validation.plays import Played
from kantokuen.experiments.validation.readings import READINGS, STRICT
from kantokuen.experiments.validation.strengths import RECORDS, recorded
from kantokuen.experiments.validation.trajectories import sitting_for
from kantokuen.model import evidence
from kantokuen.model.text.words import ENGLISH

Kind = Literal["pattern", "stance", "strength"]

LAST_POSITION: Final = date(1941, 8, 9)
"""The day up to which positions are fitted to; later ones are kept for testing."""

_POSITION: Final = 0.2
"""How good a position is judged to be, on its own scale (`agents/data/offices.csv`, ``politics.temper``)."""

_STRENGTH: Final = 0.05
"""How good a recorded strength is judged to be, as a share of it."""

_PATTERN: Final = {
    "share": 0.03,
    "stance": 0.1,
    "divisions": 1.0,
    "day of August 1941": 3.0,
    "ratio": 1.0,
    "permissions": 0.5,
}
"""How far outside its bounds a figure is a near miss, by its unit."""

_MOST: Final = 12.0
"""The most tolerances that a figure is counted off by: what nobody can tell is as far as that."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something recorded that worlds are held against.

    Attributes:
        id: what it is called; of a position the office and the day.
        kind: ``pattern``, ``stance`` or ``strength``.
        low, high: what is recorded, None for an open side; the same for one figure.
        tolerance: in the same unit.
        unit: in words.
    """

    id: str
    kind: Kind
    low: float | None
    high: float | None
    tolerance: float
    unit: str

    def miss(self, value: float) -> float:
        """Return how far a figure lies outside what is recorded, in tolerances, below it less than nought."""
        if np.isnan(value):
            return -_MOST
        if self.low is not None and value < self.low:
            return max((value - self.low) / self.tolerance, -_MOST)
        if self.high is not None and value > self.high:
            return min((value - self.high) / self.tolerance, _MOST)
        return 0.0


@cache
def targets() -> tuple[Target, ...]:
    """Return all targets: patterns, positions, strengths."""
    return (*_patterns(), *_stances(), *_strengths())


def figures(played: Played) -> Array:
    """Return what the worlds of one watched play give for each target, shape ``(targets,)``.

    The play must have watched `strengths.SIGNALS`.
    """
    patterns = [read(played, ENGLISH)[0] for name, read in READINGS.items() if name != STRICT]
    by_sitting = [means for _, means in played.means]
    stances = [by_sitting[sitting_for(played, row["date"])][row["office"]]["net"] for row in _positions()]
    strengths = [
        float(np.mean(played.seen.also[each.signal][played.seen.sitting(each.day)])) for each in RECORDS
    ]
    return np.array([*patterns, *stances, *strengths])


def misses(values: Array) -> Array:
    """Return the misses of figures, shape ``(points, targets)``, in the same shape."""
    every = targets()
    return np.array([[each.miss(value) for each, value in zip(every, row, strict=True)] for row in values])


def _patterns() -> Iterator[Target]:
    rows = {row["id"]: row for row in evidence.patterns().to_dicts()}
    for name in READINGS:
        if name != STRICT:
            row = rows[name]
            yield Target(name, "pattern", row["low"], row["high"], _PATTERN[row["unit"]], row["unit"])


@cache
def _positions() -> Sequence[dict[str, Any]]:
    rows = evidence.positions().to_dicts()
    return [row for row in rows if row["use"] == "comparison" and row["date"] <= LAST_POSITION]


def _stances() -> Iterator[Target]:
    for row in _positions():
        place = float(row["position"])
        yield Target(f"{row['office']} {row['date']}", "stance", place, place, _POSITION, "stance")


def _strengths() -> Iterator[Target]:
    for each in RECORDS:
        low, high = recorded(each.source)
        yield Target(f"{each.signal} {each.day}", "strength", low, high, _STRENGTH * high, each.signal)
