"""A page connects if it says what it is, is its visitor's own and finds room; what it sends is read first."""

import json
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from solara.server.kernel_context import PageStatus

from kantokuen.dashboard import connection
from kantokuen.dashboard.connection import RETRY_SECONDS, Connection, message_fault
from kantokuen.dashboard.limits import MOST_OF_BROWSER, Places
from tests.support.asked import LOCAL, ask, scope_of

SOUND: dict[str, Any] = {
    "header": {"msg_type": "comm_msg", "msg_id": "1", "session": "a"},
    "parent_header": {},
    "metadata": {},
    "content": {"comm_id": "7", "data": {"method": "update", "state": {}}},
    "buffers": [],
    "channel": "shell",
}  # fmt: skip


def test_what_the_page_sends_can_be_read() -> None:
    assert message_fault(json.dumps(SOUND)) is None


@pytest.mark.parametrize(
    "message",
    [
        "", "junk", "[", "9" * 5000, "[" * 50_000, "null", "[]", "1", "NaN", '"x"', b"", b"\0", b"\0\0\0\1",
        json.dumps(SOUND).encode(), b"\x7f\xff\xff\xff" + b"a" * 20, b"\xff\xff\xff\xff" + b"a" * 20,
    ],
)  # fmt: skip
def test_what_no_page_sends_cannot(message: str | bytes) -> None:
    assert message_fault(message) == "a message that cannot be read"


# ---- who may connect ---------------------------------------------------------------------------------

PAGES = "/jupyter/api/kernels/{}/channels"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What each connection that was let in receives first."""
    came: list[Any] = []

    async def serve(socket: Any) -> None:
        came.append(await socket._receive())

    monkeypatch.setattr(connection.server, "kernel_connection", serve)
    return came


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The pages that the server holds."""
    held: dict[str, Any] = {}
    monkeypatch.setattr(connection, "contexts", held)
    return held


def status(door: Connection, page: str = "a", tab: str = "t", browser: str = "one") -> tuple[int, Any]:
    """101 if a page is let in, or with which status it is refused, and when it may try again."""
    scope = scope_of(
        "websocket",
        f"{PAGES.format('x')}?session_id={tab}",
        {"host": LOCAL, "cookie": f"solara-session-id={browser}"},
    )
    scope |= {"path_params": {"kernel_id": page}, "extensions": {"websocket.http.response": {}}}
    sent = ask(door, scope)
    if not sent:
        return 101, None
    return sent[0]["status"], dict(sent[0]["headers"]).get(b"retry-after")


@pytest.mark.parametrize(
    ("page", "tab"), [("", "t"), ("a b", "t"), ("a\0", "t"), ("x" * 200, "t"), ("a", ""), ("a", "%00%ff")]
)
def test_one_that_does_not_say_what_it_is_gets_none(served: list[Any], page: str, tab: str) -> None:
    assert status(Connection(Places(lambda _: False)), page, tab) == (400, None)
    assert served == []


def test_a_page_is_its_visitors_own(served: list[Any], pages: dict[str, Any]) -> None:
    pages["a"] = SimpleNamespace(session_id="one", page_status={"closed": PageStatus.CLOSED})
    door = Connection(Places(pages.__contains__))
    assert status(door, browser="two") == (403, None)
    assert status(door, browser="") == (403, None)
    assert status(door, tab="closed") == (403, None)
    assert status(door) == (101, None)
    assert len(served) == 1


def test_beyond_the_limit_it_is_told_to_try_again(served: list[Any], pages: dict[str, Any]) -> None:
    door = Connection(Places(pages.__contains__))
    for number in range(MOST_OF_BROWSER):
        assert status(door, f"page-{number}")[0] == 101
        pages[f"page-{number}"] = SimpleNamespace(session_id="one", page_status={})
    assert status(door, "new") == (503, str(RETRY_SECONDS).encode())
    assert status(door, "page-0")[0] == 101
    assert status(door, "new", browser="two")[0] == 101
    pages.clear()
    assert status(door, "new")[0] == 101
    assert len(served) == MOST_OF_BROWSER + 3


def test_a_page_closed_before_its_connections_turn_is_no_fault(
    pages: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = Event()

    async def refuse(_socket: Any) -> None:
        raise BaseExceptionGroup("", [RuntimeError("Cannot connect a page to a closed kernel")])

    monkeypatch.setattr(connection.server, "kernel_connection", refuse)
    door = Connection(Places(pages.__contains__))
    assert status(door) == (101, None)  # the server has let it go
    pages["a"] = SimpleNamespace(session_id="one", page_status={}, closed_event=closed)
    with pytest.raises(ExceptionGroup):
        status(door)
    closed.set()
    assert status(door) == (101, None)


def test_a_connection_that_fails_gives_up_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_socket: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(connection.server, "kernel_connection", fail)
    places = Places(lambda _: False)
    with pytest.raises(MemoryError):
        status(Connection(places))
    assert not places.has_page("one")
