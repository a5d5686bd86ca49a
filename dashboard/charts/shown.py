"""A chart on the page: the thin component that hands a `Chart` to its template."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import solara

from kantokuen.dashboard.charts.common import Chart
from kantokuen.dashboard.palette import SANS, SERIF, Palette
from kantokuen.dashboard.widgets import On, Point, view
from kantokuen.dashboard.words import Words

Pick = Callable[[Point], None]


@view("../views/chart.vue")
def _chart(
    option: str,
    title: str,
    subtitle: str,
    label: str,
    name: str,
    head: list[str],
    rows: str,
    height: int,
    picks: str,
    words: dict[str, str],
    colours: dict[str, str],
    fonts: dict[str, str],
    still: bool = False,  # noqa: FBT001, FBT002  (a property of the template)
    event_pick: On[Point] = None,
) -> None:
    """Show a chart; the arguments are the properties of the template.

    Option and rows come as JSON: Solara looks for elements in whatever is nested.
    """


def show(
    chart: Chart, words: Words, palette: Palette, *, on_pick: Pick | None = None, is_still: bool = False
) -> solara.Element[Any]:
    """Put a chart on the page.

    Args:
        chart: the chart.
        words: the words of its buttons.
        palette: the colours around it.
        on_pick: called with ``dataIndex``, ``name``, ``value`` and ``seriesName`` of what is picked: by
            `Chart.picks` the index of a month, of a row, or of a cell counted along the first row first.
            Without it nothing can be picked.
        is_still: whether it never moves, whatever the visitor's machine says.
    """
    return _chart(
        option=json.dumps(chart.option, allow_nan=False),
        title=chart.title,
        subtitle=chart.subtitle,
        label=chart.label,
        name=f"kantokuen-{chart.name.replace('_', '-')}",
        head=list(chart.head),
        rows=json.dumps(chart.rows),
        height=chart.height,
        picks=chart.picks if on_pick else "",
        words={
            "table": words("charts.ui.table"),
            "save": words("charts.ui.save", title="{title}", kind="{kind}"),
            "pick": words("charts.ui.pick"),
            "credit": words("charts.ui.credit"),
        },
        colours=palette.as_dict(),
        fonts={"text": SANS, "title": SERIF},
        still=is_still,
        event_pick=on_pick,
    )
