"""Connections: what a page must say to open one, and what may come through it."""

from __future__ import annotations

import json
import logging
import re
from typing import Final

import solara.server.starlette as server
from solara.server.kernel_context import PageStatus, contexts
from solara.server.server import get_session_id_cookie
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from kantokuen.dashboard.limits import Places
from kantokuen.model.errors import printable

RETRY_SECONDS: Final = 30
"""After how long one who found everything full should try again."""

_LOG: Final = logging.getLogger(__name__)
_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,128}")
_POLICY_VIOLATION: Final = 1008


def browser_of(visitor: HTTPConnection) -> str:
    """Return what the browser of a visitor is known by; nothing if it keeps no cookie."""
    return get_session_id_cookie(visitor.cookies) or ""


def address_of(visitor: HTTPConnection) -> str:
    """Return from where a visitor comes."""
    return visitor.client.host if visitor.client else ""


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, text: str) -> None:
    """Answer a request, or one for a connection, with a sentence instead."""
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else None
    answer = PlainTextResponse(text, status, headers)
    if scope["type"] == "http":
        await answer(scope, receive, send)
    elif "websocket.http.response" in scope.get("extensions", {}):
        await WebSocket(scope, receive, send).send_denial_response(answer)
    else:
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})


class Connection:
    """Lets a page connect to what it has on the server, where there is room, and what it sends is sound.

    Args:
        places: the pages that are open.
    """

    def __init__(self, places: Places) -> None:
        self._places = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold one connection, from the request for it to its end."""
        visitor = HTTPConnection(scope)
        page = visitor.path_params["kernel_id"]
        browser, tab = browser_of(visitor), visitor.query_params.get("session_id", "")
        if not (_NAME.fullmatch(page) and _NAME.fullmatch(tab)):
            await refuse(scope, receive, send, 400, "A connection names its page and its tab.")
        elif not _may_return(page, tab, browser):
            await refuse(scope, receive, send, 403, "This page is closed, or it is another visitor's.")
        elif not self._places.enter(page, browser, address_of(visitor)):
            await refuse(scope, receive, send, 503, "Too many pages are open. Try again later.")
        else:
            try:
                await server.kernel_connection(WebSocket(scope, _sound(scope, receive, send), send))
            except* RuntimeError:
                # Solara refuses a page that its visitor closed while the connection waited for its turn
                if not _is_closed(page):
                    raise
            finally:
                self._places.leave(page)


def _may_return(page: str, tab: str, browser: str) -> bool:
    """Tell whether a tab may connect: to a page that is new, or its visitor's own and not closed by it."""
    known = contexts.get(page)
    if known is None:
        return True
    return known.session_id == browser and known.page_status.get(tab) != PageStatus.CLOSED


def _is_closed(page: str) -> bool:
    known = contexts.get(page)
    return known is None or known.closed_event.is_set()


def _sound(scope: Scope, receive: Receive, send: Send) -> Receive:
    """Return how messages are received: at the first that is malformed the connection ends, with one line."""

    async def receive_sound() -> Message:
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        fault = message_fault(message.get("text") or message.get("bytes") or "")
        if fault is None:
            return message
        sender = printable(address_of(HTTPConnection(scope)))
        _LOG.warning("A connection of %s was closed: %s.", sender, fault)
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": fault})
        return {"type": "websocket.disconnect", "code": _POLICY_VIOLATION}

    return receive_sound


def message_fault(data: str | bytes) -> str | None:
    """Say why a message of a page cannot be read, or nothing if it can.

    A browser of the page sends text: only messages with buffers come as bytes, and it has none to send.
    What a message says is the matter of `kantokuen.dashboard.messages`.
    """
    try:
        message = json.loads(data) if isinstance(data, str) else None
    except (ValueError, RecursionError):
        message = None
    return None if isinstance(message, dict) else "a message that cannot be read"
