"""A reverse proxy before the page: TLS, a path of its own, and what such proxies add to a request."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

_OURS = {"connection", "x-forwarded-for", "x-forwarded-proto"}
_PIECE = 65_536


@dataclass
class Proxy:
    """A proxy, and what it saw.

    Attributes:
        port: of the page that it stands before.
        root_path: what it passes on, whole; all else is answered by itself.
        outside: the paths that were asked for elsewhere.
        passed: how many requests were passed on.
    """

    port: int
    root_path: str
    outside: list[str] = field(default_factory=list)
    passed: int = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on one request, and all that follows it on its connection."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").removesuffix("\r\n\r\n")
            path = head.split(" ", 2)[1].partition("?")[0]
            if path != self.root_path and not path.startswith(f"{self.root_path}/"):
                self.outside.append(path)
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            self.passed += 1
            visitor = writer.get_extra_info("peername")[0]
            back, there = await asyncio.open_connection("127.0.0.1", self.port)
            there.write(_with_what_proxies_add(head, visitor).encode("latin-1"))
            await asyncio.wait(
                {asyncio.create_task(_pipe(reader, there)), asyncio.create_task(_pipe(back, writer))},
                return_when=asyncio.FIRST_COMPLETED,
            )
            there.close()
        except (OSError, asyncio.IncompleteReadError, ssl.SSLError):
            pass  # a browser that went away
        finally:
            writer.close()


def _with_what_proxies_add(head: str, visitor: str) -> str:
    first, *lines = head.split("\r\n")
    kept = [line for line in lines if line.partition(":")[0].lower() not in _OURS]
    is_upgrade = any(line.lower().startswith("upgrade:") for line in lines)
    added = [
        f"Connection: {'upgrade' if is_upgrade else 'close'}",
        f"X-Forwarded-For: {visitor}",
        "X-Forwarded-Proto: https",
    ]
    return "\r\n".join([first, *kept, *added, "", ""])


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hand on what comes, at once, until no more comes."""
    with suppress(OSError, ssl.SSLError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()


@contextmanager
def proxied(folder: Path, port: int, root_path: str) -> Iterator[tuple[str, Proxy]]:
    """Stand before a page of this machine with a certificate of one's own making.

    Args:
        folder: for the certificate.
        port: of the page.
        root_path: below which the page is served.

    Yields:
        The address of the page behind the proxy, with a slash at its end, and the proxy.
    """
    proxy = Proxy(port, root_path)
    front: Queue[int] = Queue()
    ended = threading.Event()

    async def stand() -> None:
        server = await asyncio.start_server(proxy.answer, "127.0.0.1", 0, ssl=_certified(folder))
        front.put(server.sockets[0].getsockname()[1])
        await asyncio.to_thread(ended.wait)
        server.close()

    # in a thread of its own: while a browser is driven, nothing else can use asyncio in that one
    thread = threading.Thread(target=asyncio.run, args=(stand(),))
    thread.start()
    try:
        yield f"https://127.0.0.1:{front.get(timeout=60)}{root_path}/", proxy
    finally:
        ended.set()
        thread.join()


def _certified(folder: Path) -> ssl.SSLContext:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [  # noqa: S607  (that of the system)
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            "-subj", "/CN=school.example", "-addext", "subjectAltName=DNS:school.example,IP:127.0.0.1",
            "-keyout", str(key), "-out", str(certificate),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
