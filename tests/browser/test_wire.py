"""Over a bare WebSocket: the page obeys what its own browser sends, and leaves everything else alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from tests.support.served import Served
from tests.support.wire import Message, Wire, wired

NUMBERS = count(1)
GIVEN = {"dark_effective", "location"}
"""What the page listens to: whether the browser is dark, and its address bar."""


@pytest.fixture(scope="module")
def page(server: Served) -> Iterator[Wire]:
    """A page that has been loaded."""
    with wired(server.address) as page:
        page.load()
        page.rest()
        yield page


@pytest.fixture
def wire(server: Served, page: Wire) -> Iterator[Wire]:
    """The page; whatever a test has sent to it, it still obeys its levers at the end."""
    yield page
    assert answers_to_a_lever(page)
    assert "Traceback" not in server.said.read_text()


def answers_to_a_lever(page: Wire) -> bool:
    """Undo a lever that is not moved, and tell whether the page answers."""
    number = next(NUMBERS)
    move = {"key": "germany.pace", "value": None, "number": number}
    page.event(page.find("groups"), event="event_move", data=move)
    states = [each["content"]["data"].get("state", {}) for each in page.hear() if is_update(each)]
    return any(each.get("answered") == number for each in states)


def is_update(message: Message) -> bool:
    return message["header"]["msg_type"] == "comm_msg" and message["content"]["data"]["method"] == "update"


CODE: dict[str, Any] = {
    "a widget of any module": {"create_widget": ["ipywidgets", "HTML"], "props": {"value": "x"}, "id": "a1"},
    "any method of the widget": {
        "create_widget": ["ipywidgets", "HTML"],
        "props": {"value": {"functionRef": "__repr__"}},
        "id": "a2",
    },
    "any attribute of the widget": {
        "create_widget": ["ipywidgets", "HTML"],
        "props": {"value": {"objectRef": "_view_module"}},
        "id": "a3",
    },
    "a trait of any widget": {"update_ref": "<script>", "id": "HERE", "prop": "html"},
    "the end of a widget": {"destroy_widget": "HERE"},
    "code beside an event": {"event": "event_pick", "data": "view:months", "create_widget": ["os", "getcwd"]},
    "a method that is no event": {"event": "close", "data": {}},
    "a trait that is no event": {"event": "", "data": {}},
    "an event of another type": {"event": ["event_pick"], "data": "view:months"},
    "a command of another type": {"event": "event_pick", "data": {"functionRef": "close"}},
    "a command beyond all bounds": {"event": "event_pick", "data": "view:" + "x" * 5_000},
}


@pytest.mark.parametrize("content", CODE.values(), ids=CODE)
def test_a_view_obeys_nothing_but_its_events(wire: Wire, content: dict[str, Any]) -> None:
    view = wire.find("html")
    wire.event(view, **{key: view if value == "HERE" else value for key, value in content.items()})
    assert wire.hear() == []


def test_a_view_takes_no_buffers(wire: Wire) -> None:
    said = {"method": "custom", "content": {"event": "event_pick", "data": "view:months"}}
    wire.say("comm_msg", {"comm_id": wire.find("html"), "data": said}, buffers=["x"])
    assert wire.hear() == []


@pytest.mark.parametrize("trait", ["html", "template", "events", "_view_module", "layout", "kind", "unknown"])
def test_no_trait_of_a_view_is_the_visitors(wire: Wire, trait: str) -> None:
    view = wire.find("html")
    wire.tell(view, method="update", state={trait: "set from outside"}, buffer_paths=[])
    assert wire.hear() == []
    wire.tell(view, method="request_state")
    (answer,) = wire.hear()
    assert answer["content"]["data"]["state"].get(trait) != "set from outside"


@pytest.mark.parametrize("model", ["jupyter-vuetify", "jupyter-vue"])
def test_no_other_widget_of_the_page_is_set_from_outside(wire: Wire, model: str) -> None:
    others = [key for key, state in wire.widgets.items() if state.get("_model_module") == model]
    assert others
    for each in others:
        for trait in set(wire.widgets[each]) - GIVEN:
            wire.tell(each, method="update", state={trait: "set from outside"}, buffer_paths=[])
    assert wire.hear() == []


@pytest.mark.parametrize("trait", sorted(GIVEN))
@pytest.mark.parametrize("value", [2.5, ["x"], {"x": 1}, None, "x" * 70_000])
def test_what_the_page_listens_to_is_told_nothing_of_another_type(wire: Wire, trait: str, value: Any) -> None:
    wire.tell(wire.find(trait), method="update", state={trait: value}, buffer_paths=[])
    assert wire.hear() == []


def test_an_element_of_the_page_obeys_no_event_that_it_does_not_listen_to(wire: Wire) -> None:
    elements = [key for key, state in wire.widgets.items() if state.get("_model_name") == "HtmlModel"]
    assert elements
    for each in elements:
        for event in ("click", "keydown", "_fire_event", ""):
            wire.event(each, event=event, data={})
    assert wire.hear() == []


def test_the_browser_may_say_that_it_is_dark(wire: Wire) -> None:
    theme = wire.find("dark_effective")
    wire.tell(theme, method="update", state={"dark_effective": True}, buffer_paths=[])
    wire.tell(theme, method="request_state")
    (answer,) = [each for each in wire.hear() if is_update(each)]
    assert answer["content"]["data"]["state"]["dark_effective"] is True


@pytest.mark.parametrize(
    "target", ["jupyter.widget", "jupyter.ipyvue", "solara.other", "", None, 1, "x" * 1_000]
)
def test_no_widget_is_opened_from_outside(wire: Wire, target: object) -> None:
    state = {"_model_module": "@jupyter-widgets/controls", "_model_name": "HTMLModel", "value": "x"}
    said = {"comm_id": "opened-from-outside", "target_name": target, "data": {"state": state}}
    wire.say("comm_open", said, metadata={"version": "2.1.0"})
    wire.tell("opened-from-outside", method="request_state")
    assert wire.hear() == []


KINDS = [
    "execute_request",
    "inspect_request",
    "complete_request",
    "history_request",
    "is_complete_request",
    "connect_request",
    "interrupt_request",
    "debug_request",
    "input_reply",
    "shutdown_request",
    "apply_request",
    "no_such_request",
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_type_of_message_without_need_is_left_alone(wire: Wire, kind: str) -> None:
    for channel in ("shell", "control", "stdin", "iopub"):
        wire.say(kind, {"code": "1 + 1", "restart": False}, channel=channel)
    assert wire.hear() == []


@pytest.mark.parametrize(
    "data",
    [
        {"method": "evict"},
        {"method": "run", "args": {"path": "/", "appName": "another"}},
        {"method": "run", "args": {"path": "/", "themes": {"__class__": {}}}},
        {"method": "run", "args": {"path": "/", "themes": {"light": {"comm": "x"}}}},
        {"method": "run", "args": {"path": 1}},
        {"method": "run", "args": {}, "more": 1},
        {"method": "request_states"},
        {"method": ["run"]},
        {},
        [],
        None,
    ],
)
def test_the_page_as_a_whole_is_told_only_what_it_knows(wire: Wire, data: Any) -> None:
    wire.say("comm_msg", {"comm_id": wire.open("solara.control"), "data": data})
    assert wire.hear() == []


def test_a_page_is_run_once(wire: Wire) -> None:
    wire.tell(wire.open("solara.control"), method="run", args={"path": "/"})
    assert wire.hear() == []


def test_a_widget_of_the_page_is_not_closed_or_replaced_from_outside(wire: Wire) -> None:
    view = wire.find("html")
    wire.say("comm_close", {"comm_id": view, "data": {}})
    wire.say("comm_open", {"comm_id": view, "target_name": "solara.control", "data": {}})
    wire.tell(view, method="request_state")
    (answer,) = wire.hear()
    assert answer["content"]["comm_id"] == view


@pytest.mark.parametrize(
    "message",
    [
        {"header": None},
        {"header": []},
        {"header": {}},
        {"header": {"msg_type": "comm_msg"}},
        {"header": {"msg_id": "x" * 1_000, "msg_type": "kernel_info_request"}},
        {"header": {"msg_id": 1, "msg_type": "kernel_info_request"}},
        {"header": {"msg_id": "1", "msg_type": ["comm_msg"]}},
        {"channel": "other"},
        {"channel": None},
        {"content": None},
        {"content": []},
        {"content": {"comm_id": ["x"], "data": {}}},
        {"content": {"comm_id": "no-such", "data": {"method": "update", "state": {}}}},
    ],
)
def test_a_message_of_another_form_is_left_alone(wire: Wire, message: dict[str, Any]) -> None:
    wire.say("comm_msg", message.get("content", {}), **message)
    assert wire.hear() == []


def test_a_page_that_comes_back_is_answered_where_it_asked(server: Served, wire: Wire) -> None:
    with wired(server.address) as other:
        other.load()
        mine, theirs = wire.open("jupyter.widget.control"), other.open("jupyter.widget.control")
        assert wire.hear() == other.hear() == []
        wire.tell(mine, method="request_states")
        (answer,) = wire.hear()
        assert answer["content"]["comm_id"] == mine
        assert answer["content"]["data"]["states"].keys() >= {wire.find("html")}
        assert other.hear() == []
        other.tell(theirs, method="request_states")
        (answer,) = other.hear()
        assert answer["content"]["comm_id"] == theirs
        wire.say("comm_close", {"comm_id": mine, "data": {}})
        wire.tell(mine, method="request_states")
        assert wire.hear() == []
