"""Grids: a measure over two parameters of one's choice, played in memory at once.

Every cell meets the same worlds, 0 to n - 1.  A value of a parameter is what a scenario would say: a
parameter that differs between worlds is spread around it.  Neighbouring cells share their chance and err
alike, so that a smooth map is no proof of a precise one; the interval of a cell rests on its own worlds.  For
print, and for many worlds, there are sweeps: see `kantokuen.experiments.analyses.phase`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments.analyses.measures import Measure, interval, measure
from kantokuen.experiments.analyses.replay import enough
from kantokuen.experiments.runner import BLOCK, Run, play_members, run_given
from kantokuen.experiments.sweeps.axes import axis_values, checked
from kantokuen.model.arguments import without_arrays, worlds_given
from kantokuen.model.display import Facts, Shown, counted, listed
from kantokuen.model.errors import input_error, known_name, shown
from kantokuen.model.members import Members
from kantokuen.model.parameters import PARAMETERS, Value
from kantokuen.model.streams import DrawCache

X_VALUES: Final = 13
Y_VALUES: Final = 9
"""About how many values an axis has where none are named."""

_Cells = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Cells by row and column."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PhaseGrid(Shown):
    """A measure over two parameters, as far as it has been played.

    Attributes:
        measure: what was measured.
        worlds: worlds of a cell.
        x_key, y_key: the parameter across and the parameter upwards.
        x_values, y_values: their values.
        mean: mean of the measure in each cell, a share of its worlds or a quantity, shape ``(ny, nx)``;
            nan where it has not been played.
        low, high: bounds of its 95 % interval, likewise; nan as well for a quantity of a single world.
        done: how many cells have been played, of ``mean.size``.
    """

    measure: Measure
    worlds: int
    x_key: str
    x_values: tuple[Value, ...]
    y_key: str
    y_values: tuple[Value, ...]
    mean: Array
    low: Array
    high: Array
    done: int

    def _shown(self) -> tuple[str, Facts]:
        facts = {
            "across": f"{self.x_key}: {listed(self.x_values)}",
            "upwards": f"{self.y_key}: {listed(self.y_values)}",
            "played": f"{self.done:,} of {counted(self.mean.size, 'cell')}",
            "a cell": counted(self.worlds, "world"),
        }
        return self.measure.name, facts


def phase_grid(
    run: Run,
    x_key: str,
    y_key: str,
    *,
    x_values: Sequence[Value] = (),
    y_values: Sequence[Value] = (),
    worlds: int = 100,
    measure_name: str = "attack_1941",
) -> Iterator[PhaseGrid]:
    """Play every combination of the values of two parameters.

    Numbers are played side by side; each keyword, date or side of a switch is a history of its own, so
    that a map of two dates takes many times as long as one of two numbers.

    Args:
        run: what to run; stances and traces are left out whatever it says.
        x_key: the parameter across.
        y_key: the parameter upwards.
        x_values: its values; if none are named, about `X_VALUES` from one end of its range to the other.
        y_values: likewise, about `Y_VALUES`.
        worlds: worlds of each cell, 1 or more.
        measure_name: name of a measure that every world has, so no day.

    Yields:
        The grid so far, after some cells; the last one is complete.  Whoever stops asking stops the work.

    Raises:
        InputError: an argument is not an allowed one.
    """
    wanted = measure(measure_name)
    if wanted.kind == "day":
        fault = f"{wanted.name} has no value in a world where it never happens"
        raise input_error("measure", fault, "a measure of all worlds, such as attack_1941")
    run = run_given(run)
    for key in (x_key, y_key):
        known_name("lever", key, PARAMETERS)
    if x_key == y_key:
        raise input_error("grid", f"{x_key} is on both axes", "two levers")
    across, upward = _values(x_key, x_values, X_VALUES), _values(y_key, y_values, Y_VALUES)
    worlds_given(worlds)
    quick = enough(replace(run.bare, scenario=without_arrays(run.scenario)), wanted)
    total, squares = np.full((2, len(upward), len(across)), np.nan)
    grid = PhaseGrid(wanted, worlds, x_key, across, y_key, upward, total, total, total, 0)
    done = 0
    draws: DrawCache = {}
    for settings, cells in _batches(grid):
        found = _played(quick, grid, settings, cells, draws)
        total[cells], squares[cells] = found.sum(axis=1), (found * found).sum(axis=1)
        done += len(cells[0])
        low, high = interval(total, squares, np.full(total.shape, float(worlds)), wanted)
        yield replace(grid, mean=total / worlds, low=low, high=high, done=done)


def _values(key: str, values: Any, count: int) -> tuple[Value, ...]:
    """Return the values of an axis, checked."""
    if isinstance(values, str) or not isinstance(values, (Sequence, np.ndarray)):
        allowed = "a list of values, empty for those of its range"
        raise input_error("grid", f"{key} has {shown(values)}", allowed)
    if not len(values):
        return axis_values(key, count)
    return tuple(checked(key, each, "grid: axis") for each in values)


def _batches(grid: PhaseGrid) -> Iterator[tuple[dict[str, Value], _Cells]]:
    """Yield cells that are played at once, and the keywords, dates and switches that they share."""
    alike: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for y, upper in enumerate(grid.y_values):
        for x, value in enumerate(grid.x_values):
            # a number shares its history with all others of its axis
            place = (-1 if _is_number(upper) else y, -1 if _is_number(value) else x)
            alike.setdefault(place, []).append((y, x))
    at_a_time = max(BLOCK // grid.worlds, 1)
    for (y, x), cells in alike.items():
        settings = {grid.y_key: grid.y_values[y]} if y >= 0 else {}
        settings |= {grid.x_key: grid.x_values[x]} if x >= 0 else {}
        for start in range(0, len(cells), at_a_time):
            rows, places = np.array(cells[start : start + at_a_time]).T
            yield settings, (rows, places)


def _played(run: Run, grid: PhaseGrid, settings: dict[str, Value], cells: _Cells, draws: DrawCache) -> Array:
    """Return the measure in each world of some cells, shape ``(cells, worlds)``."""
    rows, places = cells
    values = {
        grid.x_key: [grid.x_values[x] for x in places],
        grid.y_key: [grid.y_values[y] for y in rows],
    }
    levers = {
        key: np.repeat(np.array(each, dtype=np.float64), grid.worlds)
        for key, each in values.items()
        if key not in settings
    }
    members = Members(np.tile(np.arange(grid.worlds), len(rows)), levers)
    changed = replace(run, scenario=run.scenario.replace(settings))
    return grid.measure.of(play_members(changed, members, draws)).reshape(len(rows), grid.worlds)


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
