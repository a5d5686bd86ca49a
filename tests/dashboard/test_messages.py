"""Views take no more than their events, and what guards them knows every way in that the libraries have."""

from __future__ import annotations

import ast
import inspect
import textwrap
import time
from collections.abc import Callable, Iterator
from typing import Any

import ipywidgets
import pytest
import solara
import solara.lab
from ipyvue import VueTemplate, VueTemplateWidget, VueWidget
from ipyvuetify import VuetifyTemplate
from ipywidgets.widgets.widget import _instances
from solara.server import app, server

from kantokuen.dashboard import messages
from kantokuen.dashboard.link import LONGEST_LINK
from kantokuen.dashboard.widgets import Frame, Levers, Markup, Timeline

HEARD: list[object] = []

VIEWS: dict[str, Callable[[], Any]] = {
    "markup": lambda: Markup(html="x", event_pick=HEARD.append),
    "levers": lambda: Levers(groups="[]", event_move=HEARD.append),
    "timeline": lambda: Timeline(months=[], event_go=HEARD.append),
    "frame": lambda: Frame(event_upload=HEARD.append),
    "Solara's own": solara.lab.ThemeToggle,
}


@pytest.fixture(params=VIEWS.values(), ids=VIEWS)
def view(request: pytest.FixtureRequest) -> Iterator[VueTemplate]:
    HEARD.clear()
    box, context = solara.render(request.param(), handle_error=False)
    found = box
    while not isinstance(found, VueTemplate):
        found = found.children[0]
    yield found
    context.close()


@pytest.mark.parametrize(
    "content",
    [
        {"create_widget": ["ipywidgets", "HTML"], "props": {}, "id": "x"},
        {"create_widget": ["ipywidgets", "HTML"], "props": {"value": {"functionRef": "close"}}, "id": "x"},
        {"event": "event_pick", "data": "x", "create_widget": ["ipywidgets", "HTML"], "props": {}, "id": "x"},
        {"destroy_widget": "x"},
        {"event": "close"},
        {"event": "_event_callbacks"},
        {"event": None},
        {},
        [],
        None,
        "event",
    ],
)
def test_a_view_leaves_alone_what_is_no_event_of_its_own(view: VueTemplate, content: Any) -> None:
    before = set(_instances)
    view._handle_custom_msg(content, [])
    assert view._component_instances == []
    assert set(_instances) == before
    assert HEARD == []


@pytest.mark.parametrize("view", [VIEWS["levers"]], indirect=True, ids=["levers"])
@pytest.mark.parametrize(
    ("data", "is_heard"),
    [
        ({"key": "germany.pace", "value": 1.1, "number": 1}, True),
        ({"key": "germany.pace", "value": None, "number": 1}, True),
        ({"key": "pact.neutrality", "value": False, "number": 1}, True),
        ({"key": "germany.pace", "value": float("nan"), "number": 1}, False),
        ({"key": "germany.pace", "value": "1.1", "number": "1"}, False),
        ({"key": "germany.pace", "value": [1.1], "number": 1}, False),
        ({"key": "germany.pace", "value": 1.1, "number": 1, "more": 1}, False),
        ({"key": "germany.pace", "value": 1.1}, False),
        ({"key": "x" * 1_000, "value": 1.1, "number": 1}, False),
        ("germany.pace", False),
        (None, False),
    ],
)
def test_an_event_tells_what_it_declares(view: VueTemplate, data: object, is_heard: bool) -> None:  # noqa: FBT001
    view._handle_custom_msg({"event": "event_move", "data": data}, [])
    assert ([data] if is_heard else []) == HEARD


def test_an_event_with_a_buffer_is_left_alone() -> None:
    HEARD.clear()
    box, context = solara.render(VIEWS["timeline"](), handle_error=False)
    box.children[0]._handle_custom_msg({"event": "event_go", "data": 1}, [b"x"])
    assert HEARD == []
    box.children[0]._handle_custom_msg({"event": "event_go", "data": 1}, [])
    assert HEARD == [1]
    context.close()


def test_a_page_may_be_opened_by_any_link_that_is_read() -> None:
    assert len("/?") + LONGEST_LINK < messages._LONGEST_ADDRESS


def test_the_server_asks_the_guard_first() -> None:
    assert isinstance(server.process_kernel_messages, messages._Guarded)
    before = server.process_kernel_messages
    messages.guard()
    assert server.process_kernel_messages is before


# ---- every way in of the libraries: a new one must be looked at before it can be used --------------------


def words_of(handler: Callable[..., Any]) -> set[str]:
    """Return the words that the code of a handler compares with, or looks up in, what a browser sends."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(handler)))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Subscript):
            parts = [node.slice]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            parts = node.args[:1]
        else:
            continue
        for part in parts:
            found.update(
                each.value
                for each in ast.walk(part)
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )
            found.update(
                each.id for each in ast.walk(part) if isinstance(each, ast.Name) and each.id.isupper()
            )
    return found


WAYS_IN: dict[str, tuple[Callable[..., Any], set[str]]] = {
    "a view of ipyvue": (
        VueTemplateWidget.Events._handle_event,
        {"OBJECT_REF", "FUNCTION_REF", "path", "args", "kwargs"}  # references to the widget, and calls of it
        | {"create_widget", "props", "id", "update_ref", "prop", "destroy_widget", "event", "data"},
    ),
    "an element of ipyvue": (VueWidget._handle_event, {"event", "data"}),
    "a widget": (
        ipywidgets.Widget._handle_msg.__closure__[0].cell_contents,  # within what shows its faults
        {
            "content",
            "data",
            "method",
            "update",
            "state",
            "buffer_paths",
            "buffers",
            "request_state",
            "custom",
        },
    ),
    "all widgets": (
        ipywidgets.Widget._handle_control_comm_msg.__func__,
        {"content", "data", "method", "request_states"},
    ),
    "the page": (
        app.solara_comm_target,
        {"content", "data", "method", "args", "path", "appName", "themes", "dark"}
        | {"run", "app-status", "reload", "evict"},
    ),
    "the server": (
        server.process_kernel_messages._process,  # type: ignore[attr-defined]
        {"header", "msg_type", "channel", "content", "target_name", "kernel_info_request", "comm_open"}
        | {"comm_msg", "comm_close", "comm_info_request", "shutdown_request"},
    ),
}


@pytest.mark.parametrize(("handler", "known"), WAYS_IN.values(), ids=WAYS_IN)
def test_the_libraries_have_no_way_in_that_is_not_known(handler: Callable[..., Any], known: set[str]) -> None:
    assert words_of(handler) == known


def test_every_view_of_the_libraries_goes_through_the_guard() -> None:
    def kinds(parent: type) -> Iterator[type]:
        for kind in parent.__subclasses__():
            yield kind
            yield from kinds(kind)

    own = VueTemplate._handle_event
    assert own.__module__ == "kantokuen.dashboard.widgets"
    found = set(kinds(VueTemplate))
    assert VuetifyTemplate in found
    assert all(kind._handle_event is own for kind in found)


def test_a_flood_of_nonsense_is_a_line_a_second_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    time.sleep(1.1)  # whatever was told by an earlier test
    for _ in range(1_000):
        messages.leave_alone("nonsense")
    assert 1 <= len(caplog.records) <= 3
    assert "nonsense" in caplog.text
