"""Charts of lines over the months, in one subplot or in several above each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from kantokuen.dashboard.charts.common import (
    LEGEND_ROW,
    Chart,
    Option,
    axis,
    base_option,
    by_width,
    legend,
    month_axis,
    rows_of,
    small_text,
    thinned,
)
from kantokuen.dashboard.charts.strokes import BESIDE, MARK_ROW, is_same, series_of
from kantokuen.dashboard.charts.subplots import Line, Mark, Subplot
from kantokuen.dashboard.lettering import signed
from kantokuen.dashboard.playback import Month
from kantokuen.dashboard.view_model import ViewModel

_LEFT: Final = 46
_TOP: Final = 28
_BOTTOM: Final = 30
_BETWEEN: Final = 40
_SAMPLE: Final = 28
"""Width of the sample of a line in the legend, px."""

_SIGN: Final = 14
"""Width of another sign in the legend, px."""


def month_chart(
    view: ViewModel,
    name: str,
    title: str,
    subplots: Sequence[Subplot],
    *,
    sources: Sequence[str],
    marks: Sequence[Mark] = (),
    height: int = 280,
    note: str = "",
) -> Chart:
    """Return a chart of lines over the months.

    Args:
        view: the world, the baseline, the period, words and colours.
        name: of the chart.
        title: of the chart.
        subplots: from top to bottom.
        sources: ids of the evidence behind the lines.
        marks: days that are marked.
        height: px.
        note: a sentence after what the subtitle tells.
    """
    words = view.words
    lines = [line for subplot in subplots for line in subplot.lines]
    subtitle = words("numbers.space").join(each for each in (told(view, lines), note) if each)
    label = words("charts.label", title=title, text=subtitle)
    line = {"color": view.palette.quiet}
    option = base_option(view.palette, label, "axis", type="line", lineStyle=line)
    option["axisPointer"] = {"link": [{"xAxisIndex": "all"}]}
    option["xAxis"] = [
        month_axis(
            words, view.palette, *view.span,
            number=n, has_labels=n == len(subplots) - 1,
        )
        for n in range(len(subplots))
    ]  # fmt: skip
    option["yAxis"] = [_value_axis(view, subplot, n) for n, subplot in enumerate(subplots)]
    option["series"] = [
        each
        for n, subplot in enumerate(subplots)
        for each in series_of(view, subplot, n, marks if n == 0 else ())
    ]
    _lay_out(view, option, subplots, height, len(marks))
    rows = tuple((view.name(month.date), *_cells(view, lines, month)) for month in view.months)
    head = (words("charts.months.period"), *_head(view, lines))
    return Chart(name, title, subtitle, option, label, head, rows, tuple(sources), height, "month")


def told(view: ViewModel, lines: Sequence[Line]) -> str:
    """Say the values of the current period, and what differs from the baseline."""
    words, then = view.words, view.same_period(view.now)
    said, none_differs = [], then is not None
    for line in (each for each in lines if each.is_told):
        value = line.read(view.now)
        text = words(
            "charts.months.value", name=line.name, value=words.number(value, line.digits), unit=line.unit
        )
        if then is not None and not is_same(value - line.read(then), line.digits):
            none_differs = False
            off = signed(words, value - line.read(then), line.digits, nought="±")
            text = words("charts.months.compared", text=text, difference=off)
        said.append(text)
    if not said:
        return ""
    text = words("numbers.comma").join(said)
    if none_differs:
        text = words("charts.months.same", text=text)
    return words("charts.months.now", period=view.name(view.now.date), text=text)


def _value_axis(view: ViewModel, subplot: Subplot, number: int) -> Option:
    return axis(
        view.palette, type="value", gridIndex=number, name=subplot.unit, nameLocation="end", nameGap=10,
        nameTextStyle=small_text(view.palette.quiet, align="left", padding=[0, 0, 0, 8 - _LEFT]),
        min=subplot.low, max=subplot.high, splitNumber=4, interval=subplot.step,
        axisLine={"show": False}, axisTick={"show": False},
    )  # fmt: skip


def _lay_out(view: ViewModel, option: Option, subplots: Sequence[Subplot], height: int, n_marks: int) -> None:
    """Place the subplots and the legend: names beside the lines where there is room, else above them."""
    series = option["series"]
    lines = list(dict.fromkeys(each["name"] for each in series if "endLabel" in each))
    bands = [{"name": each["name"], "icon": "roundRect"} for each in series if "areaStyle" in each]
    dots = list(dict.fromkeys(each["name"] for each in series if each["type"] == "scatter"))
    others = [each["name"] for each in bands] + dots
    marked = MARK_ROW * min(n_marks, 2)
    above, below = LEGEND_ROW * rows_of(lines, _SAMPLE), LEGEND_ROW * rows_of(others, _SIGN)
    has_symbols = any(line.symbol != "none" for subplot in subplots for line in subplot.lines)
    option["legend"] = [
        legend(view.palette, lines, show=False, itemWidth=_SAMPLE, itemHeight=10 if has_symbols else 2),
        legend(view.palette, [*bands, *dots], show=bool(others), itemWidth=_SIGN),
    ]
    option["grid"] = _grids(subplots, height, top=LEGEND_ROW * bool(others) + marked, right=BESIDE)
    narrow = {
        "legend": [{"show": True}, {"top": above}],
        "grid": _grids(subplots, height, top=above + below + marked, right=14),
        "xAxis": thinned(option),
        "series": {each["id"]: {"endLabel": {"show": False}} for each in series if "endLabel" in each},
    }
    wide = {
        "legend": [{"show": False}, {"top": 0}],
        "grid": option["grid"],
        "xAxis": [{"minInterval": each["minInterval"]} for each in option["xAxis"]],
        "series": {each["id"]: {"endLabel": each["endLabel"]} for each in series if "endLabel" in each},
    }
    option["media"] = by_width(option, narrow, wide, wide | {"xAxis": thinned(option)})


def _grids(subplots: Sequence[Subplot], height: int, *, top: int, right: int) -> list[Option]:
    first, count = _TOP + top, len(subplots)
    tall = (height - first - _BOTTOM - _BETWEEN * (count - 1)) // count
    places = [first + number * (tall + _BETWEEN) for number in range(count)]
    return [{"left": _LEFT, "right": right, "top": at, "height": tall} for at in places]


def _head(view: ViewModel, lines: Sequence[Line]) -> list[str]:
    names = [line.name for line in lines]
    if view.baseline is None:
        return names
    return [each for name in names for each in (name, view.words("charts.months.base_column", name=name))]


def _cells(view: ViewModel, lines: Sequence[Line], month: Month) -> list[str]:
    then, words = view.same_period(month), view.words
    found = []
    for line in lines:
        found.append(words.number(line.read(month), line.digits))
        if view.baseline is not None:
            found.append(words.number(line.read(then) if then else math.nan, line.digits))
    return found
