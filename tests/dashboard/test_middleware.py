"""No visitor says who he is, no answer is without its headers, and no first request decides for the next."""

import re
import socket
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from kantokuen.dashboard.addresses import Names
from kantokuen.dashboard.middleware import KnownNames, SafeHeaders
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


# ---- below a path --------------------------------------------------------------------------------------

ROOT = "/models/kantokuen"


def below(path: str, kind: str = "http", root_path: str = ROOT) -> list[Message]:
    """What the whole application sends back where it is served below a path."""
    headers = {**HOST, "origin": f"http://{LOCAL}"}
    return ask(application("127.0.0.1", root_path=root_path), scope_of(kind, path, headers))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{ROOT}/", 200),
        (f"{ROOT}/readyz", 200),
        ("/readyz", 200),
        (f"{ROOT}/static/assets/custom.css", 200),
        (f"{ROOT}/_solara/cdn/requirejs@2.3.6/require.js", 200),
        (f"{ROOT}/nothing", 404),
        (f"{ROOT}{ROOT}/", 404),
        (f"{ROOT}x/", 404),
        (f"/{ROOT}/", 404),
        ("/", 404),
        ("/models/", 404),
        ("/static/assets/custom.css", 404),
    ],
)
def test_below_a_path_everything_is_found_there_and_nothing_elsewhere(path: str, status: int) -> None:
    assert below(path)[0]["status"] == status


@pytest.mark.parametrize("query", ["", "?language=ja&title=%0d%0aa"])
def test_without_its_slash_the_path_leads_to_the_page_on_the_same_site(query: str) -> None:
    start = below(f"{ROOT}{query}")[0]
    assert start["status"] == 307
    assert dict(start["headers"])[b"location"].decode() == f"{ROOT}/{query}"


def test_the_page_names_nothing_outside_the_path() -> None:
    page = b"".join(each.get("body", b"") for each in below(f"{ROOT}/")).decode()
    named = re.findall(
        r"""(?:href=|src=|url\(|Url\w*: |baseUrl": |rootPath = )["']?(/[^"')\s]*)""", page, re.IGNORECASE
    )
    assert len(named) > 10
    assert [each for each in named if not each.startswith(f"{ROOT}/") and each != ROOT] == []


def test_the_cookie_is_for_the_path_alone() -> None:
    start = below(f"{ROOT}/")[0]
    assert f"path={ROOT}/;" in dict(start["headers"])[b"set-cookie"].decode().lower()


def test_a_connection_outside_the_path_is_refused() -> None:
    assert below("/jupyter/api/kernels/x/channels", "websocket") == [
        {"type": "websocket.close", "code": 1008}
    ]


# ---- names and origins ----------------------------------------------------------------------------------


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


def test_over_an_encrypted_connection_only_an_encrypted_page_gets_one() -> None:
    for scheme, is_admitted in (("https", True), ("http", False)):
        assert Names.of("127.0.0.1").admits(f"{scheme}://{LOCAL}", LOCAL, is_encrypted=True) == is_admitted
