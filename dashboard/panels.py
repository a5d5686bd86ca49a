"""The panels of the page, one open at a time: the table, the theatre, the months and the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import solara

from kantokuen.dashboard import acts
from kantokuen.dashboard.charted import Charts
from kantokuen.dashboard.charts.months import month_charts
from kantokuen.dashboard.choice import VIEWS
from kantokuen.dashboard.citing import part_sources
from kantokuen.dashboard.lens_panel import LensPanel
from kantokuen.dashboard.markup import Markup as Safe
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.parts import saves
from kantokuen.dashboard.pictures.table import council_table, table_text
from kantokuen.dashboard.pictures.theatre import theatre, theatre_text
from kantokuen.dashboard.pictures.why import why, why_text
from kantokuen.dashboard.records import Month, Seat
from kantokuen.dashboard.scene import Scene
from kantokuen.dashboard.sources_panel import SourcesPanel
from kantokuen.dashboard.turning_panel import TurningPanel
from kantokuen.dashboard.visit import Visit
from kantokuen.dashboard.widgets import Markup
from kantokuen.dashboard.words import Words
from kantokuen.dashboard.worlds_panel import WorldsPanel

Panel = Callable[[Visit, Scene], solara.Element[Any]]

_MAP_FACTS: Final = ("THE001", "THE002", "SOV036", "SOV037", "JPN017", "THE026")


@solara.component
def TablePanel(visit: Visit, scene: Scene) -> None:
    """Where each office stands, and why the chosen one does."""
    words, palette, choice = visit.words, visit.palette, scene.choice
    month, before = scene.month, scene.grey_month
    selected = choice.office or None
    head, *rows = table_text(month, words, before)

    narrow = visit.is_narrow.value

    def draw() -> str:
        return council_table(month, words, palette, selected=selected, baseline=before, narrow=narrow)

    visit.pictures["table"] = draw
    html = render(
        "table.html",
        words=words,
        month=scene.name(month, words),
        saves=saves(visit, "table", words("table_panel.title")),
        picture=Safe(draw()),
        offices=[(each, words(f"offices.{each}.name")) for each in month.seats],
        office=choice.office,
        head=head,
        rows=rows,
    )
    if selected is not None:
        html += _why(visit, scene, month.seats[selected])
    Markup(html=html, event_pick=partial(acts.pick, visit))


def _why(visit: Visit, scene: Scene, seat: Seat) -> str:
    month = scene.month
    words, palette = visit.words, visit.palette
    head, *rows = why_text(seat, words)
    narrow = visit.is_narrow.value

    def draw() -> str:
        return why(seat, words, palette, narrow=narrow)

    visit.pictures["why"] = draw
    names = [name for name in {**seat.parts_north, **seat.parts_south} if part_sources(name, seat.office)]
    return render(
        "why.html",
        words=words,
        title=words("table_panel.why", office=words(f"offices.{seat.office}.title"))
        + words("numbers.comma")
        + scene.name(month, words),
        saves=saves(visit, "why", words(f"offices.{seat.office}.name")),
        person=words("table_panel.held_by", person=words(f"persons.{seat.person}"))
        + " "
        + words("table_panel.veto", veto=words(f"vetoes.{seat.veto}.name")),
        picture=Safe(draw()),
        beliefs=_beliefs(seat, month, words),
        parts=[
            {
                "name": words(f"considerations.{name}.name"),
                "help": words(f"considerations.{name}.help"),
                "sources": ",".join(part_sources(name, seat.office)),
            }
            for name in names
        ],
        head=head,
        rows=rows,
        office=seat.office,
    )


def _beliefs(seat: Seat, month: Month, words: Words) -> list[str]:
    return [
        words(
            "table_panel.believes",
            believed=words.number(seat.soviet_divisions, 1),
            true=words.number(month.signals["soviet_divisions"], 1),
        ),
        words("table_panel.war", share=words.percent(seat.german_war)),
        words("table_panel.oil", share=words.percent(seat.oil_loss)),
        words("table_panel.ripe", share=words.percent(seat.ripeness)),
    ]


@solara.component
def TheatrePanel(visit: Visit, scene: Scene) -> None:
    """The map of the month."""
    words, palette = visit.words, visit.palette
    month, before = scene.month, scene.grey_month
    sentence, (head, *rows) = theatre_text(month, words, baseline=before)

    narrow = visit.is_narrow.value

    def draw() -> str:
        return theatre(month, words, palette, baseline=before, narrow=narrow)

    visit.pictures["theatre"] = draw
    html = render(
        "theatre.html",
        words=words,
        month=scene.name(month, words),
        saves=saves(visit, "theatre", words("theatre_panel.title"), ",".join(_MAP_FACTS)),
        picture=Safe(draw()),
        sentence=sentence,
        head=head,
        rows=rows,
    )
    Markup(html=html, event_pick=partial(acts.pick, visit))


@solara.component
def MonthsPanel(visit: Visit, scene: Scene) -> None:
    """Charts of what could be measured, and of what was believed."""
    words = visit.words
    charts = month_charts(scene.summer, scene.grey, scene.index, words, visit.palette)
    Markup(
        html=render(
            "head.html", words=words, title=words("months_panel.title"), text=words("months_panel.read")
        )
    )
    Charts(visit, charts, {"month": partial(acts.go, visit)})


PANELS: Final[Mapping[str, Panel]] = MappingProxyType(
    dict(
        zip(
            VIEWS,
            (TablePanel, TheatrePanel, MonthsPanel, TurningPanel, LensPanel, WorldsPanel, SourcesPanel),
            strict=True,
        )
    )
)
"""The panels by the name that the link holds."""
