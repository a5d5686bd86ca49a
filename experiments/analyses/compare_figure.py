"""The figure of a comparison: what changes, and when worlds part."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from kantokuen.experiments.analyses.compare import SHARE, Comparison
from kantokuen.experiments.analyses.figures import (
    COLOURS,
    GREY,
    INK,
    PALE,
    dress,
    entitle,
    in_percent,
    new_figure,
)
from kantokuen.experiments.analyses.measures import MEASURES
from kantokuen.experiments.analyses.pairs import SENSES
from kantokuen.model.calendar import EPOCH
from kantokuen.model.display import signed, told_by
from kantokuen.model.errors import shown
from kantokuen.model.scenario import LeverValue

_LINES: Final = {
    "anything": (COLOURS[0], "-", "anything differs"),
    "decision": (COLOURS[1], "--", "what is decided differs"),
}
_LEAST_POINTS: Final = 1.0
"""Percentage points that the axis of differences spans at least on either side of zero."""

_MOST_NAMED: Final = 4


def draw(comparison: Comparison) -> Figure:
    """Draw the differences of shares with their 95 % intervals, and the worlds parted by each sitting."""
    figure = new_figure(10.0, 4.6)
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.15))
    _differences(left, comparison.differences.filter(pl.col("unit") == SHARE))
    _parting(right, comparison)
    entitle(figure, f"A: {_name(comparison, 'a')}. B: {_name(comparison, 'b')}", _caption(comparison))
    return figure


def _differences(axes: Axes, rows: pl.DataFrame) -> None:
    dress(axes, x="share in B less share in A (percentage points)", title="What changes")
    axes.axvline(0.0, color=GREY, linewidth=0.8)
    places = range(rows.height)
    middle, low, high = ((100 * rows[name]).to_list() for name in ("difference", "low", "high"))
    axes.hlines(places, low, high, color=COLOURS[0], linewidth=1.6)
    axes.plot(middle, places, "o", color=COLOURS[0], markersize=4.5)
    axes.set_yticks(places, [MEASURES[name].label for name in rows["measure"]])
    axes.set_ylim(rows.height - 0.4, -0.6)
    axes.set_xlim(min(*low, -_LEAST_POINTS) * 1.06, max(*high, _LEAST_POINTS) * 1.06)
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    for place, *numbers in zip(places, middle, low, high, strict=True):
        _number(axes, place, numbers)


def _number(axes: Axes, place: int, numbers: list[float]) -> None:
    """Write a difference with its interval at the right end of its row."""
    middle, low, high = (signed(each).replace("-", "\N{MINUS SIGN}") for each in numbers)
    axes.annotate(
        f"{middle} ({low} to {high})",
        (1.02, place),
        xycoords=axes.get_yaxis_transform(),
        va="center",
        fontsize=8,
        color=INK,
        annotation_clip=False,
    )


def _parting(axes: Axes, comparison: Comparison) -> None:
    dates = comparison.tally.dates
    x = f"sittings of the council, {dates[0]:%B %Y} to {dates[-1]:%B %Y}"
    dress(axes, x=x, y="share of worlds parted by then", title="When worlds part")
    # the first period begins on the first day, with nothing parted
    days = [EPOCH - timedelta(days=1), *dates]
    for sense in SENSES:
        colour, style, label = _LINES[sense]
        shares = [0.0, *comparison.parting[sense]]
        axes.plot(days, shares, style, color=colour, drawstyle="steps-post", label=label)  # type: ignore[arg-type]
    locator = AutoDateLocator(maxticks=8)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.set_ylim(-0.02, 1.02)
    in_percent(axes.yaxis)
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.legend(fontsize=8, frameon=False, loc="best", labelcolor=INK)


def _name(comparison: Comparison, side: str) -> str:
    run = comparison.a if side == "a" else comparison.b
    name = run.scenario.name
    return name if comparison.a.lens == comparison.b.lens else f"{name}, lens {run.lens}"


def _caption(comparison: Comparison) -> str:
    run = comparison.a
    every = told_by(run.cadence)
    lens = f" Lens: {run.lens}." if run.lens == comparison.b.lens else ""
    return (
        f"{_changed(comparison)} {comparison.worlds:,} worlds of seed {run.seed}, each played under A and "
        f"under B with the same chance; {every}.{lens} Left: paired differences with 95 % "
        "intervals. Right: a world has parted at the first sitting by which a recorded signal or stance "
        "differs, or a text, an order or its day."
    )


def _changed(comparison: Comparison) -> str:
    """Name the parameters that differ, as long as they are few."""
    changed = comparison.changed
    if not changed:
        return "No lever differs."
    if len(changed) > _MOST_NAMED:
        return f"{len(changed)} levers differ."
    named = (f"{key} ({_setting(a)} in A, {_setting(b)} in B)" for key, (a, b) in changed.items())
    return f"What differs: {', '.join(named)}."


def _setting(value: LeverValue) -> str:
    return "a value for each world" if isinstance(value, np.ndarray) else shown(value).strip("'")
