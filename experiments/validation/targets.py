"""Targets: the part of the record that judgements are fitted to, and how far worlds are from it.

The patterns that were in view while the model was made (PAT01 to PAT24, `readings.READINGS`), the positions
of all offices up to 9 August 1941, one a sitting, and the dated strengths and stocks.  Nothing else is read
here: later positions, the patterns that are only shown and the counterfactuals are kept for testing.

Each target gives a *miss*: how far a figure lies from what is recorded, in tolerances.  A tolerance is a
judgement: how far off a figure may be and still be taken for a near miss.  So the record is a row of
noughts, and worlds that are told apart from it by noise alone lie about 1 from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Literal

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.sheets import Cell
from kantokuen.experiments.validation.plays import ATTACK, Played, nearest, sitting_for
from kantokuen.experiments.validation.readings import READINGS, STRICT, Reading
from kantokuen.experiments.validation.strengths import RECORDS, recorded
from kantokuen.model import evidence
from kantokuen.model.calendar import periods
from kantokuen.model.text.words import ENGLISH, Words

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
    "day of July 1941": 3.0,
    "chance": 0.1,
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

    @property
    def recorded(self) -> Cell:
        """What is recorded, as a cell of a table."""
        return self.low if self.low == self.high else (self.low, self.high)

    def called(self, words: Words = ENGLISH) -> str:
        """Return what it is called in a table."""
        if self.kind == "pattern":
            return self.id
        what, day = self.id.split()
        if self.kind == "stance":
            return f"{words.called(f'offices.{what}.name', what)} {day}"
        return f"{words(f'validation.strengths.{what}')} {day}"

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
    return (*of_patterns(_IN_VIEW), *of_positions(_positions()), *_strengths())


def figures(played: Played) -> Array:
    """Return what the worlds of one watched play give for each target, shape ``(targets,)``.

    The play must have watched `strengths.SIGNALS`.
    """
    patterns = [read(played, ENGLISH)[0] for read in _IN_VIEW.values()]
    stances = [stance_at(played, row) for row in _positions()]
    strengths = [
        float(np.mean(played.seen.also[each.signal][played.seen.sitting(each.day)])) for each in RECORDS
    ]
    return np.array([*patterns, *stances, *strengths])


def misses(values: Array, held: Sequence[Target] | None = None) -> Array:
    """Return the misses of figures of the targets, or of others, shape ``(points, targets)``, in the same."""
    every = targets() if held is None else held
    return np.array([[each.miss(value) for each, value in zip(every, row, strict=True)] for row in values])


def of_patterns(readings: Mapping[str, Reading]) -> Iterator[Target]:
    """Yield patterns as targets, by their readings."""
    rows = {row["id"]: row for row in evidence.patterns().to_dicts()}
    for name in readings:
        row = rows[name]
        yield Target(name, "pattern", row["low"], row["high"], _PATTERN[row["unit"]], row["unit"])


@dataclass(frozen=True, slots=True)
class Position:
    """Where the record has an office at one sitting.

    Attributes:
        office: its id.
        day: the first day for which a position is recorded that falls on the sitting.
        low, high: the positions of all days that fall on it.
    """

    office: str
    day: date
    low: float
    high: float


def of_positions(recorded: Iterable[Position]) -> Iterator[Target]:
    """Yield positions of the record as targets."""
    for each in recorded:
        yield Target(f"{each.office} {each.day}", "stance", each.low, each.high, _POSITION, "stance")


def positions(*, until: date | None = None, after: date | None = None) -> list[Position]:
    """Return the positions that are there to be compared with, up to a day or after one, one a sitting."""
    compared = [row for row in evidence.positions().to_dicts() if row["use"] == "comparison"]
    early = [row for row in compared if until is None or row["date"] <= until]
    found: dict[tuple[str, date], list[dict[str, Any]]] = {}
    for row in early:
        if after is None or row["date"] > after:
            found.setdefault((row["office"], _sitting(row["date"])), []).append(row)
    return [_position(office, rows) for (office, _), rows in found.items()]


def _position(office: str, rows: Sequence[Mapping[str, Any]]) -> Position:
    places = [float(row["position"]) for row in rows]
    return Position(office, min(row["date"] for row in rows), min(places), max(places))


def _sitting(day: date) -> date:
    """Return the sitting that a position of a day is held against; see `plays.sitting_for`."""
    held = _sittings()
    return held[nearest(held, day)]


@cache
def _sittings() -> tuple[date, ...]:
    return tuple(each.date for each in periods("ten-day") if each.date > ATTACK)


def stance_at(played: Played, position: Position) -> float:
    """Return the mean stance of worlds to hold against a position."""
    return played.means[sitting_for(played, position.day)][1][position.office]["net"]


_IN_VIEW: Final[Mapping[str, Reading]] = {name: read for name, read in READINGS.items() if name != STRICT}


@cache
def _positions() -> list[Position]:
    return positions(until=LAST_POSITION)


def _strengths() -> Iterator[Target]:
    for each in RECORDS:
        low, high = recorded(each.source)
        yield Target(f"{each.signal} {each.day}", "strength", low, high, _STRENGTH * high, each.signal)
