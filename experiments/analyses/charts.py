"""The pictures of sensitivities: bars with intervals, and cumulative distributions."""

from __future__ import annotations

from textwrap import fill
from typing import Final

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import MaxNLocator

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
from kantokuen.experiments.analyses.regional import Regional
from kantokuen.experiments.analyses.scales import as_numbers, categories, is_ordered, label, set_ticks
from kantokuen.experiments.analyses.sensitivity import Sensitivity
from kantokuen.experiments.analyses.study import Study
from kantokuen.model.text.words import ENGLISH

TOP: Final = 15
"""Parameters in a picture; the frame holds all."""

_LETTERS: Final = 36  # of a label beneath a small panel
_FEWEST_BARS: Final = 4  # room is left for that many, so that no bar grows fat
_PANELS: Final = 6  # distributions in a picture
_NAMES: Final = {"mu_star": "mean size of effect (mu star)", "first": "alone (first order)"}
_NAMES_TOTAL: Final = "with all interactions (total order)"


def draw_sensitivity(study: Study, found: Sensitivity, *, top: int = TOP) -> Figure:
    """Draw the strongest parameters: bars of Sobol indices, or of elementary effects beside their spread."""
    frame = found.frame.head(top)
    height = 1.9 + 0.34 * frame.height
    if found.method == "sobol":
        figure = new_figure(7.6, max(height, 3.2))
        _sobol_bars(figure.add_subplot(), frame)
    else:
        figure = new_figure(9.6, max(height, 4.2))
        left, right = figure.subplots(1, 2)
        _morris_bars(left, frame, found)
        _morris_plane(right, frame, found)
    entitle(figure, f"{found.measure.label}: what it hangs on", _caption(study, found, frame.height))
    return figure


def _sobol_bars(axes: Axes, frame: pl.DataFrame) -> None:
    _bars(axes, frame, "total", COLOURS[0], offset=-0.19, name=_NAMES_TOTAL)
    _bars(axes, frame, "first", COLOURS[4], offset=0.19, name=_NAMES["first"])
    _name_levers(axes, frame)
    dress(axes, x="share of the variance between points, with 95 % interval")
    in_percent(axes.xaxis)
    axes.legend(fontsize=8, frameon=False, loc="lower right")


def _morris_bars(axes: Axes, frame: pl.DataFrame, found: Sensitivity) -> None:
    _bars(axes, frame, "mu_star", COLOURS[0], width=0.6)
    _name_levers(axes, frame)
    dress(axes, x=f"{_NAMES['mu_star']}, {_changed(found)}", title="over the range of the lever, 95 %")
    if found.measure.is_share:
        in_percent(axes.xaxis)


def _morris_plane(axes: Axes, frame: pl.DataFrame, found: Sensitivity) -> None:
    """Set the mean effect against its spread: above the dashes it hangs on the other parameters."""
    mu, sigma = frame["mu"].to_numpy(), frame["sigma"].to_numpy()
    reach = 1.08 * float(np.max(np.abs(mu)))
    axes.plot([-reach, 0.0, reach], [reach, 0.0, reach], color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.scatter(mu, sigma, s=18, color=COLOURS[0], zorder=3)
    together: dict[tuple[float, float], list[str]] = {}
    for number, place in enumerate(zip(mu.round(6).tolist(), sigma.round(6).tolist(), strict=True), start=1):
        together.setdefault(place, []).append(str(number))
    for place, numbers in together.items():
        axes.annotate(
            ", ".join(numbers), place, xytext=(4, 3), textcoords="offset points", fontsize=8, color=INK
        )
    axes.xaxis.set_major_locator(MaxNLocator(5))
    dress(
        axes,
        x=f"mean effect (mu), {_changed(found)}",
        y="spread of the effect (sigma)",
        title="above the dashes the other levers decide its size",
    )
    axes.set_ylim(bottom=0.0)
    if found.measure.is_share:
        in_percent(axes.xaxis)
        in_percent(axes.yaxis)


def _changed(found: Sensitivity) -> str:
    return "change of the share" if found.measure.is_share else found.measure.unit


def _bars(
    axes: Axes,
    frame: pl.DataFrame,
    column: str,
    colour: str,
    *,
    offset: float = 0.0,
    width: float = 0.36,
    name: str = "",
) -> None:
    """Draw a bar for each parameter, the first on top, with its interval."""
    own = f"{column}_low" in frame.columns
    low, high = (f"{column}_low", f"{column}_high") if own else ("low", "high")
    values = frame[column].to_numpy()
    sides = np.abs(np.stack([values - frame[low].to_numpy(), frame[high].to_numpy() - values]))
    places = np.arange(frame.height) + offset
    axes.barh(
        places, values, height=width, color=colour, label=name or None, xerr=sides,
        error_kw={"ecolor": INK, "elinewidth": 0.9, "capsize": 1.8},
    )  # fmt: skip
    axes.axvline(0.0, color=GREY, linewidth=0.8)


def _name_levers(axes: Axes, frame: pl.DataFrame) -> None:
    """Number the parameters from the top, so that another panel can point to them."""
    names = [f"{number}  {key}" for number, key in enumerate(frame["lever"], start=1)]
    axes.set_yticks(range(frame.height), names)
    axes.set_ylim(max(frame.height, _FEWEST_BARS) - 0.5, -0.5)


def _caption(study: Study, found: Sensitivity, n_shown: int) -> str:
    parts = [study.made_of(found.worlds)]
    if found.first_sum is not None:
        rest = max(1.0 - found.first_sum, 0.0)
        parts.append(
            f"Base points: {found.groups:,}. First orders add up to {found.first_sum:.0%}; "
            f"the other {rest:.0%} is interaction of levers, and chance."
        )
    else:
        parts.append(f"Trajectories: {found.groups:,}.")
    parts.append("Points that are compared see the same chance.")
    if n_shown < found.frame.height:
        parts.append(f"The strongest {n_shown} of {found.frame.height} levers.")
    return " ".join(parts)


def draw_regional(study: Study, found: Regional, *, top: int = TOP) -> Figure:
    """Draw the distance of each parameter, and the distributions of those farthest apart."""
    frame = found.frame.head(top)
    n_rows = -(-min(found.frame.height, _PANELS) // 2)
    figure = new_figure(10.6, max(2.4 + 0.34 * frame.height, 2.0 + 1.5 * n_rows))
    parts = list(figure.subfigures(1, 2, width_ratios=(1.0, 1.35), squeeze=False).flat)
    _distances(parts[0], frame)
    _distributions(parts[1], found)
    _entitle_regional(figure, study, found)
    return figure


def _entitle_regional(figure: Figure, study: Study, found: Regional) -> None:
    tick = "Tick: what a lever that does nothing would pass in one case of twenty."
    caption = (
        f"{study.made_of(found.worlds)} With the result: {found.hits:,}. Bars: largest gap between the two "
        "distributions (Kolmogorov-Smirnov; of keywords Cramer's V), with two standard deviations of the "
        "bootstrap either side, which do not judge whether a lever matters: a distance is never below 0. "
        f"{tick if found.is_judged else ENGLISH('analyses.regional.not_judged')}"
    )
    entitle(figure, f"{found.measure.label}: where it happens", caption)


def _distances(part: SubFigure, frame: pl.DataFrame) -> None:
    axes = part.add_subplot()
    _bars(axes, frame, "distance", COLOURS[5], width=0.6)
    ticks = frame["chance"].fill_null(np.nan)  # where a parameter is not judged there is no tick
    axes.scatter(ticks, np.arange(frame.height), marker="|", s=160, color=COLOURS[1], zorder=3)
    _name_levers(axes, frame)
    dress(axes, x="distance, 0 alike to 1 apart")


def _distributions(part: SubFigure, found: Regional) -> None:
    keys = found.frame["lever"].head(_PANELS).to_list()
    n_columns = 2 if len(keys) > 1 else 1
    grid = part.subplots(-(-len(keys) // n_columns), n_columns, squeeze=False)
    for axes, key in zip(grid.flat, keys, strict=False):
        _distribution(axes, found.points, key)
    for axes in list(grid.flat)[len(keys) :]:
        axes.set_axis_off()
    part.supylabel("share of worlds: up to the value, or at the keyword", fontsize=9, color=INK)
    grid.flat[0].legend(fontsize=7.5, frameon=False, loc="best", labelcolor=INK)


def _distribution(axes: Axes, points: pl.DataFrame, key: str) -> None:
    values = points[key]
    ordered = is_ordered(values)
    sides = (("hits", "with the result", COLOURS[1]), ("misses", "without", COLOURS[0]))
    for number, (side, name, colour) in enumerate(sides):
        if ordered:
            x, y = _cumulative(values, points[side])
            axes.plot(x, y, color=colour, linewidth=1.5, label=name, drawstyle="steps-post")
        else:
            shares = _shares(values, points[side])
            places = np.arange(len(shares)) + 0.19 * (2 * number - 1)
            axes.bar(places, shares, width=0.36, color=colour, label=name)
    dress(axes, x=fill(label(key), _LETTERS))
    set_ticks(axes.xaxis, values)
    if not values.dtype.is_numeric():
        axes.tick_params("x", labelrotation=30.0)
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    in_percent(axes.yaxis)


def _cumulative(values: pl.Series, counts: pl.Series) -> tuple[list[float], list[float]]:
    """Return values and the share of worlds at or below each, thinned to what a line can show."""
    numbers = as_numbers(values)
    order = np.argsort(numbers, kind="stable")
    shares = np.cumsum(counts.to_numpy()[order]) / counts.sum()
    ends = np.flatnonzero(np.diff(numbers[order], append=np.inf))
    some = ends[np.unique(np.linspace(0, len(ends) - 1, min(len(ends), 400)).astype(np.int64))]
    x, y = numbers[order][some], shares[some]
    return [float(x[0]), *x.tolist()], [0.0, *y.tolist()]


def _shares(values: pl.Series, counts: pl.Series) -> list[float]:
    sums = {
        value: float(counts.filter(values == value).sum()) / float(counts.sum())
        for value in categories(values)
    }
    return list(sums.values())
