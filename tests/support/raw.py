"""A served page, and what a stranger with a bare socket gets from it."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 20.0
TEXT, BYTES = 1, 2


@dataclass(frozen=True)
class Served:
    """A running server.

    Attributes:
        port: where it listens.
        log: what it says on its error stream.
        home: the home of the user who started it.
    """

    port: int
    log: Path
    home: Path

    @property
    def local(self) -> str:
        """Its Host, as a browser on this machine says it."""
        return f"127.0.0.1:{self.port}"

    def lines(self) -> list[str]:
        """What it has said so far, without its greeting."""
        return self.log.read_text().splitlines()[2:]

    def connect(self, source: str = "127.0.0.1") -> socket.socket:
        """Return a connection from an address of this machine."""
        return socket.create_connection(("127.0.0.1", self.port), _PATIENCE, source_address=(source, 0))

    def ask(
        self, target: str = "/", *, method: str = "GET", source: str = "127.0.0.1", **headers: str
    ) -> str:
        """Return the whole answer to a request."""
        with self.connect(source) as line:
            line.sendall(self._head(method, target, {"Connection": "close", **headers}))
            return _rest(line)

    def open(
        self, page: str = "a", *, tab: str = "t", source: str = "127.0.0.1", **headers: str | None
    ) -> tuple[int, socket.socket]:
        """Ask for the connection of a page; return the status of the answer, and the socket.

        Args:
            page: its name.
            tab: the name of its tab.
            source: the address to come from.
            headers: more of them; without another word the Origin is that of the page, and none is left out.
        """
        line = self.connect(source)
        key = base64.b64encode(os.urandom(16)).decode()
        shake = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        own = {"Origin": f"http://{self.local}", "Sec-WebSocket-Key": key, **shake, **headers}
        target = f"/jupyter/api/kernels/{page}/channels?session_id={tab}"
        line.sendall(self._head("GET", target, own))
        answer = b""
        while b"\r\n\r\n" not in answer and (more := line.recv(1)):
            answer += more
        return int(answer.split()[1]), line

    def status(self, **headers: str | None) -> int:
        """Return the status alone for a new page, and hang up."""
        status, line = self.open(f"page-{time.monotonic_ns()}", **headers)  # type: ignore[arg-type]
        line.close()
        return status

    def _head(self, method: str, target: str, headers: dict[str, str | None]) -> bytes:
        lines = {"Host": self.local, **{name.replace("_", "-"): text for name, text in headers.items()}}
        said = "".join(f"{name}: {text}\r\n" for name, text in lines.items() if text is not None)
        return f"{method} {target} HTTP/1.1\r\n{said}\r\n".encode("latin-1")


def send(line: socket.socket, data: bytes, kind: int = TEXT) -> None:
    """Send a message through a WebSocket."""
    size = len(data).to_bytes(8)
    line.sendall(bytes([0x80 | kind, 0xFF]) + size + b"\0\0\0\0" + data)


def _rest(line: socket.socket) -> str:
    received = b""
    while more := line.recv(65536):
        received += more
    return received.decode("latin-1")


@contextmanager
def serving(folder: Path, *options: str, forgets: str = "2s") -> Iterator[Served]:
    """Run ``kantokuen dashboard`` on a free port, for a user with an empty home.

    Args:
        folder: for the home, the folder of temporary files, and the log.
        options: of the command.
        forgets: how long after a page has lost its connection it is forgotten.
    """
    home, temporary = folder / "home", folder / "temporary"
    home.mkdir()
    temporary.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    served = Served(port, folder / "log.txt", home)
    command = [sys.executable, "-m", "kantokuen", "dashboard", "--no-browser", "--port", str(port), *options]
    places = {"HOME": str(home), "USERPROFILE": str(home), "TMPDIR": str(temporary), "TEMP": str(temporary)}
    settings = {**places, "SOLARA_KERNEL_CULL_TIMEOUT": forgets, "PYTHONPATH": str(Path.cwd())}
    unset = ("XDG_", "IPYTHON", "JUPYTER", "SOLARA_HOME")
    inherited = {name: text for name, text in os.environ.items() if not name.startswith(unset)}
    with served.log.open("w") as log:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=inherited | settings, cwd=folder
        )
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"http://127.0.0.1:{port}/\n", served.log.read_text()
            yield served
        finally:
            process.terminate()
            process.communicate(timeout=30)
