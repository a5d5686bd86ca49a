"""Charts on the page: each in a card with what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import solara

from kantokuen.dashboard import acts
from kantokuen.dashboard.charts.common import Chart
from kantokuen.dashboard.charts.shown import show
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.visit import Visit
from kantokuen.dashboard.widgets import Markup

Picked = Callable[[int], None]


@solara.component
def Charts(visit: Visit, charts: Sequence[Chart], on_pick: Mapping[str, Picked] | None = None) -> None:
    """Show charts side by side.

    Args:
        visit: the page.
        charts: what to show.
        on_pick: by what a click means (`Chart.picks`), what to do with the number of the point.
    """
    with solara.Div(classes=["charts"]):
        for chart in charts:
            ChartCard(visit, chart, (on_pick or {}).get(chart.picks)).key(chart.name)


@solara.component
def ChartCard(visit: Visit, chart: Chart, on_pick: Picked | None = None) -> None:
    """Show one chart."""
    words = visit.words

    def pick(event: Mapping[str, Any]) -> None:
        place = event.get("dataIndex")
        if on_pick is not None and isinstance(place, int):
            on_pick(place)

    with solara.Div(classes=["panel", "chart-card"]):
        show(chart, words, visit.palette, on_pick=pick if on_pick else None)
        if chart.sources:
            html = render("chart_foot.html", words=words, title=chart.title, sources=",".join(chart.sources))
            Markup(html=html, kind="chart-foot", event_pick=partial(acts.pick, visit))
