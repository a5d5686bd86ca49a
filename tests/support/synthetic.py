"""Synthetic sweeps: worlds whose results are known."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl

from kantokuen.agents.view import Array
from kantokuen.experiments.analyses.study import Study
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.request import Request

Unit = Callable[[int, int], Array]


def make_study(
    levers: Mapping[str, Any],
    *,
    attacks: Any = None,
    divisions: Any = None,
    dates: Mapping[str, Any] | None = None,
    worlds: int = 1,
    sampler: str = "latin-hypercube",
    group: int = 1,
    unit: Unit | None = None,
    points: int | None = None,
) -> Study:
    """Make a study of levers by point, and of results by row: `worlds` rows to a point.

    Points of a group see the same worlds, as in a `Design`.
    """
    n_points = len(next(iter(levers.values())))
    point = np.repeat(np.arange(n_points, dtype=np.uint32), worlds)
    world = point // group * worlds + np.tile(np.arange(worlds, dtype=np.uint32), n_points)
    columns: dict[str, Any] = {"point": point, "world": world}
    columns |= {key: pl.Series(key, values).gather(point) for key, values in levers.items()}
    if attacks is not None:
        named = np.where(np.asarray(attacks), "attack_1941", "stand_guard")
        columns["outcome"] = pl.Series(named).cast(pl.Enum(OUTCOMES))
    if divisions is not None:
        columns["divisions_peak"] = np.asarray(divisions, dtype=np.float64)
    columns |= dates or {}
    return Study(
        name="synthetic",
        question="Is what was planted found?",
        run=Request(seed=7),
        sampler=sampler,
        keys=tuple(levers),
        points=points or n_points,
        worlds=worlds,
        group=group,
        levels=4,
        unit=unit or (lambda _, count: np.zeros((count, len(levers)))),
        rows=pl.DataFrame(columns).lazy(),
    )
