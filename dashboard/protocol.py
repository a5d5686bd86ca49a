"""The protocol: HTTP as uvicorn speaks it, with an end to the patience for requests that do not come."""

from __future__ import annotations

import asyncio
import base64
import binascii
import logging
from collections.abc import Callable, Mapping
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from websockets.exceptions import InvalidHandshake
from websockets.headers import parse_extension, parse_subprotocol

from kantokuen.dashboard.headers import safe_headers

PATIENCE_SECONDS: Final = 10.0
"""How long a request may take to arrive, from the first byte of the connection to the last of its body."""

_MOST_HEADERS: Final = 100
_LONGEST_HEADER: Final = 16_000
_KEY_BYTES: Final = 16
_OFFERS: Final[Mapping[bytes, Callable[[str], object]]] = {
    b"sec-websocket-extensions": parse_extension,
    b"sec-websocket-protocol": parse_subprotocol,
}


class PatientProtocol(H11Protocol):
    """One connection of a browser.

    Of a connection that rests between two requests uvicorn takes care itself, and what has become a
    WebSocket is no longer waited for.
    """

    _giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait_or_not()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a request that has begun to arrive."""
        super().data_received(data)
        self._wait_or_not()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_or_not(self) -> None:
        is_websocket = self.transport.get_protocol() is not self
        if is_websocket or self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}:
            self._stop_waiting()
        elif self._giving_up is None:
            self._giving_up = self.loop.call_later(PATIENCE_SECONDS, self.transport.abort)

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


class OneLine(logging.Filter):
    """Keeps what strangers can cause to a line in the log of uvicorn, or to none."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell of a text that is no UTF-8 without a stack, and of a refused connection not at all."""
        if record.exc_info and isinstance(record.exc_info[1], UnicodeError):
            record.exc_info = None
        return record.msg != "ASGI callable returned without completing handshake."
