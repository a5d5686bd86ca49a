"""The days left at each sitting: those to the end of the season beside those that the staff needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from kantokuen.dashboard.charts.common import Option, axis, moment, small_text
from kantokuen.dashboard.lettering import signed
from kantokuen.dashboard.palette import mix
from kantokuen.dashboard.playback import Month
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.model.calendar import is_season_past, to_day

FIRST: Final = date(1941, 6, 1)
LAST: Final = date(1941, 10, 31)
"""First and last day of the strip."""

RUNGS: Final = "path://M0,0H14V3H0ZM0,5H14V8H0ZM0,10H14V13H0Z"
"""The sign of the days needed: what their bars are made of."""

_MOST_SAID: Final = 6
"""Sittings up to which each says its days left; beyond it only the current one."""


@dataclass(frozen=True, slots=True)
class _Sitting:
    """The days at a sitting: to the end of the season, and those that the staff needs of them."""

    month: Month
    total: float
    needed: float


def sittings(view: ViewModel, *, is_too_late: bool) -> list[Month]:
    """Return the sittings in the time that is shown, before or after the season has gone by."""
    shown = [month for month in view.months if FIRST <= month.date <= LAST]
    return [month for month in shown if is_season_past(month.date) is is_too_late]


def left_in_words(view: ViewModel, month: Month) -> str:
    """Say how many days are left to order an attack, or by how many it is too late."""
    days = month.signals["days_left"]
    said = "next_season" if is_season_past(month.date) else "left" if days >= 0.0 else "short"
    return view.words(f"charts.schedule.{said}", n=view.words.number(abs(days)))


def day_axis(view: ViewModel) -> Option:
    """Return the axis of the days."""
    return axis(
        view.palette, type="value", gridIndex=1, min=0.0, splitNumber=3, nameGap=12, boundaryGap=[0, "25%"],
        name=view.words("charts.units.days"), axisLine={"show": False}, axisTick={"show": False},
        nameTextStyle=small_text(view.palette.quiet, align="right", padding=[0, 8, 0, 0]),
    )  # fmt: skip


def today(view: ViewModel) -> Option:
    """Return the line of the current day, if it lies within the strip."""
    line = {"xAxis": moment(view.now.date), "lineStyle": {"color": view.palette.ink, "type": "solid"}}
    data = [line | {"label": {"show": False}}] if FIRST <= view.now.date <= LAST else []
    return {"silent": True, "symbol": "none", "animation": False, "data": data}


def day_bars(view: ViewModel) -> list[Option]:
    """Return the bars of both kinds at each sitting of the season, and what stands above them."""
    colours, words, found = view.palette, view.words, _days(view)
    tips = [
        words(
            "charts.schedule.days_tip", period=view.name(each.month.date), total=words.number(each.total),
            needed=words.number(each.needed), left=left_in_words(view, each.month),
        )
        for each in found
    ]  # fmt: skip
    have, need = (
        [
            {"value": [moment(each.month.date), days], "tip": tip}
            for each, days, tip in zip(found, kind, tips, strict=True)
        ]
        for kind in ([each.total for each in found], [each.needed for each in found])
    )
    # bars of this kind leave the ends of the axis where they are, so that both subplots have the same days
    bar = {
        "type": "pictorialBar", "symbol": "rect", "xAxisIndex": 1, "yAxisIndex": 1, "barGap": "10%",
        "barWidth": 18 if len(found) <= _MOST_SAID else 5, "emphasis": {"disabled": True},
    }  # fmt: skip
    full = {"color": mix(colours.card, colours.leaf, 0.75)}
    rungs = {
        "symbolRepeat": True, "symbolClip": True, "symbolSize": ["100%", 3], "symbolMargin": 1,
        "itemStyle": {"color": mix(colours.card, colours.ink, 0.7)},
    }  # fmt: skip
    return [
        bar | {"id": "have", "name": words("charts.schedule.have"), "data": have, "itemStyle": full},
        bar | {"id": "need", "name": words("charts.schedule.need"), "data": need} | rungs,
        {
            "id": "said", "type": "scatter", "data": bar_texts(view, is_short=False), "symbolSize": 1, "z": 6,
            "itemStyle": {"color": "transparent"}, "silent": True, "xAxisIndex": 1, "yAxisIndex": 1,
            "markLine": today(view),
            "label": small_text(
                colours.ink, show=True, position="top", backgroundColor=colours.card, padding=1
            ),
        },
    ]  # fmt: skip


def bar_texts(view: ViewModel, *, is_short: bool) -> list[Option]:
    """Return what stands above the bars: the days left in words, or the numbers alone where room is short."""
    found, said = _days(view), []
    for each in found:
        if len(found) <= _MOST_SAID or each.month is view.now:
            left = each.month.signals["days_left"]
            text = signed(view.words, left, 0, nought="±") if is_short else left_in_words(view, each.month)
            top = max(each.total, each.needed)
            said.append({"value": [moment(each.month.date), top], "label": {"formatter": text}})
    for month in [] if is_short else sittings(view, is_too_late=True)[:1]:
        label = {"formatter": view.words("charts.schedule.gone"), "color": view.palette.warning}
        said.append({"value": [moment(month.date), 0], "label": label})
    return said


def _days(view: ViewModel) -> list[_Sitting]:
    found = []
    for month in sittings(view, is_too_late=False):
        day = to_day(month.date)
        total = round(month.signals["season_ends"] - day, 2)
        found.append(_Sitting(month, total, round(total - month.signals["days_left"], 2)))
    return found
