"""What can be measured of a world, as a column of numbers, and its mean at each point of a design."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import polars as pl

from kantokuen.agents.view import Array
from kantokuen.experiments.intervals import student_bounds, student_quantile, wilson_bounds
from kantokuen.model.calendar import EPOCH
from kantokuen.model.display import Facts, Shown
from kantokuen.model.errors import input_error, known_name
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import ENGLISH, Words

Kind = Literal["share", "number", "day"]
SLICE: Final = 4_000_000
"""Rows that are read at a time, so that memory stays flat."""


@dataclass(frozen=True, slots=True, repr=False)
class Measure(Shown):
    """One number of a world.

    Attributes:
        name: how it is asked for.
        column: the column of the store that it is read from.
        kind: ``share`` is 0 or 1 in a world and a share over worlds; ``number`` is a quantity; ``day`` is
            counted from 1 April 1941 and null where the thing never happens.
        outcomes: of a share of outcomes, which ones count.
    """

    name: str
    column: str
    kind: Kind
    outcomes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What it is, in English."""
        return self.label_in(ENGLISH)

    @property
    def unit(self) -> str:
        """Its unit, in English; of a share, of what."""
        return self.unit_in(ENGLISH)

    def label_in(self, words: Words) -> str:
        """Say what it is."""
        event = self.event_in(words)
        return words("measured.when", event=event) if self.kind == "day" else event

    def event_in(self, words: Words) -> str:
        """Say what happens or is counted; of a day, without saying that it is one."""
        if len(self.outcomes) == 1:
            return words(f"outcomes.{self.name}.name")
        if self.outcomes or self.kind == "number":
            return words(f"measured.{self.name}")
        return words(
            "measured.mobilised" if self.column == "mobilisation_date" else f"measured.{self.column}"
        )

    def unit_in(self, words: Words) -> str:
        """Name its unit; of a share, of what."""
        return words(f"measured.units.{self.kind}")

    @property
    def is_share(self) -> bool:
        """Whether the mean over worlds is a share of them."""
        return self.kind == "share"

    @property
    def value(self) -> pl.Expr:
        """The value in each world, Float64."""
        column = pl.col(self.column)
        if self.outcomes:
            return column.cast(pl.String).is_in(self.outcomes).cast(pl.Float64)
        if self.kind == "share":
            return column.is_not_null().cast(pl.Float64)
        if self.kind == "day":
            return (column - EPOCH).dt.total_days().cast(pl.Float64)
        return column.cast(pl.Float64)

    def of(self, found: Mapping[str, Array]) -> Array:
        """Return the value of each world from the columns of a model, as `value` does from a store.

        Args:
            found: the columns of the outcomes, shape ``(worlds,)`` each.

        Returns:
            Floats of shape ``(worlds,)``; a day is infinite where the thing never happens.
        """
        column = found[self.column]
        if self.outcomes:
            return np.isin(column, [OUTCOMES.index(name) for name in self.outcomes]).astype(np.float64)
        return np.isfinite(column).astype(np.float64) if self.is_share else column

    def _shown(self) -> tuple[str, Facts]:
        return self.name, {"label": self.label, "kind": self.kind, "unit": self.unit}


_ATTACK: Final = ("attack_1941", "attack_1942")
_EVENTS: Final = {
    "mobilisation": "mobilised",
    "embargo": "embargo",
    "reversal": "reversed",
    "southern_war": "southern_war",
    "settlement": "settlement",
}
"""By event, the name of the share of worlds in which it happens."""


def _registered() -> Iterator[Measure]:
    for name in OUTCOMES:
        yield Measure(name, "outcome", "share", (name,))
    yield Measure("attack", "outcome", "share", _ATTACK)
    yield Measure("war_in_north", "outcome", "share", (*_ATTACK, "field_incident"))
    yield Measure("divisions_peak", "divisions_peak", "number")
    for event, name in _EVENTS.items():
        yield Measure(name, f"{event}_date", "share")
    for event in _EVENTS:
        yield Measure(f"{event}_day", f"{event}_date", "day")


MEASURES: Final = {each.name: each for each in _registered()}
"""Every measure by its name."""


def measure(name: str | Measure) -> Measure:
    """Return a measure by its name, or as it is.

    Raises:
        InputError: there is none of that name.
    """
    return name if isinstance(name, Measure) else MEASURES[known_name("measure", name, MEASURES)]


def measured(rows: pl.LazyFrame, keys: Sequence[str], wanted: Measure) -> pl.LazyFrame:
    """Return ``point``, the parameters `keys`, and the measure as ``value``, a row per world.

    Raises:
        InputError: the store did not keep the column that the measure is read from.
    """
    kept = rows.collect_schema().names()
    if wanted.column not in kept:
        usable = [each.name for each in MEASURES.values() if each.column in kept]
        fault = f"the store did not keep {wanted.column}, which {wanted.name} is read from"
        raise input_error("measure", fault, ", ".join(usable) or "a store that kept a measure")
    return rows.select("point", *keys, wanted.value.alias("value"))


def point_means(rows: pl.LazyFrame, keys: Sequence[str], wanted: Measure) -> pl.DataFrame:
    """Return the mean of a measure at each point of a design, over the worlds of the point.

    Args:
        rows: a row per world, as a store gives them.
        keys: the parameters, which have one value at each point.
        wanted: the measure.

    Returns:
        A row per point, in order: ``point``, the parameters, ``worlds``, ``total`` and ``squares`` (sums of
        the measure and of its square over worlds), ``mean``, ``low``, ``high``. The 95 % interval is Wilson's
        score interval of a share [Wilson1927], otherwise mean +- t s / sqrt(worlds) with Student's t of
        worlds - 1 degrees of freedom, null at a point of one world.

    Raises:
        InputError: the column was not kept, or a day is asked for that some worlds do not have.
    """
    found = _sums(_slices(measured(rows, keys, wanted)), ("point",), keys).sort("point")
    _check_no_gap(found, wanted)
    low, high = interval(
        found["total"].to_numpy(), found["squares"].to_numpy(), found["worlds"].to_numpy(), wanted
    )
    return found.select(
        "point", *keys, "worlds", "total", "squares", mean=pl.col("total") / pl.col("worlds")
    ).with_columns(_bound("low", low), _bound("high", high))


def world_sums(rows: pl.LazyFrame, cells: pl.DataFrame, wanted: Measure) -> pl.DataFrame:
    """Add up a measure over the points of a cell that one and the same world plays.

    Args:
        rows: a row per world and point, as a store gives them.
        cells: ``point`` and its ``cell``, a row per point.
        wanted: the measure, one that every world has.

    Returns:
        A row per cell and world, in no order to rely on: ``cell``, ``world``, ``worlds`` (rows added up),
        ``total``.
    """
    slices = _slices(measured(rows, ("world",), wanted))
    placed = (each.join(cells.lazy(), on="point", maintain_order="left") for each in slices)
    return _sums(placed, ("cell", "world"), ()).select("cell", "world", "worlds", "total")


def _slices(values: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    n_rows = values.select(pl.len()).collect(engine="in-memory").item()
    return (values.slice(first, SLICE) for first in range(0, max(n_rows, 1), SLICE))


def _sums(slices: Iterable[pl.LazyFrame], by: Sequence[str], keys: Sequence[str]) -> pl.DataFrame:
    """Add up each group, slice by slice and in memory, so that the last digit does not depend on threads."""
    together = pl.concat(_slice_sums(each, by, keys) for each in slices)
    sums = pl.col("worlds", "missing", "total", "squares").sum()
    return together.group_by(by, maintain_order=True).agg(*_firsts(keys), sums)


def _slice_sums(values: pl.LazyFrame, by: Sequence[str], keys: Sequence[str]) -> pl.DataFrame:
    value = pl.col("value")
    return (
        values.group_by(by, maintain_order=True)
        .agg(
            *_firsts(keys),
            worlds=pl.len().cast(pl.Int64),
            missing=value.null_count().cast(pl.Int64),
            total=value.sum(),
            squares=(value * value).sum(),
        )
        .collect(engine="in-memory")
    )


def _firsts(keys: Sequence[str]) -> list[pl.Expr]:
    return [pl.col(key).first() for key in keys]


def _check_no_gap(sums: pl.DataFrame, wanted: Measure) -> None:
    """Refuse a mean over the worlds that happen to have a day: which ones do is itself a result."""
    missing = sums["missing"].sum()
    if missing:
        event = wanted.column.removesuffix("_date")
        n_worlds = sums["worlds"].sum()
        fault = f"{wanted.name} has no value in {missing:,} of {n_worlds:,} worlds: it never happens there"
        raise input_error("measure", fault, f"a measure of all worlds, such as {_EVENTS[event]}")


def interval(total: Array, squares: Array, worlds: Array, wanted: Measure) -> tuple[Array, Array]:
    """Return the 95 % interval of means over independent worlds; nan where there are too few for one.

    Args:
        total: sum of the measure over worlds, shape ``(points,)``.
        squares: sum of its squares, likewise.
        worlds: how many, likewise.
        wanted: the measure; Wilson's interval for a share, Student's otherwise.
    """
    if wanted.is_share:
        return wilson_bounds(total, worlds)
    return student_bounds(total, squares, worlds)


def clustered_interval(mean: Array, variance: Array, clusters: Array, wanted: Measure) -> tuple[Array, Array]:
    """Return the 95 % interval of means over worlds of which those of a cluster share their chance.

    Student's t has clusters - 1 degrees of freedom. For a quantity the interval is mean +- t sqrt(variance).
    For a share it is Wilson's with t in place of z, and with the number of independent worlds that would have
    this variance, mean (1 - mean) / variance; where the clusters do not differ, with the number of clusters.

    Args:
        mean: the means, shape ``(cells,)``.
        variance: the variance of each mean, from the differences between its clusters, likewise.
        clusters: how many clusters stand behind it, likewise; nan is returned where there are fewer than 2.
        wanted: the measure.
    """
    student = student_quantile(np.maximum(clusters, 2.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = mean - student * np.sqrt(variance), mean + student * np.sqrt(variance)
        if wanted.is_share:
            trials = np.where(variance > 0.0, mean * (1.0 - mean) / variance, clusters)
            low, high = wilson_bounds(mean * trials, trials, student)
    return np.where(clusters > 1, low, np.nan), np.where(clusters > 1, high, np.nan)


def _bound(name: str, values: Array) -> pl.Series:
    return pl.Series(name, values, dtype=pl.Float64).fill_nan(None)
