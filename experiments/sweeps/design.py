"""Designs: the points at which a sweep plays its worlds.

A design is never held as a whole unless its sampler knows no other way: the points of any stretch
of it are found from their numbers, so that memory stays flat and any process can play any part.
The sequences are those of SciPy's `qmc` and of SALib.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.experiments.sweeps.plan_agreement import group_of, points_of
from kantokuen.model.display import Facts, Shown, counted, listed
from kantokuen.model.streams import BELOW_ONE

_BITS: Final = 30


class Design(Shown):
    """The points of a plan.

    A row of a sweep is one world at one point; points follow one another, and the worlds of a point
    stand together.  Points of one *group* see the chance of the same worlds (common random numbers),
    points of different groups that of different worlds:

    - ``grid``: every combination of the levels, the last parameter moving fastest; one group.
    - ``latin-hypercube`` [McKay1979] and ``sobol`` (a scrambled Sobol' sequence [Sobol1967]): each
      point is a group.
    - ``saltelli``: for indices of variance [Saltelli2010], ``parameters + 2`` points from each base point,
      in SALib's order (and of its bits, if it is seeded with ``numpy.random.default_rng(seed)``); they
      are a group, since chance that differs within one would pass for an effect.
    - ``morris``: trajectories of ``parameters + 1`` points [Morris1991], each a group.  Level k of p is the
      quantile ``(k + 1/2) / p`` of a law: laws without ends would be infinite at SALib's 0 and 1.

    Args:
        plan: the plan.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.axes = plan.axes
        self.keys = plan.keys
        self.levels = plan.levels
        self.points = points_of(plan.sampler, plan.samples, self.axes)
        self.group = group_of(plan.sampler, plan.samples, self.axes)
        self.rows = self.points * plan.worlds

    def unit(self, first: int, count: int) -> Array:
        """Return points in the unit cube, before laws and levels are applied.

        Args:
            first: number of the first point.
            count: how many.

        Returns:
            Array of shape ``(count, parameters)``, in [0, 1); of a Morris design, SALib's own levels from 0
            to 1.
        """
        match self.plan.sampler:
            case "grid":
                widths = np.array([len(axis.levels) for axis in self.axes])
                return np.asarray((self._steps(first, count) + 0.5) / widths, dtype=np.float64)
            case "latin-hypercube":
                return _latin(self.plan.samples, len(self.axes), self.plan.seed)[first : first + count]
            case "sobol":
                return _sobol(first, count, len(self.axes), self.plan.seed)
            case "saltelli":
                return self._saltelli(first, count)
        problem = len(self.axes), self.plan.samples, self.levels, self.plan.seed
        return _morris(*problem)[first : first + count]

    def values(self, first: int, count: int) -> dict[str, NDArray[Any]]:
        """Return the values of the varied parameters at points, by key, arrays of shape ``(count,)``.

        Numbers are floats; keywords, dates and switches are objects.
        """
        if self.plan.sampler == "grid":
            steps = self._steps(first, count)
            return {axis.key: axis.at_level(steps[:, i]) for i, axis in enumerate(self.axes)}
        unit = self.unit(first, count)
        if self.plan.sampler == "morris":
            # the middle of the stratum that each level from 0 to 1 stands for, in (0, 1)
            unit = np.asarray((np.rint(unit * (self.levels - 1)) + 0.5) / self.levels, dtype=np.float64)
        return {axis.key: axis.at(unit[:, i]) for i, axis in enumerate(self.axes)}

    def members(self, first: int, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the point and the world of rows, two arrays of shape ``(count,)``."""
        rows = np.arange(first, first + count, dtype=np.int64)
        point, within = np.divmod(rows, self.plan.worlds)
        return point, point // self.group * self.plan.worlds + within

    def _steps(self, first: int, count: int) -> NDArray[np.int64]:
        points = np.arange(first, first + count, dtype=np.int64)
        steps = np.unravel_index(points, [len(axis.levels) for axis in self.axes])
        return np.stack(steps, axis=1)

    def _saltelli(self, first: int, count: int) -> Array:
        """Return A, then A with each parameter in turn from B, then B; the order of `SALib.sample.sobol`."""
        levers = len(self.axes)
        begin, end = first // self.group, -(-(first + count) // self.group)
        base = _sobol(begin, end - begin, 2 * levers, self.plan.seed)
        a, b = base[:, :levers], base[:, levers:]
        points = np.repeat(a[:, None, :], self.group, axis=1)
        each = np.arange(levers)
        points[:, each + 1, each] = b
        points[:, -1, :] = b
        skipped = first - begin * self.group
        return points.reshape(-1, levers)[skipped : skipped + count]

    def _shown(self) -> tuple[str, Facts]:
        facts = {"design": self.plan.sampler, "varies": listed(self.keys), "rows": f"{self.rows:,}"}
        return counted(self.points, "point"), facts


class _Sequence:
    """A scrambled Sobol' sequence that is read from any place; reading on from the last one is quick."""

    def __init__(self, dimensions: int, seed: int) -> None:
        from scipy.stats import qmc  # noqa: PLC0415  (a second to load, which counting points can do without)

        self._engine = qmc.Sobol(dimensions, scramble=True, bits=_BITS, rng=np.random.default_rng(seed))
        self._one_reader = Lock()  # an executor may be one of threads

    def read(self, first: int, count: int) -> Array:
        with self._one_reader:
            if first < self._engine.num_generated:
                self._engine.reset()
            if first > self._engine.num_generated:
                self._engine.fast_forward(first - self._engine.num_generated)
            # the first point alone: the engine warns of a start with a stretch that is no power of two,
            # though the whole of the sequence is one
            drawn = [self._engine.random(1), self._engine.random(count - 1)]
        return np.concatenate(drawn, dtype=np.float64)


@lru_cache(maxsize=2)
def _sequence(dimensions: int, seed: int) -> _Sequence:
    return _Sequence(dimensions, seed)


def _sobol(first: int, count: int, dimensions: int, seed: int) -> Array:
    return _sequence(dimensions, seed).read(first, count)


@lru_cache(maxsize=2)
def _latin(points: int, dimensions: int, seed: int) -> Array:
    from scipy.stats import qmc  # noqa: PLC0415  (likewise)

    engine = qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed))
    # a point on the upper edge would lie beyond the last level
    return _kept(np.minimum(engine.random(points), BELOW_ONE))


@lru_cache(maxsize=2)
def _morris(dimensions: int, trajectories: int, levels: int, seed: int) -> Array:
    from SALib.sample import morris  # noqa: PLC0415  (slow to load, and only this sampler needs it)

    names = [str(number) for number in range(dimensions)]
    problem = {"num_vars": dimensions, "names": names, "bounds": [[0, 1]] * dimensions}
    return _kept(morris.sample(problem, trajectories, num_levels=levels, seed=seed % 2**32))


def _kept(points: NDArray[Any]) -> Array:
    """Return points that no reader can change, since all share them."""
    fixed = np.asarray(points, dtype=np.float64)
    fixed.setflags(write=False)
    return fixed
