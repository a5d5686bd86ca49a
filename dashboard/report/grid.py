"""The grid: how worlds end at each setting of five levers, played beforehand.

A cell holds the model's own counts; the worlds are the same in every cell.  Between two stops of a lever that
stand for numbers or days, the counts of the cells around are weighted linearly in each lever [Press2007]; how
far that is off is measured and told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.dashboard.endings import ENDINGS, ending_codes
from kantokuen.dashboard.lever_panel import first_levers
from kantokuen.experiments.effects import values_tried
from kantokuen.experiments.processes import process_pool
from kantokuen.experiments.runner import BLOCK, Progress, Run, play_members
from kantokuen.model.calendar import to_date, to_day
from kantokuen.model.members import Members
from kantokuen.model.parameters import PARAMETERS, Value
from kantokuen.model.streams import DrawCache

WORLDS: Final = 1_000
"""Worlds of a cell."""

MOST_STOPS: Final = 5
CHECKED: Final = 20
"""Points between stops that are played to see how far the weighting is off."""

LEAST_SLACK: Final = 0.01
"""What is allowed beyond the cells around in any case, for worlds that turn and turn back; judgement."""

_CHUNK: Final = 10
Counts = NDArray[np.uint16]
Cell = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """One lever of the grid.

    Attributes:
        key: of the lever.
        stops: the values that are played, in the order in which they are shown.
        own: number of the stop that the scenario has itself.
    """

    key: str
    stops: tuple[Value, ...]
    own: int

    @property
    def numbers(self) -> tuple[float | None, ...]:
        """The stops as numbers, days as days; None for a keyword."""
        return tuple(_number(each) for each in self.stops)

    def is_between(self, stop: int) -> bool:
        """Tell whether there is something between a stop and the next one."""
        return stop + 1 < len(self.stops) and None not in self.numbers[stop : stop + 2]

    def value(self, place: float) -> Value:
        """Return the value at a place, 0 for the first stop; days and whole numbers are rounded."""
        stop = int(place)
        if place == stop:
            return self.stops[stop]
        low, high = self.numbers[stop : stop + 2]
        if low is None or high is None:
            raise ValueError(f"nothing lies between stops {stop} and {stop + 1} of {self.key}")
        number = low + (place - stop) * (high - low)
        if isinstance(self.stops[stop], date):
            return to_date(round(number))
        return round(number) if PARAMETERS[self.key].type == "int" else number

    def place(self, value: Value, stop: int) -> float:
        """Return the place of a value that lies between a stop and the next one."""
        number, (low, high) = _number(value), self.numbers[stop : stop + 2]
        if number is None or low is None or high is None or low == high:
            return float(stop)
        return stop + (number - low) / (high - low)


def _number(value: Value) -> float | None:
    if isinstance(value, date):
        return to_day(value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number else None


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells, and how far what lies between them is off.

    Attributes:
        axes: the levers.
        worlds: of each cell.
        counts: worlds by ending, shape ``(stops of each axis ..., endings)``.
        slack: by how much a share was off, at most, beyond what the cells around differ by, 0..1; at points
            between stops that were played for it, and no less than `LEAST_SLACK` or one world.
        off: by how much a share was off at most at each of these points, 0..1.
    """

    axes: tuple[Axis, ...]
    worlds: int
    counts: Counts
    slack: float = 0.0
    off: tuple[float, ...] = ()

    @property
    def checked(self) -> int:
        """How many points between stops were played."""
        return len(self.off)

    @property
    def largest(self) -> float:
        """The largest error that was found at them, 0..1."""
        return max(self.off, default=0.0)

    @property
    def usual(self) -> float:
        """Their median error, 0..1."""
        return float(np.median(self.off)) if self.off else 0.0

    def shares(self, places: Sequence[float]) -> Array:
        """Return the share of each ending at a place of each lever, shape ``(endings,)``."""
        found = np.zeros(len(ENDINGS))
        for weight, shares in self._around(places):
            found += weight * shares
        return found

    def error(self, places: Sequence[float]) -> float:
        """Return how far a share may be off at a place of each lever, 0..1; nothing on stops.

        Where a share only rises or only falls from one cell to the next, it is off by no more than the cells
        around differ.
        """
        around = [shares for _, shares in self._around(places)]
        if len(around) == 1:
            return 0.0
        return min(float(np.max(np.ptp(around, axis=0))) + self.slack, 1.0)

    def _around(self, places: Sequence[float]) -> list[tuple[float, Array]]:
        """Return the cells around a place of each lever, each with its weight and its shares."""
        corners = [
            [(int(each), 1.0)]
            if each == int(each)
            else [(int(each), 1.0 - each % 1.0), (int(each) + 1, each % 1.0)]
            for each in places
        ]
        return [
            (
                float(np.prod([part for _, part in corner])),
                self.counts[tuple(stop for stop, _ in corner)] / self.worlds,
            )
            for corner in product(*corners)
        ]


def axis(key: str, run: Run) -> Axis:
    """Return a lever with the stops that are played: what it has, and how far it may reasonably be moved.

    A number is tried where 5 and 95 % of it lie (`kantokuen.experiments.effects`) and half-way there.
    """
    own, tried = run.scenario.levers[key], list(values_tried(key, run))
    if not isinstance(own, (str, int, float, bool, date)):
        raise TypeError(f"{key} holds a value for each world")
    lever = PARAMETERS[key]
    found: list[Value] = [own, *tried]
    if lever.is_number:
        ends = [end for each in tried if (end := _number(each)) is not None]
        found = [own, *(_rounded(each, lever.type) for each in _inner(ends, _number(own)))]
    stops = sorted(dict.fromkeys(found), key=lambda each: _order(each, own))[:MOST_STOPS]
    return Axis(key, tuple(stops), stops.index(own))


def _inner(ends: Sequence[float], here: float | None) -> list[float]:
    """Return numbers to be played besides the scenario's own, given the ends that differ from it."""
    if here is None:
        return [float(each) for each in np.linspace(min(ends), max(ends), MOST_STOPS - 1)]
    if len(ends) == 1:  # the scenario stands at the other one
        return [float(each) for each in np.linspace(here, ends[0], MOST_STOPS)]
    low, high = ends
    return [low, 0.5 * (low + here), 0.5 * (here + high), high]


def _rounded(number: float, kind: str) -> Value:
    return round(number) if kind == "int" else float(f"{number:.3g}")


def _order(value: Value, own: Value) -> tuple[int, float]:
    """Order stops: the scenario's own keyword, numbers and days, then other keywords as they come."""
    number = _number(value)
    if number is not None:
        return 1, number
    return (0, 0.0) if value == own else (2, 0.0)


def axes_of(run: Run) -> tuple[Axis, ...]:
    """Return the levers of the grid: those that stand first on the page."""
    return tuple(axis(key, run) for key in first_levers())


def play_grid(
    run: Run,
    axes: tuple[Axis, ...],
    *,
    worlds: int = WORLDS,
    workers: int = 1,
    checked: int = CHECKED,
    progress: Progress | None = None,
) -> Grid:
    """Play all cells, and then points between them to see how far the weighting is off.

    Args:
        run: the scenario that the levers start from.
        axes: the levers.
        worlds: of each cell, worlds 0, 1, 2 ... of the seed.
        workers: processes; the grid is the same whatever their number.
        checked: points between stops.
        progress: called with cells done and all of them.
    """
    bare = run.bare
    cells: list[Cell] = list(product(*(range(len(each.stops)) for each in axes)))
    points = points_between(axes, checked, run.seed)
    settings = [_set(axes, cell) for cell in cells] + [_set(axes, point) for point in points]
    found = []
    for counts in _played(bare, settings, worlds, workers):
        found.append(counts)
        if progress is not None:
            progress(len(found), len(settings))
    shape = (*(len(each.stops) for each in axes), len(ENDINGS))
    grid = Grid(axes, worlds, np.array(found[: len(cells)], np.uint16).reshape(shape))
    return checked_at(grid, points, found[len(cells) :])


def checked_at(grid: Grid, points: Sequence[Sequence[float]], played: Sequence[Counts]) -> Grid:
    """Return a grid that knows how far it is off at some points, given the counts that were played there."""
    off = [
        float(np.max(np.abs(grid.shares(point) - counts / grid.worlds)))
        for point, counts in zip(points, played, strict=True)
    ]
    beyond = [each - grid.error(point) for each, point in zip(off, points, strict=True)]
    return replace(grid, slack=max([LEAST_SLACK, 1.0 / grid.worlds, *beyond]), off=tuple(off))


def points_between(axes: tuple[Axis, ...], count: int, seed: int) -> list[tuple[float, ...]]:
    """Return places of the levers at random: between stops wherever something lies there."""
    chance, points = np.random.default_rng(seed), []
    for _ in range(count if any(_gaps(each) for each in axes) else 0):
        places = []
        for each in axes:
            gaps = _gaps(each)
            if not gaps:
                places.append(float(chance.integers(len(each.stops))))
                continue
            stop = gaps[int(chance.integers(len(gaps)))]
            value = each.value(stop + 0.25 + 0.5 * float(chance.random()))
            places.append(each.place(value, stop))
        points.append(tuple(places))
    return points


def _gaps(axis: Axis) -> list[int]:
    return [stop for stop in range(len(axis.stops)) if axis.is_between(stop)]


def _set(axes: tuple[Axis, ...], places: Sequence[float]) -> dict[str, Value]:
    return {each.key: each.value(place) for each, place in zip(axes, places, strict=True)}


def _played(run: Run, settings: list[dict[str, Value]], worlds: int, workers: int) -> Iterator[Counts]:
    """Yield the counts of each setting, in order."""
    chunks = [settings[first : first + _CHUNK] for first in range(0, len(settings), _CHUNK)]
    if workers == 1:
        for chunk in chunks:
            yield from _play(run, chunk, worlds)
        return
    with process_pool(workers) as pool:
        waiting = [pool.submit(_play, run, chunk, worlds) for chunk in chunks]
        for each in waiting:
            yield from each.result()


def _play(run: Run, settings: Sequence[Mapping[str, Value]], worlds: int) -> list[Counts]:
    """Return the counts of some settings, each of shape ``(endings,)``.

    Those that differ in numbers alone are played side by side, in blocks that fit the cache of a core: what
    a call of NumPy costs is paid once for several.  What is drawn for the worlds is kept for the next ones.
    """
    alike: dict[tuple[tuple[str, Value], ...], list[int]] = {}
    for n, levers in enumerate(settings):
        same = tuple((key, value) for key, value in levers.items() if not _holds_number(key, value))
        alike.setdefault(same, []).append(n)
    found: dict[int, Counts] = {}
    for same, which in alike.items():
        asked = replace(run, scenario=run.scenario.replace(dict(same)))
        for block in _blocks(which, worlds):
            apart = [{key: v for key, v in settings[n].items() if _holds_number(key, v)} for n in block]
            found |= zip(block, _side_by_side(asked, apart, worlds), strict=True)
    return [found[n] for n in range(len(settings))]


def _holds_number(key: str, value: Value) -> bool:
    """Tell whether a lever holds a number, of which each world of a block may have its own."""
    return PARAMETERS[key].is_number and _number(value) is not None


def _blocks(which: Sequence[int], worlds: int) -> Iterator[Sequence[int]]:
    size = max(1, BLOCK // worlds)
    for first in range(0, len(which), size):
        yield which[first : first + size]


def _side_by_side(run: Run, settings: Sequence[Mapping[str, Any]], worlds: int) -> list[Counts]:
    """Return the counts of settings that set numbers, the same levers each."""
    numbers = {key: np.repeat([float(each[key]) for each in settings], worlds) for key in settings[0]}
    same_worlds = Members(np.tile(np.arange(worlds), len(settings)), numbers)
    codes = ending_codes(play_members(run, same_worlds, _draws(run.seed, worlds)))
    return [
        np.bincount(each, minlength=len(ENDINGS)).astype(np.uint16)
        for each in codes.reshape(len(settings), worlds)
    ]


def counts_of(run: Run, levers: Mapping[str, Value], worlds: int) -> Counts:
    """Return how many worlds have each ending with some levers set, shape ``(endings,)``."""
    return _play(run.bare, [levers], worlds)[0]


@lru_cache(maxsize=1)  # those of a seed take megabytes
def _draws(_seed: int, _worlds: int) -> DrawCache:
    return {}
