"""The picture of scenario discovery: the trajectory of boxes, and the limits of the chosen one."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from kantokuen.experiments.analyses.discovery import Discovery
from kantokuen.experiments.analyses.figures import (
    COLOURS,
    GREY,
    INK,
    PALE,
    dress,
    entitle,
    in_percent,
    new_figure,
    shades,
)
from kantokuen.experiments.analyses.scales import label, probability
from kantokuen.experiments.analyses.study import Study


def draw_discovery(study: Study, found: Discovery) -> Figure:
    """Draw the boxes by coverage and density, and where the chosen box lies in each range."""
    figure = new_figure(10.2, max(4.6, 2.4 + 0.5 * found.limits.height))
    left, right = figure.subplots(1, 2, width_ratios=(1.0, 1.1))
    _trajectory(figure, left, found)
    _limits(right, found)
    entitle(figure, f"{found.measure.label}: the box of levers that holds it", _caption(study, found))
    return figure


def _trajectory(figure: Figure, axes: Axes, found: Discovery) -> None:
    path = found.trajectory
    axes.plot(path["coverage"], path["density"], color=GREY, linewidth=0.7, zorder=1)
    dots = axes.scatter(
        path["coverage"], path["density"], c=path["restricted"], cmap=shades(),
        s=26, edgecolor=INK, linewidth=0.4, zorder=2,
    )  # fmt: skip
    chosen = path.row(found.chosen, named=True)
    axes.scatter(
        chosen["coverage"], chosen["density"], s=110, facecolor="none", edgecolor=COLOURS[1], linewidth=1.6
    )
    axes.annotate(
        f"box {found.chosen}", (chosen["coverage"], chosen["density"]), xytext=(8, 6),
        textcoords="offset points", fontsize=8, color=COLOURS[1],
    )  # fmt: skip
    dress(
        axes,
        x="coverage: share of the worlds with the result that lie in the box",
        y="density: share of the box that has the result",
    )
    axes.grid(color=PALE, linewidth=0.6)
    axes.set_xlim(0.0, 1.04)
    axes.set_ylim(bottom=0.0)
    in_percent(axes.xaxis)
    in_percent(axes.yaxis)
    bar = figure.colorbar(dots, ax=axes, aspect=40, pad=0.02)
    bar.set_label("levers restricted", fontsize=9, color=INK)
    bar.ax.tick_params(labelsize=8, colors=INK)
    bar.locator = MaxNLocator(integer=True)
    bar.update_ticks()


def _limits(axes: Axes, found: Discovery) -> None:
    """Draw the kept part of each range, with its limits in words; of keywords the words alone."""
    rows = found.limits.rows(named=True)
    if not rows:
        axes.text(
            0.0, -0.2, "It restricts no lever: it holds all worlds.", fontsize=8, va="bottom", color=INK
        )
    for place, row in enumerate(rows):
        if row["position_low"] is not None:
            axes.barh(place, 1.0, height=0.26, color=PALE)
            width = row["position_high"] - row["position_low"]
            axes.barh(place, width, left=row["position_low"], height=0.26, color=COLOURS[0])
        unit = label(row["lever"]).removeprefix(row["lever"]) if row["low"] is not None else ""
        words = f"{row['limits']}{unit}   quasi-p {probability(row['quasi_p'])}"
        axes.text(0.0, place - 0.2, words, fontsize=8, va="bottom", color=INK)
    axes.set_yticks(range(len(rows)), [row["lever"] for row in rows])
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.75)
    axes.set_xlim(0.0, 1.0)
    axes.set_xticks([0.0, 1.0], ["least", "greatest value"])
    dress(axes, title=f"Limits of box {found.chosen}")
    axes.spines["left"].set_visible(False)
    axes.tick_params("y", length=0)


def _caption(study: Study, found: Discovery) -> str:
    chosen = found.trajectory.row(found.chosen, named=True)
    drawn = (
        f" PRIM was given {found.worlds:,} of them, drawn by chance." if found.worlds < found.out_of else ""
    )
    return (
        f"{study.made_of(found.out_of)}{drawn} In all {found.hits / found.worlds:.1%} have the result; "
        f"in box {found.chosen}, {chosen['mass']:.0%} of the worlds, {chosen['density']:.1%} do, and "
        f"{chosen['coverage']:.0%} of those that have it lie there. "
        "Quasi-p: chance of such a density without the restriction."
    )
