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

from kantokuen.dashboard import acts
from kantokuen.dashboard.acts import LARGEST_UPLOAD
from kantokuen.dashboard.dialogs import dialog_html
from kantokuen.dashboard.fonts import font_faces
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.memory import give_back
from kantokuen.dashboard.palette import css_variables
from kantokuen.dashboard.panels import PANELS
from kantokuen.dashboard.parts import Bar, Faults, Side, Timebox, Verdict
from kantokuen.dashboard.scene import Scene
from kantokuen.dashboard.scripts import keep_to_shipped
from kantokuen.dashboard.visit import Visit
from kantokuen.dashboard.widgets import Frame, Markup

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
    visit = solara.use_memo(lambda: Visit(router.search or ""), [])
    with solara.Div(classes=["page"]):
        _Frame(visit)
        _Guarded(visit)


@solara.component
def _Guarded(visit: Visit) -> None:
    """The whole page; a fault of ours is told in a sentence, and everything can be set back."""
    fault, forget = solara.use_exception()
    if fault is None:
        _Whole(visit)
        return
    _LOG.error("the page failed", exc_info=fault)

    def start_again(command: str) -> None:
        acts.pick(visit, command)
        forget()

    words = visit.words
    told = words("faults.work", fault=type(fault).__name__)
    Markup(html=render("failed.html", words=words, told=told), event_pick=start_again)


@solara.component
def _Whole(visit: Visit) -> None:
    """Everything on the page, a function of what its visitor has chosen."""
    choice = visit.choice.value
    words = visit.words
    scene = Scene.of(choice)
    tabs = render("tabs.html", words=words, views=tuple(PANELS), view=choice.view)
    with solara.Div():
        Bar(visit, choice)
        Faults(visit)
        with solara.Div(classes=["desk"], attributes={"role": "main"}):
            Side(visit, choice)
            with solara.Div(classes=["main"]):
                Verdict(visit, scene)
                Timebox(visit, scene)
                Markup(html=tabs, event_pick=partial(acts.pick, visit))
                with solara.Div(classes=["panels"]):
                    PANELS[choice.view](visit, scene)
        Markup(html=render("foot.html", words=words))


@solara.component
def _Frame(visit: Visit) -> None:
    """The frame, which follows more than the choice."""
    words = visit.words
    choice = visit.choice.value
    sent = visit.file.value
    title, html = dialog_html(visit.dialog.value, words)
    Frame(
        css=css_variables() + font_faces(),
        link=visit.link,
        title=words("page.title"),
        language=choice.language,
        theme=choice.theme,
        dialog=html,
        dialog_title=title,
        said=visit.said.value,
        words={"close": words("sources_panel.close"), "upload": words("bar.upload")},
        file=sent.as_dict() if sent else None,
        wants_file=visit.asks_file.value,
        copy=visit.copies.value,
        largest_file=LARGEST_UPLOAD,
        event_pick=partial(acts.pick, visit),
        event_upload=partial(acts.upload, visit),
    )


@solara.component
def Layout(children: list[Any]) -> None:
    """Nothing of Solara's own around the page."""
    solara.Div(children=children)
