"""The model as a plain function of points, for SALib and its like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments.bridges.asking import MEASURES, known_measures, numbers, plain, run_of
from kantokuen.experiments.bridges.bounds import Bounds, laws_of, within
from kantokuen.experiments.runner import BLOCK, Run, play_members
from kantokuen.model.ensemble import Ensemble
from kantokuen.model.errors import input_error, whole
from kantokuen.model.kantokuen import DEFAULT_SEED
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class PointFunction:
    """A measure as a function of levers; made by `vectorised`. It can be pickled.

    Attributes:
        run: scenario, seed, lens and cadence.
        keys: the levers, in the order of the columns.
        measure: a name of `MEASURES`.
        worlds: worlds of each point.
        common: whether all points see the same worlds.
    """

    run: Run
    keys: tuple[str, ...]
    measure: str
    worlds: int
    common: bool

    def __call__(self, points: ArrayLike) -> Array:
        """Return the mean of the measure over the worlds of each point.

        Args:
            points: a row per point, a column per key, each in the unit of its lever, shape
                ``(points, keys)``. A lever of whole numbers takes the nearest one, halves upwards.

        Returns:
            Shape ``(points,)``: a share, 0 to 1, or divisions.

        Raises:
            InputError: the shape is another one, or a value is not a number within the bounds.
        """
        rows = _rows(points, self.keys)
        values = np.empty(len(rows) * self.worlds)
        for first in range(0, len(values), BLOCK):
            members = np.arange(first, min(first + BLOCK, len(values)), dtype=np.int64)
            values[members] = self._values(rows, members)
        means: Array = values.reshape(len(rows), self.worlds).mean(axis=1)
        return means

    def _values(self, rows: Array, members: NDArray[np.int64]) -> Array:
        """Return the measure of some members; member ``i`` is world ``i % worlds`` of row ``i // worlds``."""
        row, world = np.divmod(members, self.worlds)
        levers = dict(zip(self.keys, rows[row].T, strict=True))
        ensemble = Ensemble(world if self.common else members, levers, frozenset(self.keys))
        return MEASURES[self.measure](play_members(self.run, ensemble))


def vectorised(
    scenario: Scenario | str = "historical",
    keys: Iterable[str] | None = None,
    *,
    measure: str = "attack_1941",
    worlds: int = 1,
    seed: int = DEFAULT_SEED,
    lens: str = "politics",
    cadence: str = "month",
    common: bool = True,
) -> PointFunction:
    """Return a measure as a plain function of many points at once, as SALib wants it.

    Args:
        scenario: a scenario, or the name or path of one; it holds for all other levers.
        keys: the levers that the columns of the points stand for; None for all that differ
            between worlds. They take exactly the value of the point.
        measure: a name of `MEASURES`.
        worlds: worlds of each point, over which the measure is averaged.
        seed: the seed.
        lens: how a decision comes about.
        cadence: ``month`` or ``ten-day``.
        common: whether all points see the same worlds (common random numbers), so that they differ
            by their levers alone; otherwise each point has worlds of its own.

    Raises:
        InputError: an argument is not an allowed one, or a lever is not a number.
    """
    chosen = numbers(keys)
    known_measures((measure,))
    run = run_of(scenario, seed, lens, cadence)
    return PointFunction(run, chosen, measure, whole("worlds", worlds, least=1), common)


def problem(
    keys: Iterable[str] | None = None, bounds: Bounds = None, *, scenario: Scenario | str = "historical"
) -> dict[str, Any]:
    """Return the problem that SALib samples: the levers and their distributions.

    Args:
        keys: levers that are numbers; None for all that differ between worlds.
        bounds: see `Bounds`. A normal prior is cut off at the bounds of its lever, where the model
            sets what lies beyond them on the bound.
        scenario: the scenario on whose values a prior is centred.

    Returns:
        ``num_vars``, ``names`` (the keys), ``bounds`` and ``dists``, in the forms of SALib.

    Raises:
        InputError: a lever is unknown or not a number, has no prior, or a bound is not allowed.
    """
    chosen = numbers(keys)
    laws = laws_of(chosen, bounds, plain(scenario))
    return {
        "num_vars": len(chosen),
        "names": list(chosen),
        "bounds": [list(laws[key][1]) for key in chosen],
        "dists": [laws[key][0] for key in chosen],
    }


def _rows(points: ArrayLike, keys: tuple[str, ...]) -> Array:
    """Return the points as an array of their own, shape ``(points, keys)``, within the bounds."""
    allowed = f"numbers of shape (points, {len(keys)}), the columns being {', '.join(keys)}"
    try:
        rows = np.array(points, dtype=np.float64)
    except (TypeError, ValueError):
        raise input_error("points", "not a matrix of numbers", allowed) from None
    if rows.ndim != 2 or len(rows) == 0 or rows.shape[1] != len(keys):
        raise input_error("points", f"of shape {rows.shape}", allowed)
    for column, key in zip(rows.T, keys, strict=True):
        column[:] = within(PARAMETERS[key], column, "row")
    return rows
