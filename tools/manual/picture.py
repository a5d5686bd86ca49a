"""A picture of the summer: the mean stance of the offices, a line for each."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Final

from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, MonthLocator, date2num
from matplotlib.ticker import MultipleLocator

from kantokuen.experiments.analyses.figures import GREY, INK, dress, entitle, new_figure, write
from kantokuen.experiments.results import Results
from kantokuen.experiments.runner import run_worlds
from kantokuen.experiments.summary import summarise
from kantokuen.model.parameters import PARAMETERS

WORLDS: Final = 2_000
UNTIL: Final = "1941-12"
_WIDTH: Final = 1.9
"""Of a line, in points; so are the dashes."""

LINES: Final = {
    "FOR": ("Foreign Minister", "#cc79a7", (9, 3, 2, 3)),
    "OPS": ("Army staff, operations", "#d55e00", ()),
    "KAS": ("Kwantung Army, staff", "#b8860b", (7, 4)),
    "AGS": ("Army staff, chief", "#a02020", (2, 3)),
    "WAR": ("War Minister", "#444444", (12, 4)),
    "EMP": ("Emperor", "#6a3d9a", (4, 4)),
    "NGS": ("Navy staff", "#0072b2", ()),
}
"""The offices with a line of their own: label, colour and dashes; the others are thin and grey.

Colours keep apart for the colour-blind, dashes for a print in black.
"""


def draw(worlds: int = WORLDS) -> str:
    """Run the historical scenario on the ten-day cadence and return the picture, an SVG."""
    results = run_worlds("historical", worlds, cadence="ten-day", until=UNTIL)
    figure = new_figure(9.2, 4.8)
    axes = figure.add_subplot()
    _draw_lines(axes, results)
    for number, (when, words) in enumerate(_marks(results)):
        axes.axvline(date2num(when), color=GREY, linewidth=0.8, linestyle=":")
        height = 1.01 + 0.04 * (number % 2)
        axes.text(
            date2num(when), height, words, ha="center", fontsize=8, transform=axes.get_xaxis_transform()
        )
    dress(axes, y="net stance: south below, north above")
    axes.set_ylim(-1.0, 1.0)
    axes.set_xlim(date2num(date(1941, 4, 1)), date2num(date(1941, 12, 31)))
    axes.axhline(0.0, color=INK, linewidth=0.6)
    axes.grid(axis="y", linewidth=0.5)
    axes.yaxis.set_major_locator(MultipleLocator(0.5))
    axes.yaxis.set_major_formatter("{x:+.1f}")
    axes.xaxis.set_major_locator(MonthLocator())
    axes.xaxis.set_major_formatter(DateFormatter("%b"))
    figure.legend(loc="outside right upper", frameon=False, fontsize=8, labelcolor="linecolor")
    entitle(
        figure,
        f"Mean stance of the offices, {results.worlds:,} worlds, seed {results.seed}",
        "sittings of the council, 1941, every ten days",
    )
    into = BytesIO()
    write(figure, into, "svg")
    return into.getvalue().decode()


def _draw_lines(axes: Axes, results: Results) -> None:
    """Draw a line for each office, those with a name from the most northern at the end down."""
    days = [date2num(when) for when, _ in results.means]
    _, last = results.means[-1]
    named = sorted(LINES, key=lambda office: -last[office]["net"])
    others = [office for office in last if office not in LINES]
    for office in (*named, *others):
        label, colour, dashes = LINES.get(office, ("the other offices", GREY, ()))
        (line,) = axes.plot(
            days,
            [offices[office]["net"] for _, offices in results.means],
            color=colour,
            linestyle=(0, [length / _WIDTH for length in dashes]) if dashes else "-",
            linewidth=_WIDTH if office in LINES else 0.7,
            label=f"{label} ({office})" if office in LINES else label if office == others[0] else None,
            zorder=3 if office in LINES else 2,
        )
        line.set_gid(office)


def _marks(results: Results) -> list[tuple[date, str]]:
    """Return the days that are marked: the German attack, and two medians over worlds."""
    summary = summarise(results)
    attack = PARAMETERS["germany.barbarossa"].default
    marks = [(attack, "Germany attacks")] if isinstance(attack, date) else []
    for measure, words in (("embargo_date", "oil embargo"), ("southern_war_date", "southern war")):
        median = summary[measure]["median"]
        if median is not None:
            marks.append((date.fromisoformat(median), f"{words} (median)"))
    return marks
