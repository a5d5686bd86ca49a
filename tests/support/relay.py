"""A relay between browsers and a server, which writes down all that the server sends through it."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Relay:
    """Passes connections on to a server on this machine, which may be away for a while.

    What goes through is asked for uncompressed, so that it can be searched.

    Args:
        port: of the server.

    Attributes:
        port: of the relay.
        heard: all that the server has sent.
    """

    def __init__(self, port: int) -> None:
        self._server = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self.heard = bytearray()
        threading.Thread(target=self._open, daemon=True).start()

    def _open(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                threading.Thread(target=self._pass_on, args=(near,), daemon=True).start()

    def _pass_on(self, near: socket.socket) -> None:
        with near:
            try:
                far = socket.create_connection(("127.0.0.1", self._server))
            except OSError:
                return
            with far:
                back = threading.Thread(target=self._answer, args=(far, near), daemon=True)
                back.start()
                with suppress(OSError):
                    while asked := near.recv(65_536):
                        far.sendall(asked.replace(b"Accept-Encoding:", b"X-ccept-Encoding:"))
                    far.shutdown(socket.SHUT_WR)
                back.join()

    def _answer(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while said := far.recv(65_536):
                self.heard += said
                near.sendall(said)
        with suppress(OSError):
            near.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Take no more connections."""
        self._door.close()
