"""Charts on the page: each in a card with what it rests on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import solara

from kantokuen.dashboard import commands
from kantokuen.dashboard.charts.common import Chart
from kantokuen.dashboard.export import file_name
from kantokuen.dashboard.handing_out import credit
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.palette import SANS, SERIF
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.widgets import Markup, On, Point, view

Picked = Callable[[int], None]


@view("../views/chart.vue")
def ChartView(
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
    event_pick: On[Point] = None,
) -> None:
    """Show a chart; the arguments are the properties of the template.

    Option and rows come as JSON: Solara looks for elements in whatever is nested.
    """


@solara.component
def Charts(session: Session, charts: Sequence[Chart], on_pick: Mapping[str, Picked] | None = None) -> None:
    """Show charts side by side.

    Args:
        session: of the page.
        charts: what to show.
        on_pick: by what a click means (`Chart.picks`), what to do with the number of the point.
    """
    with solara.Div(classes=["charts"]):
        for chart in charts:
            ChartCard(session, chart, (on_pick or {}).get(chart.picks)).key(chart.name)


@solara.component
def ChartCard(session: Session, chart: Chart, on_pick: Picked | None = None) -> None:
    """Show one chart.

    Args:
        session: of the page.
        chart: what to show.
        on_pick: called with the index of what is picked: by `Chart.picks` that of a month, of a row, or of
            a cell counted along the first row first.  Without it nothing can be picked.
    """
    words = session.words
    with solara.Div(classes=["panel", "chart-card"]):
        ChartView(
            option=json.dumps(chart.option, allow_nan=False),
            title=chart.title,
            subtitle=chart.subtitle,
            label=chart.label,
            name=file_name(chart.name.replace("_", "-")),
            head=list(chart.head),
            rows=json.dumps(chart.rows),
            height=chart.height,
            picks=chart.picks if on_pick else "",
            words={
                "table": words("charts.ui.table"),
                "save": words("charts.ui.save", title="{title}", kind="{kind}"),
                "pick": words("charts.ui.pick"),
                "credit": "\n".join([*credit(session, has_shares=False), words("charts.ui.credit")]),
            },
            colours=session.palette.as_dict(),
            fonts={"text": SANS, "title": SERIF},
            event_pick=None if on_pick is None else lambda point: on_pick(point["dataIndex"]),
        )
        if chart.sources:
            html = render("chart_foot.html", words=words, title=chart.title, sources=",".join(chart.sources))
            Markup(html=html, kind="chart-foot", event_pick=partial(commands.pick, session))
