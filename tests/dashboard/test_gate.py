"""The gate: a page to read at once, headers that keep the browser here, and nobody let in from elsewhere."""

import asyncio
import re
import shutil
import socket
from types import SimpleNamespace
from typing import Any

import pytest
from solara.server import cdn_helper
from solara.server.kernel_context import contexts
from starlette.requests import Request
from starlette.responses import Response

from kantokuen.dashboard.addresses import Names
from kantokuen.dashboard.gate import Cover, KnownNames
from kantokuen.dashboard.limits import MOST_OF_SESSION, Places
from kantokuen.dashboard.scripts import SCRIPTS
from kantokuen.dashboard.words import LANGUAGES, Words
from tests.support.asked import LOCAL, application, ask, get, scope_of

pytestmark = pytest.mark.usefixtures("page")


def refused(origin: str | None, host: str = LOCAL, bound: str = "127.0.0.1", *given: str) -> bool:
    """Whether a connection from a page of this origin is refused before it is accepted."""
    let_in: list[bool] = []

    async def inside(_scope: Any, _receive: Any, _send: Any) -> None:
        let_in.append(True)

    headers = {"host": host} if origin is None else {"host": host, "origin": origin}
    guarded = KnownNames(inside, Names.of(bound, given))
    sent = ask(guarded, scope_of("websocket", "/jupyter/api/kernels/x/channels", headers))
    assert sent == ([] if let_in else [{"type": "websocket.close", "code": 1008}])
    return not let_in


# ---- the page ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_something_to_read_before_any_script_runs(language: str) -> None:
    words = Words.of(language)
    answer = get(f"/?language={language}")
    assert answer.status == 200
    assert f'<html lang="{language}">' in answer.body
    assert f"<title>{words('page.title')}</title>" in answer.body
    for key in ("page.name", "page.cover_1", "page.cover_2", "page.cover_3", "page.no_script"):
        assert words(key) in answer.body, key
    assert answer.body.count('class="cover"') == 1
    assert "--paper:" in answer.body


def test_a_reader_may_make_the_page_larger() -> None:
    body = get().body
    assert "user-scalable=no" not in body
    assert "maximum-scale" not in body


@pytest.mark.parametrize(
    "query", ["language=<script>alert(1)</script>", "lens=%00&%FF=1", "x" * 9000, "title=<b>"]
)
def test_a_tampered_link_gets_the_page_and_none_of_its_text(query: str) -> None:
    answer = get(f"/?{query}")
    assert answer.status == 200
    assert '<html lang="en">' in answer.body
    assert "alert(1)" not in answer.body


def test_the_browser_is_told_to_stay_on_this_machine() -> None:
    headers = get().headers
    policy = {each.split()[0]: each.split()[1:] for each in headers["content-security-policy"].split(";")}
    assert policy["default-src"] == ["'self'"]
    assert policy["connect-src"] == ["'self'", f"ws://{LOCAL}", f"wss://{LOCAL}"]
    assert policy["base-uri"] == ["'self'"]
    assert policy["form-action"] in (["'self'"], ["'none'"])
    assert all(
        "http" not in source and "*" not in source for sources in policy.values() for source in sources
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert int(headers["content-length"]) == len(get().body.encode())


def test_a_visitor_gets_a_cookie_once() -> None:
    cookie = get().headers["set-cookie"]
    assert cookie.startswith("solara-session-id=")
    assert "samesite=lax" in cookie.lower()
    assert "httponly" in cookie.lower()
    again = get(cookie=cookie.partition(";")[0])
    assert again.status == 200
    assert "set-cookie" not in again.headers


def test_scripts_and_fonts_come_from_here() -> None:
    assert get("/static/assets/custom.css").status == 200
    assert get("/static/assets/nothing.css").status == 404
    assert get("/static/assets/../../../pyproject.toml").status == 404


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the server asks elsewhere for; none is answered."""
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        raise OSError(url)

    monkeypatch.setattr(cdn_helper, "fetch_from_cdn", fetch)
    # Solara's own route removes a folder that is named; here it is only written down
    monkeypatch.setattr(shutil, "rmtree", lambda folder, *_, **__: asked.append(f"removed {folder}"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: asked.append(str(host)) or [])
    return asked


def test_every_script_and_style_that_the_page_names_is_shipped(reached: list[str]) -> None:
    named = set(re.findall(r"""["'](/_solara/cdn/[^"']+)["']""", get().body))
    for part in ("solara-vuetify-app@", "requirejs@"):
        assert any(part in each for each in named), part
    view = (SCRIPTS.parent / "views" / "chart.vue").read_text(encoding="utf-8")
    version = re.findall(r'VERSION = "([\d.]+)"', view)
    for path in [*named, f"/_solara/cdn/echarts@{version[0]}/dist/echarts.min.js"]:
        answer = get(path)
        assert answer.status == 200, path
        assert answer.body
        assert "immutable" in answer.headers["cache-control"]
    assert reached == []


@pytest.mark.parametrize(
    "path",
    [
        "left-pad@1.3.0/index.js",
        "left-pad",
        "echarts@5.4.0/dist/nothing.js",
        "echarts@5.4.0/dist",
        "echarts@5.4.1/dist/echarts.js",
        "../../../pyvenv.cfg",
        "/etc/passwd",
        "https://evil.example/x.js",
        "a\0b",
        "x" * 5000,
        "",
    ],
)
def test_what_is_not_shipped_is_not_fetched_from_elsewhere(path: str, reached: list[str]) -> None:
    assert get(f"/_solara/cdn/{path}").status == 404
    assert reached == []


# ---- when it is full ---------------------------------------------------------------------------------


def asked_when_full(query: str = "", **headers: str) -> Response:
    """What a browser that has all the pages that it may have gets for one more."""
    places = Places(lambda _: False)
    for number in range(MOST_OF_SESSION):
        places.enter(f"page {number}", "one", "127.0.0.1")
    headers = {"host": LOCAL, "cookie": "solara-session-id=one", **headers}
    return asyncio.run(Cover(places).answer(Request(scope_of("http", f"/{query}", headers))))


@pytest.mark.parametrize(("language", "other"), [("en", "ja"), ("ja", "en")])
def test_one_page_too_many_is_told_so_in_both_languages(language: str, other: str) -> None:
    answer = asked_when_full(f"?language={language}&theme=dark")
    body = bytes(answer.body).decode()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert answer.headers["cache-control"] == "no-store"
    assert f'<html lang="{language}" data-theme="dark">' in body
    assert body.index(Words.of(language)("page.full")) < body.index(Words.of(other)("page.full"))
    for key in ("page.full_why", "page.full_again"):
        assert all(Words.of(each)(key) in body for each in LANGUAGES)
    assert 'class="cover' in body
    assert "<script" not in body


@pytest.mark.parametrize("asks", ["max-age=0", "no-cache"])
def test_a_page_that_is_loaded_again_keeps_its_place(asks: str) -> None:
    assert asked_when_full(**{"cache-control": asks}).status_code == 200
    assert asked_when_full(**{"cache-control": asks, "cookie": "solara-session-id=two"}).status_code == 200


def test_another_browser_finds_room() -> None:
    assert asked_when_full(cookie="solara-session-id=two").status_code == 200


def test_a_page_is_closed_by_its_own_browser_only(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []
    mine = SimpleNamespace(session_id="one", page_status={"tab": None}, page_close=closed.append)
    monkeypatch.setitem(contexts, "mine", mine)
    for tab, session in (("other", "one"), ("tab", "two"), ("tab", "")):
        answer = get(
            f"/_solara/api/close/mine?session_id={tab}", method="POST", cookie=f"solara-session-id={session}"
        )
        assert (answer.status, closed) == (200, [])
    get("/_solara/api/close/mine?session_id=tab", method="POST", cookie="solara-session-id=one")
    assert closed == ["tab"]


# ---- who is let in -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bound", "host"),
    [
        ("127.0.0.1", "127.0.0.1:8765"),
        ("127.0.0.1", "localhost:8765"),
        ("localhost", "localhost"),
        ("::1", "[::1]:8765"),
        ("127.0.0.2", "127.0.0.2:8765"),
        ("0.0.0.0", "192.168.1.5:8765"),  # noqa: S104
        ("127.0.0.1", "192.168.1.5:8765"),
        ("0.0.0.0", "localhost:8765"),  # noqa: S104
        ("0.0.0.0", f"{socket.gethostname()}:8765"),  # noqa: S104
        ("::", f"{socket.gethostname().partition('.')[0]}.local"),
        ("192.168.1.5", socket.getfqdn()),
        ("wall.school.example", "Wall.School.Example:8765"),
    ],
)
def test_the_page_answers_to_the_names_of_where_it_is_bound(bound: str, host: str) -> None:
    assert get(host=host, bound=bound).status == 200


@pytest.mark.parametrize("bound", ["127.0.0.1", "0.0.0.0", "192.168.1.5"])  # noqa: S104
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8765",
        "",
        "127.0.0.1:",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "[::1",
        "[::1%25lo]:8765",
        "127.0.0.1;script-src *",
    ],
)
def test_it_answers_to_no_other_name_wherever_it_is_bound(bound: str, host: str) -> None:
    answer = get(host=host, bound=bound)
    assert answer.status == 400
    assert "Invalid host header" in answer.body
    assert "evil" not in answer.headers["content-security-policy"]
    assert "*" not in answer.headers["content-security-policy"]


def test_a_server_for_this_machine_has_no_names_of_the_network() -> None:
    assert get(host=f"{socket.gethostname()}.local").status == 400


def test_a_name_that_was_given_is_answered_to() -> None:
    app = application("127.0.0.1", ["https://school.example"])
    for host, status in (("school.example", 200), ("other.example", 400)):
        assert ask(app, scope_of("http", "/", {"host": host}))[0]["status"] == status


OWN = f"{socket.gethostname()}:8765"


@pytest.mark.parametrize("bound", ["127.0.0.1", "0.0.0.0"])  # noqa: S104
@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, LOCAL),
        ("null", LOCAL),
        ("", LOCAL),
        ("http://evil.example", LOCAL),
        ("http://evil.example", "evil.example"),
        ("http://evil.example:8765", "evil.example:8765"),
        ("http://127.0.0.1:9999", LOCAL),
        ("http://127.0.0.1", LOCAL),
        ("http://localhost:8765", LOCAL),
        ("http://[", LOCAL),
        ("http://127.0.0.1:8765.evil", LOCAL),
        ("file://127.0.0.1:8765", LOCAL),
        ("http://", ""),
    ],
)
def test_a_page_of_another_site_gets_no_connection(origin: str | None, host: str, bound: str) -> None:
    assert refused(origin, host, bound)


@pytest.mark.parametrize(
    ("origin", "host", "bound"),
    [
        (f"http://{LOCAL}", LOCAL, "127.0.0.1"),
        (f"https://{LOCAL}", LOCAL, "127.0.0.1"),
        ("http://localhost:8765", "localhost:8765", "127.0.0.1"),
        ("http://[::1]:8765", "[::1]:8765", "::1"),
        ("http://192.168.1.5:8765", "192.168.1.5:8765", "0.0.0.0"),  # noqa: S104
        (f"http://{OWN}", OWN, "0.0.0.0"),  # noqa: S104
    ],
)
def test_the_page_itself_gets_one(origin: str, host: str, bound: str) -> None:
    assert not refused(origin, host, bound)


@pytest.mark.parametrize("bound", ["127.0.0.1", "0.0.0.0"])  # noqa: S104
def test_a_page_of_an_origin_that_was_given_gets_one(bound: str) -> None:
    given = "https://school.example"
    assert not refused(given, LOCAL, bound, given)
    assert not refused(given, "school.example", bound, given)
    assert refused("http://other.example", LOCAL, bound, given)
    assert refused("https://school.example:8443", LOCAL, bound, given)
    assert refused(given, "evil.example", bound, given)


@pytest.mark.parametrize(
    ("client", "status"),
    [("127.0.0.1", 200), ("::1", 200), ("192.168.1.7", 404), ("testclient", 404), (None, 404)],
)
def test_how_many_pages_are_open_is_told_to_this_machine_only(client: str | None, status: int) -> None:
    scope = scope_of("http", "/resourcez", {"host": LOCAL}) | {"client": client and (client, 5000)}
    start, body = ask(application("0.0.0.0"), scope)  # noqa: S104
    assert start["status"] == status
    assert (b"kernels" in body["body"]) == (status == 200)


def test_an_origin_alone_does_not_keep_anyone_from_reading() -> None:
    assert get(origin="http://evil.example").status == 200


def test_the_whole_application_refuses_a_connection_from_elsewhere() -> None:
    for headers in ({"host": LOCAL, "origin": "http://evil.example"}, {"host": "evil.example"}):
        sent = ask(
            application("127.0.0.1"), scope_of("websocket", "/jupyter/api/kernels/x/channels", headers)
        )
        assert not any(each["type"] == "websocket.accept" for each in sent)
