"""Connections: what a page must say to open one, and what may come through it."""

from __future__ import annotations

import json
import logging
import re
import struct
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

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
_CHANNELS: Final = {"shell", "control", "iopub", "stdin"}
_KINDS: Final = {
    "kernel_info_request",
    "comm_info_request",
    "comm_open",
    "comm_msg",
    "comm_close",
    "shutdown_request",
}
"""Messages that Solara answers; at any other it ends the page."""

_MOST_BUFFERS: Final = 64
_POLICY_VIOLATION: Final = 1008


def session_of(visitor: HTTPConnection) -> str:
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
        session, tab = session_of(visitor), visitor.query_params.get("session_id", "")
        if not (_NAME.fullmatch(page) and _NAME.fullmatch(tab)):
            await refuse(scope, receive, send, 400, "A connection names its page and its tab.")
        elif not _may_return(page, tab, session):
            await refuse(scope, receive, send, 403, "This page is closed, or it is another visitor's.")
        elif not self._places.enter(page, session, address_of(visitor)):
            await refuse(scope, receive, send, 503, "Too many pages are open. Try again later.")
        else:
            try:
                await server.kernel_connection(WebSocket(scope, _sound(scope, receive, send), send))
            finally:
                self._places.leave(page)


def _may_return(page: str, tab: str, session: str) -> bool:
    """Tell whether a tab may connect: to a page that is new, or its visitor's own and not closed by it."""
    known = contexts.get(page)
    if known is None:
        return True
    return known.session_id == session and known.page_status.get(tab) != PageStatus.CLOSED


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
    """Say what is wrong with the form of a message of a page, or nothing if it is sound.

    Args:
        data: a Jupyter message as JSON, or with buffers behind it: their number, where each begins, as
            whole numbers of four bytes, and then the buffers, the first of which is the JSON.
    """
    try:
        message = json.loads(data if isinstance(data, str) else _first_buffer(data))
    except (ValueError, RecursionError, struct.error):
        return "a message that cannot be read"
    if not _has(message, header=dict, parent_header=dict, metadata=dict, content=dict, channel=str):
        return "a message without its parts"
    header, content = message["header"], message["content"]
    if not _has(header, msg_type=str, msg_id=str) or message["channel"] not in _CHANNELS:
        return "a message without its header"
    if header["msg_type"] not in _KINDS:
        return "a message of no known kind"
    return None if _is_addressed(header["msg_type"], content) else "a message to nobody"


def _is_addressed(kind: str, content: Mapping[str, Any]) -> bool:
    match kind:
        case "comm_open":
            return _has(content, comm_id=str, target_name=str, data=dict)
        case "comm_msg":
            return _has(content, comm_id=str, data=dict)
        case "comm_close":
            return _has(content, comm_id=str)
    return isinstance(content.get("target_name", ""), str)


def _has(table: object, **kinds: type) -> bool:
    return isinstance(table, dict) and all(isinstance(table.get(key), kind) for key, kind in kinds.items())


def _first_buffer(data: bytes) -> bytes:
    """Return the first buffer of a message, after a look at where all of them are said to be.

    Raises:
        ValueError: they cannot be there.
        struct.error: the message ends before it has said so.
    """
    (number,) = struct.unpack_from("!I", data)
    if not 1 <= number <= _MOST_BUFFERS:
        raise ValueError(number)
    starts = struct.unpack_from(f"!{number}I", data, 4)
    ends = (*starts, len(data))
    if starts[0] != 4 * (number + 1) or any(after < before for before, after in pairwise(ends)):
        raise ValueError(starts)
    return data[ends[0] : ends[1]]
