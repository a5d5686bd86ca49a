"""Scenario discovery: the box of parameter values in which a result is concentrated, by PRIM.

The patient rule induction method [FriedmanFisher1999] peels thin slices off the space of parameters as long
as the share of worlds with the result rises. The algorithm is that of the EMA workbench [Kwakkel2017],
an optional extra. A box of the trajectory is judged by its coverage, the share of all worlds with the
result that it holds, and its density, the share of its worlds that have the result [BryantLempert2010].
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from math import ceil, floor
from types import ModuleType
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kantokuen.experiments.analyses.measures import SLICE, Measure, measure, measured
from kantokuen.experiments.analyses.regional import check_enough, check_share
from kantokuen.experiments.analyses.scales import (
    Plain,
    as_numbers,
    categories,
    codes,
    is_ordered,
)
from kantokuen.experiments.analyses.study import Study, StudyLike, study_given
from kantokuen.experiments.ema import load_ema, quieted
from kantokuen.model.calendar import to_date
from kantokuen.model.display import Facts, Shown, counted, listed, share, told
from kantokuen.model.errors import input_error, shown, whole
from kantokuen.model.frames import to_pandas

MOST: Final = 20_000
"""Worlds that PRIM is given; of a larger sweep that many are drawn."""

_TINY: Final = 1e-9  # any world with the result counts


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Discovery(Shown):
    """Boxes in which a result is concentrated.

    Attributes:
        measure: the result.
        trajectory: a row per box, from all worlds to the smallest: ``box``, ``coverage``, ``density``,
            ``mass`` (shares of the hits, of the box, of all worlds), ``restricted`` (parameters), ``worlds``
            and ``hits``.
        chosen: the number of the chosen box.
        limits: a row per parameter that the chosen box restricts, the surest first: ``lever``, ``limits`` (in
            words), ``low`` and ``high`` (numbers, dates as days after 1 April 1941; null for keywords),
            ``position_low`` and ``position_high`` (where they lie between the least and the greatest value,
            0..1), and ``quasi_p``: the chance to find such a density without this restriction
            [BryantLempert2010], of two ends the higher; it takes all worlds as independent.
        worlds: how many worlds PRIM was given.
        hits: how many of them have the result.
        out_of: how many the sweep holds.
    """

    measure: Measure
    trajectory: pl.DataFrame
    chosen: int
    limits: pl.DataFrame
    worlds: int
    hits: int
    out_of: int

    def _shown(self) -> tuple[str, Facts]:
        chosen = self.trajectory.row(self.chosen, named=True)
        limits = [f"{row['lever']} {row['limits']}" for row in self.limits.rows(named=True)]
        facts = {
            "made of": f"{counted(self.worlds, 'world')}, {self.hits:,} with the result",
            "holds": f"{share(chosen['mass'])} of worlds, coverage {share(chosen['coverage'])}, "
            f"density {share(chosen['density'])}",
            "limits": listed(limits),
            "frames": "trajectory, limits, to_pandas()",
        }
        return f"box {self.chosen} of {self.measure.name}", facts

    def to_pandas(self) -> Any:
        """Return the limits of the chosen box as a `pandas.DataFrame`."""
        return to_pandas(self.limits)


@dataclass(frozen=True, slots=True)
class _Column:
    """A parameter as PRIM is given it: floats, or places of categories."""

    key: str
    given: NDArray[Any]
    order: tuple[Plain, ...]
    dtype: pl.DataType


def discover(
    study: StudyLike,
    wanted: Measure | str,
    *,
    density: float | None = None,
    box: int | None = None,
    most: int = MOST,
) -> Discovery:
    """Look for the box of parameter values in which a result is concentrated.

    Args:
        study: a sweep, its store or its folder; points that fill the space evenly (Latin hypercube,
            Sobol) serve best.
        wanted: the result, a measure that is a share of worlds, or its name.
        density: choose the box of the highest coverage whose density is at least this, 0..1.
        box: choose the box of this number, in the place of `density`. With neither, the box with the
            highest harmonic mean of coverage and density is chosen.
        most: how many worlds to take at most; those are drawn by the seed of the plan.

    Raises:
        InputError: the extra is missing, the measure is no share, fewer than 10 worlds have the result or
            lack it, both `density` and `box` are given, or there is no such box.
    """
    if density is not None and box is not None:
        raise input_error("discover", "density with box", "one of them")
    study, wanted = study_given(study), measure(wanted)
    prim = load_ema("analysis.prim")
    check_share(wanted)
    whole("most", most, least=1)
    is_number = isinstance(density, (int, float)) and not isinstance(density, bool)
    if density is not None and not (is_number and 0.0 <= density <= 1.0):
        raise input_error("density", shown(density), "a number from 0 to 1, or None")
    worlds, out_of = _drawn(study, wanted, most)
    hits = int(worlds["value"].sum())
    check_enough(study, wanted, hits, worlds.height - hits)
    columns = [_column(worlds[key]) for key in study.keys if worlds[key].n_unique() > 1]
    if not columns:
        raise input_error(study.name, "no lever takes more than one value", "a sweep that varies a lever")
    found = _search(prim, columns, worlds["value"].cast(pl.Int64).to_numpy())
    trajectory = _trajectory(found)
    chosen = _chosen(trajectory, density, box)
    limits = _limits(found, chosen, columns)
    return Discovery(wanted, trajectory, chosen, limits, worlds.height, hits, out_of)


def _drawn(study: Study, wanted: Measure, most: int) -> tuple[pl.DataFrame, int]:
    """Return at most so many worlds, each with its parameters and the result, and how many there are."""
    rows = measured(study.rows, study.keys, wanted).drop("point")
    out_of = int(rows.select(pl.len()).collect(engine="in-memory").item())
    if out_of <= most:
        return rows.collect(engine="in-memory"), out_of
    rng = np.random.default_rng(study.run.seed)
    taken = np.sort(rng.choice(out_of, size=most, replace=False, shuffle=False))
    slices = []
    for first in range(0, out_of, SLICE):
        here = taken[(taken >= first) & (taken < first + SLICE)] - first
        slices.append(rows.slice(first, SLICE).collect(engine="in-memory")[here])
    return pl.concat(slices), out_of


def _column(values: pl.Series) -> _Column:
    """Give numbers and dates as floats, other values as places: a set of words has no fixed order."""
    dtype = values.dtype
    if is_ordered(values):
        return _Column(values.name, as_numbers(values), (), dtype)
    order = categories(values)
    return _Column(values.name, codes(values, order).astype(object), tuple(order), dtype)


def _search(prim: ModuleType, columns: list[_Column], result: NDArray[np.int64]) -> Any:
    pandas = import_module("pandas")
    # version 2 asks how dense a box has to be; version 3 returns whatever box it finds
    asked = {"threshold": _TINY} if "threshold" in signature(prim.Prim).parameters else {}
    with quieted():
        frame = pandas.DataFrame({each.key: each.given for each in columns})
        return prim.Prim(frame, result, **asked).find_box()


def _trajectory(found: Any) -> pl.DataFrame:
    path = found.peeling_trajectory
    sources = {"box": "id", "restricted": "res_dim", "worlds": "n", "hits": "k"}
    shares = {name: path[name].to_numpy(dtype=np.float64) for name in ("coverage", "density", "mass")}
    counts = {name: path[source].to_numpy(dtype=np.int64) for name, source in sources.items()}
    frame = pl.DataFrame({**counts, **shares})
    return frame.select("box", "coverage", "density", "mass", "restricted", "worlds", "hits")


def _chosen(trajectory: pl.DataFrame, density: float | None, box: int | None) -> int:
    if box is not None:
        return whole("box", box, least=0, most=trajectory.height - 1)
    if density is None:
        coverage, purity = trajectory["coverage"].to_numpy(), trajectory["density"].to_numpy()
        return int(np.argmax(2.0 * coverage * purity / (coverage + purity)))
    dense = trajectory.filter(pl.col("density") >= density).sort("coverage", "box", descending=[True, False])
    if dense.is_empty():
        most = float(trajectory["density"].max())  # type: ignore[arg-type]
        raise input_error(
            "density", f"no box reaches {shown(density)}", f"a number from 0 to {floor(most * 1000) / 1000:g}"
        )
    return int(dense["box"][0])


_LIMITS: Final = {
    "lever": pl.String,
    "limits": pl.String,
    "low": pl.Float64,
    "high": pl.Float64,
    "position_low": pl.Float64,
    "position_high": pl.Float64,
    "quasi_p": pl.Float64,
}


def _limits(found: Any, chosen: int, columns: list[_Column]) -> pl.DataFrame:
    judged = (found.p_values if hasattr(found, "p_values") else found.qp)[chosen]
    box, space = found.box_lims[chosen], found.prim.box_init
    rows = []
    for column in columns:
        if column.key in judged:
            quasi_p = max((float(each) for each in judged[column.key] if each >= 0.0), default=None)
            ends = [box[column.key][end] for end in (0, 1)]
            outer = [space[column.key][end] for end in (0, 1)]
            describe = _kept if column.order else _between
            rows.append({"lever": column.key, **describe(column, ends, outer), "quasi_p": quasi_p})
    return pl.DataFrame(rows, schema=_LIMITS).sort("quasi_p", "lever", nulls_last=True)


def _kept(column: _Column, ends: list[Any], _: list[Any]) -> dict[str, Any]:
    words = " or ".join(told(column.order[int(place)]) for place in sorted(ends[0]))
    return {"limits": words, "low": None, "high": None, "position_low": None, "position_high": None}


def _between(column: _Column, ends: list[Any], outer: list[Any]) -> dict[str, Any]:
    low, high = float(ends[0]), float(ends[1])
    if not column.dtype.is_float():  # a whole number or a date lies inside of them
        low, high = float(ceil(low)), float(floor(high))
    least, greatest = float(outer[0]), float(outer[1])
    open_low, open_high = ends[0] <= outer[0], ends[1] >= outer[1]
    return {
        "limits": _in_words(column, None if open_low else low, None if open_high else high),
        "low": low,
        "high": high,
        "position_low": (low - least) / (greatest - least),
        "position_high": (high - least) / (greatest - least),
    }


def _in_words(column: _Column, low: float | None, high: float | None) -> str:
    def said(number: float) -> str:
        return told(to_date(number) if column.dtype == pl.Date else number)

    if low is None or high is None:
        return (
            f"up to {said(high)}"
            if high is not None
            else f"{said(low)} or more"
            if low is not None
            else "any"
        )
    return f"{said(low)} to {said(high)}"
