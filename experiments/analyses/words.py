"""The results of the analyses as tables for the screen, and as plain data."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from kantokuen.experiments.analyses.discovery import Discovery
from kantokuen.experiments.analyses.measures import Measure
from kantokuen.experiments.analyses.phase import Phase
from kantokuen.experiments.analyses.regional import Regional
from kantokuen.experiments.analyses.scales import label, probability
from kantokuen.experiments.analyses.sensitivity import Sensitivity
from kantokuen.experiments.analyses.study import Study
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.model.display import plain, told

_BOXES: Final = 12
"""Boxes of a trajectory on the screen."""

NOT_JUDGED: Final = "Not judged against chance: worlds share their point or their chance."
"""Said where a p value would take worlds as independent that are not."""


def sensitivity_sheet(study: Study, found: Sensitivity, top: int) -> Sheet:
    """Return the strongest levers with their indices."""
    rows = found.frame.head(top).rows(named=True)
    start = study.made_of(found.worlds), _rest(found.frame, top, "levers")
    if found.method == "sobol":
        columns = ("lever", "total order", "95 % of total", "first order", "95 % of first")
        cells = [(r["lever"], r["total"], _range(r, "total"), r["first"], _range(r, "first")) for r in rows]
        sums = f"first orders add up to {found.first_sum:.2f}: the rest is interaction and chance"
        note = _note(*start, f"Shares of the variance; {sums}.")
        return Sheet(f"{found.measure.label}: Sobol indices", note, columns, tuple(cells))
    columns = ("lever", "mu star", "95 % of mu star", "mu", "sigma")
    effects = [(r["lever"], r["mu_star"], _range(r, "mu_star"), r["mu"], r["sigma"]) for r in rows]
    moved = f"In {found.measure.unit}, for a move over the range of the lever"
    note = _note(*start, f"{moved}; {found.groups:,} trajectories.")
    return Sheet(f"{found.measure.label}: elementary effects (Morris)", note, columns, tuple(effects))


def phase_sheet(study: Study, found: Phase, top: int) -> Sheet:
    """Return the cells in which the measure is highest."""
    filled = found.frame.filter(pl.col("worlds") > 0)
    rows = filled.sort("mean", descending=True, maintain_order=True).head(top).rows(named=True)
    cells = [
        (
            _cell(row, "x"),
            _cell(row, "y"),
            _mean(found.measure, row["mean"]),
            _ends(found.measure, row),
            row["worlds"],
        )
        for row in rows
    ]
    note = _note(
        study.made_of(found.worlds),
        f"Across: {label(found.x.key)}; upwards: {label(found.y.key)}.",
        _rest(filled, top, "cells", "highest"),
        f"A cell averages over {', '.join(found.averaged)}." if found.averaged else "",
        found.independent,
    )
    columns = ("across", "upwards", found.measure.unit, "95 % interval", "worlds")
    return Sheet(f"{found.measure.label}, by {found.x.key} and {found.y.key}", note, columns, tuple(cells))


def regional_sheet(study: Study, found: Regional, top: int) -> Sheet:
    """Return the levers that stand farthest apart."""
    rows = found.frame.head(top).rows(named=True)
    cells = [
        (
            r["lever"],
            r["statistic"],
            r["distance"],
            None if r["low"] is None else (r["low"], r["high"]),
            probability(r["p_value"]),
            r["chance"],
        )
        for r in rows
    ]
    note = _note(
        study.made_of(found.worlds),
        f"{found.hits:,} have the result.",
        _rest(found.frame, top, "levers"),
        "Distance from 0, alike, to 1, apart; with two standard deviations of the bootstrap either side,",
        "which do not judge whether a lever matters: a distance is never below 0.",
        "By chance: what a lever that does nothing would pass in one case of twenty."
        if found.is_judged
        else NOT_JUDGED,
    )
    columns = ("lever", "statistic", "distance", "two deviations", "p value", "by chance")
    return Sheet(f"{found.measure.label}: where it happens", note, columns, tuple(cells))


def discovery_sheets(study: Study, found: Discovery) -> list[Sheet]:
    """Return the chosen box with its limits, and the boxes to choose from."""
    chosen = found.trajectory.row(found.chosen, named=True)
    drawn = f" PRIM was given {found.worlds:,} of them." if found.worlds < found.out_of else ""
    note = (
        f"{study.made_of(found.out_of)}{drawn} {found.hits:,} have the result "
        f"({found.hits / found.worlds:.1%}). The box is {chosen['mass']:.1%} of the worlds; "
        f"{chosen['density']:.1%} of it have the result (density), and {chosen['coverage']:.1%} of those "
        "that have it are there (coverage)."
    )
    limits = [
        (row["lever"], row["limits"], probability(row["quasi_p"])) for row in found.limits.rows(named=True)
    ]
    box = Sheet(
        f"{found.measure.label}: box {found.chosen}", note, ("lever", "limits", "quasi-p"), tuple(limits)
    )
    return [box, _trajectory(found)]


def _trajectory(found: Discovery) -> Sheet:
    """Return a few boxes, evenly from all worlds to the smallest, and the chosen one."""
    path = found.trajectory
    every = max(1, -(-path.height // _BOXES))
    shown = path.filter((pl.col("box") % every == 0) | (pl.col("box") == found.chosen))
    cells = [
        (
            row["box"],
            f"{row['coverage']:.1%}",
            f"{row['density']:.1%}",
            f"{row['mass']:.1%}",
            row["restricted"],
        )
        for row in shown.rows(named=True)
    ]
    columns = ("box", "coverage", "density", "share of worlds", "levers restricted")
    note = f"{len(cells)} of {path.height} boxes, from all worlds to the smallest."
    return Sheet("Boxes to choose from", note, columns, tuple(cells))


def as_json(study: Study, wanted: Measure, **found: Any) -> dict[str, Any]:
    """Return a result as plain data: frames as lists of rows, dates as text."""
    head = {"sweep": study.name, "measure": wanted.name, "label": wanted.label, "unit": wanted.unit}
    rows = {name: each.to_dicts() if isinstance(each, pl.DataFrame) else each for name, each in found.items()}
    return {**head, **plain(rows)}


def _note(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _rest(frame: pl.DataFrame, top: int, what: str, which: str = "strongest") -> str:
    return f"The {which} {top} of {frame.height:,} {what}." if frame.height > top else ""


def _range(row: dict[str, Any], name: str) -> Cell:
    return row[f"{name}_low"], row[f"{name}_high"]


def _cell(row: dict[str, Any], axis: str) -> str:
    if f"{axis}_low" in row:
        return f"{told(row[f'{axis}_low'])} to {told(row[f'{axis}_high'])}"
    return told(row[axis])


def _mean(wanted: Measure, value: float) -> Cell:
    return f"{value:.1%}" if wanted.is_share else value


def _ends(wanted: Measure, row: dict[str, Any]) -> Cell:
    if row["low"] is None:
        return None
    return f"{row['low']:.1%} to {row['high']:.1%}" if wanted.is_share else (row["low"], row["high"])
