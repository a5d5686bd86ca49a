"""The crash schedule against the days left: what the staff planned for which day, and how time ran out."""

from __future__ import annotations

from datetime import date
from typing import Final

from kantokuen.dashboard.charts.common import (
    Chart,
    Option,
    axis,
    base_option,
    by_width,
    legend,
    moment,
    month_axis,
    short_day,
    small_text,
)
from kantokuen.dashboard.charts.days_left import (
    FIRST,
    LAST,
    RUNGS,
    bar_texts,
    day_axis,
    day_bars,
    left_in_words,
    sittings,
    today,
)
from kantokuen.dashboard.lettering import signed
from kantokuen.dashboard.playback import Month
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.model.evidence import fact

_STEPS: Final = (
    "DEC001", "DEC002", "DEC003", "DEC004", "DEC005", "DEC006", "DEC007", "DEC008", "DEC009",
)  # fmt: skip
"""The dated steps of the crash schedule, in order."""

_DONE: Final = {"DEC002": "mobilise", "DEC004": "reversal", "DEC008": "war"}
"""The turn of a world that answers a step: mobilised, given up instead of decided, war begun."""

_SOURCES: Final = (*_STEPS, "THE026", "THE039", "THE042", "THE043")

_HEIGHT: Final = 490
_STRIP_TOP: Final = 52
_STRIP: Final = 252
_DAYS_TOP: Final = _STRIP_TOP + _STRIP + 38
_STEPS_WIDE: Final = 250
_STEPS_NARROW: Final = 172


def schedule(view: ViewModel) -> Chart:
    """Return the crash schedule as a strip of dated steps, and below it the days left at each sitting."""
    words = view.words
    title, subtitle = words("charts.titles.schedule"), _subtitle(view)
    label = words("charts.label", title=title, text=subtitle)
    option = base_option(view.palette, label)
    option["xAxis"] = [
        month_axis(words, view.palette, FIRST, LAST, number=n, has_labels=n == 1)
        | {
            "splitLine": {"show": True, "lineStyle": {"color": view.palette.grid}},
            "axisLine": {"show": n == 1},
        }
        for n in range(2)
    ]
    option["yAxis"] = [_step_axis(view, _STEPS_WIDE), day_axis(view)]
    option["series"] = [_planned(view), _here(view), *day_bars(view)]
    names: list[str | Option] = [each["name"] for each in option["series"] if "name" in each]
    names[-1] = {"name": names[-1], "icon": RUNGS}
    option["legend"] = legend(view.palette, names, itemWidth=14)
    _lay_out(view, option)
    head = (words("charts.schedule.step"), words("charts.schedule.planned"), words("charts.schedule.here"))
    rows = tuple(
        (_step(view, step), view.words.day(_planned_day(step)), _answer(view, step)) for step in _STEPS
    )
    both = [*sittings(view, is_too_late=False), *sittings(view, is_too_late=True)]
    rows += tuple(_sitting_row(view, month) for month in both)
    return Chart("schedule", title, subtitle, option, label, head, rows, _SOURCES, _HEIGHT)


def _lay_out(view: ViewModel, option: Option) -> None:
    """Place the steps, and the days under the same months; on a narrow page the days have the full width."""
    forms = []
    for steps, days, is_wide in ((_STEPS_NARROW, 40, False), (_STEPS_WIDE, _STEPS_WIDE, True)):
        grid = [
            {"left": steps, "right": 14, "top": _STRIP_TOP, "height": _STRIP},
            {"left": days, "right": 14, "top": _DAYS_TOP, "height": _HEIGHT - _DAYS_TOP - 28},
        ]
        axes = [{"axisLabel": {"width": steps - 16}}, {}]
        series = {
            "here": {"label": {"show": is_wide}},
            "said": {"data": bar_texts(view, is_short=not is_wide)},
        }
        forms.append({"grid": grid, "yAxis": axes, "series": series})
    option["grid"] = forms[1]["grid"]
    option["media"] = by_width(option, *forms)


def _step_axis(view: ViewModel, width: int) -> Option:
    data = []
    for step in _STEPS:
        day = _planned_day(step)
        said = view.words("charts.schedule.dated", day=short_day(view.words, day), text=_step(view, step))
        is_past = day <= view.now.date
        colour = view.palette.ink if is_past else view.palette.quiet
        data.append({"value": said, "textStyle": {"color": colour}})
    labels = small_text(view.palette.quiet, width=width - 16, overflow="break", lineHeight=13, interval=0)
    return axis(
        view.palette, type="category", gridIndex=0, inverse=True, data=data, axisTick={"show": False},
        axisLine={"show": False}, axisLabel=labels,
    )  # fmt: skip


def _sitting_row(view: ViewModel, month: Month) -> tuple[str, str, str]:
    name = view.words("charts.schedule.sitting", period=view.name(month.date))
    return name, view.words("charts.schedule.no_plan"), left_in_words(view, month)


def _subtitle(view: ViewModel) -> str:
    words, then, text = view.words, view.same_period(view.now), left_in_words(view, view.now)
    if then is not None:
        off = signed(words, view.now.signals["days_left"] - then.signals["days_left"], 0, nought="±")
        is_same = off == signed(words, 0.0, 0, nought="±")
        key = "charts.months.same" if is_same else "charts.months.compared"
        text = words(key, text=text, difference=off)
    said = words("charts.months.now", period=view.name(view.now.date), text=text)
    return words("numbers.space").join([said, words("charts.notes.schedule")])


def _step(view: ViewModel, step: str) -> str:
    return view.words(f"charts.steps.{step}")


def _planned_day(step: str) -> date:
    found = fact(step).date
    if found is None:
        raise ValueError(f"{step} has no date")
    return found


def _here_day(view: ViewModel, step: str) -> date | None:
    return view.playback.ending.days.get(_DONE[step]) if step in _DONE else None


def _answer(view: ViewModel, step: str) -> str:
    """Say what this world did about a step, for the twin: everything, whatever the current period."""
    day = _here_day(view, step)
    if day is None:
        return view.words("charts.schedule.never" if step in _DONE else "charts.schedule.no_plan")
    return view.words(f"charts.schedule.{_DONE[step]}", day=view.words.day(day))


def _planned(view: ViewModel) -> Option:
    """Return the steps as marks, those of the past filled, with the line of the current day."""
    colours, words, data = view.palette, view.words, []
    for row, step in enumerate(_STEPS):
        day = _planned_day(step)
        is_past = day <= view.now.date
        look = {
            "color": colours.ink if is_past else colours.card,
            "borderColor": colours.ink if is_past else colours.quiet,
            "borderWidth": 1.5,
        }
        tip = words("charts.schedule.tip", step=_step(view, step), day=words.day(day), id=step)
        data.append({"value": [moment(day), row], "itemStyle": look, "tip": tip})
    return {
        "id": "planned", "type": "scatter", "name": words("charts.schedule.planned"), "xAxisIndex": 0,
        "yAxisIndex": 0, "symbol": "diamond", "symbolSize": 11, "data": data, "z": 6,
        "itemStyle": {"color": colours.ink}, "emphasis": {"disabled": True}, "markLine": today(view),
    }  # fmt: skip


def _here(view: ViewModel) -> Option:
    """Return what this world has done about a step so far, on the row of the step."""
    colours, words, data = view.palette, view.words, []
    for row, step in enumerate(_STEPS):
        day = _here_day(view, step)
        if day is not None and day <= min(view.now.date, LAST):
            said = words(f"charts.schedule.{_DONE[step]}", day=short_day(words, day))
            label = {"formatter": said}
            data.append({"value": [moment(day), row], "tip": _answer(view, step), "label": label})
    return {
        "id": "here", "type": "scatter", "name": words("charts.schedule.here"), "xAxisIndex": 0, "z": 7,
        "yAxisIndex": 0, "symbol": "circle", "symbolSize": 13, "data": data, "emphasis": {"disabled": True},
        "itemStyle": {"color": "transparent", "borderColor": colours.north, "borderWidth": 2.5},
        "label": small_text(
            colours.north, show=True, position="right", distance=6, backgroundColor=colours.card, padding=2
        ),
    }  # fmt: skip
