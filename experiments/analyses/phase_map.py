"""The picture of a phase map: shades, contours at round values, and what a reader must know."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from kantokuen.agents.view import Array
from kantokuen.experiments.analyses.figures import INK, PALE, dress, entitle, in_percent, new_figure, shades
from kantokuen.experiments.analyses.phase import Phase
from kantokuen.experiments.analyses.scales import label, set_ticks
from kantokuen.experiments.analyses.study import Study

_ROUND_SHARES: Final = (
    (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99),
    (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99),
    (0.05, 0.25, 0.5, 0.75, 0.95),
)
_MOST_CONTOURS: Final = 6
_MOST_WRITTEN: Final = 120  # cells; with more the numbers do not fit


def draw_phase(study: Study, found: Phase) -> Figure:
    """Draw a phase map: shades of the mean, and contours at round values where both parameters are ordered.

    Where one is not, the mean is written into each cell instead.
    """
    figure = new_figure(7.6, 5.8)
    axes = figure.add_subplot()
    is_share = found.measure.is_share
    means = np.ma.masked_invalid(found.means)
    mesh = axes.pcolormesh(found.x.edges, found.y.edges, means, cmap=shades(), vmin=0.0 if is_share else None)
    _contour(axes, found)
    axes.set_facecolor(PALE)
    dress(axes, x=label(found.x.key), y=label(found.y.key))
    set_ticks(axes.xaxis, found.x.shown)
    set_ticks(axes.yaxis, found.y.shown)
    if not found.x.shown.dtype.is_numeric():
        axes.tick_params("x", labelrotation=30.0)
    bar = figure.colorbar(mesh, ax=axes, pad=0.02)
    bar.set_label(f"{found.measure.label}, {found.measure.unit}", fontsize=9, color=INK)
    bar.ax.tick_params(labelsize=8, colors=INK)
    if is_share:
        in_percent(bar.ax.yaxis)
    entitle(figure, f"{found.measure.label}, by {found.x.key} and {found.y.key}", _caption(study, found))
    return figure


def _contour(axes: Axes, found: Phase) -> None:
    drawable = min(found.means.shape) >= 3 and found.x.is_ordered and found.y.is_ordered
    levels = contour_levels(found.means, is_share=found.measure.is_share) if drawable else []
    if levels:
        lines = axes.contour(
            found.x.middles,
            found.y.middles,
            np.ma.masked_invalid(found.means),
            levels,
            colors=INK,
            linewidths=0.9,
        )
        words = {each: f"{100.0 * each:g}%" if found.measure.is_share else f"{each:g}" for each in levels}
        axes.clabel(lines, fmt=words, fontsize=8)
    elif found.means.size <= _MOST_WRITTEN:
        _write(axes, found)


def contour_levels(means: Array, *, is_share: bool) -> list[float]:
    """Choose a few round values that lie within the means, none if they are all alike."""
    low, high = float(np.nanmin(means)), float(np.nanmax(means))
    steps = MaxNLocator(_MOST_CONTOURS).tick_values(low, high)
    choices = [
        [float(each) for each in candidates if low < each < high]
        for candidates in (_ROUND_SHARES if is_share else (steps,))
    ]
    return next((each for each in choices if len(each) <= _MOST_CONTOURS), choices[-1])


def _write(axes: Axes, found: Phase) -> None:
    """Write the mean into each cell; ink reads on every shade."""
    for row, y in enumerate(found.y.middles):
        for column, x in enumerate(found.x.middles):
            mean = found.means[row, column]
            number = f"{mean:.1%}" if found.measure.is_share else f"{mean:.3g}"
            words = number if np.isfinite(mean) else "none"
            axes.text(x, y, words, ha="center", va="center", fontsize=7.5, color=INK)


def _caption(study: Study, found: Phase) -> str:
    parts = [study.made_of(found.worlds)]
    counts = [each for each in found.frame["worlds"].to_list() if each > 0]
    fewest, most = min(counts), max(counts)
    parts.append(
        f"Worlds in a cell: {fewest:,}." if fewest == most else f"Worlds in a cell: {fewest:,} to {most:,}."
    )
    parts.append(found.independent)
    if found.averaged:
        parts.append(f"A cell averages over {', '.join(found.averaged)}.")
    if found.x.is_binned or found.y.is_binned:
        parts.append("Cells are bins between quantiles of the points.")
    if len(counts) < found.frame.height:
        parts.append("Grey: no world fell here.")
    return " ".join(part for part in parts if part)
