"""Printing: a lesson as one file that a browser prints on A4 and Letter, without a network."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from kantokuen.dashboard.fonts import embedded_faces
from kantokuen.dashboard.lessons.telling import ADDRESS
from kantokuen.dashboard.markup import Markup, render
from kantokuen.dashboard.palette import PALETTES, SANS, SERIF
from kantokuen.model.text.words import Words


def printed(lesson: dict[str, Any], words: Words) -> str:
    """Return a lesson as HTML: the teacher's pages, the handout on one page, each role sheet on one.

    Args:
        lesson: as `kantokuen.dashboard.lessons.telling.told` gives it.
        words: of its language.
    """
    page = render("lesson.html", lesson=lesson, words=words, address=ADDRESS, style=_style())
    # the fonts go in last: which of them are needed the whole text tells
    return page.replace("</style>", f"{embedded_faces(page)}</style>", 1)


def _style() -> Markup:
    """Return the style sheet with the colours and fonts of the page filled in; paper is white."""
    style = (files("kantokuen.dashboard.lessons") / "print.css").read_text(encoding="utf-8")
    for name, value in {**PALETTES["light"].as_dict(), "sans": SANS, "serif": SERIF}.items():
        style = style.replace(f"{{{{{name}}}}}", value)
    return Markup(style)
