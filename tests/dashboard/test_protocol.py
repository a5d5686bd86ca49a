"""A request must arrive in time, and what is no request is answered like all others and with no stack."""

import asyncio
import base64
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from kantokuen.dashboard import protocol
from kantokuen.dashboard.log import OneLine
from kantokuen.dashboard.protocol import PatientProtocol, PatientWebSocket

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[], Awaitable[Streams]]

LONG = 20_000_000
"""Bytes that no system takes from a program while nobody reads them."""

HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"
WHOLE = HEAD + b"\r\n"
SHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": base64.b64encode(b"k" * 16).decode(),
}


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer a request once it has come, at length on /long, and echo through a connection."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
        return
    while (await receive()).get("more_body"):
        pass
    body = b"x" * LONG if scope["path"] == "/long" else b""
    size = str(len(body)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", size)]})
    await send({"type": "http.response.body", "body": body})


def talk(converse: Callable[[Connect], Awaitable[None]], patience: float = 0.3) -> None:
    """Let a conversation take place with a server that has little patience."""

    async def both() -> None:
        config = Config(
            application,
            http=PatientProtocol,
            ws=PatientWebSocket,
            log_level="critical",
            timeout_keep_alive=2,
        )
        config.load()
        state = ServerState()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: PatientProtocol(config, state, {}), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            await converse(lambda: asyncio.open_connection("127.0.0.1", port))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(protocol, "PATIENCE_SECONDS", patience)
        patch.setattr(protocol, "UNREAD_SECONDS", patience)
        asyncio.run(both())


async def end_of(connection: Streams, within: float = 5.0) -> bytes:
    """Return what still comes before the server closes the connection."""
    try:
        return await asyncio.wait_for(connection[0].read(), within)
    except ConnectionResetError:
        return b""
    finally:
        connection[1].close()


def test_half_a_request_is_given_up_however_slowly_it_goes_on() -> None:
    halves = [b"", b"G", HEAD, HEAD + b"X-", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"]

    async def converse(connect: Connect) -> None:
        for half in halves:
            reader, writer = await connect()
            writer.write(half)
            asyncio.get_running_loop().call_later(0.15, writer.write, b"a" if half else b"")
            before = asyncio.get_running_loop().time()
            assert await end_of((reader, writer)) == b"", half
            assert 0.2 < asyncio.get_running_loop().time() - before < 1.5, half

    talk(converse)


def test_half_a_second_request_is_given_up_too() -> None:
    async def converse(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(WHOLE)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(HEAD)
        assert await end_of((reader, writer), within=1.5) == b""

    talk(converse)


def test_a_connection_that_rests_between_two_requests_is_not() -> None:
    async def converse(connect: Connect) -> None:
        reader, writer = await connect()
        for _ in range(3):
            writer.write(WHOLE)
            assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(0.5)
        writer.close()

    talk(converse)


def test_nor_is_a_body_that_comes_in_time() -> None:
    async def converse(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab")
        await asyncio.sleep(0.1)
        writer.write(b"cd")
        assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
        writer.close()

    talk(converse)


def shake(**changed: str) -> bytes:
    """A request for a WebSocket, with something changed."""
    lines = {**SHAKE, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return HEAD + "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value).encode() + b"\r\n"


def test_a_websocket_that_says_nothing_is_kept() -> None:
    async def converse(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(shake())
        assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(1.0)
        writer.write(b"\x81\x82\0\0\0\0hi")
        assert await reader.readexactly(4) == b"\x81\x02hi"
        writer.close()

    talk(converse)


@pytest.mark.parametrize(
    "changed",
    [
        {"Sec_WebSocket_Key": ""},
        {"Sec_WebSocket_Key": "short"},
        {"Sec_WebSocket_Version": "12"},
        {"Sec_WebSocket_Version": ""},
        {"Sec_WebSocket_Extensions": ";;;="},
        {"Sec_WebSocket_Protocol": ",,\x7f"},
        {"X": "y" * 33_000},
        {f"X_{number}": "y" for number in range(200)},
    ],
)
def test_what_no_browser_sends_is_no_websocket(changed: dict[str, str]) -> None:
    async def converse(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(shake(**changed))
        assert b" 200 " in await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5.0)
        writer.close()

    talk(converse)


@pytest.mark.parametrize(
    "junk",
    [b"\0\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", HEAD + b"A B\r\n\r\n"],
)
def test_what_is_no_request_is_answered_with_the_headers_of_all(junk: bytes) -> None:
    async def converse(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(junk)
        answer = await end_of((reader, writer))
        assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
        assert b"content-security-policy: default-src 'self'" in answer
        assert b"x-content-type-options: nosniff" in answer

    talk(converse)


@pytest.mark.parametrize("pause", [0.0, 0.1])
def test_junk_after_a_request_is_no_fault_of_ours(pause: float, caplog: pytest.LogCaptureFixture) -> None:
    async def converse(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        await asyncio.sleep(pause)
        writer.write(b"junk\r\n")
        assert b" 400 " in await end_of((reader, writer))

    talk(converse)
    assert [record for record in caplog.records if record.exc_info] == []


def test_a_text_that_is_no_utf_8_is_told_of_in_a_line() -> None:
    def record(message: str, error: Exception | None) -> logging.LogRecord:
        told = error and (type(error), error, None)
        return logging.LogRecord("uvicorn.error", logging.ERROR, "", 1, message, None, told)

    quiet = OneLine()
    theirs = record("Invalid UTF-8", UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"))
    ours = record("Exception", KeyError("a"))
    assert quiet.filter(theirs)
    assert theirs.exc_info is None
    assert quiet.filter(ours)
    assert ours.exc_info is not None
    assert not quiet.filter(record("ASGI callable returned without completing handshake.", None))


# ---- who does not read, and who comes too often ------------------------------------------------------


def taken_of(reader: asyncio.StreamReader) -> asyncio.Transport:
    """Return the transport of a reader, which can be told to take nothing more."""
    transport: asyncio.Transport = reader._transport  # type: ignore[attr-defined]
    return transport


def test_who_takes_nothing_of_a_long_answer_is_given_up() -> None:
    async def converse(connect: Connect) -> None:
        reader, writer = await connect()
        taken_of(reader).pause_reading()
        writer.write(b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n")
        await asyncio.sleep(1.0)
        taken_of(reader).resume_reading()
        assert len(await end_of((reader, writer))) < LONG

    talk(converse)


def test_who_takes_a_long_answer_slowly_is_not() -> None:
    async def converse(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(b"GET /long HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        taken = 0
        while part := await reader.read(LONG // 8):
            taken += len(part)
            await asyncio.sleep(0.01)
        # which takes longer than the patience of this server
        assert taken > LONG
        writer.close()

    talk(converse)


def test_who_takes_nothing_from_a_page_is_given_up() -> None:
    async def converse(connect: Connect) -> None:
        reader, writer = await connect()
        head = "".join(f"{name}: {text}\r\n" for name, text in SHAKE.items())
        writer.write(f"GET / HTTP/1.1\r\nHost: a\r\n{head}\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        taken_of(reader).pause_reading()
        text = b"x" * 1_000_000
        frame = bytes([0x81, 0xFF]) + len(text).to_bytes(8) + b"\0\0\0\0" + text
        for _ in range(20):
            writer.write(frame)
        await asyncio.sleep(1.0)
        taken_of(reader).resume_reading()
        assert len(await end_of((reader, writer))) < LONG

    talk(converse)


def test_an_address_has_so_many_connections_and_gets_new_ones_for_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(protocol, "MOST_CONNECTIONS_OF_ADDRESS", 3)

    async def converse(connect: Connect) -> None:
        streams = [await connect() for _ in range(4)]
        for _, writer in streams:
            writer.write(WHOLE)
        assert await end_of(streams.pop()) == b""
        for reader, _ in streams:
            assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
        streams.pop()[1].close()
        await asyncio.sleep(0.2)
        streams.append(await connect())
        streams[-1][1].write(WHOLE)
        assert b" 200 " in await streams[-1][0].readuntil(b"\r\n\r\n")
        for _, writer in streams:
            writer.close()
        await asyncio.sleep(0.2)

    talk(converse, patience=3.0)
    assert not PatientProtocol._open
