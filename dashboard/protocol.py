"""The protocol: HTTP as uvicorn speaks it, with an end to the patience for those who do not send or read."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections import Counter
from collections.abc import Callable, Mapping
from typing import ClassVar, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.auto import AutoWebSocketsProtocol
from websockets.exceptions import InvalidHandshake
from websockets.headers import parse_extension, parse_subprotocol

from kantokuen.dashboard.middleware import safe_headers

UNREAD_SECONDS: Final = 30.0
_LEAST_READ: Final = 60_000
"""How many bytes of what lies ready for it a peer must take in how long, or its connection is given up."""

MOST_CONNECTIONS_OF_ADDRESS: Final = 600
"""Open connections of one address: of a page its WebSocket, and while it loads six more."""

PATIENCE_SECONDS: Final = 10.0
"""How long a request may take to arrive, from the first byte of the connection to the last of its body."""

ENDS_WITH_SERVER: Final = "ends_with_server"
"""What the state of a request says of an answer that has no end of its own."""

_MOST_HEADERS: Final = 100
_LONGEST_HEADER: Final = 24_000
"""Bytes; of 32,768 and more in one line uvicorn's WebSockets lose the handshake, without an answer."""
_KEY_BYTES: Final = 16
_OFFERS: Final[Mapping[bytes, Callable[[str], object]]] = {
    b"sec-websocket-extensions": parse_extension,
    b"sec-websocket-protocol": parse_subprotocol,
}


class _ReadBy:
    """Gives up a connection whose other end takes nothing of what it is sent.

    While it waits uvicorn holds what is to be sent, and Solara the page: one who does not read would hold
    up all others.
    """

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    _unread: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """Begin to wait: more is to be sent than the other end has taken."""
        super().pause_writing()  # type: ignore[misc]
        if self._unread is None:
            self._wait_to_be_read()

    def resume_writing(self) -> None:
        """Wait no more: the other end has taken most of it."""
        super().resume_writing()  # type: ignore[misc]
        self._stop_waiting_to_be_read()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting_to_be_read()
        super().connection_lost(exc)  # type: ignore[misc]

    def _wait_to_be_read(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._unread = self.loop.call_later(UNREAD_SECONDS, self._look_what_is_left, left)

    def _look_what_is_left(self, before: int) -> None:
        if before - self.transport.get_write_buffer_size() < _LEAST_READ:
            self.transport.abort()
        else:
            self._wait_to_be_read()

    def _stop_waiting_to_be_read(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None


class PatientWebSocket(_ReadBy, AutoWebSocketsProtocol):  # type: ignore[misc, valid-type]
    """The WebSocket of a page."""


class PatientProtocol(_ReadBy, H11Protocol):
    """One connection of a browser.

    Of a connection that rests between two requests uvicorn takes care itself, and what has become a
    WebSocket is no longer waited for.
    """

    _open: ClassVar[Counter[str]] = Counter()
    proxy: ClassVar[str | None] = None
    """The address that may have any number of connections: that of a trusted proxy."""

    _peer: str | None = None

    _giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request, unless the other end has connections enough."""
        super().connection_made(transport)
        self._peer = self.client[0] if self.client else ""
        self._open[self._peer] += 1
        if self._open[self._peer] > MOST_CONNECTIONS_OF_ADDRESS and self._peer != self.proxy:
            transport.abort()
        else:
            self._wait_or_not()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a request that has begun to arrive."""
        super().data_received(data)
        self._wait_or_not()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        self._count_no_more()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """End with the server; a stream that would go on for ever is told that its reader has left."""
        super().shutdown()
        is_answering = not getattr(self.cycle, "response_complete", True)
        if is_answering and self.scope["state"].get(ENDS_WITH_SERVER):
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            self.transport.close()

    def _wait_or_not(self) -> None:
        is_websocket = self.transport.get_protocol() is not self
        if is_websocket:  # which is counted as a page
            self._count_no_more()
        if is_websocket or self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}:
            self._stop_waiting()
        elif self._giving_up is None:
            self._giving_up = self.loop.call_later(PATIENCE_SECONDS, self.transport.abort)

    def _count_no_more(self) -> None:
        if self._peer is not None:
            self._open[self._peer] -= 1
            if not self._open[self._peer]:
                del self._open[self._peer]
            self._peer = None

    def _stop_waiting(self) -> None:
        if self._giving_up is not None:
            self._giving_up.cancel()
            self._giving_up = None

    def _should_upgrade(self) -> bool:
        """Answer as a plain request what asks for a WebSocket in a way that no browser has."""
        return super()._should_upgrade() and self.scope["method"] == "GET" and _is_handshake(self.headers)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request, as all that is answered, unless an answer is on its way already."""
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
            answer = h11.Response(status_code=400, headers=plain + safe_headers(), reason=b"Bad Request")
            for event in (answer, h11.Data(data=msg.encode()), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        if self.cycle is not None:  # what was about to be answered
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()


def _is_handshake(headers: list[tuple[bytes, bytes]]) -> bool:
    said = dict(headers)
    try:
        key = base64.b64decode(said.get(b"sec-websocket-key", b""), validate=True)
        for name, parse in _OFFERS.items():
            if name in said:
                parse(said[name].decode("latin-1"))
    except (binascii.Error, InvalidHandshake):
        return False
    return (
        len(key) == _KEY_BYTES
        and said.get(b"sec-websocket-version") == b"13"
        and len(headers) <= _MOST_HEADERS
        and all(len(name) + len(value) <= _LONGEST_HEADER for name, value in headers)
    )
