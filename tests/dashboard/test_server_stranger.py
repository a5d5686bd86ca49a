"""A stranger with a bare socket at the door of the running server, at the usual host and at every address."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kantokuen.dashboard.limits import MOST_OF_ADDRESS, MOST_OF_BROWSER
from kantokuen.dashboard.protocol import PATIENCE_SECONDS
from tests.support.raw import BYTES, Served, send, serving

EVERYWHERE = "0.0.0.0"  # noqa: S104
GIVEN = "https://school.example"
SAFE = (
    "content-security-policy: default-src 'self'",
    "x-content-type-options: nosniff",
    "frame-ancestors 'self'",
)


@pytest.fixture(scope="module", params=["127.0.0.1", pytest.param(EVERYWHERE, marks=pytest.mark.slow)])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page, as it is served at a host, with an origin and a proxy that are trusted."""
    folder = tmp_path_factory.mktemp("served")
    with serving(
        folder, "--host", request.param, "--origin", GIVEN, "--trusted-proxy", "127.0.0.8"
    ) as running:
        yield running


def is_gone(server: Served) -> bool:
    """Wait until the server holds no page; tell whether it came to that."""
    until = time.monotonic() + 20.0
    while time.monotonic() < until:
        _, _, body = server.ask("/resourcez").partition("\r\n\r\n")
        if json.loads(body)["kernels"]["total"] == 0:
            return True
        time.sleep(0.2)
    return False


def test_only_the_page_itself_opens_a_connection(server: Served) -> None:
    evil = "http://evil.example"
    assert server.status() == 101
    assert server.status(Origin=f"http://localhost:{server.port}", Host=f"localhost:{server.port}") == 101
    assert server.status(Origin=GIVEN) == 101
    assert server.status(Origin=GIVEN, Host="school.example") == 101
    for origin in (None, evil, "null", "", "http://127.0.0.1", f"http://localhost:{server.port}"):
        assert server.status(Origin=origin) == 403, origin
    assert server.status(Origin=evil, Host="evil.example") == 400
    assert server.status(Origin=f"{evil}:{server.port}", Host=f"evil.example:{server.port}") == 400


def test_the_first_request_decides_nothing_for_the_next(server: Served) -> None:
    evil = "https://evil.example"
    server.ask(
        "/", X_Script_Name=evil, Script_Name=evil, X_Forwarded_Host="evil.example", Forwarded="host=evil"
    )
    assert "evil.example" not in server.ask("/")


def test_every_answer_is_safe_and_no_request_is_a_fault(server: Served) -> None:
    for status, target, method, headers in [
        (200, "/", "GET", {}),
        (200, "/", "HEAD", {}),
        (405, "/", "POST", {}),
        (404, "//", "GET", {}),
        (404, "/static/%00%ff", "GET", {}),
        (404, "http://evil.example/", "GET", {}),
        (200, "/readyz", "GET", {}),
        (200, "/static/assets/custom.css?v=%ff", "GET", {}),
        (400, "/_solara/api/close/x", "POST", {}),
        (200, "/_solara/api/close/%00?session_id=%ff", "POST", {}),
        (400, "/", "GET", {"Host": "evil.example"}),
        (200, "/?%ff=%", "GET", {"Cookie": 'solara-session-id="\\012\xff"'}),
        (200, "/", "GET", {"X_Forwarded_Proto": "gopher", "X_Forwarded_Host": "a"}),
        (400, "/", "GET", {"Content_Length": "-1"}),
    ]:
        answer = server.ask(target, method=method, **headers)
        assert answer.split()[1] == str(status), (target, answer)
        assert all(each in answer.lower() for each in SAFE), (target, answer)
    assert "Traceback" not in server.log.read_text()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"junk", 1),
        (b"\xff\xfe", 1),
        (b"[" * 20_000, 1),
        (b"[]", 1),
        (b"\0", BYTES),
        (b"\x7f\xff\xff\xff" + b"a" * 20, BYTES),
        (b"\0\0\0\1\0\0\0\x08junk", BYTES),
    ],
)
def test_a_message_that_cannot_be_read_is_a_line_in_the_log(server: Served, data: bytes, kind: int) -> None:
    before = len(server.lines())
    status, line = server.open(f"page-{time.monotonic_ns()}", Cookie="solara-session-id=junk")
    assert status == 101
    with line:
        send(line, data, kind)
        while b"\x88" not in line.recv(4096):  # until the server says that it will hang up
            pass
    assert len(server.lines()) == before + 1, server.lines()[before:]


@pytest.mark.slow
def test_a_browser_has_forty_pages_and_an_address_a_hundred_and_twenty(server: Served) -> None:
    assert is_gone(server)
    lines = []

    def let_in(name: str, wanted: int, source: str, browser: str | None = None, **headers: str) -> int:
        number = 0
        for each in range(wanted):
            cookie = f"solara-session-id={browser or f'{name}-{each}'}"
            status, line = server.open(f"{name}-{each}", source=source, Cookie=cookie, **headers)
            lines.append(line)
            assert status in {101, 503}
            number += status == 101
        return number

    own = {"Cookie": "solara-session-id=one"}
    assert let_in("one", 50, "127.0.0.1", "one") == MOST_OF_BROWSER
    full = server.ask("/?language=ja", **own)
    assert full.startswith("HTTP/1.1 503 ")
    assert "retry-after: 30" in full.lower()
    assert all(each in full.lower() for each in SAFE)
    assert server.ask("/", **own, Cache_Control="max-age=0").startswith("HTTP/1.1 200 ")
    assert server.ask("/").startswith("HTTP/1.1 200 ")
    assert let_in("many", 100, "127.0.0.1") == MOST_OF_ADDRESS - MOST_OF_BROWSER
    assert server.ask("/").startswith("HTTP/1.1 503 ")
    before = time.monotonic()
    assert let_in("other", 1, "127.0.0.2") == 1
    assert server.ask("/", source="127.0.0.2").startswith("HTTP/1.1 200 ")
    assert time.monotonic() - before < PATIENCE_SECONDS
    forged = {"X_Forwarded_For": "10.0.0.7"}
    assert let_in("forged", 1, "127.0.0.1", **forged) == 0
    assert let_in("named", 1, "127.0.0.8", **forged) == 1
    for line in lines:
        line.close()
    assert server.ask("/", **own).startswith("HTTP/1.1 503 "), (
        "the server has not yet given up what they left"
    )
    assert is_gone(server)
    assert server.ask("/", **own).startswith("HTTP/1.1 200 ")


@pytest.mark.slow
def test_requests_that_never_end_hold_nobody_up(server: Served) -> None:
    halves = [b"GET / HTTP/1.1\r\nX-", b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nabc"]
    lines = [server.connect() for _ in range(200)]
    for number, line in enumerate(lines):
        line.sendall(halves[number % 2])
    began = time.monotonic()
    assert server.ask("/").startswith("HTTP/1.1 200 ")
    status, visitor = server.open("patient", Cookie="solara-session-id=patient")
    assert status == 101
    assert time.monotonic() - began < PATIENCE_SECONDS
    for line in lines:
        while line.recv(4096):
            pass
        line.close()
    assert 4.0 < time.monotonic() - began < 3 * PATIENCE_SECONDS
    with visitor:
        visitor.setblocking(False)
        with pytest.raises(BlockingIOError):  # it rests, and is not closed
            visitor.recv(4096)


@pytest.mark.slow
def test_nothing_is_written_into_the_home_and_nothing_is_left_behind(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert server.ask("/").startswith("HTTP/1.1 200 ")
        status, line = server.open(Cookie="solara-session-id=one")
        assert status == 101
        line.close()
        assert [each.name for each in server.home.rglob("*")] == []
    assert [each.name for each in server.home.rglob("*")] == []
    assert list((tmp_path / "temporary").iterdir()) == []
    assert server.lines() == []
