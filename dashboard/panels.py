"""The panels of the page, one open at a time: the table, the theatre, the months and the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import solara

from kantokuen.dashboard import commands, findings
from kantokuen.dashboard.charts.card import Charts
from kantokuen.dashboard.charts.months import month_charts
from kantokuen.dashboard.doubt_panel import DoubtPanel
from kantokuen.dashboard.lens_panel import LensPanel
from kantokuen.dashboard.people import tenures
from kantokuen.dashboard.pictures.table import council_table, table_text
from kantokuen.dashboard.pictures.theatre import theatre, theatre_text
from kantokuen.dashboard.sections import picture, saves, section
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.sources_panel import SourcesPanel
from kantokuen.dashboard.state import VIEWS
from kantokuen.dashboard.turning_panel import TurningPanel
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.dashboard.why_panel import why_html
from kantokuen.dashboard.worlds_panel import WorldsPanel
from kantokuen.model.evidence import value

Panel = Callable[[Session, ViewModel], solara.Element[Any]]

_LABOUR: Final = "THE025"
"""Evidence of those who were pressed into labour for the build-up."""

_MAP_FACTS: Final = ("THE001", "THE002", "SOV036", "SOV037", "JPN017", "THE026")


@solara.component
def TablePanel(session: Session, view: ViewModel) -> None:
    """Where each office stands, and why the chosen one does."""
    words, month, office = view.words, view.now, view.state.office
    changes = tenures(view.months, view.index)
    head, *rows = table_text(month, words, view.before, changes)
    drawn = partial(
        council_table,
        month,
        words,
        view.palette,
        selected=office or None,
        baseline=view.before,
        changes=changes,
        narrow=session.is_narrow.value,
        trail=view.trail,
    )
    section(
        session,
        "table.html",
        finding=findings.table(month, words),
        month=view.name(month.date),
        saves=saves(session, "table", words("table_panel.title")),
        picture=picture(session, "table", drawn),
        offices=[(each, words(f"offices.{each}.name")) for each in month.seats],
        office=office,
        head=head,
        rows=rows,
        why=why_html(session, view, month.seats[office], changes.get(office)) if office else "",
    )


@solara.component
def TheatrePanel(session: Session, view: ViewModel) -> None:
    """The map of the month."""
    words, month = view.words, view.now
    sentence, (head, *rows) = theatre_text(month, words, baseline=view.before)
    narrow = session.is_narrow.value
    section(
        session,
        "theatre.html",
        finding=findings.theatre(month, words),
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
    section(
        session,
        "head.html",
        finding=findings.months(view.playback, words),
        title=words("months_panel.title"),
        text=words("months_panel.read"),
    )
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
