"""Middleware: who may ask, what a request may say of its origin, and what every answer tells the browser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kantokuen.dashboard.addresses import Names, as_address
from kantokuen.dashboard.connection import refuse

_FORWARDING: Final = re.compile(
    rb"forwarded|x-forwarded.*|(x-)?script-name|x-real-ip|x-original-.*|x-rewrite-.*"
)
"""What proxies add, and what anyone else can add as well."""

_HOST_AND_PORT: Final = re.compile(r"\[?(?P<host>[^\[\]]+?)\]?(:\d+)?")

_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'{sockets}; frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)
"""The browser itself asks nobody but the server; Solara compiles templates, hence 'unsafe-eval'."""

_POLICY_NAME: Final = b"content-security-policy"
_NOTHING: Final = b"default-src 'none';"
"""How the policy of a light page begins, which needs less than Solara."""

_HEALTH: Final = "/readyz"

_STARTS: Final = {"http.response.start", "websocket.http.response.start", "websocket.accept"}
_ANSWERS_SOCKETS: Final = "websocket.http.response"
"""The extension by which a server can answer a request for a connection as any other."""


def safe_headers(host: str | None = None) -> list[tuple[bytes, bytes]]:
    """Return what every answer says.

    Args:
        host: by which the page was asked for: older browsers do not count its sockets as the page itself.
    """
    sockets = f" ws://{host} wss://{host}" if host else ""
    return [
        (b"content-security-policy", _POLICY.format(sockets=sockets).encode()),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
    ]


class KnownNames:
    """Refuses requests by a name that is not this machine's, and connections from a page of another site.

    Args:
        app: what answers the others.
        names: to which the page answers.
    """

    def __init__(self, app: ASGIApp, names: Names) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes by a name of this machine, and from the page itself."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host")
        if not self._names.has(host):
            text = "Invalid host header: the page answers to addresses, and to names given with --origin."
            await refuse(scope, receive, send, 400, text)
        elif scope["type"] == "websocket" and not self._names.admits(
            headers.get("origin"), host, is_encrypted=scope["scheme"] == "wss"
        ):
            await refuse(scope, receive, send, 403, "Only the page itself may open a connection.")
        else:
            await self._app(scope, receive, send)


class Below:
    """Serves everything below a path, as behind a proxy that has other pages beside this one.

    The proxy passes the path on whole.  Whether the server is well is told without it as well, to those
    who ask it directly.

    Args:
        app: what answers there.
        root_path: the path, without a slash at its end; empty for none.
    """

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self._app = app
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what asks for something below the path."""
        if scope["type"] not in {"http", "websocket"} or scope["path"] == _HEALTH:
            await self._app(scope, receive, send)
        elif scope["path"].startswith(f"{self._root_path}/"):
            await self._app({**scope, "root_path": self._root_path}, receive, send)
        elif scope["type"] == "http" and scope["path"] == self._root_path:
            query = scope["query_string"].decode("latin-1")
            there = f"{self._root_path}/?{query}" if query else f"{self._root_path}/"
            await RedirectResponse(there)(scope, receive, send)
        else:
            text = f"The page is below {self._root_path}/, and a proxy before it passes this path on."
            await refuse(scope, receive, send, 404, text)


class SafeHeaders:
    """Stands before everything else: no visitor says who he is, and no answer is without its headers.

    Args:
        app: what answers.
        names: to which the page answers.
        proxy: the address of the one peer that may say for whom it asks, if there is one.
    """

    def __init__(self, app: ASGIApp, names: Names, proxy: str | None = None) -> None:
        self._app = app
        self._names = names
        self._proxy = proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request without what it says of its way, and its answer with what the browser needs."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host")
        added = safe_headers(host if self._names.has(host) else None)
        refuses_bare = _ANSWERS_SOCKETS in scope.get("extensions", {})

        async def send_safely(message: Message) -> None:
            nonlocal refuses_bare
            if message["type"] in _STARTS:
                refuses_bare = False
                message = {**message, "headers": _headed(message.get("headers", ()), added)}
            elif refuses_bare and message["type"] == "websocket.close":
                await send({"type": f"{_ANSWERS_SOCKETS}.start", "status": 403, "headers": added})
                message = {"type": f"{_ANSWERS_SOCKETS}.body", "body": b""}
            await send(message)

        await self._app(_unadorned(scope, self._proxy), receive, send_safely)


def _headed(
    given: Iterable[tuple[bytes, bytes]], added: list[tuple[bytes, bytes]]
) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with ours; a policy that allows nothing by itself stands as it is."""
    strict = {
        name.lower() for name, text in given if name.lower() == _POLICY_NAME and text.startswith(_NOTHING)
    }
    ours = [each for each in added if each[0] not in strict]
    taken = {name for name, _ in ours}
    return [*(each for each in given if each[0].lower() not in taken), *ours]


def _unadorned(scope: Scope, proxy: str | None) -> Scope:
    """Return a request without the headers of proxies; what the trusted one says stands in the scope."""
    headers = [each for each in scope["headers"] if not _FORWARDING.fullmatch(each[0].lower())]
    plain = {**scope, "headers": headers}
    client = scope.get("client")
    if proxy is None or client is None or str(as_address(client[0])) != proxy:
        return plain
    said = Headers(scope=scope)
    visitor = _last_address(said.getlist("x-forwarded-for"))
    if visitor is not None:
        plain["client"] = (visitor, 0)
    scheme = said.get("x-forwarded-proto", "").lower()
    if scheme in {"http", "https"}:
        plain["scheme"] = scheme.replace("http", "ws") if scope["type"] == "websocket" else scheme
    return plain


def _last_address(lines: list[str]) -> str | None:
    """Return the address that the proxy itself has added: the last one; those before it anyone can write."""
    last = lines[-1].rpartition(",")[2].strip() if lines else ""
    found = _HOST_AND_PORT.fullmatch(last)
    address = as_address(last) or (as_address(found["host"]) if found else None)
    return None if address is None else str(address)
