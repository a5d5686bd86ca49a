"""Sections: parts of the page that are a template filled in, whose controls say commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import solara

from kantokuen.dashboard import commands
from kantokuen.dashboard.markup import Markup as Safe
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.widgets import Markup


def section(
    session: Session,
    template: str,
    *,
    kind: str = "",
    on_pick: Callable[[str], None] | None = None,
    **fields: object,
) -> solara.Element[Any]:
    """Show a template.

    Args:
        session: of the page.
        template: file name of the template.
        kind: of section, for the style sheet.
        on_pick: takes the commands of its controls in place of `kantokuen.dashboard.commands.pick`.
        fields: what the template asks for beside the words.
    """
    html = render(template, words=session.words, **fields)
    return Markup(html=html, kind=kind, event_pick=on_pick or partial(commands.pick, session))


def picture(session: Session, name: str, draw: Callable[[], str]) -> Safe:
    """Return a picture for a template, and keep how it is drawn for those who save it."""
    session.pictures[name] = draw
    return Safe(draw())


def saves(session: Session, name: str, title: str, *sources: str) -> Safe:
    """Return the buttons that save a picture and show what it rests on."""
    fields = {"name": name, "title": title, "sources": ",".join(sources)}
    return Safe(render("saves.html", words=session.words, **fields))
