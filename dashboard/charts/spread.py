"""Charts of how far many worlds spread: when things happen, and how strong the north becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.dashboard.charts.common import (
    Chart,
    Option,
    axis,
    base_option,
    baseline_legend,
    by_width,
    moment,
    month_axis,
    percent,
    short_day,
    small_text,
    thinned,
)
from kantokuen.dashboard.charts.worlds import percent_labels
from kantokuen.dashboard.palette import Palette, mix
from kantokuen.model.calendar import to_date
from kantokuen.model.text.words import Words

_BIN_DAYS: Final = 10.0
_ROW: Final = 62
"""Height of the strip of one event, px."""


def dates_histogram(
    days: Mapping[str, Array], baseline: Mapping[str, Array] | None, words: Words, palette: Palette
) -> Chart:
    """Return when things happen: for each event the share of worlds in each ten days.

    Args:
        days: by event (``embargo_date`` and so on, columns of a run), days after 1 April 1941, infinite
            where it never happens; shape ``(worlds,)``.
        baseline: likewise, None for none.
        words: the words.
        palette: the colours.
    """
    title = words("charts.titles.dates")
    subtitle = words("charts.worlds.dates_note", n=words.number(len(next(iter(days.values())))))
    found = [each[np.isfinite(each)] for each in days.values()]
    last = max((float(each.max()) for each in found if len(each)), default=_BIN_DAYS)
    edges = np.arange(0.0, last + _BIN_DAYS + 1.0, _BIN_DAYS)
    told = [_told(name, each, words) for name, each in days.items()]
    label = words("charts.label", title=title, text=words("numbers.semicolon").join(told))
    option = base_option(palette, label)
    top = 24 if baseline else 4
    option["grid"] = [
        {"left": 8, "right": 14, "top": top + 20 + n * _ROW, "height": _ROW - 26} for n in range(len(days))
    ]
    ends = (to_date(float(edges[0])), to_date(float(edges[-1])))
    option["xAxis"] = [
        month_axis(words, palette, *ends, number=n, has_labels=n == len(days) - 1) for n in range(len(days))
    ]
    binned = {name: _binned(each, edges) for name, each in days.items()}
    highest = percent(max(float(each.max()) for each in binned.values()))
    option["yAxis"] = [
        {"type": "value", "gridIndex": n, "show": False, "min": 0, "max": highest or 1}
        for n in range(len(days))
    ]
    option["title"] = [_heading(text, top + n * _ROW, palette) for n, text in enumerate(told)]
    option["series"] = []
    for n, (name, shares) in enumerate(binned.items()):
        option["series"].append(_bars(name, n, shares, edges, words, palette))
        if baseline is not None:
            option["series"].append(_outline(name, n, _binned(baseline[name], edges), edges, words, palette))
    if baseline is not None:
        option["legend"] = baseline_legend(words, palette)
    wide = [{"minInterval": each["minInterval"]} for each in option["xAxis"]]
    option["media"] = by_width(option, {"xAxis": thinned(option)}, {"xAxis": wide})
    head = tuple(words(f"charts.worlds.{each}") for each in ("event", "happens", "early", "median", "late"))
    rows = tuple((words(f"measured.{name}"), *_quantiles(each, words)) for name, each in days.items())
    height = top + len(days) * _ROW + 26
    return Chart("dates", title, subtitle, option, label, head, rows, (), height)


def peaks_histogram(peaks: Array, baseline: Array | None, words: Words, palette: Palette) -> Chart:
    """Return the most divisions that ever stand in Manchuria and Korea, as shares of worlds.

    Args:
        peaks: divisions, shape ``(worlds,)``.
        baseline: likewise, None for none.
        words: the words.
        palette: the colours.
    """
    title = words("measured.divisions_peak")
    both = peaks if baseline is None else np.concatenate([peaks, baseline])
    places = np.arange(
        int(np.floor(both.min() + 0.5)) - 1, int(np.floor(both.max() + 0.5)) + 2, dtype=np.int64
    )
    shares = _by_division(peaks, places)
    subtitle = words(
        "charts.worlds.peaks_told", median=words.number(float(np.median(peaks))),
        most=words.number(float(peaks.max())), n=words.number(len(peaks)),
    )  # fmt: skip
    label = words("charts.label", title=title, text=subtitle)
    option = base_option(palette, label, "axis", type="shadow")
    option["grid"] = {"left": 44, "right": 14, "top": 32 if baseline is not None else 12, "bottom": 46}
    option["xAxis"] = axis(
        palette, type="category", data=[str(each) for each in places], name=words("charts.units.divisions"),
        nameLocation="middle", nameGap=26, axisTick={"show": False},
    )  # fmt: skip
    option["yAxis"] = axis(palette, type="value", min=0, splitNumber=4, axisLabel=percent_labels(palette))
    option["series"] = [
        {
            "id": "peaks", "type": "bar", "name": words("charts.worlds.share"), "itemStyle": _fill(palette),
            "barCategoryGap": "20%", "barMaxWidth": 36, "data": [percent(each) for each in shares],
            "emphasis": {"disabled": True},
        }
    ]  # fmt: skip
    head = [words("charts.units.divisions"), words("charts.worlds.share")]
    rows = [[words.number(int(n)), words.percent(each, 1)] for n, each in zip(places, shares, strict=True)]
    if baseline is not None:
        before = _by_division(baseline, places)
        option["series"].append(
            _grey_steps("peaks-baseline", [percent(each) for each in before], words, palette)
            | {"step": "middle"}
        )
        option["legend"] = baseline_legend(words, palette)
        head.append(words("charts.baseline"))
        rows = [[*row, words.percent(each, 1)] for row, each in zip(rows, before, strict=True)]
    return Chart("peaks", title, subtitle, option, label, tuple(head), tuple(map(tuple, rows)), (), 260)


def _binned(days: Array, edges: Array) -> Array:
    """Return the share of all worlds in each bin, shape ``(bins,)``."""
    counts, _ = np.histogram(days[np.isfinite(days)], edges)
    return counts / len(days)


def _by_division(peaks: Array, places: NDArray[np.int64]) -> list[float]:
    whole = np.floor(peaks + 0.5)
    return [float(np.mean(whole == each)) for each in places]


def _quantiles(days: Array, words: Words) -> tuple[str, ...]:
    """Say how often an event happens, and when: 5 %, median, 95 % of the worlds where it does."""
    happened = days[np.isfinite(days)]
    share = words.percent(len(happened) / len(days), 1)
    if len(happened) == 0:
        return share, "–", "–", "–"
    early, middle, late = np.quantile(happened, (0.05, 0.5, 0.95), method="inverted_cdf")
    return share, *(words.day(to_date(float(each))) for each in (early, middle, late))


def _told(name: str, days: Array, words: Words) -> str:
    event = words(f"measured.{name}")
    happened = days[np.isfinite(days)]
    if len(happened) == 0:
        return words("charts.worlds.never", event=event)
    middle = to_date(float(np.quantile(happened, 0.5, method="inverted_cdf")))
    share = words.percent(len(happened) / len(days), 1)
    return words(
        "charts.worlds.when", event=event, share=share, day=short_day(words, middle), year=middle.year
    )


def _heading(text: str, top: float, palette: Palette) -> Option:
    style = small_text(palette.ink, fontWeight="normal")
    return {"text": text, "left": 4, "top": top, "padding": [2, 4], "textStyle": style}


def _fill(palette: Palette) -> Option:
    return {"color": mix(palette.card, palette.accent, 0.75), "decal": {"symbol": "none"}}


def _bars(name: str, number: int, shares: Array, edges: Array, words: Words, palette: Palette) -> Option:
    data = []
    for start, share in zip(edges[:-1], shares, strict=True):
        first, last = to_date(float(start)), to_date(float(start) + _BIN_DAYS - 1.0)
        tip = words(
            "charts.worlds.bin", event=words(f"measured.{name}"), first=short_day(words, first),
            last=short_day(words, last), year=last.year, share=words.percent(float(share), 1),
        )  # fmt: skip
        middle = (moment(first) + moment(to_date(float(start) + _BIN_DAYS))) // 2
        data.append({"value": [middle, percent(float(share))], "tip": tip})
    return {
        "id": name, "type": "bar", "name": words(f"measured.{name}"), "xAxisIndex": number, "z": 2,
        "yAxisIndex": number, "data": data, "barWidth": "82%", "itemStyle": _fill(palette),
        "emphasis": {"disabled": True},
    }  # fmt: skip


def _outline(name: str, number: int, shares: Array, edges: Array, words: Words, palette: Palette) -> Option:
    heights = [*(percent(float(each)) for each in shares), 0.0]
    data = [[moment(to_date(float(day))), tall] for day, tall in zip(edges, heights, strict=True)]
    steps = _grey_steps(f"{name}-baseline", data, words, palette)
    return steps | {"step": "end", "xAxisIndex": number, "yAxisIndex": number}


def _grey_steps(key: str, data: list[float] | list[list[float]], words: Words, palette: Palette) -> Option:
    """Return the baseline as an outline behind the bars."""
    return {
        "id": key, "type": "line", "name": words("charts.baseline"), "data": data, "symbol": "none", "z": 3,
        "silent": True, "lineStyle": {"color": palette.baseline, "width": 1.5},
        "itemStyle": {"color": palette.baseline}, "emphasis": {"disabled": True}, "tooltip": {"show": False},
    }  # fmt: skip
