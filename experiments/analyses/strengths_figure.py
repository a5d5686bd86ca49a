"""Charts of strengths and stocks over time: the worlds, what the General Staff believes, the documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num, num2date
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from kantokuen.agents.view import Array
from kantokuen.experiments.analyses.figures import COLOURS, GREY, INK, PALE, dress, entitle, new_figure
from kantokuen.experiments.validation.plays import Found, Played
from kantokuen.experiments.validation.strengths import RECORDS, recorded, sheet, watched
from kantokuen.model.text.words import ENGLISH, Words

_THERE: Final = COLOURS[0]
_BELIEVED: Final = COLOURS[1]
_SIZE: Final = (4.8, 9.4)
"""Width and height in inches: so narrow that a telephone shows the letters at their size or larger."""

_SMALL: Final = 8.0
"""Points of the smallest letters."""

_FROM: Final = date(1941, 4, 1)
_TO: Final = date(1942, 7, 10)
_TICKS: Final = (
    *(date(1941, month, 1) for month in (4, 7, 10)),
    *(date(1942, month, 1) for month in (1, 4, 7)),
)
_ATTACK: Final = date(1941, 6, 22)
_YEAR_ENDS: Final = date(1941, 12, 31)
_LABELLED: Final = date(1942, 2, 20)
"""Day beside which lines are labelled: no document lies near."""

_TENS_OF_THOUSANDS: Final = -4
"""Digits to which men are told."""

_ROOM: Final = 1.3
"""Height of a panel beside the most that it shows."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What one panel shows.

    Attributes:
        signal: what is there, in the record of a run, by name.
        title: what it is called, with its unit.
        unit: how many make one on its axis.
        is_believed: whether the model keeps what the General Staff believes of it, office by office.
        counted: the row of the evidence that gives what Tokyo counted in June, empty where none does.
    """

    signal: str
    title: str
    unit: float = 1.0
    is_believed: bool = False
    counted: str = ""


PANELS: Final = (
    Panel("soviet_divisions", "Soviet divisions", is_believed=True, counted="SOV024"),
    Panel("soviet_men", "Soviet men, million", 1e6, is_believed=True, counted="SOV025"),
    Panel("soviet_tanks", "Soviet tanks, thousand", 1e3, counted="SOV026"),
    Panel("soviet_guns", "Soviet guns, mortars, thousand", 1e3),
    Panel("soviet_aircraft", "Soviet aircraft, thousand", 1e3, counted="SOV027"),
    Panel("divisions_present", "Japanese divisions, north"),
    Panel("oil", "Japan's oil, million kilolitres"),
)
"""The panels, from left to right and from the top down."""


def draw(found: Found, worlds: int, seed: int) -> Figure:
    """Draw the panels and, in the place that is left, how to read them.

    Args:
        found: what the play of the strengths gave.
        worlds: how many it has.
        seed: their seed.
    """
    played = found[watched(worlds)]
    figure = new_figure(*_SIZE)
    grid = figure.subplots(4, 2).ravel()
    for panel, axes in zip(PANELS, grid[:-1], strict=True):
        _draw(axes, panel, played)
    grid[0].text(
        date2num(_ATTACK) + 6.0, 0.97, "Germany attacks", transform=grid[0].get_xaxis_transform(),
        va="top", fontsize=_SMALL, color=INK,
    )  # fmt: skip
    _explain(grid[-1])
    entitle(
        figure,
        "Strengths in the worlds and in the documents",
        f"Historical, {worlds:,} worlds, seed {seed}, told by ten days. Soviet: in the Far East. North: "
        "Manchuria and Korea. The staff: the Army General Staff; what it believes is the mean of worlds.",
    )
    return figure


def told(found: Found, worlds: int, words: Words = ENGLISH) -> str:
    """Tell in words what the charts show, for who does not see them."""
    played = found[watched(worlds)]
    at = played.seen.sitting(_YEAR_ENDS)
    _, means = played.means[at]
    name, day, *_, off = sheet(found, worlds, words).rows[0]
    return words(
        "validation.charts.told",
        day=words.day(_YEAR_ENDS),
        divisions=f"{np.mean(played.seen.also['soviet_divisions'][at]):.0f}",
        men=f"{round(float(np.mean(played.seen.also['soviet_men'][at])), _TENS_OF_THOUSANDS):,.0f}",
        divisions_believed=f"{means['AGS']['soviet_divisions']:.0f}",
        men_believed=f"{round(means['AGS']['soviet_men'], _TENS_OF_THOUSANDS):,.0f}",
        furthest=str(name),
        furthest_day=words.day(day),  # type: ignore[arg-type]
        off=f"{100.0 * abs(float(off)):.0f}",  # type: ignore[arg-type]
    )


def believed(played: Played, panel: Panel) -> Array | None:
    """Return the mean of what the General Staff believes at each sitting, None where it is not kept."""
    if not panel.is_believed:
        return None
    return np.array([means["AGS"][panel.signal] for _, means in played.means])


def _draw(axes: Axes, panel: Panel, played: Played) -> None:
    """Draw the worlds, what is believed, and the documents."""
    days = [date2num(day) for day in played.seen.dates]
    values = played.seen.also[panel.signal] / panel.unit
    low, high = np.quantile(values, (0.05, 0.95), axis=1)
    axes.axvline(date2num(_ATTACK), color=GREY, linewidth=0.8, linestyle=":")
    axes.fill_between(days, low, high, color=_THERE, alpha=0.22, linewidth=0.0)
    axes.plot(days, values.mean(axis=1), color=_THERE, linewidth=1.8).pop().set_gid(panel.signal)
    tops = [float(np.max(high))]
    held = believed(played, panel)
    if held is not None:
        line = axes.plot(days, held / panel.unit, color=_BELIEVED, linewidth=1.6, linestyle=(0, (4, 2))).pop()
        line.set_gid(f"{panel.signal} believed")
        _label(axes, played, np.stack((low, high, held / panel.unit)))
    if panel.counted:
        count = recorded(panel.counted)[0] / panel.unit
        _mark_count(axes, date2num(_ATTACK), count)
        tops.append(count)
    for each in RECORDS:
        if each.signal == panel.signal:
            least, most = (end / panel.unit for end in recorded(each.source))
            _mark(axes, date2num(each.day), least, most)
            tops.append(most)
    dress(axes, title=panel.title)
    axes.set_ylim(0.0, _ROOM * max(tops))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.set_xlim(date2num(_FROM), date2num(_TO))
    axes.xaxis.set_major_locator(FixedLocator([date2num(day) for day in _TICKS]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda day, _: _month(day)))
    axes.grid(axis="y", linewidth=0.6, color=PALE)


def _label(axes: Axes, played: Played, lines: Array) -> None:
    """Write beside band and dashes what they are, each on its own side."""
    at = played.seen.sitting(_LABELLED)
    low, high, held = lines[:, at]
    is_below = held < 0.5 * (low + high)
    names = (("there", _THERE), ("believed", _BELIEVED))
    upper, lower = names if is_below else names[::-1]
    for (name, colour), height, side, lift in (
        (upper, max(high, held), "bottom", 3.0),
        (lower, min(low, held), "top", -3.0),
    ):
        axes.annotate(
            name, (date2num(played.seen.dates[at]), height), (0.0, lift), textcoords="offset points",
            ha="center", va=side, fontsize=_SMALL, color=colour,
        )  # fmt: skip


def _mark(axes: Axes, day: float, least: float, most: float) -> None:
    """Mark what a document gives: a dot, or a bar from the least to the most."""
    if least == most:
        axes.plot([day], [most], marker="o", markersize=4.5, color=INK, markeredgecolor="white", zorder=4)
    else:
        axes.plot([day, day], [least, most], color=INK, linewidth=2.4, solid_capstyle="butt", zorder=4)


def _mark_count(axes: Axes, day: float, count: float) -> None:
    """Mark what Tokyo counted: an empty square."""
    axes.plot(
        [day], [count], marker="s", markersize=5.0, color="white", markeredgecolor=_BELIEVED,
        markeredgewidth=1.4, zorder=5,
    )  # fmt: skip


def _explain(axes: Axes) -> None:
    """Show how each mark looks, and say what it is."""
    axes.set_axis_off()
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(0.0, 1.0)
    heights = iter(np.linspace(0.9, 0.08, 6))

    def say(name: str, colour: str) -> float:
        height = float(next(heights))
        axes.text(0.2, height, name, va="center", fontsize=_SMALL, color=colour)
        return height

    axes.plot([0.02, 0.16], [say("mean of the worlds", _THERE)] * 2, color=_THERE, linewidth=1.8)
    height = say("middle 90 % of the worlds", _THERE)
    axes.fill_between([0.02, 0.16], height - 0.05, height + 0.05, color=_THERE, alpha=0.22, linewidth=0.0)
    height = say("believed by the staff", _BELIEVED)
    axes.plot([0.02, 0.16], [height] * 2, color=_BELIEVED, linewidth=1.6, linestyle=(0, (4, 2)))
    _mark_count(axes, 0.09, say("counted by Tokyo in June", _BELIEVED))
    height = say("a document", INK)
    _mark(axes, 0.09, height, height)
    height = say("a document with a range", INK)
    _mark(axes, 0.09, height - 0.05, height + 0.05)


def _month(day: float) -> str:
    """Write a month, with its year where a year is new."""
    when = num2date(day).date()
    name = f"{when:%b}"
    return f"{name}\n{when.year}" if when in (_FROM, date(1942, 1, 1)) else name
