"""The gate: a page to read at once, headers that keep the browser here, and nobody let in from elsewhere."""

import asyncio
import re
import shutil
import socket
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from solara.server import app as solara_app
from solara.server import cdn_helper
from starlette.types import ASGIApp, Message

from kantokuen.dashboard.server import SCRIPTS
from kantokuen.dashboard.words import LANGUAGES, Words

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of what Solara's server imports
    from kantokuen.dashboard.gate import SameOrigin, application

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:solara.server.starlette")

LOCAL = "127.0.0.1:8765"
_PATIENCE = 5.0


@pytest.fixture(scope="module", autouse=True)
def _page() -> Iterator[None]:
    """The page, as the server has it once it has started."""
    script = solara_app.AppScript("kantokuen.dashboard.app")
    solara_app.apps["__default__"] = script
    yield
    del solara_app.apps["__default__"]
    script.close()


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: str


def _scope(kind: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    where, _, query = path.partition("?")
    return {
        "type": kind, "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http" if kind == "http" else "ws", "path": where, "raw_path": where.encode(),
        "query_string": query.encode(), "root_path": "", "subprotocols": [],
        "headers": [(name.encode(), text.encode("latin-1")) for name, text in headers.items()],
        "client": ("127.0.0.1", 5000), "server": ("127.0.0.1", 8765),
    }  # fmt: skip


def _ask(app: ASGIApp, scope: dict[str, Any]) -> list[Message]:
    """Return what an application sends back to one request or connection, which then goes away."""
    first = {"http": {"type": "http.request", "body": b""}, "websocket": {"type": "websocket.connect"}}
    waiting = [first[scope["type"]]]
    sent: list[Message] = []

    async def receive() -> Message:
        if waiting:
            return waiting.pop()
        await asyncio.sleep(_PATIENCE)
        return {"type": f"{scope['type']}.disconnect", "code": 1001}

    async def send(message: Message) -> None:
        sent.append(message)

    async def talk() -> None:
        await app(scope, receive, send)

    asyncio.run(talk())
    return sent


def get(path: str = "/", host: str = LOCAL, bound: str = "127.0.0.1", **headers: str) -> Answer:
    sent = _ask(application(bound), _scope("http", path, {"host": host, **headers}))
    start = next(each for each in sent if each["type"] == "http.response.start")
    body = b"".join(each.get("body", b"") for each in sent if each["type"] == "http.response.body")
    return Answer(
        start["status"],
        {name.decode().lower(): text.decode() for name, text in start["headers"]},
        body.decode(errors="replace"),
    )


def refused(origin: str | None, host: str = LOCAL) -> bool:
    """Whether a connection from a page of this origin is refused before it is accepted."""
    let_in: list[bool] = []

    async def inside(_scope: Any, _receive: Any, _send: Any) -> None:
        let_in.append(True)

    headers = {"host": host} if origin is None else {"host": host, "origin": origin}
    sent = _ask(SameOrigin(inside), _scope("websocket", "/jupyter/api/kernels/x/channels", headers))
    assert sent == ([] if let_in else [{"type": "websocket.close", "code": 4403}])
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
    again = get(cookie=cookie.partition(";")[0])
    assert again.status == 200


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
    view = (Path(SCRIPTS).parent / "views" / "chart.vue").read_text(encoding="utf-8")
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
        ("0.0.0.0", "wall.school.example"),  # noqa: S104
    ],
)
def test_the_page_answers_to_the_names_of_where_it_is_bound(bound: str, host: str) -> None:
    assert get(host=host, bound=bound).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8765", ""]
)
def test_on_this_machine_it_answers_to_no_other_name(host: str) -> None:
    answer = get(host=host)
    assert answer.status == 400
    assert "cover" not in answer.body


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://127.0.0.1:9999",
        "http://127.0.0.1",
        "null",
        "",
        "http://[",
        "http://127.0.0.1:8765.evil",
    ],
)
def test_a_page_of_another_site_gets_no_connection(origin: str) -> None:
    assert refused(origin)


@pytest.mark.parametrize("origin", [None, f"http://{LOCAL}", f"https://{LOCAL}"])
def test_the_page_itself_gets_one(origin: str | None) -> None:
    assert not refused(origin)


@pytest.mark.parametrize(
    ("client", "status"),
    [("127.0.0.1", 200), ("::1", 200), ("192.168.1.7", 404), ("testclient", 404), (None, 404)],
)
def test_how_many_pages_are_open_is_told_to_this_machine_only(client: str | None, status: int) -> None:
    scope = _scope("http", "/resourcez", {"host": LOCAL}) | {"client": client and (client, 5000)}
    start, body = _ask(application("0.0.0.0"), scope)  # noqa: S104
    assert start["status"] == status
    assert (b"kernels" in body["body"]) == (status == 200)


def test_an_origin_alone_does_not_keep_anyone_from_reading() -> None:
    assert get(origin="http://evil.example").status == 200


def test_the_whole_application_refuses_a_connection_from_elsewhere() -> None:
    for headers in ({"host": LOCAL, "origin": "http://evil.example"}, {"host": "evil.example"}):
        sent = _ask(application("127.0.0.1"), _scope("websocket", "/jupyter/api/kernels/x/channels", headers))
        assert not any(each["type"] == "websocket.accept" for each in sent)
