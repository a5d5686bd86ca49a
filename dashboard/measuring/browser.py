"""A server of the page and a browser to look at it with, for as long as a block lasts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from kantokuen.model.errors import InputError, input_error

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

PLACE: Final = "CHROMIUM"
"""Environment variable that names the browser, where it is not on the path."""

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_END_SECONDS: Final = 10
PATIENCE_MS: Final = 60_000.0
"""How long is waited for something on the page, in milliseconds, before it counts as failed."""


@dataclass(frozen=True, slots=True)
class Server:
    """The page, served by a process of its own.

    Attributes:
        address: of the page, with a slash at its end.
        process: number of the process.
        seconds: from its start until the page could be opened.
    """

    address: str
    process: int
    seconds: float


@contextmanager
def served(settings: Mapping[str, str] | None = None, options: Sequence[str] = ()) -> Iterator[Server]:
    """Run ``kantokuen dashboard`` on a free port of this machine.

    Args:
        settings: environment variables beside those of this process.
        options: of the command line.

    Raises:
        ChildProcessError: the server ended before the page could be opened.
    """
    command = [sys.executable, "-m", "kantokuen", "dashboard", "--no-browser", "--quiet"]
    begun = perf_counter()
    with subprocess.Popen(  # noqa: S603  (our own command)
        [*command, *options, "--port", str(_free_port())],
        stdout=subprocess.PIPE,
        env={**os.environ, **(settings or {})},
        text=True,
    ) as process:
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            if not address:
                raise ChildProcessError("the server of the page did not start")
            yield Server(address, process.pid, perf_counter() - begun)
        finally:
            process.terminate()
            try:
                process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def opened() -> Iterator[Browser]:
    """Start a browser without a window.

    Raises:
        InputError: Playwright or the browser is missing; the message says how to install it.
    """
    playwright = _playwright()
    with playwright.sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=_chromium(driver), args=list(_ARGUMENTS))


def _playwright() -> Any:
    try:
        return import_module("playwright.sync_api")
    except ImportError as error:
        raise InputError("Playwright cannot be loaded; to have it: pip install playwright") from error


def _chromium(driver: Playwright) -> str:
    """Return the browser: the one that is named, the system's, or one that Playwright has installed."""
    named = os.environ.get(PLACE)
    if named and not shutil.which(named):
        raise input_error(PLACE, f"'{named}' is no program", "the path of a Chromium or Chrome")
    found = named or next(filter(None, map(shutil.which, _NAMES)), driver.chromium.executable_path)
    if not Path(shutil.which(found) or found).exists():
        raise InputError(
            "no Chromium is found; to have it: apt-get install chromium (on Debian and its kin), or "
            f"playwright install chromium; or name one in the environment variable {PLACE}"
        )
    return found


def settle(page: Page, worlds: int) -> None:
    """Wait until the page is drawn with its fonts and the probability rests on so many worlds.

    Args:
        page: a page of ours.
        worlds: how many stand behind the probability at rest.
    """
    page.wait_for_selector(f"#probability[data-worlds='{worlds}']", timeout=PATIENCE_MS)
    page.wait_for_function("!document.querySelector('.cover, .refining')", timeout=PATIENCE_MS)
    page.evaluate("document.fonts.ready.then(() => true)")
