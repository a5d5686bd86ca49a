"""The series of a subplot: lines, the baseline behind them, a band, facts, the marks of days and levels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from kantokuen.dashboard.charts.common import SMALL, Option, moment, small_text
from kantokuen.dashboard.charts.subplots import Dot, Line, Mark, Subplot
from kantokuen.dashboard.palette import SANS
from kantokuen.dashboard.playback import Month
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.model.evidence import fact

BESIDE: Final = 132
"""Room for the labels beside the lines, px."""

MARK_ROW: Final = 20
"""Height of a row of words above marked days, px."""


def series_of(view: ViewModel, subplot: Subplot, number: int, marks: Sequence[Mark]) -> list[Option]:
    """Return the series of a subplot: its lines, the first with the current month, then what lies behind.

    Args:
        view: the world and the rest.
        subplot: the subplot.
        number: of the subplot, from top to bottom.
        marks: days that are marked in it.
    """
    place = {"xAxisIndex": number, "yAxisIndex": number}
    found = [_line(view, line) | place for line in subplot.lines]
    found[0] |= {"markArea": _now(view, subplot), "markLine": _mark_line(view, subplot, marks)}
    if view.baseline is not None:
        compared = [line for line in subplot.lines if line.is_compared]
        parted = [line for line in compared if _parts_from_baseline(view, line)][:1]
        found += [_baseline(view, line, is_named=line in parted) | place for line in compared]
        found += [each | place for line in parted for each in _gap(view, line, number)]
    if subplot.band is not None:
        found += [each | place for each in _band(view, subplot.band, f"{number}")]
    for is_belief in (True, False):
        dots = [each for each in subplot.dots if each.is_belief is is_belief]
        if dots:
            found.append(_dots(view, dots, f"dots-{number}-{is_belief:d}", is_belief=is_belief) | place)
    return found


def is_same(difference: float, digits: int) -> bool:
    """Return whether a difference is nought as it is written."""
    return abs(difference) < 0.5 * 10.0**-digits


def _line(view: ViewModel, line: Line) -> Option:
    return {
        "id": line.key, "type": "line", "name": line.name, "z": 4,
        "data": _data(view.months, line), "symbol": line.symbol, "symbolSize": 6,
        "showAllSymbol": line.symbol != "none", "showSymbol": line.symbol != "none",
        "lineStyle": {"color": line.colour, "type": line.dash, "width": line.width},
        "itemStyle": {"color": line.colour},
        "emphasis": {"disabled": True},
        "endLabel": _end_label(line.name, line.colour),
        "labelLayout": {"moveOverlap": "shiftY"},
    }  # fmt: skip


def _parts_from_baseline(view: ViewModel, line: Line) -> bool:
    pairs = [(month, view.same_period(month)) for month in view.months]
    return any(then and not is_same(line.read(now) - line.read(then), line.digits) for now, then in pairs)


def _baseline(view: ViewModel, line: Line, *, is_named: bool) -> Option:
    """Return the same line in the baseline, grey and behind."""
    grey, name = view.palette.baseline, view.words("charts.baseline")
    months = () if view.baseline is None else view.baseline.months
    return {
        "id": f"{line.key}-baseline", "type": "line", "name": name, "z": 2, "silent": True,
        "data": _data(months, line), "symbol": "none",
        "lineStyle": {"color": grey, "type": line.dash, "width": 1.5},
        "itemStyle": {"color": grey},
        "emphasis": {"disabled": True},
        "endLabel": _end_label(name, view.palette.quiet) | {"show": is_named},
        "labelLayout": {"moveOverlap": "shiftY"},
    }  # fmt: skip


def _gap(view: ViewModel, line: Line, number: int) -> list[Option]:
    """Return the gap between a line and the same line of the baseline, as an area."""
    pairs = [(month, view.same_period(month)) for month in view.months]
    ends = [(moment(now.date), line.read(now), line.read(then)) for now, then in pairs if then is not None]
    known = [each for each in ends if math.isfinite(each[1]) and math.isfinite(each[2])]
    shared = {
        "type": "line", "stack": f"gap-{number}", "stackStrategy": "all", "symbol": "none", "silent": True,
        "z": 1, "lineStyle": {"opacity": 0}, "emphasis": {"disabled": True}, "tooltip": {"show": False},
    }  # fmt: skip
    low = [[when, round(min(one, other), 4)] for when, one, other in known]
    high = [[when, round(abs(one - other), 4)] for when, one, other in known]
    colour, name = view.palette.baseline, view.words("charts.gap")
    area = {"color": colour, "opacity": 0.28}
    return [
        shared | {"id": f"gap-low-{number}", "name": f"gap-{number}", "data": low},
        shared
        | {
            "id": f"gap-{number}", "name": name, "data": high, "areaStyle": area,
            "itemStyle": {"color": colour, "opacity": 0.5},
        },
    ]  # fmt: skip


def _data(months: Sequence[Month], line: Line) -> list[list[float | None]]:
    values = [(moment(month.date), line.read(month)) for month in months]
    return [[when, round(value, 4) if math.isfinite(value) else None] for when, value in values]


def _end_label(name: str, colour: str) -> Option:
    return small_text(
        colour, show=True, formatter=name, distance=6, width=BESIDE - 12, overflow="break", lineHeight=14
    )


def _band(view: ViewModel, ends: tuple[Line, Line], key: str) -> list[Option]:
    low, high = ends
    shared = {
        "type": "line", "stack": f"band-{key}", "symbol": "none", "silent": True, "z": 1,
        "lineStyle": {"opacity": 0}, "emphasis": {"disabled": True}, "tooltip": {"show": False},
    }  # fmt: skip
    height = [[moment(m.date), round(high.read(m) - low.read(m), 4)] for m in view.months]
    area = {"color": high.colour, "opacity": 0.16}
    return [
        shared | {"id": low.key, "name": low.name, "data": _data(view.months, low)},
        shared
        | {
            "id": high.key, "name": high.name, "data": height, "areaStyle": area,
            "itemStyle": {"color": high.colour, "opacity": 0.4},
        },
    ]  # fmt: skip


def _dots(view: ViewModel, dots: Sequence[Dot], key: str, *, is_belief: bool) -> Option:
    first = view.span[0]
    last = view.months[-1].date  # what was recorded of a later day is not told before it
    data = []
    for dot in dots:
        found = fact(dot.fact_id)
        if found.date is None or found.value is None or not first <= found.date <= last:
            continue
        scaled = dot.scale * found.value
        value = view.words.number(scaled, dot.digits)
        day = view.words.day(found.date)
        tip = view.words("charts.months.fact", day=day, value=value, id=found.id)
        data.append({"value": [moment(found.date), scaled], "tip": tip})
    colour = view.palette.belief if is_belief else view.palette.truth
    return {
        "id": key, "type": "scatter", "z": 5, "data": data, "symbolSize": 9 if is_belief else 6,
        "name": view.words("charts.months.estimates" if is_belief else "charts.months.recorded"),
        "symbol": "diamond" if is_belief else "circle",
        "itemStyle": {"color": view.palette.card, "borderColor": colour, "borderWidth": 1.5},
        "emphasis": {"disabled": True},
    }  # fmt: skip


def _now(view: ViewModel, subplot: Subplot) -> Option:
    """Return the current period as a band, and behind it the zones of the subplot."""
    before = view.months[view.index - 1].date if view.index else view.now.date.replace(day=1)
    shade = {"color": view.palette.ink, "opacity": 0.07}
    data: list[list[Option]] = [
        [{"xAxis": moment(before), "itemStyle": shade}, {"xAxis": moment(view.now.date)}]
    ]
    if subplot.zones is not None:
        for (words, colour), (low, high), place in zip(
            subplot.zones, ((0.0, 1.0), (-1.0, 0.0)), ("insideTopLeft", "insideBottomLeft"), strict=True
        ):
            label = {"show": True, "formatter": words, "position": place, "color": colour, "fontSize": SMALL}
            style = {"color": colour, "opacity": 0.06}
            data.append([{"yAxis": low, "itemStyle": style, "label": label}, {"yAxis": high}])
    return {"silent": True, "data": data, "label": {"show": False}}


def _mark_line(view: ViewModel, subplot: Subplot, marks: Sequence[Mark]) -> Option:
    """Return the line of the current day, the marked days, and the levels of a subplot."""
    ink, quiet = view.palette.ink, view.palette.quiet
    data: list[Option] = [
        {
            "xAxis": moment(view.now.date),
            "lineStyle": {"color": ink, "type": "solid"},
            "label": {"show": False},
        }
    ]
    first, last = view.span
    for number, (day, words) in enumerate(marks):
        label = {
            "formatter": words, "position": "end", "distance": MARK_ROW * (1 + number % 2),
            "align": "left" if day - first < 0.6 * (last - first) else "right", "color": quiet,
        }  # fmt: skip
        style = {"color": view.palette.warning, "type": "dashed"}
        data.append({"xAxis": moment(day), "lineStyle": style, "label": label})
    for value, words in subplot.levels:
        label = {
            "formatter": words,
            "position": "insideStartTop",
            "color": quiet,
            "backgroundColor": view.palette.card,
        }
        data.append({"yAxis": value, "lineStyle": {"color": quiet, "type": "dotted"}, "label": label})
    shared = {"fontSize": SMALL, "fontFamily": SANS}
    return {"silent": True, "symbol": "none", "animation": False, "label": shared, "data": data}
