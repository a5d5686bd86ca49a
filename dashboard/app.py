"""The page; ``kantokuen dashboard`` starts it, and so does ``solara run kantokuen.dashboard.app``."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from typing import Any

import solara
import solara.lab
from solara.server import settings

from kantokuen.dashboard import commands
from kantokuen.dashboard.commands import LARGEST_UPLOAD
from kantokuen.dashboard.dialogs import dialog_html
from kantokuen.dashboard.fonts import PREFIX, font_faces
from kantokuen.dashboard.handing_out import handed_out
from kantokuen.dashboard.memory import give_back
from kantokuen.dashboard.opening import Guessed, Opening
from kantokuen.dashboard.palette import css_variables
from kantokuen.dashboard.panels import PANELS
from kantokuen.dashboard.parts import Bar, Exporting, Faults, Side, Timebox, Verdict
from kantokuen.dashboard.scripts import keep_to_shipped
from kantokuen.dashboard.sections import section
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.share import HOUSE
from kantokuen.dashboard.tour import Tour
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.dashboard.widgets import Frame

_LOG = logging.getLogger(__name__)
_PUBLIC = str(files("kantokuen.dashboard") / "public")
if _PUBLIC not in settings.assets.extra_locations:
    settings.assets.extra_locations.append(_PUBLIC)
keep_to_shipped()
settings.main.mode = "production"  # which takes each script in its short form


@solara.lab.on_kernel_start
def _give_back_at_the_end() -> Callable[[], None]:
    return give_back


@solara.component
def Page() -> None:
    """The page of one visitor."""
    router = solara.use_router()
    session = solara.use_memo(lambda: Session(router.search or ""), [])
    with solara.Div(classes=["page"]):
        _Frame(session)
        _Guarded(session)


@solara.component
def _Guarded(session: Session) -> None:
    """The whole page; a fault of ours is told in a sentence, and everything can be set back."""
    fault, forget = solara.use_exception()
    if fault is None:
        _Whole(session)
        return
    _LOG.error("the page failed", exc_info=fault)

    def start_again(command: str) -> None:
        commands.pick(session, command)
        forget()

    told = session.words("faults.work", fault=type(fault).__name__)
    section(session, "failed.html", told=told, on_pick=start_again)


@solara.component
def _Whole(session: Session) -> None:
    """Everything on the page, a function of what its visitor has chosen."""
    state = session.state.value
    if state.opening:
        with solara.Div():
            Faults(session)
            Opening(session, state)
        return
    view = ViewModel.of(state, session.palette, session.telling.value)
    with solara.Div():
        Bar(session, state)
        Faults(session)
        Exporting(session, state)
        with solara.Div(classes=["desk"]):
            Side(session, view)
            with solara.Div(classes=["main"], attributes={"role": "main"}):
                Tour(session, state)
                Guessed(session, state)
                Verdict(session, view)
                Timebox(session, view)
                section(session, "tabs.html", kind="tabs-dock", views=tuple(PANELS), view=state.view)
                with solara.Div(classes=["panels"], attributes={"id": "panels", "tabindex": "-1"}):
                    PANELS[state.view](session, view)
        section(session, "foot.html")


@solara.component
def _Frame(session: Session) -> None:
    """The frame, which follows more than the state."""
    words = session.words
    state = session.state.value
    sent = session.file.value
    title, html = handed_out(session) or dialog_html(session.dialog.value, words)
    Frame(
        css=css_variables() + font_faces(f"{HOUSE.root_path}{PREFIX}"),
        address={"link": session.link, "place": state.place, "travelled": session.travelled.value},
        scene="opening" if state.opening else "page",
        title=words("page.title"),
        language=state.language,
        theme=state.theme,
        dialog=html,
        dialog_title=title,
        said=session.said.value,
        words={"close": words("sources_panel.close"), "upload": words("bar.upload")},
        file=sent.as_dict() if sent else None,
        wants_file=session.asks_file.value,
        copy=session.copies.value,
        print=session.prints.value,
        largest_file=LARGEST_UPLOAD,
        event_pick=partial(commands.pick, session),
        event_travel=partial(commands.travel, session),
        event_upload=partial(commands.upload, session),
    )


@solara.component
def Layout(children: list[Any]) -> None:
    """Nothing of Solara's own around the page."""
    solara.Div(children=children)
