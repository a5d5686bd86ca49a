"""The gate: Solara's server with a page that can be read at once, and visitors from elsewhere kept out."""

from __future__ import annotations

import os
import re
from html import escape
from typing import Final
from urllib.parse import urlsplit

import solara.server.starlette as server
from solara.server.cdn_helper import cdn_url_path
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from kantokuen.dashboard.choice import read_link
from kantokuen.dashboard.fonts import font_faces
from kantokuen.dashboard.markup import Markup, render
from kantokuen.dashboard.palette import css_variables
from kantokuen.dashboard.server import SCRIPTS, is_local
from kantokuen.dashboard.words import Words

_NAMES_OF_THIS_MACHINE: Final = ["localhost", "127.0.0.1", "[::1]", "::1"]

_TITLE: Final = re.compile("<title>.*?</title>")
_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws://{host} wss://{host}; frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)
"""The browser itself asks nobody but the server; Solara compiles templates, hence 'unsafe-eval'."""


class SameOrigin:
    """Refuses connections that a page of another site opens."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from the page itself, or from no page at all."""
        if scope["type"] == "websocket":
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if origin is not None and _site(origin) != headers.get("host"):
                await receive()
                await send({"type": "websocket.close", "code": 4403})
                return
        await self._app(scope, receive, send)


def _site(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


class ShippedScripts(server.StaticCdn):
    """Scripts and styles that are shipped; Solara itself would fetch a missing one from elsewhere."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Return a file below the folder and what the system knows of it, or nothing."""
        try:
            return StaticFiles.lookup_path(self, path)
        except ValueError:  # a name that no file can have
            return "", None


async def _counts(request: Request) -> Response:
    """Return how many pages and threads there are, to this machine only."""
    if request.client is None or not is_local(request.client.host):
        raise HTTPException(404)
    answer: Response = await server.resourcez(request)
    return answer


async def _page(request: Request) -> Response:
    """Return Solara's page with its language, a size that a reader can change, and something to read."""
    response: Response = await server.root(request)
    if not isinstance(response, HTMLResponse):
        return response
    choice, _ = read_link(request.url.query)
    words = Words.of(choice.language)
    cover = render("cover.html", words=words, style=Markup(css_variables() + font_faces()))
    theme = "" if choice.theme == "auto" else f' data-theme="{choice.theme}"'
    text = bytes(response.body).decode()
    text = text.replace("<html>", f'<html lang="{choice.language}"{theme}>', 1)
    text = text.replace("maximum-scale=1, user-scalable=no, minimal-ui", "viewport-fit=cover", 1)
    text = _TITLE.sub(f"<title>{escape(words('page.title'))}</title>", text, count=1)
    text = text.replace('/jupyter/">', f'/jupyter/">{cover}', 1)
    headers = {
        "Content-Security-Policy": _POLICY.format(host=request.url.netloc),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    page = HTMLResponse(text, headers=headers)
    for name, value in response.raw_headers:
        if name == b"set-cookie":
            page.raw_headers.append((name, value))
    return page


def application(host: str) -> Starlette:
    """Return the server of the page.

    Args:
        host: where it is bound; one of this machine only answers to the names of this machine.
    """
    names = [*_NAMES_OF_THIS_MACHINE, host] if is_local(host) else ["*"]
    # what stands first answers: the two after the page take the place of Solara's own
    routes = [
        Route("/", endpoint=_page),
        Route("/resourcez", endpoint=_counts),
        Mount(f"/{cdn_url_path}", app=ShippedScripts(directory=SCRIPTS)),
        *server.routes,
    ]
    return Starlette(
        routes=routes,
        lifespan=server.lifespan,
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False),
            Middleware(SameOrigin),
            *server.middleware,
        ],
    )
