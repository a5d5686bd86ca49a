"""`kantokuen dashboard` says where the page is, who can reach it, and why it cannot be served."""

import socket
import sys
from collections.abc import Callable
from typing import Any

import pytest

from kantokuen.cli import app
from kantokuen.dashboard import server

WAITS = "Starting the page, which takes a few seconds ...\n"
OPEN = "The page is open until you press Ctrl-C.\n"

Play = Callable[..., tuple[int, str, str]]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A server that is ready at once, and what it was asked."""
    asked: dict[str, Any] = {}

    def serve(host: str, port: int, *, ready: Callable[[str], None], opens_browser: bool) -> None:
        asked.update(host=host, port=port, opens_browser=opens_browser)
        ready(server.address(host, port))

    monkeypatch.setattr(server, "serve", serve)
    return asked


@pytest.fixture
def play(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Play:
    """Run a command and return its status, what it printed, and what it said beside."""

    def run(*command: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kantokuen", "dashboard", *command])
        with pytest.raises(SystemExit) as end:
            app.main()
        out, beside = capfd.readouterr()
        return int(end.value.code or 0), out, beside

    return run


@pytest.fixture
def free() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


def test_the_address_is_printed_alone_and_the_rest_is_said_beside(
    served: dict[str, Any], play: Play, free: str
) -> None:
    assert play("--port", free) == (0, f"http://127.0.0.1:{free}/\n", WAITS + OPEN)
    assert served == {"host": "127.0.0.1", "port": int(free), "opens_browser": True}


def test_without_a_port_the_first_free_one_is_taken(served: dict[str, Any], play: Play) -> None:
    status, out, _ = play("--no-browser")
    assert status == 0
    assert out == f"http://127.0.0.1:{served['port']}/\n"
    assert server.DEFAULT_PORT <= served["port"] < server.DEFAULT_PORT + 20
    assert not served["opens_browser"]


def test_quiet_says_the_address_only(served: dict[str, Any], play: Play, free: str) -> None:
    assert play("--quiet", "--port", free) == (0, f"http://127.0.0.1:{free}/\n", "")
    assert served


@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_a_host_that_others_reach_is_warned_of_even_when_quiet(
    served: dict[str, Any], play: Play, free: str, quiet: list[str]
) -> None:
    status, out, beside = play("--host", "0.0.0.0", "--port", free, *quiet)  # noqa: S104
    assert (status, out) == (0, f"http://127.0.0.1:{free}/\n")
    assert beside.startswith("Everyone who can reach 0.0.0.0 can open the page")
    assert served["host"] == "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize("port", ["0", "65536", "-1", "x", "80.5"])
def test_a_bad_port_is_named_with_what_is_allowed(served: dict[str, Any], play: Play, port: str) -> None:
    status, out, beside = play("--port", port)
    assert (status, out, served) == (2, "", {})
    assert port in beside
    assert "1" in beside
    assert "65535" in beside.replace(",", "")
    assert "Traceback" not in beside


def test_a_port_in_use_is_named(served: dict[str, Any], play: Play) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        status, out, beside = play("--port", str(port))
    assert (status, out, served) == (2, "", {})
    assert f"--port: 127.0.0.1:{port} cannot be used" in beside
    assert "allowed: a free port of an address of this machine" in beside


def test_an_unknown_host_is_named(served: dict[str, Any], play: Play) -> None:
    status, out, beside = play("--host", "no-such-host.invalid")
    assert (status, out, served) == (2, "", {})
    assert (
        "--host: 'no-such-host.invalid' is not known; allowed: a name or an address of this machine" in beside
    )
