"""The page can be read at once, its headers keep the browser here, and nobody is let in from elsewhere."""

import asyncio
import re
import shutil
import socket
from types import SimpleNamespace

import pytest
import solara.settings
from solara.server import cdn_helper
from solara.server.kernel_context import contexts
from starlette.requests import Request
from starlette.responses import Response

from kantokuen.dashboard.application import Cover
from kantokuen.dashboard.limits import MOST_OF_BROWSER, Places
from kantokuen.dashboard.scripts import SCRIPTS
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from tests.support.asked import LOCAL, application, ask, get, scope_of

pytestmark = pytest.mark.usefixtures("page")


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


def test_where_solara_may_write_nothing_no_browser_is_sent_to_the_internet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solara.settings.assets, "proxy", False)  # as it then is
    body = get().body
    assert 'src="/_solara/cdn/' in body
    assert solara.settings.assets.cdn not in body


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
    for number in range(MOST_OF_BROWSER):
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
