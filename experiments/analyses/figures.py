"""The look that all figures share, and how a figure becomes a file.

Figures are objects of their own: no global state of Matplotlib is read or changed, but for the few settings
that hold while a file is written.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from textwrap import fill
from typing import Any, Final

import numpy as np
from matplotlib import colormaps, rc_context
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from kantokuen.experiments.files import checked_suffix, whole

FIGURE_SUFFIXES: Final = (".svg", ".png")
INK: Final = "#222222"
GREY: Final = "#767676"
PALE: Final = "#e4e4e4"
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9")
"""Lines and bars; they keep apart for the colour-blind."""
_RESOLUTION = 150.0  # dots per inch of a PNG
_LETTERS = 14.5  # letters of a caption per inch of width
_AT_SAVING: Final[Any] = {"svg.fonttype": "none", "svg.hashsalt": "kantokuen"}


def new_figure(width: float, height: float) -> Figure:
    """Make an empty figure on white; width and height in inches."""
    return Figure(figsize=(width, height), layout="constrained", facecolor="white")


def entitle(figure: Figure, title: str, caption: str) -> None:
    """Set the title of a figure above it, and below it what a reader must know to read it."""
    width = figure.get_figwidth()
    figure.suptitle(fill(title, int(width * 9.5)), x=0.01, ha="left", fontsize=12, weight="bold", color=INK)
    figure.supxlabel(fill(caption, int(width * _LETTERS)), x=0.01, ha="left", fontsize=8, color=INK)


def dress(axes: Axes, *, x: str = "", y: str = "", title: str = "") -> None:
    """Give axes the shared look: labels, small figures, no box."""
    axes.set_xlabel(x, fontsize=9, color=INK)
    axes.set_ylabel(y, fontsize=9, color=INK)
    if title:
        axes.set_title(title, fontsize=9, loc="left", color=INK)
    axes.tick_params(labelsize=8, colors=INK, length=3)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(GREY)


def shades() -> Colormap:
    """Return the colour map of a quantity, from pale to blue.

    It runs evenly in lightness, so that the colour-blind and a print in grey keep the order, and stops short
    of the dark end, so that ink reads on every shade.
    """
    return LinearSegmentedColormap.from_list("shades", colormaps["YlGnBu"](np.linspace(0.02, 0.66, 128)))


def in_percent(axis: Axis) -> None:
    """Write the shares on an axis as percentages."""
    axis.set_major_formatter(PercentFormatter(xmax=1.0))


def save(figure: Figure, path: Path) -> None:
    """Write a figure as SVG or PNG, as the name of the file says: the same figure, the same bytes.

    Text in an SVG stays text, so that it can be searched and read aloud.

    Raises:
        InputError: another kind of file is asked for, or the file cannot be written.
    """
    suffix = checked_suffix(path, FIGURE_SUFFIXES)
    with whole(path) as beside:
        write(figure, beside, suffix[1:])


def write(figure: Figure, into: Path | BytesIO, form: str) -> None:
    """Write a figure in a form, ``svg`` or ``png``, with nothing in it that would differ the next time."""
    undated: dict[str, Any] = {"Date": None} if form == "svg" else {"Software": None}
    with rc_context(_AT_SAVING):
        figure.savefig(into, format=form, dpi=_RESOLUTION, metadata=undated)
