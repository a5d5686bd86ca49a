"""The model as a plain function of points, for SALib and its like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.bridges.asking import MEASURES, known_measures, numbers
from kantokuen.experiments.bridges.bounds import Bounds, laws_of
from kantokuen.experiments.bridges.rows import Points, rows_of
from kantokuen.experiments.runner import BLOCK, Run, play_members
from kantokuen.model.arguments import flag_given, without_arrays, worlds_given
from kantokuen.model.display import Facts, Shown, listed
from kantokuen.model.errors import input_error, shown
from kantokuen.model.members import Members
from kantokuen.model.model import DEFAULT_SEED
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario


@dataclass(frozen=True, slots=True, repr=False)
class PointMeasures(Shown):
    """Several measures as a function of parameters; made by `vectorised_measures`. It can be pickled.

    Attributes:
        run: scenario, seed, lens and cadence.
        keys: the parameters, in the order of the columns.
        measures: names of `MEASURES`.
        worlds: worlds of each point.
        common: whether all points see the same worlds.
    """

    run: Run
    keys: tuple[str, ...]
    measures: tuple[str, ...]
    worlds: int
    common: bool

    def __call__(self, points: Points) -> dict[str, Array]:
        """Return the mean of each measure over the worlds of each point, all from one play.

        Args:
            points: see `PointFunction`.

        Returns:
            By measure, shape ``(points,)``: shares, 0 to 1, or divisions.

        Raises:
            InputError: the points have another form, or a value is not a number within the bounds.
        """
        rows = rows_of(points, self.keys)
        levers = dict(zip(self.keys, rows.T, strict=True))
        return play_points(self.run, levers, len(rows), self.measures, self.worlds, common=self.common)

    def _shown(self) -> tuple[str, Facts]:
        facts = {"run": self.run.in_words, "levers": listed(self.keys), "worlds": self.worlds}
        return f"{listed(self.measures)} of {self.run.scenario.name}", facts


@dataclass(frozen=True, slots=True, repr=False)
class PointFunction(Shown):
    """A measure as a function of parameters; made by `vectorised`. It can be pickled.

    Attributes:
        several: the same for a row of measures, which here has one.
        measure: a name of `MEASURES`.
    """

    several: PointMeasures
    measure: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The parameters, in the order of the columns."""
        return self.several.keys

    def __call__(self, points: Points) -> Array:
        """Return the mean of the measure over the worlds of each point.

        Args:
            points: a row per point, each number in the unit of its parameter. What has named columns is taken
                by their names, in any order: a frame of Polars or pandas, a table of Arrow, a structured
                array, a dictionary of columns. An array or list without names is taken by position, shape
                ``(points, keys)``. A parameter of whole numbers takes the nearest one, halves upwards.

        Returns:
            Shape ``(points,)``: a share, 0 to 1, or divisions.

        Raises:
            InputError: a column is unknown, missing or there twice, the shape is another one, or a value
                is not a number within the bounds.
        """
        return self.several(points)[self.measure]

    def _shown(self) -> tuple[str, Facts]:
        return self.several._shown()  # noqa: SLF001  (of this module)


def vectorised(
    scenario: Scenario | str = "historical",
    keys: Iterable[str] | None = None,
    *,
    measure: str = "attack_1941",
    worlds: int = 1,
    seed: int = DEFAULT_SEED,
    lens: str = "politics",
    cadence: str = "month",
    ensemble: str | None = None,
    common: bool = True,
) -> PointFunction:
    """Return a measure as a plain function of many points at once, as SALib wants it.

    Args:
        scenario: a scenario, or the name or path of one; it holds for all other parameters.
        keys: the parameters that the columns of the points stand for; None for all that differ
            between worlds. They take exactly the value of the point.
        measure: a name of `MEASURES`.
        worlds: worlds of each point, over which the measure is averaged.
        seed: the seed.
        lens: how a decision comes about.
        cadence: ``month`` or ``ten-day``.
        ensemble: ``historians`` or ``june-1941``; None for that of the scenario.
        common: whether all points see the same worlds (common random numbers), so that they differ
            by their parameters alone; otherwise each point has worlds of its own.

    Raises:
        InputError: an argument is not an allowed one, or a parameter is not a number.
    """
    if not isinstance(measure, str):
        raise input_error("measure", f"{shown(measure)} given", "one name; vectorised_measures takes several")
    run = Run(without_arrays(scenario), seed, lens, cadence, ensemble=ensemble or "", stances=False)
    return PointFunction(_of_points(run, keys, (measure,), worlds, common=common), measure)


def vectorised_measures(
    scenario: Scenario | str = "historical",
    keys: Iterable[str] | None = None,
    *,
    measures: Iterable[str] = (*OUTCOMES, "divisions_peak"),
    worlds: int = 1,
    seed: int = DEFAULT_SEED,
    lens: str = "politics",
    cadence: str = "month",
    ensemble: str | None = None,
    common: bool = True,
) -> PointMeasures:
    """Return several measures as one function of many points, which plays them once.

    Args:
        scenario: a scenario, or the name or path of one; it holds for all other parameters.
        keys: the parameters that the columns of the points stand for, as in `vectorised`.
        measures: names of `MEASURES`.
        worlds: worlds of each point, over which the measures are averaged.
        seed: the seed.
        lens: how a decision comes about.
        cadence: ``month`` or ``ten-day``.
        ensemble: ``historians`` or ``june-1941``; None for that of the scenario.
        common: whether all points see the same worlds.

    Raises:
        InputError: an argument is not an allowed one, or a parameter is not a number.
    """
    run = Run(without_arrays(scenario), seed, lens, cadence, ensemble=ensemble or "", stances=False)
    return _of_points(run, keys, measures, worlds, common=common)


def _of_points(
    run: Run, keys: Iterable[str] | None, measures: Iterable[str], worlds: int, *, common: bool
) -> PointMeasures:
    chosen, wanted = numbers(keys), known_measures(measures)
    return PointMeasures(run, chosen, wanted, worlds_given(worlds), flag_given("common", common))


def problem(
    keys: Iterable[str] | None = None,
    bounds: Bounds = None,
    *,
    scenario: Scenario | str = "historical",
    ensemble: str | None = None,
) -> dict[str, Any]:
    """Return the problem that SALib samples: the parameters and their distributions.

    Args:
        keys: parameters that are numbers; None for all that differ between worlds.
        bounds: see `Bounds`. A normal prior is cut off at the bounds of its parameter, where the model
            sets what lies beyond them on the bound.
        scenario: the scenario on whose values a prior is centred.
        ensemble: ``historians`` or ``june-1941``; None for that of the scenario.

    Returns:
        ``num_vars``, ``names`` (the keys), ``bounds`` and ``dists``, in the forms of SALib.

    Raises:
        InputError: a parameter is unknown or not a number, has no prior, or a bound is not allowed.
    """
    chosen = numbers(keys)
    laws = laws_of(chosen, bounds, Request(without_arrays(scenario), ensemble=ensemble or ""))
    return {
        "num_vars": len(chosen),
        "names": list(chosen),
        "bounds": [list(laws[key][1]) for key in chosen],
        "dists": [laws[key][0] for key in chosen],
    }


def play_points(
    run: Run,
    levers: Mapping[str, Array],
    points: int,
    measures: Iterable[str],
    worlds: int,
    *,
    common: bool = True,
) -> dict[str, Array]:
    """Return the mean of measures over the worlds of each point, played block by block.

    Args:
        run: what to run.
        levers: by key, the exact number of each point, shape ``(points,)``.
        points: how many.
        measures: names of `MEASURES`.
        worlds: worlds of each point.
        common: whether all points see the same worlds.

    Returns:
        By measure, shape ``(points,)``.
    """
    values = {name: np.empty(points * worlds) for name in measures}
    for first in range(0, points * worlds, BLOCK):
        # member i is world i % worlds of point i // worlds
        members = np.arange(first, min(first + BLOCK, points * worlds), dtype=np.int64)
        point, world = np.divmod(members, worlds)
        own = {key: each[point] for key, each in levers.items()}
        found = play_members(run, Members(world if common else members, own, frozenset(own)))
        for name, each in values.items():
            each[members] = MEASURES[name].of(found)
    return {name: each.reshape(points, worlds).mean(axis=1) for name, each in values.items()}
