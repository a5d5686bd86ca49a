"""The chart of when it was still open: the odds of one world's futures from each month on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from kantokuen.dashboard.charts.common import Chart, axis, base_option, percent, small_text
from kantokuen.dashboard.palette import Palette
from kantokuen.model.text.words import Words

_HEIGHT: Final = 260


_TOPS: Final = (4, 8, 20, 40, 60, 100)
"""Where an axis of percent may end; a quarter of each is a number that one reads."""


def _fitting(most: float) -> int:
    """Return the least end of the axis that holds a share, in percent, with its label."""
    return next((top for top in _TOPS if most < 0.92 * top), _TOPS[-1])


def futures_bar(
    shares: Mapping[int, Mapping[str, float]],
    days: Sequence[date],
    index: int,
    futures: int,
    words: Words,
    palette: Palette,
) -> Chart:
    """Return, from each month on, the share of futures with an attack in 1941, a bar each; a click picks one.

    Args:
        shares: by the number of sittings held, as far as they are known: ``share``, ``low`` and ``high`` of
            its 95 % interval, 0..1.
        days: of the sittings, all of them.
        index: the period that is looked at.
        futures: how many futures each share rests on.
        words: the words.
        palette: the colours.
    """
    title = words("charts.titles.futures")
    subtitle = words("charts.notes.futures", n=words.number(futures))
    names = [words.day(day) for day in (days[0].replace(day=1), *days[:-1])]
    known = sorted(shares.items())
    said = [f"{names[k]} {words.percent(each['share'], 0)}" for k, each in known]
    label = words("charts.label", title=title, text=words("numbers.comma").join(said))
    top = _fitting(max((100.0 * each["high"] for each in shares.values()), default=0.0))
    option = base_option(palette, label)
    option["grid"] = {"left": 44, "right": 12, "top": 18, "bottom": 30}
    option["xAxis"] = axis(
        palette, type="category", data=[words(f"calendar.short.{day.month}") for day in days],
        axisTick={"show": False}, axisLabel=small_text(palette.quiet, hideOverlap=True),
    )  # fmt: skip
    option["yAxis"] = axis(
        palette,
        type="value",
        min=0,
        max=top,
        interval=top / 4,
        axisLabel=small_text(palette.quiet, formatter="{value}%"),
    )
    bars = [
        {
            "value": [k, percent(each["share"])],
            "itemStyle": {"color": palette.north, "opacity": 1.0 if k == index else 0.55},
        }
        for k, each in known
    ]
    tops = [
        {"value": [k, percent(each["high"])], "label": {"formatter": words.percent(each["share"], 0)}}
        for k, each in known
    ]
    bottoms = [[k, percent(each["low"])] for k, each in known]
    option["series"] = [
        {
            "id": "futures", "type": "bar", "name": title, "data": bars, "barMaxWidth": 26,
            "emphasis": {"disabled": True},
        },
        {
            "id": "intervals", "type": "scatter", "data": tops, "symbol": "rect", "symbolSize": [14, 2],
            "silent": True, "itemStyle": {"color": palette.ink},
            "label": small_text(palette.ink, show=True, position="top", distance=2),
        },
        {
            "id": "lows", "type": "scatter", "data": bottoms, "symbol": "rect", "symbolSize": [14, 2],
            "silent": True, "itemStyle": {"color": palette.ink},
        },
    ]  # fmt: skip
    rows = tuple(
        (
            names[k],
            words.percent(each["share"], 1),
            words("numbers.range", low=words.percent(each["low"], 1), high=words.percent(each["high"], 1)),
        )
        for k, each in known
    )
    return Chart(
        name="futures",
        title=title,
        subtitle=subtitle,
        option=option,
        label=label,
        head=(words("charts.futures.from"), words("charts.worlds.share"), words("charts.worlds.interval")),
        rows=rows,
        height=_HEIGHT,
        picks="row",
    )
