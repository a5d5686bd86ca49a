"""The server stays on this machine unless told otherwise, and says in a sentence where it cannot listen."""

import os
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from kantokuen.dashboard import results, server
from kantokuen.dashboard.addresses import is_local
from kantokuen.dashboard.commands import LARGEST_UPLOAD
from kantokuen.dashboard.limits import (
    FEW,
    KEPT_FREE,
    MOST_OF_ADDRESS,
    MOST_OF_BROWSER,
    MOST_PAGES,
    MOST_SOCKETS,
)
from kantokuen.dashboard.link import LONGEST_LINK, SOME_WORLDS
from kantokuen.dashboard.protocol import PATIENCE_SECONDS
from kantokuen.dashboard.worlds_panel import CELL_WORLDS
from kantokuen.model.errors import InputError
from tests.support.paths import DOCS


@pytest.fixture
def taken() -> Iterator[int]:
    """A port of this machine that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.2", "::1", "[::1]"])
def test_names_of_this_machine_are_local(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", "", "localhost.example.org"])  # noqa: S104
def test_all_others_are_not(host: str) -> None:
    assert not is_local(host)


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("127.0.0.1", "http://127.0.0.1:8765/"),
        ("localhost", "http://localhost:8765/"),
        ("0.0.0.0", "http://127.0.0.1:8765/"),  # noqa: S104
        ("::", "http://[::1]:8765/"),
        ("::1", "http://[::1]:8765/"),
    ],
)
def test_the_address_is_one_that_a_browser_takes(host: str, found: str) -> None:
    assert server.address(host, 8765) == found


def test_the_address_ends_in_the_path_below_which_everything_is_served() -> None:
    assert server.address("127.0.0.1", 8765, "/kantokuen") == "http://127.0.0.1:8765/kantokuen/"


def test_a_port_that_is_asked_for_is_used_if_it_is_free(taken: int) -> None:
    with pytest.raises(
        InputError, match=rf"^--port: 127.0.0.1:{taken} cannot be used \(.+\); allowed: a free port"
    ):
        server.free_port("127.0.0.1", taken)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = listener.getsockname()[1]
    assert server.free_port("127.0.0.1", free) == free


def test_without_a_wish_the_first_free_port_is_taken(monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    monkeypatch.setattr(server, "DEFAULT_PORT", taken)
    found = server.free_port("127.0.0.1", None)
    assert taken < found < taken + server._PORTS_TRIED


def test_when_none_is_free_the_first_is_named(monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    monkeypatch.setattr(server, "DEFAULT_PORT", taken)
    monkeypatch.setattr(server, "_PORTS_TRIED", 1)
    with pytest.raises(InputError, match=rf"127.0.0.1:{taken} cannot be used"):
        server.free_port("127.0.0.1", None)


def test_on_windows_the_probe_does_not_take_a_port_that_is_in_use(
    monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(InputError, match="cannot be used"):
        server.free_port("127.0.0.1", taken)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 300])
def test_a_host_that_is_not_known_is_named(host: str) -> None:
    with pytest.raises(
        InputError, match=r"^--host: .*is not known; allowed: a name or an address of this machine"
    ):
        server.free_port(host, None)


def test_an_address_of_another_machine_cannot_be_used() -> None:
    with pytest.raises(
        InputError, match=r"192\.0\.2\.1:8765 cannot be used .* of an address of this machine"
    ):
        server.free_port("192.0.2.1", 8765)


# ---- serving -----------------------------------------------------------------------------------------


class StandIn:
    """A server that starts, and stops at once."""

    def __init__(self, config: Any) -> None:
        self.config = config
        self.started = False
        self.announced = threading.Event()

    def run(self) -> None:
        self.started = True
        assert self.announced.wait(20.0)


@pytest.mark.parametrize("opens_browser", [True, False])
def test_once_it_can_be_opened_it_says_where(monkeypatch: pytest.MonkeyPatch, *, opens_browser: bool) -> None:
    import uvicorn

    made: list[StandIn] = []
    opened: list[str] = []
    told: list[str] = []

    def make(config: Any) -> StandIn:
        made.append(StandIn(config))
        return made[-1]

    def ready(where: str) -> None:
        told.append(where)
        if not opens_browser:
            made[-1].announced.set()

    def open_browser(where: str) -> None:
        opened.append(where)
        made[-1].announced.set()

    monkeypatch.setattr(uvicorn, "Server", make)
    monkeypatch.setattr(server.webbrowser, "open", open_browser)
    monkeypatch.setattr(sys, "setswitchinterval", lambda _: None)
    own = {"SOLARA_TELEMETRY_MIXPANEL_ENABLE": "true", "SOLARA_THEME_TITLE": "My own"}
    monkeypatch.setattr(os, "environ", {k: v for k, v in os.environ.items() if "SOLARA" not in k} | own)
    server.serve("::1", 8765, ready=ready, opens_browser=opens_browser)
    assert told == ["http://[::1]:8765/"]
    assert opened == (told if opens_browser else [])
    config = made[0].config
    assert (config.host, config.port, config.ws_max_size) == ("::1", 8765, server.LARGEST_MESSAGE)
    assert not config.proxy_headers
    assert os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] == "false"
    assert os.environ["SOLARA_THEME_TITLE"] == "My own"
    assert os.environ["SOLARA_KERNEL_MAX_COUNT"] == str(MOST_SOCKETS)


def test_a_page_whose_worlds_cannot_be_played_ahead_is_told_of_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise MemoryError

    told: list[str] = []
    monkeypatch.setattr("kantokuen.dashboard.results.first_odds", fail)
    started = SimpleNamespace(started=True)
    server._announce(started, "http://localhost:8765/", told.append, False)
    assert told == ["http://localhost:8765/"]
    assert "MemoryError" in caplog.text


def test_a_real_server_says_where_it_is_and_shows_the_page_there(tmp_path: Any) -> None:
    command = [sys.executable, "-m", "kantokuen", "dashboard", "--no-browser"]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        where = process.stdout.readline().strip()
        assert where == f"http://127.0.0.1:{port}/"
        with urllib.request.urlopen(f"{where}?language=ja", timeout=60) as answer:  # noqa: S310
            page = answer.read().decode()
            headers = answer.headers
    finally:
        process.terminate()
        _, said = process.communicate(timeout=60)
    assert '<html lang="ja">' in page
    assert "関特演" in page
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "server" not in {name.lower() for name in headers}
    assert said.splitlines() == [
        "Starting the page, which takes a few seconds ...", "The page is open until you press Ctrl-C."
    ]  # fmt: skip


# ---- what the manual says ------------------------------------------------------------------------------


def test_the_limits_of_the_manual_are_those_of_the_page() -> None:
    manual = DOCS / "dashboard.md"
    rows = re.findall(r"^\| ([^|]+) \| ([^|]*\d[^|]*) \|$", manual.read_text(encoding="utf-8"), re.MULTILINE)
    said = {
        name: [int(each.replace(",", "")) for each in re.findall(r"[\d,]*\d", text)] for name, text in rows
    }
    limits = {
        "pages open at once": [MOST_PAGES, MOST_OF_ADDRESS, MOST_OF_BROWSER, KEPT_FREE, FEW],
        "worlds behind the probability": [*SOME_WORLDS],
        "futures of a fork": [results._FUTURES[-1]],
        "worlds in a cell of the map": [CELL_WORLDS],
        "a scenario file": [LARGEST_UPLOAD],
        "a link": [LONGEST_LINK],
        "a request": [PATIENCE_SECONDS],
    }
    assert {name: said.get(name) for name in limits} == limits
