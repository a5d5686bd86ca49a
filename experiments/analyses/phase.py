"""Phase maps: a measure over two parameters, with its contours.

A cell may hold many points, and points may share their chance: all of a grid see the same worlds, those of a
Saltelli base sample or a Morris trajectory likewise. What shares its chance counts once: it is a cluster, and
the interval of a cell rests on the differences between clusters. On a grid the cluster is the world, in
a Saltelli or Morris design the group of points, otherwise the point. Where a cell is one point and stands for
no other values than its own, its worlds are independent. Cells of one map may still share their chance, so
neighbours on a grid err alike, and a smooth map is no proof of a precise one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments.analyses.measures import (
    Measure,
    clustered_interval,
    interval,
    measure,
    world_sums,
)
from kantokuen.experiments.analyses.scales import (
    MOST_LEVELS,
    Plain,
    as_numbers,
    categories,
    codes,
    is_ordered,
)
from kantokuen.experiments.analyses.study import Study, StudyLike, study_given
from kantokuen.model.calendar import to_date
from kantokuen.model.display import Facts, Shown, counted, listed
from kantokuen.model.errors import input_error, whole
from kantokuen.model.frames import to_pandas
from kantokuen.model.text.words import ENGLISH, Words

_FEWEST_BINS, _MOST_BINS = 3, 20
_PER_CELL: Final = {"point": 5, "world": 100}  # how many a cell should hold, about


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cuts(Shown):
    """The columns of a map, or its rows: the cells along one parameter.

    Attributes:
        key: the parameter.
        values: of each cell: the value of the parameter, or the middle of a bin.
        edges: the borders on the axis: numbers, days after 1 April 1941, or places of categories;
            shape ``(cells + 1,)``.
        shown: the values of the points, for the ticks of the axis.
        is_binned: whether a cell is a bin of values.
    """

    key: str
    values: tuple[Plain, ...]
    edges: Array
    shown: pl.Series
    is_binned: bool

    @property
    def is_ordered(self) -> bool:
        """Whether the values are numbers or dates."""
        return is_ordered(self.shown)

    @property
    def middles(self) -> Array:
        """Where the middle of each cell stands on the axis, shape ``(cells,)``."""
        return (self.edges[1:] + self.edges[:-1]) / 2.0

    def _shown(self) -> tuple[str, Facts]:
        return f"{counted(len(self.values), 'cell')} along {self.key}", {"values": listed(self.values)}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Phase(Shown):
    """A measure over two parameters.

    Attributes:
        measure: what was measured.
        x: the cells along the first parameter.
        y: the cells along the second.
        frame: a row per cell, by y and x: ``x``, ``y``, ``mean``, ``low``, ``high`` (95 %), ``worlds``; where
            a cell is a bin, also ``x_low`` and ``x_high``, or likewise for y; last ``clusters``, how many
            of what shares its chance. A cell into which no world fell has 0 worlds and no mean; one of
            a single cluster of several worlds has no interval.
        worlds: how many worlds went in.
        averaged: the other parameters of the sweep, over which a cell averages.
        cluster: what shares its chance within a cell and differs between clusters: ``world``, ``point``, or
            ``group of points``.
    """

    measure: Measure
    x: Cuts
    y: Cuts
    frame: pl.DataFrame
    worlds: int
    averaged: tuple[str, ...]
    cluster: str

    @property
    def means(self) -> Array:
        """The mean of each cell, shape ``(cells of y, cells of x)``; nan where no world fell."""
        means = self.frame["mean"].fill_null(np.nan).to_numpy()
        return means.reshape(len(self.y.values), len(self.x.values))

    @property
    def independent(self) -> str:
        """How many clusters the interval of a cell rests on, in English; nothing if every world is one."""
        return self.independent_in(ENGLISH)

    def independent_in(self, words: Words) -> str:
        """Say how many clusters the interval of a cell rests on; nothing if every world is one."""
        filled = self.frame.filter(pl.col("worlds") > 0)
        if filled["clusters"].equals(filled["worlds"]):
            return ""
        counts = filled["clusters"].to_list()
        fewest, most = (f"{each:,}" for each in (min(counts), max(counts)))
        number = fewest if fewest == most else words("numbers.range", low=fewest, high=most)
        clusters = words(f"analyses.phase.clusters.{self.cluster}", n=number)
        alone = words("analyses.phase.alone") if min(counts) == 1 else ""
        return words("analyses.phase.independent", clusters=clusters, alone=alone)

    def _shown(self) -> tuple[str, Facts]:
        facts = {
            "cells": f"{len(self.x.values)} by {len(self.y.values)}, from {counted(self.worlds, 'world')}",
            "averages": listed(self.averaged),
            "frame": listed(self.frame.columns, 8),
        }
        return f"{self.measure.name} by {self.x.key} and {self.y.key}", facts

    def to_pandas(self) -> Any:
        """Return the frame as a `pandas.DataFrame`."""
        return to_pandas(self.frame)


def phase(
    study: StudyLike,
    wanted: Measure | str,
    x: str | None = None,
    y: str | None = None,
    *,
    bins: int | None = None,
) -> Phase:
    """Return the mean of a measure over two parameters of a sweep.

    A parameter of a few values gives a cell for each; one of many, as under a law, is cut at its quantiles
    into bins that hold about as many points each.

    Args:
        study: the sweep, its store or its folder, by any sampler.
        wanted: the measure, or its name.
        x: the parameter across; the first of the plan by default.
        y: the parameter upwards; the first other one by default.
        bins: how many bins, 2 or more; by default as many as leave enough worlds to a cell.

    Raises:
        InputError: a parameter that the sweep does not vary, the same parameter twice, or a measure that is
            not kept.
    """
    study, wanted = study_given(study), measure(wanted)
    first, second = _two_levers(study, x, y)
    if bins is not None:
        whole("bins", bins, least=2)
    means = study.means(wanted, (first, second))
    cells = min(means.height / _PER_CELL["point"], means["worlds"].sum() / _PER_CELL["world"])
    n_bins = bins or min(max(int(sqrt(cells)), _FEWEST_BINS), _MOST_BINS)
    across, x_places = _cut(first, means[first], n_bins)
    upward, y_places = _cut(second, means[second], n_bins)
    places = y_places * len(across.values) + x_places
    others = tuple(key for key in study.keys if key not in {first, second})
    means = means.with_columns(cell=pl.Series(places))
    is_exact = not (others or across.is_binned or upward.is_binned)
    cluster = "group of points" if study.group > 1 else "point"
    if study.sampler == "grid" or (is_exact and means["cell"].is_unique().all()):
        cluster = "world"
    sums = _clusters(study, means, wanted, cluster)
    frame = _cells(means, sums, across, upward, wanted)
    return Phase(wanted, across, upward, frame, int(means["worlds"].sum()), others, cluster)


def _clusters(study: Study, means: pl.DataFrame, wanted: Measure, cluster: str) -> pl.DataFrame | None:
    """Add up each cluster within each cell: ``cell``, ``worlds``, ``total``; None if every world is one."""
    if cluster != "world":
        whole_cluster = ["cell", pl.col("point") // study.group]
        return means.group_by(whole_cluster, maintain_order=True).agg(pl.col("worlds", "total").sum())
    if means["cell"].is_unique().all():
        return None
    return world_sums(study.rows, means.select("point", "cell"), wanted)


def _two_levers(study: Study, x: str | None, y: str | None) -> tuple[str, str]:
    for key in (x, y):
        if key is not None:
            study.check_key(key)
    first = x or next(key for key in study.keys if key != y)
    others = [key for key in study.keys if key != first]
    if not others:
        raise input_error(study.name, f"only {first} is varied", "a sweep that varies two levers or more")
    second = y or others[0]
    if second == first:
        raise input_error("phase", f"{first} is on both axes", f"another lever: {', '.join(others)}")
    return first, second


def _cut(key: str, values: pl.Series, bins: int) -> tuple[Cuts, NDArray[np.int64]]:
    """Cut a parameter into cells; also return the cell of each point."""
    order = categories(values)
    ordered = is_ordered(values)
    if ordered and len(order) > MOST_LEVELS:
        return _binned(key, values, bins)
    middles = as_numbers(pl.Series(order, dtype=values.dtype)) if ordered else np.arange(float(len(order)))
    return Cuts(key, tuple(order), _borders(middles), values, is_binned=False), codes(values, order)


def _borders(middles: Array) -> Array:
    """Return borders half-way between neighbours; the outer cells are as wide as their inner half."""
    if len(middles) == 1:
        return np.array([middles[0] - 0.5, middles[0] + 0.5])
    inner = (middles[1:] + middles[:-1]) / 2.0
    return np.concatenate([[2.0 * middles[0] - inner[0]], inner, [2.0 * middles[-1] - inner[-1]]])


def _binned(key: str, values: pl.Series, bins: int) -> tuple[Cuts, NDArray[np.int64]]:
    numbers = as_numbers(values)
    edges = np.unique(np.quantile(numbers, np.linspace(0.0, 1.0, bins + 1)))
    middles = (edges[1:] + edges[:-1]) / 2.0
    places = np.clip(np.searchsorted(edges, numbers, side="right") - 1, 0, len(middles) - 1)
    return Cuts(key, _as_kept(middles, values.dtype), edges, values, is_binned=True), places


def _as_kept(numbers: Array, dtype: pl.DataType) -> tuple[Plain, ...]:
    return tuple(to_date(each) if dtype == pl.Date else each for each in numbers.tolist())


def _cells(means: pl.DataFrame, sums: pl.DataFrame | None, x: Cuts, y: Cuts, wanted: Measure) -> pl.DataFrame:
    """Add up the points of each cell, and give each its values, its mean and its interval."""
    n_cells = len(x.values) * len(y.values)
    worlds, total, squares = (
        np.bincount(means["cell"], means[name].to_numpy(), minlength=n_cells).astype(np.float64)
        for name in ("worlds", "total", "squares")
    )
    low, high = interval(total, squares, worlds, wanted)
    with np.errstate(invalid="ignore"):
        mean = total / worlds
    clusters = worlds
    if sums is not None:
        clusters, variance = _between(sums, total, worlds)
        apart = clustered_interval(mean, variance, clusters, wanted)
        low, high = (np.where(clusters == worlds, *each) for each in zip((low, high), apart, strict=True))
    at_x = np.tile(np.arange(len(x.values)), len(y.values))
    at_y = np.repeat(np.arange(len(y.values)), len(x.values))
    columns: dict[str, Any] = {**_values("x", x, at_x, means), **_values("y", y, at_y, means)}
    columns |= {"mean": mean, "low": low, "high": high}
    numbers = pl.DataFrame(columns).with_columns(pl.col("mean", "low", "high").fill_nan(None))
    counts = {"worlds": worlds.astype(np.int64), "clusters": clusters.astype(np.int64)}
    return numbers.with_columns(**{name: pl.Series(each) for name, each in counts.items()})


def _between(sums: pl.DataFrame, total: Array, worlds: Array) -> tuple[Array, Array]:
    """Return the clusters of each cell, and the variance of its mean by what they differ.

    With T and N the sums over a cell and t and n those of each of its k clusters, the variance of T / N is
    k / (k - 1) times the sum of (t - n T / N)^2, over N^2: that of a ratio, since clusters differ in size.
    It is exactly 0 where clusters of 0 and 1 have the same mean.
    """
    cell = sums["cell"].to_numpy()
    clusters = np.bincount(cell, minlength=len(total)).astype(np.float64)
    off = worlds[cell] * sums["total"].to_numpy() - total[cell] * sums["worlds"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.bincount(cell, off * off, minlength=len(total)) / worlds**4
        return clusters, squares * clusters / (clusters - 1.0)


def _values(name: str, cuts: Cuts, at: NDArray[np.int64], means: pl.DataFrame) -> dict[str, pl.Series]:
    dtype = means[cuts.key].dtype
    if cuts.is_binned and dtype != pl.Date:
        dtype = pl.Float64()
    given = {name: cuts.values}
    if cuts.is_binned:
        given[f"{name}_low"] = _as_kept(cuts.edges[:-1], dtype)
        given[f"{name}_high"] = _as_kept(cuts.edges[1:], dtype)
    return {each: pl.Series(each, values, dtype=dtype).gather(at) for each, values in given.items()}
