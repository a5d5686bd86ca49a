"""`kantokuen dashboard` says where the page is, who can reach it, and why it cannot be served."""

import socket
import sys
from collections.abc import Callable
from pathlib import Path
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

    def serve(host: str, port: int, *, ready: Callable[[str], None], **others: Any) -> None:
        asked.update(host=host, port=port, **others)
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
    assert served == {
        "host": "127.0.0.1", "port": int(free), "opens_browser": True, "origins": [], "trusted_proxy": None,
        "root_path": "", "rooms": None, "query": "",
    }  # fmt: skip


def test_the_page_opens_in_the_language_of_the_command_line(
    served: dict[str, Any], play: Play, free: str
) -> None:
    status, _, beside = play("--port", free, "--language", "ja")
    assert (status, served["query"]) == (0, "?language=ja")
    assert "ページを準備中" in beside


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


@pytest.mark.parametrize("host", ["", " ", "*", "0", "127.0.0.1:80", "http://localhost", "fe80::1%lo"])
def test_a_host_that_no_browser_could_open_is_refused_before_anything_listens(
    served: dict[str, Any], play: Play, host: str
) -> None:
    status, out, beside = play("--host", host)
    assert (status, out, served) == (2, "", {})
    assert beside.startswith(f"kantokuen: --host: '{host}' is not known; allowed: a name or an address")


def test_origins_and_a_proxy_are_handed_on_as_browsers_and_the_system_write_them(
    served: dict[str, Any], play: Play, free: str
) -> None:
    given = [
        "--origin",
        "https://A.example:443/",
        "--origin",
        "http://b.example:81",
        "--trusted-proxy",
        "::1",
    ]
    assert play("--port", free, *given)[0] == 0
    assert served["origins"] == ["https://a.example", "http://b.example:81"]
    assert served["trusted_proxy"] == "::1"


def test_a_root_path_is_handed_on_without_its_last_slash(
    served: dict[str, Any], play: Play, free: str
) -> None:
    assert play("--port", free, "--root-path", "/models/kantokuen/")[0] == 0
    assert served["root_path"] == "/models/kantokuen"


def test_the_file_of_rooms_is_handed_on(
    served: dict[str, Any], play: Play, free: str, tmp_path: Path
) -> None:
    assert play("--port", free, "--rooms", str(tmp_path / "rooms.sqlite"))[0] == 0
    assert served["rooms"] == tmp_path / "rooms.sqlite"


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", "is a folder; allowed: the name of a file"),
        ("no/rooms.sqlite", "is in a folder that does not exist"),
    ],
)
def test_a_file_in_which_no_rooms_can_live_is_named(
    served: dict[str, Any], play: Play, tmp_path: Path, name: str, fault: str
) -> None:
    status, out, beside = play("--rooms", str(tmp_path / name))
    assert (status, out, served) == (2, "", {})
    assert fault in beside
    assert "Traceback" not in beside


@pytest.mark.parametrize(
    ("option", "given", "fault"),
    [
        ("--root-path", "kantokuen", "'kantokuen' is not a path; allowed: a path such as /kantokuen"),
        ("--root-path", "", "'' is not a path"),
        ("--origin", "school.example", "'school.example' is not an origin; allowed: http:// or https://"),
        ("--origin", "*", "'*' is not an origin"),
        ("--origin", "", "'' is not an origin"),
        (
            "--trusted-proxy",
            "10.0.0.0/8",
            "'10.0.0.0/8' is not an address; allowed: the address of one machine",
        ),
        ("--trusted-proxy", "", "'' is not an address"),
    ],
)
def test_what_cannot_be_trusted_is_named(
    served: dict[str, Any], play: Play, option: str, given: str, fault: str
) -> None:
    status, out, beside = play(option, given)
    assert (status, out, served) == (2, "", {})
    assert f"kantokuen: {option}: {fault}" in beside
    assert "Traceback" not in beside
