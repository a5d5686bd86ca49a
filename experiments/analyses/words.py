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
from kantokuen.model.calendar import to_date
from kantokuen.model.display import plain, told
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.text.words import ENGLISH, Words

_BOXES: Final = 12
"""Boxes of a trajectory on the screen."""

_OR: Final = ENGLISH("numbers.or")


def sensitivity_sheet(study: Study, found: Sensitivity, top: int, words: Words = ENGLISH) -> Sheet:
    """Return the strongest parameters with their indices."""
    rows = found.frame.head(top).rows(named=True)
    facts: dict[str, Any] = {"measure": found.measure.label_in(words), "unit": found.measure.unit_in(words)}
    facts |= {"groups": f"{found.groups:,}"}
    if found.method == "sobol":
        names = ("lever", "total_order", "total_interval", "first_order", "first_interval")
        cells = [(r["lever"], r["total"], _range(r, "total"), r["first"], _range(r, "first")) for r in rows]
        facts |= {"sum": f"{found.first_sum:.2f}"}
    else:
        names = ("lever", "mu_star", "mu_star_interval", "mu", "sigma")
        cells = [(r["lever"], r["mu_star"], _range(r, "mu_star"), r["mu"], r["sigma"]) for r in rows]
    rest = _rest(found.frame, top, "analyses.strongest_levers", words)
    note = _note(
        words, study.made_of(found.worlds, words), rest, words(f"analyses.{found.method}.note", **facts)
    )
    title = words(f"analyses.{found.method}.title", **facts)
    return Sheet(title, note, _heads(words, *names), tuple(cells))


def phase_sheet(study: Study, found: Phase, top: int, words: Words = ENGLISH) -> Sheet:
    """Return the cells in which the measure is highest."""
    filled = found.frame.filter(pl.col("worlds") > 0)
    rows = filled.sort("mean", descending=True, maintain_order=True).head(top).rows(named=True)
    cells = [
        (
            _cell(row, "x", words),
            _cell(row, "y", words),
            _mean(found.measure, row["mean"]),
            _ends(found.measure, row, words),
            row["worlds"],
        )
        for row in rows
    ]
    axes = {"x": label(found.x.key, words), "y": label(found.y.key, words)}
    note = _note(
        words,
        study.made_of(found.worlds, words),
        words("analyses.phase.axes", **axes),
        _rest(filled, top, "analyses.highest_cells", words),
        words("analyses.phase.averaged", levers=", ".join(found.averaged)) if found.averaged else "",
        found.independent_in(words),
    )
    across, upwards, interval, worlds = _heads(words, "across", "upwards", "interval", "worlds")
    title = words("analyses.phase.title", measure=found.measure.label_in(words), x=found.x.key, y=found.y.key)
    return Sheet(title, note, (across, upwards, found.measure.unit_in(words), interval, worlds), tuple(cells))


def regional_sheet(study: Study, found: Regional, top: int, words: Words = ENGLISH) -> Sheet:
    """Return the parameters that stand farthest apart."""
    rows = found.frame.head(top).rows(named=True)
    cells = [
        (
            r["lever"],
            words.called(f"analyses.regional.statistics.{r['statistic']}", r["statistic"]),
            r["distance"],
            None if r["low"] is None else (r["low"], r["high"]),
            probability(r["p_value"], words),
            r["chance"],
        )
        for r in rows
    ]
    note = _note(
        words,
        study.made_of(found.worlds, words),
        words("analyses.hits", n=f"{found.hits:,}"),
        _rest(found.frame, top, "analyses.strongest_levers", words),
        words("analyses.regional.distance"),
        words("analyses.regional.by_chance" if found.is_judged else "analyses.regional.not_judged"),
    )
    heads = _heads(words, "lever", "statistic", "distance", "two_deviations", "p_value", "by_chance")
    title = words("analyses.regional.title", measure=found.measure.label_in(words))
    return Sheet(title, note, heads, tuple(cells))


def discovery_sheets(study: Study, found: Discovery, words: Words = ENGLISH) -> list[Sheet]:
    """Return the chosen box with its limits, and the boxes to choose from."""
    chosen = found.trajectory.row(found.chosen, named=True)
    given = words("analyses.discovery.given", n=f"{found.worlds:,}") if found.worlds < found.out_of else ""
    box = words(
        "analyses.discovery.box",
        hits=f"{found.hits:,}",
        share=f"{found.hits / found.worlds:.1%}",
        **{name: f"{chosen[name]:.1%}" for name in ("mass", "density", "coverage")},
    )
    note = _note(words, study.made_of(found.out_of, words), given, box)
    limits = [
        (row["lever"], _limits(row, words), probability(row["quasi_p"], words))
        for row in found.limits.rows(named=True)
    ]
    title = words("analyses.discovery.title", measure=found.measure.label_in(words), n=found.chosen)
    heads = _heads(words, "lever", "limits", "quasi_p")
    return [Sheet(title, note, heads, tuple(limits)), _trajectory(found, words)]


def _trajectory(found: Discovery, words: Words) -> Sheet:
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
    heads = _heads(words, "box", "coverage", "density", "mass", "restricted")
    note = words("analyses.discovery.boxes_note", n=len(cells), all=path.height)
    return Sheet(words("analyses.discovery.boxes"), note, heads, tuple(cells))


def as_json(study: Study, wanted: Measure, **found: Any) -> dict[str, Any]:
    """Return a result as plain data: frames as lists of rows, dates as text."""
    head = {"sweep": study.name, "measure": wanted.name, "label": wanted.label, "unit": wanted.unit}
    rows = {name: each.to_dicts() if isinstance(each, pl.DataFrame) else each for name, each in found.items()}
    return {**head, **plain(rows)}


def _heads(words: Words, *names: str) -> tuple[str, ...]:
    return tuple(words(f"analyses.columns.{name}") for name in names)


def _note(words: Words, *parts: str) -> str:
    return words("numbers.space").join(part for part in parts if part)


def _rest(frame: pl.DataFrame, top: int, key: str, words: Words) -> str:
    return words(key, n=top, all=f"{frame.height:,}") if frame.height > top else ""


def _range(row: dict[str, Any], name: str) -> Cell:
    return row[f"{name}_low"], row[f"{name}_high"]


def _cell(row: dict[str, Any], axis: str, words: Words) -> str:
    if f"{axis}_low" in row:
        low, high = (told(row[f"{axis}_{end}"]) for end in ("low", "high"))
        return words("numbers.range", low=low, high=high)
    return told(row[axis])


def _limits(row: dict[str, Any], words: Words) -> str:
    """Say what is left of the range of a parameter; an end that is not restricted is not told."""
    if row["low"] is None:
        return words("numbers.or").join(row["limits"].split(_OR))
    is_date = PARAMETERS[row["lever"]].type == "date"
    low, high = (told(to_date(row[end]) if is_date else row[end]) for end in ("low", "high"))
    return words.range(low if row["position_low"] > 0.0 else "", high if row["position_high"] < 1.0 else "")


def _mean(wanted: Measure, value: float) -> Cell:
    return f"{value:.1%}" if wanted.is_share else value


def _ends(wanted: Measure, row: dict[str, Any], words: Words) -> Cell:
    if row["low"] is None:
        return None
    if not wanted.is_share:
        return row["low"], row["high"]
    return words("numbers.range", low=f"{row['low']:.1%}", high=f"{row['high']:.1%}")
