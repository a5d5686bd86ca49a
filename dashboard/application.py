"""The application: Solara's server, with a page that can be read at once and no visitors from elsewhere."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from html import escape
from typing import Final
from uuid import uuid4

import solara.server.starlette as server
from anyio import CapacityLimiter, to_thread
from solara.server.cdn_helper import cdn_url_path
from solara.server.kernel_context import contexts
from solara.server.server import COOKIE_KEY_SESSION_ID, read_root
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import ASGIApp

from kantokuen.dashboard.addresses import Names, is_local
from kantokuen.dashboard.connection import RETRY_SECONDS, Connection, address_of, browser_of
from kantokuen.dashboard.fonts import PREFIX, font_faces
from kantokuen.dashboard.light.room_desk import Desk, Kept
from kantokuen.dashboard.light.room_routes import room_routes
from kantokuen.dashboard.limits import Places
from kantokuen.dashboard.link import read_link
from kantokuen.dashboard.markup import Markup, render
from kantokuen.dashboard.middleware import Below, KnownNames, SafeHeaders
from kantokuen.dashboard.palette import css_variables
from kantokuen.dashboard.rooms.service import Rooms
from kantokuen.dashboard.scripts import SCRIPTS, keep_to_shipped
from kantokuen.dashboard.state import State
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

_CLOSED_AT_ONCE: Final = 8

_TITLE: Final = re.compile("<title>.*?</title>")
_RELOADS: Final = {"max-age=0", "no-cache"}
"""What a browser asks of all caches when its visitor loads a page again."""


class Counts:
    """Tells how many pages and threads there are, to this machine only.

    Args:
        is_behind: whether a proxy that is not trusted may bring everyone's requests from this machine.
    """

    def __init__(self, *, is_behind: bool) -> None:
        self._is_behind = is_behind

    async def answer(self, request: Request) -> Response:
        """Return the counts, or nothing to anybody else."""
        if self._is_behind or not is_local(address_of(request)):
            raise HTTPException(404)
        answer: Response = await server.resourcez(request)
        return answer


class Farewell:
    """Gives up a page whose visitor has closed it, as his browser says when he does.

    Solara waits until nothing is sent to the page any more.  It does so beside the threads that hand out
    files, and once a page, so that nobody else waits.
    """

    def __init__(self) -> None:
        self._leaving: set[str] = set()
        self._threads = CapacityLimiter(_CLOSED_AT_ONCE)

    async def answer(self, request: Request) -> Response:
        """Say yes; only a page of the visitor's own is closed."""
        page, tab = request.path_params["kernel_id"], request.query_params.get("session_id")
        if tab is None:
            raise HTTPException(400)
        known = contexts.get(page)
        is_own = known is not None and known.session_id == browser_of(request) and tab in known.page_status
        if known is not None and is_own and page not in self._leaving:
            self._leaving.add(page)
            try:
                await to_thread.run_sync(known.page_close, tab, limiter=self._threads)
            finally:
                self._leaving.discard(page)
        return Response()


class Cover:
    """The page as the browser first gets it: with something to read, or with word that there is no room.

    Args:
        places: the pages that are open.
    """

    def __init__(self, places: Places) -> None:
        self._places = places

    async def answer(self, request: Request) -> Response:
        """Return the page, and a cookie to a browser that has none."""
        state, _ = read_link(request.url.query)
        root_path = request.scope.get("root_path", "")
        if not self._has_room(request):
            return _full(state, root_path)
        page = HTMLResponse(_covered(read_root("/", root_path) or "", state, root_path))
        if not browser_of(request):
            is_encrypted = request.url.scheme == "https"
            page.set_cookie(
                COOKIE_KEY_SESSION_ID, str(uuid4()), path=f"{root_path}/", secure=is_encrypted, httponly=True
            )
        return page

    def _has_room(self, request: Request) -> bool:
        browser, address = browser_of(request), address_of(request)
        if not browser:  # a visitor who comes for the first time
            return self._places.has_room_at(address)
        if self._places.has_room(browser, address):
            return True
        # a page that is loaded again has its place until the new one has come
        return request.headers.get("cache-control") in _RELOADS and self._places.has_page(browser)


def _covered(page: str, state: State, root_path: str) -> str:
    """Return Solara's page with its language, a size that a reader can change, and something to read."""
    words = Words.of(state.language)
    cover = render("cover.html", words=words, style=_style(root_path))
    theme = "" if state.theme == "auto" else f' data-theme="{state.theme}"'
    page = page.replace("<html>", f'<html lang="{state.language}"{theme}>', 1)
    page = page.replace("maximum-scale=1, user-scalable=no, minimal-ui", "viewport-fit=cover", 1)
    page = _TITLE.sub(f"<title>{escape(words('page.title'))}</title>", page, count=1)
    return page.replace('/jupyter/">', f'/jupyter/">{cover}', 1)


def _full(state: State, root_path: str) -> Response:
    """Return word that there is no room, in the visitor's language first."""
    words = Words.of(state.language)
    languages = [words, *(Words.of(each) for each in LANGUAGES if each != state.language)]
    page = render(
        "full.html",
        words=words, languages=languages, theme=state.theme, root_path=root_path,
        style=_style(root_path),
    )  # fmt: skip
    return HTMLResponse(page, 503, {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"})


def _style(root_path: str) -> Markup:
    return Markup(css_variables() + font_faces(f"{root_path}{PREFIX}"))


def _lifespan(desk: Desk) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return what surrounds the life of the server: Solara's own, and the rooms, let go of at its end."""

    @asynccontextmanager
    async def lives(app: Starlette) -> AsyncIterator[None]:
        async with server.lifespan(app):
            try:
                yield
            finally:
                desk.kept.close()

    return lives


def application(
    host: str,
    origins: Iterable[str] = (),
    proxy: str | None = None,
    root_path: str = "",
    rooms: Rooms | None = None,
) -> ASGIApp:
    """Return the server of the page.

    Args:
        host: where it is bound.
        origins: under which a browser finds it besides, as behind a proxy.
        proxy: address of the one peer that may say for whom it asks.
        root_path: below which everything is served, without a slash at its end.
        rooms: of classes; when not given, opened in the file of this server once somebody asks for one.
    """
    logging.getLogger("solara.server.fastapi").setLevel(logging.ERROR)  # it warns of each without a cookie
    keep_to_shipped()
    names = Names.of(host, origins)
    places = Places(contexts.__contains__)
    desk = Desk(Kept(rooms), names)
    is_behind = proxy is None and bool(names.origins or root_path)
    routes = [
        Route("/", endpoint=Cover(places).answer),
        Route("/readyz", endpoint=server.readyz),
        Route("/resourcez", endpoint=Counts(is_behind=is_behind).answer),
        Route("/_solara/api/close/{kernel_id}", endpoint=Farewell().answer, methods=["POST"]),
        Route("/jupyter/api/kernels/{id}", endpoint=server.kernels),
        WebSocketRoute("/jupyter/api/kernels/{kernel_id}/channels", endpoint=Connection(places)),
        Mount(f"/{cdn_url_path}", app=server.StaticCdn(directory=SCRIPTS)),
        *room_routes(desk),
        *(each for each in server.routes if isinstance(each, Mount)),
    ]
    app = Starlette(
        routes=routes,
        lifespan=_lifespan(desk),
        middleware=[
            Middleware(KnownNames, names=names),
            Middleware(Below, root_path=root_path),
            *server.middleware,
        ],
    )
    app.router.redirect_slashes = False
    return SafeHeaders(app, names, proxy)
