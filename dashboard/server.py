"""The server of the page: Solara's, held to this machine, to a size, and to itself.

With it not one request leaves the machine: telemetry and version checks are off, and scripts, styles
and fonts are files of this package and of those that it needs.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import time
import warnings
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from importlib.resources import files
from ipaddress import ip_address
from typing import Final

from kantokuen.dashboard.choice import Choice
from kantokuen.dashboard.memory import keep_together
from kantokuen.model.errors import InputError, input_error

APP: Final = "kantokuen.dashboard.app"
DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8765
_PORTS_TRIED: Final = 20

LARGEST_MESSAGE: Final = 2_000_000
"""Bytes of one message from a page; an uploaded scenario is far smaller."""

SCRIPTS: Final = str(files("kantokuen.dashboard") / "vendor")
"""The folder of the scripts and styles of others that the page loads, by the path that Solara asks for."""

MOST_VISITORS: Final = 120
"""Pages that may be open at once; each takes a few megabytes."""

_SETTINGS: Final = {
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_VARIANT": "light",
    "SOLARA_MODE": "production",
    "SOLARA_ASSETS_PROXY_CACHE_DIR": SCRIPTS,
    "SOLARA_KERNEL_CULL_TIMEOUT": "3m",
    "SOLARA_KERNEL_MAX_COUNT": str(MOST_VISITORS),
    "SOLARA_KERNEL_MAX_PER_SESSION": "40",
    "SOLARA_APP": APP,
}
"""What Solara reads from the environment; a value that is set already stands, but for telemetry."""

_PATIENCE_SECONDS: Final = 90.0
"""How long a busy browser may leave a sign of life unanswered before its connection is closed."""

_SWITCH_SECONDS: Final = 0.001
"""How long a thread may keep the interpreter: short, so that one visitor's worlds do not hold up another."""


def is_local(host: str) -> bool:
    """Tell whether a host name can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


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
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except (socket.gaierror, UnicodeError, TypeError) as error:
            raise input_error(
                "--host", f"'{host}' is not known", "a name or an address of this machine"
            ) from error
        except OSError as error:
            fault = f"{host}:{port} cannot be used ({error.strerror})"
            raise input_error("--port", fault, "a free port of an address of this machine") from error


def address(host: str, port: int) -> str:
    """Return the address at which a browser on this machine finds the page."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104  (compared, not bound)
    return f"http://{f'[{shown}]' if ':' in shown and '[' not in shown else shown}:{port}/"


def serve(host: str, port: int, *, ready: Callable[[str], None], opens_browser: bool) -> None:
    """Serve the page until the process is told to stop.

    Args:
        host: address to bind to.
        port: a free port.
        ready: called with the address once the page can be opened.
        opens_browser: open it in the browser of this machine.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "false"
    sys.setswitchinterval(_SWITCH_SECONDS)
    keep_together()
    # Solara warns that its cookie is meant for https, which a page on one's own machine has no need of
    warnings.filterwarnings("ignore", category=UserWarning, module="solara.server.starlette")
    import uvicorn  # noqa: PLC0415  (read only after the settings stand)

    from kantokuen.dashboard.gate import application  # noqa: PLC0415  (it loads Solara)

    config = uvicorn.Config(
        application(host),
        host=host.strip("[]"),
        port=port,
        log_level="error",
        access_log=False,
        server_header=False,
        ws_max_size=LARGEST_MESSAGE,
        ws_ping_timeout=_PATIENCE_SECONDS,
        timeout_graceful_shutdown=2,
        lifespan="on",
    )
    server = uvicorn.Server(config)
    where = address(host, port)
    announcer = threading.Thread(target=_announce, args=(server, where, ready, opens_browser), daemon=True)
    announcer.start()
    server.run()


def _play_ahead() -> None:
    """Play the usual worlds, so that the first visitor finds them played."""
    from kantokuen.dashboard.answers import asked, first_odds  # noqa: PLC0415  (it loads the model)

    first_odds(asked(Choice()))


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
