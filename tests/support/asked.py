"""An application without a server: a request or a connection goes in, and what it sends comes back."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message

from kantokuen.dashboard.application import application

LOCAL = "127.0.0.1:8765"
_PATIENCE = 5.0


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: str


def scope_of(kind: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return a request, or one for a connection, as a server hands it on."""
    where, _, query = path.partition("?")
    return {
        "type": kind, "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http" if kind == "http" else "ws", "path": where, "raw_path": where.encode(),
        "query_string": query.encode(), "root_path": "", "subprotocols": [],
        "headers": [(name.encode(), text.encode("latin-1")) for name, text in headers.items()],
        "client": ("127.0.0.1", 5000), "server": ("127.0.0.1", 8765),
    }  # fmt: skip


def ask(app: ASGIApp, scope: dict[str, Any], sent: list[Message] | None = None) -> list[Message]:
    """Return what an application sends back to one request or connection, which then goes away.

    Args:
        app: the application.
        scope: the request or the connection.
        sent: a list for what is sent, which outlives a fault of the application.
    """
    first = {"http": {"type": "http.request", "body": b""}, "websocket": {"type": "websocket.connect"}}
    waiting = [first[scope["type"]]]
    sent = [] if sent is None else sent

    async def receive() -> Message:
        if waiting:
            return waiting.pop()
        await asyncio.sleep(_PATIENCE)
        return {"type": f"{scope['type']}.disconnect", "code": 1001}

    async def send(message: Message) -> None:
        sent.append(message)

    async def talk() -> None:
        await app(scope, receive, send)

    asyncio.run(talk())
    return sent


def get(
    path: str = "/", host: str = LOCAL, bound: str = "127.0.0.1", method: str = "GET", **headers: str
) -> Answer:
    """Return the answer of the whole application to a request."""
    sent = ask(application(bound), scope_of("http", path, {"host": host, **headers}) | {"method": method})
    start = next(each for each in sent if each["type"] == "http.response.start")
    body = b"".join(each.get("body", b"") for each in sent if each["type"] == "http.response.body")
    return Answer(
        start["status"],
        {name.decode().lower(): text.decode() for name, text in start["headers"]},
        body.decode(errors="replace"),
    )
