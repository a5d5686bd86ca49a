"""The server of the page: Solara's, held to this machine, to a size, and to itself.

With it not one request leaves the machine: telemetry and version checks are off, and scripts, styles
and fonts are files of this package and of those that it needs.
"""

from __future__ import annotations

import atexit
import logging
import os
import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from kantokuen.dashboard.addresses import bindings, bracketed
from kantokuen.dashboard.limits import MOST_SOCKETS
from kantokuen.dashboard.log import OneLine
from kantokuen.dashboard.memory import keep_together
from kantokuen.dashboard.room_file import usual_place
from kantokuen.dashboard.rooms.service import Rooms
from kantokuen.dashboard.share import HOUSE
from kantokuen.dashboard.state import State
from kantokuen.experiments.processes import ends_in_order
from kantokuen.model.errors import InputError, input_error

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

APP: Final = "kantokuen.dashboard.app"
DEFAULT_PORT: Final = 8765
_PORTS_TRIED: Final = 20

LARGEST_MESSAGE: Final = 2_000_000
"""Bytes of one message from a page; an uploaded scenario is far smaller."""

_SETTINGS: Final = {
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_VARIANT": "light",
    "SOLARA_MODE": "production",
    "SOLARA_KERNEL_CULL_TIMEOUT": "3m",
    "SOLARA_KERNEL_MAX_COUNT": str(MOST_SOCKETS),
    "SOLARA_APP": APP,
}
"""What Solara reads from the environment; a value that is set already stands, but for telemetry."""

_PATIENCE_SECONDS: Final = 300.0
"""How long a sign of life may stay unanswered before a connection is closed.

An answer waits behind what its page is asked to do, and that behind the worlds of other visitors.
"""

_MOST_FILES: Final = 8_192

_SWITCH_SECONDS: Final = 0.001
"""How long a thread may keep the interpreter: short, so that one visitor's worlds do not hold up another."""


def free_port(host: str, wanted: int | None) -> int:
    """Return the port that was asked for, or the first free one from 8765 on.

    Raises:
        InputError: it is in use, or the host is not one of this machine.
    """
    if wanted is not None:
        _try_port(host, wanted)
        return wanted
    for port in range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED):
        with suppress(InputError):
            _try_port(host, port)
            return port
    _try_port(host, DEFAULT_PORT)
    return DEFAULT_PORT


def _try_port(host: str, port: int) -> None:
    for family, where in bindings(host, port):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(where)
            except OSError as error:
                fault = f"{host}:{port} cannot be used ({error.strerror})"
                raise input_error("--port", fault, "a free port of an address of this machine") from error


def address(host: str, port: int, root_path: str = "") -> str:
    """Return the address at which a browser on this machine finds the page."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (compared, not bound)
    return f"http://{bracketed(shown)}:{port}{root_path}/"


def serve(
    host: str,
    port: int,
    *,
    ready: Callable[[str], None],
    opens_browser: bool,
    origins: Iterable[str] = (),
    trusted_proxy: str | None = None,
    root_path: str = "",
    rooms: Path | None = None,
    query: str = "",
) -> None:
    """Serve the page until the process is told to stop.

    Args:
        host: address to bind to.
        port: a free port.
        ready: called with the address once the page can be opened.
        opens_browser: open it in the browser of this machine.
        origins: under which a browser finds the page besides, as behind a proxy.
        trusted_proxy: address of the one peer that may say for whom it asks.
        root_path: below which everything is served, without a slash at its end.
        rooms: file in which rooms live, see `kantokuen.dashboard.room_file`; none for the usual one, which is
            opened when somebody first asks for a room.
        query: of the link under which it is announced and opened.

    Raises:
        InputError: another server holds the file of rooms, or it is none.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "false"
    sys.setswitchinterval(_SWITCH_SECONDS)
    keep_together()
    _have_room_for_connections()
    _leave_the_home_alone()
    from kantokuen.dashboard.application import application  # noqa: PLC0415  (it loads Solara)

    HOUSE.host, HOUSE.root_path, HOUSE.rooms = host, root_path, rooms or usual_place()
    with ends_in_order(SystemExit(128 + signal.SIGTERM)):
        kept = None if rooms is None else Rooms(rooms)
        server = _server(
            host, port, application(host, origins, trusted_proxy, root_path, kept), trusted_proxy
        )
        told = (server, f"{address(host, port, root_path)}{query}", ready, opens_browser)
        threading.Thread(target=_announce, args=told, daemon=True).start()
        server.run()


def _server(host: str, port: int, app: ASGIApp, trusted_proxy: str | None) -> uvicorn.Server:
    import uvicorn  # noqa: PLC0415  (read only after the settings stand)

    from kantokuen.dashboard.protocol import PatientProtocol, PatientWebSocket  # noqa: PLC0415  (it loads uvicorn)

    PatientProtocol.proxy = trusted_proxy
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=PatientProtocol,
        ws=PatientWebSocket,
        proxy_headers=False,  # who asks is said by the middleware
        log_level="error",
        access_log=False,
        server_header=False,
        ws_max_size=LARGEST_MESSAGE,
        ws_ping_timeout=_PATIENCE_SECONDS,
        timeout_graceful_shutdown=2,
        lifespan="on",
    )
    for name in ("uvicorn.error", "asyncio"):
        logging.getLogger(name).addFilter(OneLine())
    return uvicorn.Server(config)


def _have_room_for_connections() -> None:
    """Let the process have as many connections as the system allows it, up to what the limits ever need."""
    if sys.platform == "win32":  # which has no such limit
        return
    import resource  # noqa: PLC0415  (not on Windows)

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _leave_the_home_alone() -> None:
    """Let what Solara and IPython write go to a folder that is gone once they have ended."""
    folder = TemporaryDirectory(prefix="kantokuen-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)  # before theirs is registered, hence after it
    for name in ("SOLARA_HOME", "SOLARA_ASSETS_PROXY_CACHE_DIR", "IPYTHONDIR"):
        os.environ.setdefault(name, folder.name)


def _play_ahead() -> None:
    """Play the usual worlds, so that the first visitor finds them played."""
    from kantokuen.dashboard.results import first_odds  # noqa: PLC0415  (it loads the model)

    first_odds(State().question)


def _announce(server: object, where: str, ready: Callable[[str], None], opens_browser: bool) -> None:  # noqa: FBT001
    try:
        _play_ahead()
    except Exception:
        logging.getLogger(__name__).exception("The usual worlds could not be played ahead")
    while not getattr(server, "started", False):
        time.sleep(0.05)
    ready(where)
    if opens_browser:
        webbrowser.open(where)
