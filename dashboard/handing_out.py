"""What is handed out of a page: its link, its pictures with what they are of, and a poster."""

from __future__ import annotations

from functools import partial

from kantokuen.dashboard import verdict
from kantokuen.dashboard.credit import cite, of_what
from kantokuen.dashboard.markup import Markup as Safe
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.palette import PALETTES, Palette
from kantokuen.dashboard.pictures.captioned import captioned
from kantokuen.dashboard.pictures.dots import WIDE, count_signs, dots, field_of, mark
from kantokuen.dashboard.pictures.persimmon import persimmon
from kantokuen.dashboard.pictures.poster import Sheet, poster
from kantokuen.dashboard.pictures.table import council_table
from kantokuen.dashboard.pictures.theatre import theatre
from kantokuen.dashboard.results import first_odds, in_common, odds_key
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.share import handout
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.model.errors import InputError
from kantokuen.version import __version__

_WHOLE = frozenset({"poster"})
"""Pictures that say themselves what they are of."""


def credit(session: Session, *, has_shares: bool = True) -> list[str]:
    """Return the lines that stand below what is handed out.

    Args:
        session: of the page.
        has_shares: whether to say how many worlds stand behind shares; a chart says it itself.
    """
    state, words = session.state.value, session.words
    odds = session.shown_odds(state.question) if has_shares else None
    link = handout(session.visited, session.link).link
    return [*of_what(state, words, odds), cite(words), words("credit.link", link=link)]


def about(session: Session) -> dict[str, str | int]:
    """Return what a data file says of itself: what it is of, how it is cited, and its link."""
    state, words = session.state.value, session.words
    request = state.request
    return {
        "title": state.title or words(f"scenarios.{request.scenario.name}.title"),
        "scenario": request.scenario.name,
        "seed": request.seed,
        "version": __version__,
        "citation": cite(words),
        "link": handout(session.visited, session.link).link,
    }


def with_credit(session: Session, name: str, picture: str) -> str:
    """Return a picture of the page with a title above it and its credit below it."""
    if name in _WHOLE:
        return picture
    words = session.words
    return captioned(picture, words(f"titles.{name}"), credit(session), session.palette)


def handed_out(session: Session) -> tuple[str, str] | None:
    """Return title and HTML of the dialog where it hands something out, None where it does not."""
    kind = session.dialog.value.kind
    if kind == "share":
        return _share(session)
    if kind == "poster":
        return _poster(session)
    return None


def _share(session: Session) -> tuple[str, str]:
    words, given = session.words, handout(session.visited, session.link)
    html = render(
        "share.html",
        words=words,
        link=given.link,
        reach=given.reach,
        code=Safe(given.code),
        answer=session.copied.value,
    )
    return words("share.title"), html


def _poster(session: Session) -> tuple[str, str]:
    """Return the poster; it is drawn on white, as it is printed, and from what has been played."""
    words = session.words
    palette = PALETTES["light"]
    try:
        view = ViewModel.of(session.state.value, palette)
    except InputError:  # told on the page itself
        return "", ""
    session.pictures["poster"] = partial(_drawn, session, view, palette)
    saves = render("saves.html", words=words, name="poster", title=words("poster.title"), sources="")
    drawn = Safe(session.pictures["poster"]())
    return words("poster.title"), render("poster.html", words=words, poster=drawn, saves=Safe(saves))


def _drawn(session: Session, view: ViewModel, palette: Palette) -> str:
    words, state, month = view.words, view.state, view.now
    now, then = (
        session.shown_odds(question) or first_odds(question) for question in (state.question, state.compared)
    )
    is_compared, are_futures = odds_key(state.question) != odds_key(state.compared), bool(state.fork)
    here, there = in_common(now, then)
    told = None if state.fork else state.world
    field = field_of(here, there, told) if is_compared else field_of(now, None, told)
    headline = verdict.heading(now, then if is_compared else None, words, are_futures=are_futures)
    sheet = Sheet(
        title=words("opening.question"),
        headline=headline,
        fruit=persimmon(month, words, palette, **view.looks),
        dots=dots(
            field,
            here if is_compared else now,
            words,
            palette,
            told=told,
            are_futures=are_futures,
            columns=WIDE,
        ),
        theatre=theatre(month, words, palette, baseline=view.before),
        table=council_table(month, words, palette, selected=None, baseline=view.before, narrow=True),
        endings=[
            (
                mark(row.ending, palette),
                words(f"endings.{row.ending}.name"),
                count_signs(row.dots, row.worlds, words)[0],
            )
            for row in field.rows
        ],
        lines=credit(session),
        code=handout(session.visited, session.link).code,
        limits=words("poster.limits"),
    )
    return poster(sheet, palette)
