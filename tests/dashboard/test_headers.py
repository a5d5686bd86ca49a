"""No visitor says who he is, no answer is without its headers, and no first request decides for the next."""

from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from kantokuen.dashboard.addresses import Names
from kantokuen.dashboard.headers import SafeHeaders
from tests.support.asked import LOCAL, Answer, application, ask, get, scope_of

pytestmark = pytest.mark.usefixtures("page")

PROXY = "192.168.1.2"
FORGED = {
    "x-script-name": "https://evil.example/a",
    "script-name": "//evil.example/b",
    "x-forwarded-prefix": "/evil",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "gopher",
    "x-forwarded-for": "evil",
    "forwarded": "for=evil;host=evil.example",
    "x-real-ip": "evil",
    "x-original-url": "/evil",
    "x-rewrite-url": "/evil",
}


def is_safe(answer: Answer) -> bool:
    """Whether an answer has what every answer must have."""
    policy = answer.headers.get("content-security-policy", "")
    return (
        "default-src 'self'" in policy
        and "frame-ancestors 'self'" in policy
        and answer.headers.get("x-content-type-options") == "nosniff"
        and answer.headers.get("referrer-policy") == "no-referrer"
    )


def test_what_proxies_add_does_not_decide_for_those_who_come_later() -> None:
    forged = get(**FORGED)
    for answer in (forged, get()):
        assert answer.status == 200
        assert "evil" not in answer.body
        assert 'src="/_solara/cdn/' in answer.body
        assert "evil" not in str(answer.headers)


@pytest.mark.parametrize("name", FORGED)
def test_none_of_them_alone_is_a_fault(name: str) -> None:
    assert get(**{name: FORGED[name], "x-forwarded-proto": "junk", "x-forwarded-host": "a"}).status == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("POST", "/", 405),
        ("GET", "//", 404),
        ("GET", "///", 404),
        ("GET", "/nothing", 404),
        ("GET", "/readyz", 200),
        ("GET", "/readyz/", 404),
        ("GET", "/resourcez", 200),
        ("GET", "/static/assets/custom.css", 200),
        ("HEAD", "/static/assets/custom.css", 200),
        ("GET", "/static/assets/nothing", 404),
        ("PUT", "/static/assets/custom.css", 405),
        ("GET", "/static", 404),
        ("GET", "/_solara/cdn/nothing", 404),
        ("GET", "/_solara/cdn/requirejs@2.3.6/require.js", 200),
        ("GET", "/jupyter/nbextensions/nothing.js", 404),
        ("GET", "/jupyter/api/kernels/x/channels", 404),
        ("POST", "/_solara/api/close/x", 400),
        ("POST", "/_solara/api/close/x?session_id=y", 200),
        ("POST", "/_solara/api/evict/x", 404),
    ],
)
def test_every_answer_has_its_headers(method: str, path: str, status: int) -> None:
    answer = get(path, method=method)
    assert (answer.status, is_safe(answer)) == (status, True)


def test_so_has_the_refusal_of_a_name() -> None:
    answer = get(host="evil.example")
    assert (answer.status, is_safe(answer)) == (400, True)


def test_so_has_a_fault_of_ours() -> None:
    """Starlette answers for it, and then tells the server of it."""

    async def fails(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise MemoryError

    from starlette.applications import Starlette
    from starlette.routing import Mount

    sent: list[Message] = []
    failing = guarded(Starlette(routes=[Mount("/", app=fails)]))
    with pytest.raises(MemoryError):
        ask(failing, scope_of("http", "/", HOST), sent)
    assert sent[0]["status"] == 500
    assert (b"x-content-type-options", b"nosniff") in sent[0]["headers"]


def test_what_an_answer_says_already_is_not_said_twice() -> None:
    async def answers(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"Referrer-Policy", b"unsafe-url"), (b"x-own", b"1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    (start,) = ask(guarded(answers), scope_of("http", "/", HOST))
    said = [name.lower() for name, _ in start["headers"]]
    assert len(said) == len(set(said))
    assert {(b"referrer-policy", b"no-referrer"), (b"x-own", b"1")} <= set(start["headers"])


@pytest.mark.parametrize("path", ["/", "/nothing", "/jupyter/api/kernels/x/channels"])
def test_the_refusal_of_a_connection_is_an_answer_with_headers(path: str) -> None:
    scope = scope_of("websocket", path, HOST) | {"extensions": {"websocket.http.response": {}}}
    start, body = ask(application("127.0.0.1"), scope)
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 403)
    assert (b"x-content-type-options", b"nosniff") in start["headers"]
    assert body["type"] == "websocket.http.response.body"


# ---- who asks ----------------------------------------------------------------------------------------

HOST = {"host": LOCAL}


def guarded(app: Any, proxy: str | None = None) -> SafeHeaders:
    """An application behind the headers."""
    return SafeHeaders(app, Names.of("127.0.0.1"), proxy)


def seen(headers: dict[str, str], *, peer: str, proxy: str | None, kind: str = "http") -> Scope:
    """What the application sees of a request that a peer sends."""
    found: list[Scope] = []

    async def inside(scope: Scope, _receive: Receive, _send: Send) -> None:
        found.append(scope)

    ask(guarded(inside, proxy), scope_of(kind, "/", {**HOST, **headers}) | {"client": (peer, 5000)})
    assert [name for name, _ in found[0]["headers"]] == [b"host"]
    return found[0]


@pytest.mark.parametrize(("peer", "proxy"), [("127.0.0.1", None), ("::1", None), ("192.168.1.3", PROXY)])
def test_one_who_is_not_trusted_names_nobody(peer: str, proxy: str | None) -> None:
    scope = seen({"x-forwarded-for": "10.0.0.1", "x-forwarded-proto": "https"}, peer=peer, proxy=proxy)
    assert (scope["client"][0], scope["scheme"]) == (peer, "http")


@pytest.mark.parametrize(
    ("said", "visitor"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("6.6.6.6, 10.0.0.1", "10.0.0.1"),
        ("6.6.6.6,10.0.0.1:4711", "10.0.0.1"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("10.0.0.1, unknown", PROXY),
        ("10.0.0.1,", PROXY),
        ("", PROXY),
        ("<script>", PROXY),
        ("fe80::1%eth0", PROXY),
    ],
)
def test_the_trusted_proxy_names_its_visitor_in_the_last_place(said: str, visitor: str) -> None:
    assert seen({"x-forwarded-for": said}, peer=PROXY, proxy=PROXY)["client"][0] == visitor


@pytest.mark.parametrize(
    ("said", "http", "socket"),
    [("https", "https", "wss"), ("http", "http", "ws"), ("gopher", "http", "ws"), ("", "http", "ws")],
)
def test_and_says_how_it_was_asked(said: str, http: str, socket: str) -> None:
    said_so = {"x-forwarded-proto": said}
    assert seen(said_so, peer=PROXY, proxy=PROXY)["scheme"] == http
    assert seen(said_so, peer=PROXY, proxy=PROXY, kind="websocket")["scheme"] == socket


def test_over_an_encrypted_connection_the_cookie_is_kept_to_such() -> None:
    scope = scope_of("http", "/", {**HOST, "x-forwarded-proto": "https"})
    for proxy, is_secure in (("127.0.0.1", True), (None, False)):
        start = ask(application("127.0.0.1", proxy=proxy), scope)[0]
        cookie = dict(start["headers"])[b"set-cookie"].decode().lower()
        assert ("secure" in cookie) == is_secure
