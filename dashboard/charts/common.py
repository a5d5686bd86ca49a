"""What all charts share: the form of a chart, colours, axes, and how text is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from kantokuen.dashboard.lettering import signed, text_width
from kantokuen.dashboard.palette import SANS, Palette
from kantokuen.model.text.words import Words

Option = dict[str, Any]
Picks = Literal["", "month", "row", "cell"]

SMALL: Final = 12
"""Size of the smallest text, px."""

NARROW: Final = 560
"""Width up to which a chart is drawn as for a narrow page, px."""

SLIM: Final = 420
"""Width up to which a chart has no room for labels beside its lines either, px."""

ANIMATION_MS: Final = 200
_NARROWEST: Final = 310.0
"""Room for a legend on the narrowest page, px."""

_ITEM_GAP: Final = 12
LEGEND_ROW: Final = 24
"""Height of a row of a legend, px."""

_DAY_MS: Final = 86_400_000
_MONTH_MS: Final = 32 * _DAY_MS
"""Least distance of two labels of an axis of time, so that none is finer than a month."""

_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """One chart with its text twin.

    Attributes:
        name: for the file that is saved.
        title: what is shown.
        subtitle: what it says at the moment, the difference from the baseline included.
        option: for ECharts, plain data only; each series has an id. It is not to be changed.
        label: the chart in a sentence, for those who do not see it.
        head: the columns of the twin.
        rows: the rows of the twin; the tooltip of a point is the row of its index. Where cells are
            picked, the first column names the row and each further cell is a point.
        sources: ids of the evidence behind the series.
        height: px.
        picks: what a click means: nothing, the nearest month, the row or the cell of a point.
    """

    name: str
    title: str
    subtitle: str
    option: Option
    label: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...] = ()
    height: int = 280
    picks: Picks = ""


def moment(day: date) -> int:
    """Return a day as ECharts counts it: milliseconds since 1970, UTC."""
    return (day - _EPOCH).days * _DAY_MS


def small_text(colour: str, **own: Any) -> Option:
    """Return the look of small text, with whatever it has of its own."""
    return {"color": colour, "fontSize": SMALL, "fontFamily": SANS} | own


def base_option(palette: Palette, label: str, trigger: str = "item", **pointer: Any) -> Option:
    """Return what every option begins with: fonts, tooltip, description, a short animation.

    Args:
        palette: the colours.
        label: the chart in a sentence.
        trigger: what has a tooltip: an ``item``, or the ``axis``.
        pointer: how a place on the axis is pointed to.
    """
    return {
        "useUTC": True,
        "animationDuration": ANIMATION_MS,
        "animationDurationUpdate": ANIMATION_MS,
        "backgroundColor": "transparent",
        "textStyle": small_text(palette.ink),
        "aria": {"enabled": True, "label": {"description": label}},
        "tooltip": {
            "confine": True,
            "backgroundColor": palette.card,
            "borderColor": palette.line,
            "textStyle": small_text(palette.ink),
            "trigger": trigger,
            "extraCssText": "box-shadow:none;border-radius:4px;max-width:320px;white-space:normal",
        }
        | ({"axisPointer": pointer} if pointer else {}),
    }


def axis(palette: Palette, **own: Any) -> Option:
    """Return an axis of thin lines and quiet numbers, with whatever it has of its own."""
    return {
        "axisLine": {"lineStyle": {"color": palette.line}},
        "axisTick": {"lineStyle": {"color": palette.line}},
        "splitLine": {"lineStyle": {"color": palette.grid}},
        "axisLabel": small_text(palette.quiet),
        "nameTextStyle": small_text(palette.quiet),
    } | own


def by_width(option: Option, narrow: Option, wide: Option, middle: Option | None = None) -> list[Option]:
    """Return the forms of an option by its width.

    Both name every series of it: what a form leaves out would be taken for removed.

    Args:
        option: the option, with its series.
        narrow: what is different up to `NARROW`, or up to `SLIM` where there is a middle; ``series`` by id.
        wide: likewise of a wider one.
        middle: likewise between `SLIM` and `NARROW`.
    """
    forms = []
    for form in (narrow, wide, middle or {}):
        own = form.get("series", {})
        series = [{"id": each["id"], **own.get(each["id"], {})} for each in option["series"]]
        forms.append(form | {"series": series})
    if middle is None:
        return [{"query": {"maxWidth": NARROW}, "option": forms[0]}, {"option": forms[1]}]
    return [
        {"query": {"maxWidth": SLIM}, "option": forms[0]},
        {"query": {"minWidth": SLIM + 1, "maxWidth": NARROW}, "option": forms[2]},
        {"option": forms[1]},
    ]


def baseline_legend(words: Words, palette: Palette) -> Option:
    """Return a legend that explains the grey of the baseline."""
    entry = {"name": words("charts.baseline"), "icon": "rect"}
    return legend(palette, [entry], itemWidth=18, itemHeight=3)


def legend(palette: Palette, names: Sequence[str | Option], **own: Any) -> Option:
    """Return a legend that only explains; it switches nothing off."""
    return {
        "data": list(names),
        "selectedMode": False,
        "left": 0,
        "top": 0,
        "itemWidth": 26,
        "itemHeight": 10,
        "itemGap": _ITEM_GAP,
        "textStyle": small_text(palette.ink),
    } | own


def rows_of(names: Sequence[str], item_width: int) -> int:
    """Return how many rows a legend takes on the narrowest page.

    Args:
        names: its entries.
        item_width: of the sign before each, px.
    """
    rows, at = 1 if names else 0, 0.0
    for name in names:
        wide = item_width + 5 + text_width(name, SMALL)
        if at and at + wide > _NARROWEST:
            rows, at = rows + 1, 0.0
        at += wide + _ITEM_GAP
    return rows


def points(words: Words, difference: float, digits: int = 0) -> str:
    """Write a difference of two shares of 0..1 in percentage points."""
    return words("charts.points", n=signed(words, 100.0 * difference, digits, nought="±"))


def thinned(option: Option) -> list[Option]:
    """Return what makes the axes of time of an option name every third month only, for a narrow page."""
    return [{"minInterval": 3 * _MONTH_MS} for _ in option["xAxis"]]


def percent(share: float) -> float:
    """Return a share of 0..1 in percent, to three digits after the point."""
    return round(100.0 * float(share), 3)


def short_day(words: Words, day: date) -> str:
    """Write a day without its year: 2 Jul."""
    return words("charts.short_day", day=day.day, month=words(f"calendar.short.{day.month}"))


def month_axis(
    words: Words, palette: Palette, first: date, last: date, *, number: int = 0, has_labels: bool = True
) -> Option:
    """Return an axis of time; the label of a month begins where the month does, January has the year.

    Args:
        words: the words.
        palette: the colours.
        first: its first day.
        last: its last day.
        number: of the subplot.
        has_labels: whether its labels are shown.
    """
    formatter = {
        "year": words("charts.axis_year"), "month": words("charts.axis_month"), "day": " ", "hour": " ",
    }  # fmt: skip
    labels = small_text(palette.quiet, show=has_labels, align="left", hideOverlap=True, formatter=formatter)
    return axis(
        palette, type="time", gridIndex=number, min=moment(first), max=moment(last), minInterval=_MONTH_MS,
        splitNumber=15, axisLabel=labels, axisTick={"show": has_labels}, splitLine={"show": False},
    )  # fmt: skip
