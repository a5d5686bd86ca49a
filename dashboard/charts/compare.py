"""Charts that compare: lenses, two levers at once, and the smallest changes that would have mattered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.dashboard.charts.colours import ink_on, outcome_styles
from kantokuen.dashboard.charts.common import (
    SMALL,
    Chart,
    Option,
    axis,
    base_option,
    by_width,
    legend,
    percent,
    small_text,
)
from kantokuen.dashboard.charts.worlds import percent_labels
from kantokuen.dashboard.lettering import text_width
from kantokuen.dashboard.palette import SANS, Palette, mix
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import Words

_LEGEND: Final = 52
"""Room for the legend of the lenses, px; twice that on a narrow page."""

_LEAST_SAID: Final = 0.07
"""Smallest share whose number fits into its part of a bar."""

_MANY: Final = 15
_FEW: Final = 8
"""Columns of a map up to which the cells of a map have their number written in, wide and narrow."""

_TOPS: Final = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Ends of the scale of a map, so that maps of nearby shares can be compared."""


def lenses_bar(lenses: Sequence[tuple[str, Mapping[str, float]]], words: Words, palette: Palette) -> Chart:
    """Return the outcomes under each theory of decision as bars of parts.

    Args:
        lenses: the name of a lens, and by outcome its share, 0..1.
        words: the words.
        palette: the colours.
    """
    title, subtitle = words("charts.titles.lenses"), words("charts.notes.lenses")
    names = [words(f"lenses.{lens}.name") for lens, _ in lenses]
    first = OUTCOMES[0]
    said = [
        f"{name} {words.percent(shares[first], 1)}" for name, (_, shares) in zip(names, lenses, strict=True)
    ]
    text = f"{words(f'outcomes.{first}.name')}: {words('numbers.comma').join(said)}"
    label = words("charts.label", title=title, text=text)
    option = base_option(palette, label, "axis", type="shadow")
    height = 90 + 32 * len(lenses)
    option["grid"] = {"left": 122, "right": 18, "top": _LEGEND, "bottom": 26}
    option["yAxis"] = axis(
        palette, type="category", data=names, inverse=True, axisTick={"show": False},
        axisLabel=small_text(palette.ink, width=110, overflow="break", lineHeight=14),
    )  # fmt: skip
    option["xAxis"] = axis(palette, type="value", min=0, max=100, axisLabel=percent_labels(palette))
    styles = outcome_styles(palette)
    option["series"] = [_parts(each, lenses, styles[each], words) for each in OUTCOMES]
    outcomes = [each["name"] for each in option["series"]]
    option["legend"] = legend(palette, outcomes, itemWidth=16, itemGap=12)
    option["media"] = by_width(
        option,
        {"grid": {"left": 96, "top": 2 * _LEGEND}, "yAxis": {"axisLabel": {"width": 86}}},
        {"grid": {"left": 122, "top": _LEGEND}, "yAxis": {"axisLabel": {"width": 110}}},
    )
    head = (words("charts.worlds.lens"), *outcomes)
    rows = tuple(
        (name, *(words.percent(shares[each], 1) for each in OUTCOMES))
        for name, (_, shares) in zip(names, lenses, strict=True)
    )
    return Chart("lenses", title, subtitle, option, label, head, rows, (), height, "row")


def phase_heat(
    x_label: str,
    y_label: str,
    x_values: Sequence[str],
    y_values: Sequence[str],
    shares: Array,
    current: tuple[float, float] | None,
    words: Words,
    palette: Palette,
) -> Chart:
    """Return a map of two levers: the share of worlds with an attack in each cell.

    A click gives the index of its cell, counted along x first.

    Args:
        x_label: name of the lever across.
        y_label: name of the lever upwards.
        x_values: its values in words, from left to right.
        y_values: likewise, from below to above.
        shares: 0..1, shape ``(len(y_values), len(x_values))``; nan for a cell not yet played.
        current: where the present setting lies, in cells from the middle of the first.
        words: the words.
        palette: the colours.
    """
    title = words("charts.titles.phase", x=x_label, y=y_label)
    known = shares[np.isfinite(shares)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    subtitle = words("charts.notes.phase", low=words.percent(low), high=words.percent(high))
    label = words("charts.label", title=title, text=subtitle)
    top = next(each for each in _TOPS if high <= each)
    ramp = share_ramp(palette)
    option = base_option(palette, label)
    rows, columns = shares.shape
    tall = max(24 * rows, 120)
    left = 18 + round(min(max(text_width(each, SMALL) for each in y_values), 110.0))
    option["grid"] = [{"left": left, "right": 16, "top": 34, "height": tall}] * 2
    option["xAxis"] = [
        _cells_axis(palette, x_values, x_label, nameLocation="middle", nameGap=28),
        {"type": "value", "gridIndex": 1, "min": -0.5, "max": columns - 0.5, "show": False},
    ]
    option["yAxis"] = [
        _cells_axis(palette, y_values, y_label, nameLocation="end", nameGap=10) | {
            "nameTextStyle": small_text(
                palette.quiet, align="left", padding=[0, 0, 0, 4 - left], color=palette.ink
            )
        },
        {"type": "value", "gridIndex": 1, "min": -0.5, "max": rows - 0.5, "show": False},
    ]  # fmt: skip
    option["visualMap"] = {
        "type": "continuous", "min": 0, "max": 100 * top, "calculable": False, "orient": "horizontal",
        "left": left - 4, "bottom": 0, "itemHeight": 160, "itemWidth": 12, "inRange": {"color": ramp},
        "seriesIndex": 0, "hoverLink": False, "text": [f"{100 * top:.0f}%", "0%"],
        "textStyle": small_text(palette.quiet),
    }  # fmt: skip
    option["series"] = [_map(x_values, y_values, shares, (x_label, y_label), top, words, palette)]
    if current is not None:
        option["series"].append(_ring(current, words, palette))
    said = [{"series": {"map": {"label": {"show": columns <= most}}}} for most in (_FEW, _MANY)]
    option["media"] = by_width(option, *said)
    head = (words("charts.corner", x=x_label, y=y_label), *x_values)
    table = tuple(
        (y, *(words.percent(float(share)) for share in row)) for y, row in zip(y_values, shares, strict=True)
    )
    return Chart("phase", title, subtitle, option, label, head, table, (), 34 + tall + 90, "cell")


def flips_bar(flips: Sequence[tuple[str, str, str, float]], words: Words, palette: Palette) -> Chart:
    """Return the smallest changes of single levers that would have turned this world.

    Args:
        flips: name of the lever, its value, the value that turns the world, and the change as a share of the
            lever's range, 0..1; smallest first.
        words: the words.
        palette: the colours.
    """
    title, subtitle = words("charts.titles.flips"), words("charts.notes.flips")
    said = [words("charts.flip", name=name, before=a, after=b) for name, a, b, _ in flips]
    label = words("charts.label", title=title, text=words("numbers.semicolon").join(said))
    option = base_option(palette, label)
    tall = 46 * len(flips)
    option["grid"] = {"left": 14, "right": 60, "top": 4, "height": tall}
    option["yAxis"] = {"type": "category", "data": [f[0] for f in flips], "inverse": True, "show": False}
    option["xAxis"] = axis(palette, type="value", min=0, max=100, axisLabel=percent_labels(palette))
    bars = [
        {"value": percent(share), "label": {"formatter": words.percent(share)}} for _, _, _, share in flips
    ]
    heads = [{"value": [0, n], "label": {"formatter": text}} for n, text in enumerate(said)]
    shared = small_text(palette.ink)
    option["series"] = [
        {
            "id": "flips", "type": "bar", "name": title, "data": bars, "barWidth": 10,
            "emphasis": {"disabled": True}, "label": shared | {"show": True, "position": "right"},
            "itemStyle": {"color": mix(palette.card, palette.accent, 0.75), "decal": {"symbol": "none"}},
        },
        {
            "id": "names", "type": "scatter", "data": heads, "symbolSize": 1, "silent": True,
            "itemStyle": {"color": "transparent"},
            "label": shared | {"show": True, "position": "right", "offset": [-6, -15]},
        },
    ]  # fmt: skip
    head = tuple(words(f"charts.flips.{each}") for each in ("lever", "before", "after", "share"))
    rows = tuple((name, a, b, words.percent(share, 1)) for name, a, b, share in flips)
    return Chart("flips", title, subtitle, option, label, head, rows, (), tall + 36, "row")


def share_ramp(palette: Palette) -> list[str]:
    """Return the colours of a share from 0 to the end of the scale, ever further from the ground."""
    low = [mix(palette.raised, palette.north, share) for share in (0.0, 0.35, 0.7, 1.0)]
    return [*low, mix(palette.north, palette.ink, 0.55)]


def _parts(
    outcome: str, lenses: Sequence[tuple[str, Mapping[str, float]]], style: Option, words: Words
) -> Option:
    text = ink_on(style["color"])
    data = [
        {
            "value": percent(shares[outcome]),
            "label": {"show": shares[outcome] >= _LEAST_SAID, "formatter": words.percent(shares[outcome])},
        }
        for _, shares in lenses
    ]
    return {
        "id": outcome, "type": "bar", "stack": "all", "name": words(f"outcomes.{outcome}.name"),
        "data": data, "barWidth": 20, "itemStyle": style, "emphasis": {"disabled": True},
        "label": small_text(text),
    }  # fmt: skip


def _cells_axis(palette: Palette, values: Sequence[str], label: str, **own: object) -> Option:
    ends = {"showMinLabel": True, "showMaxLabel": True}
    return axis(
        palette, type="category", data=list(values), gridIndex=0, name=label, axisTick={"show": False},
        splitArea={"show": False}, nameTextStyle=small_text(palette.ink),
        axisLabel=small_text(palette.quiet, width=110, overflow="break", **ends),
        axisLine={"show": False}, **own,
    )  # fmt: skip


def _map(
    x_values: Sequence[str],
    y_values: Sequence[str],
    shares: Array,
    labels: tuple[str, str],
    top: float,
    words: Words,
    palette: Palette,
) -> Option:
    ramp, data = share_ramp(palette), []
    for y, row in enumerate(shares):
        for x, share in enumerate(row.tolist()):
            place = f"{labels[0]} {x_values[x]}", f"{labels[1]} {y_values[y]}"
            tip = words("charts.worlds.cell", x=place[0], y=place[1], share=words.percent(share, 1))
            value = percent(share) if np.isfinite(share) else "-"
            ground = _ramp_colour(ramp, share / top) if np.isfinite(share) else palette.card
            label = {"formatter": words.number(100 * share), "color": ink_on(ground)}
            data.append({"value": [x, y, value], "tip": tip, "label": label})
    return {
        "id": "map", "type": "heatmap", "name": words("charts.worlds.share"), "data": data,
        "itemStyle": {"borderColor": palette.card, "borderWidth": 1},
        "label": {"show": shares.shape[1] <= _MANY, "fontSize": SMALL, "fontFamily": SANS},
        "emphasis": {"itemStyle": {"borderColor": palette.ink, "borderWidth": 2}},
    }  # fmt: skip


def _ramp_colour(ramp: Sequence[str], place: float) -> str:
    """Return the colour at 0..1 of a ramp of even steps."""
    at = min(max(place, 0.0), 1.0) * (len(ramp) - 1)
    below = min(int(at), len(ramp) - 2)
    return mix(ramp[below], ramp[below + 1], at - below)


def _ring(current: tuple[float, float], words: Words, palette: Palette) -> Option:
    return {
        "id": "current", "type": "scatter", "xAxisIndex": 1, "yAxisIndex": 1, "silent": True, "z": 6,
        "name": words("charts.worlds.current"), "data": [list(current)], "symbolSize": 20,
        "itemStyle": {"color": "transparent", "borderColor": palette.ink, "borderWidth": 2.5},
        "emphasis": {"disabled": True},
    }  # fmt: skip
