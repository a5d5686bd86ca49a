"""Charts of how many worlds end: each outcome with its interval, and the odds of one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kantokuen.dashboard.charts.colours import outcome_styles
from kantokuen.dashboard.charts.common import (
    Chart,
    Option,
    axis,
    base_option,
    baseline_legend,
    by_width,
    percent,
    points,
    small_text,
)
from kantokuen.dashboard.palette import Palette
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import Words

Shares = Mapping[str, Mapping[str, float]]
"""By outcome ``share``, ``low`` and ``high`` of its 95 % interval, 0..1: `experiments.summary.shares`."""

_GAP: Final = "-"
"""Where a line is broken."""


def outcomes_bar(
    shares: Shares, baseline: Shares | None, worlds: int, words: Words, palette: Palette
) -> Chart:
    """Return how the worlds end: a bar for each outcome with its interval, the baseline as a grey mark.

    Args:
        shares: of these worlds.
        baseline: of the baseline, None for none.
        worlds: how many worlds stand behind `shares`.
        words: the words.
        palette: the colours.
    """
    title = words("charts.titles.outcomes")
    subtitle = words("charts.worlds.behind", n=words.number(worlds))
    told = [
        f"{words(f'outcomes.{each}.name')} {words.percent(shares[each]['share'], 1)}" for each in OUTCOMES
    ]
    label = words("charts.label", title=title, text=words("numbers.comma").join(told))
    option = base_option(palette, label)
    option["grid"] = {"left": 150, "right": 52, "top": 30 if baseline else 8, "bottom": 26}
    option["yAxis"] = axis(
        palette, type="category", data=[words(f"outcomes.{each}.name") for each in OUTCOMES], inverse=True,
        axisTick={"show": False},
        axisLabel=small_text(palette.ink, width=138, overflow="break", lineHeight=14),
    )  # fmt: skip
    option["xAxis"] = axis(
        palette, type="value", min=0, max=100, interval=25, axisLabel=percent_labels(palette)
    )
    styles = outcome_styles(palette)
    bars = [
        {
            "value": percent(shares[each]["share"]), "itemStyle": styles[each],
        }
        for each in OUTCOMES
    ]  # fmt: skip
    said = [
        {
            "value": [percent(shares[each]["high"]), row],
            "label": {"formatter": words.percent(shares[each]["share"], 1)},
        }
        for row, each in enumerate(OUTCOMES)
    ]
    option["series"] = [
        {
            "id": "share", "type": "bar", "name": words("charts.worlds.share"), "data": bars, "barWidth": 18,
            "emphasis": {"disabled": True},
        },
        {
            "id": "said", "type": "scatter", "data": said, "symbolSize": 1, "silent": True,
            "itemStyle": {"color": "transparent"},
            "label": small_text(palette.ink, show=True, position="right", distance=6),
        },
        _whiskers([shares[each] for each in OUTCOMES], palette),
    ]  # fmt: skip
    head = ["outcome", "share", "interval"]
    if baseline is not None:
        option["series"].append(_ticks([baseline[each]["share"] for each in OUTCOMES], words, palette, 28))
        option["legend"] = baseline_legend(words, palette)
        head += ["baseline", "difference"]
    option["media"] = by_width(
        option,
        {"grid": {"left": 112}, "yAxis": {"axisLabel": {"width": 100}}},
        {"grid": {"left": 150}, "yAxis": {"axisLabel": {"width": 138}}},
    )
    rows = tuple(_row(each, shares, baseline, words) for each in OUTCOMES)
    columns = tuple(words(f"charts.worlds.{each}") for each in head)
    return Chart("outcomes", title, subtitle, option, label, columns, rows, (), 240)


def percent_labels(palette: Palette) -> Option:
    """Return the labels of an axis of percentages."""
    return small_text(palette.quiet, formatter="{value}%")


def _row(outcome: str, shares: Shares, baseline: Shares | None, words: Words) -> tuple[str, ...]:
    share = shares[outcome]
    interval = words(
        "numbers.range", low=words.percent(share["low"], 1), high=words.percent(share["high"], 1)
    )
    row = (words(f"outcomes.{outcome}.name"), words.percent(share["share"], 1), interval)
    if baseline is None:
        return row
    before = baseline[outcome]["share"]
    return (*row, words.percent(before, 1), points(words, share["share"] - before, 1))


def _whiskers(
    shares: Sequence[Mapping[str, float]], palette: Palette, *, colour: str | None = None, width: float = 1.5
) -> Option:
    """Return the intervals as one broken line with a short bar at each end."""
    data: list[list[float | str]] = []
    for row, share in enumerate(shares):
        data += [[percent(share["low"]), row], [percent(share["high"]), row], [_GAP, row]]
    ink = colour or palette.ink
    return {
        "id": "interval", "type": "line", "data": data, "silent": True, "symbol": "rect", "z": 3,
        "symbolSize": [1.5, 9 + width], "lineStyle": {"color": ink, "width": width},
        "itemStyle": {"color": ink},
        "emphasis": {"disabled": True}, "tooltip": {"show": False}, "animation": False,
    }  # fmt: skip


def _ticks(shares: Sequence[float], words: Words, palette: Palette, tall: int) -> Option:
    """Return the shares of the baseline as grey upright marks."""
    return {
        "id": "baseline", "type": "scatter", "name": words("charts.baseline"), "symbol": "rect",
        "silent": True,
        "symbolSize": [3, tall], "itemStyle": {"color": palette.baseline}, "emphasis": {"disabled": True},
        "data": [[percent(share), row] for row, share in enumerate(shares)], "z": 5,
    }  # fmt: skip
