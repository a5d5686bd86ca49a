"""The panels of the page, one open at a time: the table, the theatre, the months and the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import solara

from kantokuen.dashboard import commands
from kantokuen.dashboard.charts.card import Charts
from kantokuen.dashboard.charts.months import month_charts
from kantokuen.dashboard.doubt_panel import DoubtPanel
from kantokuen.dashboard.lens_panel import LensPanel
from kantokuen.dashboard.markup import Markup as Safe
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.pictures.table import council_table, table_text
from kantokuen.dashboard.pictures.theatre import theatre, theatre_text
from kantokuen.dashboard.pictures.why import why, why_text
from kantokuen.dashboard.playback import Seat
from kantokuen.dashboard.sections import picture, saves, section
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.sources_panel import SourcesPanel
from kantokuen.dashboard.state import VIEWS
from kantokuen.dashboard.turning_panel import TurningPanel
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.dashboard.worlds_panel import WorldsPanel
from kantokuen.model.evidence import value
from kantokuen.model.grounds import grounds_of_part

Panel = Callable[[Session, ViewModel], solara.Element[Any]]

_LABOUR: Final = "THE025"
"""Evidence of those who were pressed into labour for the build-up."""

_MAP_FACTS: Final = ("THE001", "THE002", "SOV036", "SOV037", "JPN017", "THE026")


@solara.component
def TablePanel(session: Session, view: ViewModel) -> None:
    """Where each office stands, and why the chosen one does."""
    words, month, office = view.words, view.now, view.state.office
    head, *rows = table_text(month, words, view.before)
    drawn = partial(
        council_table,
        month,
        words,
        view.palette,
        selected=office or None,
        baseline=view.before,
        narrow=session.is_narrow.value,
        trail=view.trail,
    )
    section(
        session,
        "table.html",
        month=view.name(month.date),
        saves=saves(session, "table", words("table_panel.title")),
        picture=picture(session, "table", drawn),
        offices=[(each, words(f"offices.{each}.name")) for each in month.seats],
        office=office,
        head=head,
        rows=rows,
        why=_why(session, view, month.seats[office]) if office else "",
    )


def _why(session: Session, view: ViewModel, seat: Seat) -> Safe:
    words, month, office = view.words, view.now, seat.office
    head, *rows = why_text(seat, words)
    drawn = partial(why, seat, words, view.palette, narrow=session.is_narrow.value)
    grounds = {part: grounds_of_part(part, office) for part in {**seat.parts_north, **seat.parts_south}}
    title = (words("table_panel.why", office=words(f"offices.{office}.title")), view.name(month.date))
    person = words("table_panel.held_by", person=words(f"persons.{seat.person}"))
    html = render(
        "why.html",
        words=words,
        title=words("numbers.comma").join(title),
        saves=saves(session, "why", words(f"offices.{office}.name")),
        person=f"{person} {words('table_panel.veto', veto=words(f'vetoes.{seat.veto}.name'))}",
        picture=picture(session, "why", drawn),
        beliefs=[
            words(
                "table_panel.believes",
                believed=words.number(seat.soviet_divisions, 1),
                true=words.number(month.signals["soviet_divisions"], 1),
            ),
            words(
                "table_panel.men",
                believed=words.number(seat.soviet_men),
                true=words.number(month.signals["soviet_men"]),
            ),
            words("table_panel.war", share=words.percent(seat.german_war)),
            words("table_panel.oil", share=words.percent(seat.oil_loss)),
            words("table_panel.ripe", share=words.percent(seat.ripeness), at=words.percent(seat.picks_at)),
            words("table_panel.hope", share=words.percent(seat.hope)),
        ],
        parts=[
            {
                "name": words(f"considerations.{part}.name"),
                "help": words(f"considerations.{part}.help"),
                "sources": ",".join(cited),
            }
            for part, cited in grounds.items()
            if cited
        ],
        head=head,
        rows=rows,
        office=office,
    )
    return Safe(html)


@solara.component
def TheatrePanel(session: Session, view: ViewModel) -> None:
    """The map of the month."""
    words, month = view.words, view.now
    sentence, (head, *rows) = theatre_text(month, words, baseline=view.before)
    narrow = session.is_narrow.value
    section(
        session,
        "theatre.html",
        month=view.name(month.date),
        saves=saves(session, "theatre", words("theatre_panel.title"), *_MAP_FACTS),
        picture=picture(
            session,
            "theatre",
            partial(theatre, month, words, view.palette, baseline=view.before, narrow=narrow),
        ),
        sentence=sentence,
        labour=words("theatre_panel.labour", n=words.number(value(_LABOUR))),
        labour_source=_LABOUR,
        head=head,
        rows=rows,
    )


@solara.component
def MonthsPanel(session: Session, view: ViewModel) -> None:
    """Charts of what could be measured, and of what was believed."""
    words = view.words
    section(session, "head.html", title=words("months_panel.title"), text=words("months_panel.read"))
    Charts(session, month_charts(view), {"month": partial(commands.go, session)})


PANELS: Final[Mapping[str, Panel]] = MappingProxyType(
    dict(
        zip(
            VIEWS,
            (
                TablePanel,
                TheatrePanel,
                MonthsPanel,
                TurningPanel,
                LensPanel,
                WorldsPanel,
                DoubtPanel,
                SourcesPanel,
            ),
            strict=True,
        )
    )
)
"""The panels by the name that the link holds."""
