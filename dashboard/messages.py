"""What a browser may say: the few messages that a page needs, and nothing else.

A page talks with its server in the protocol of Jupyter's kernels and widgets, which can do far more than a
page needs: open widgets of any kind, set any of their traits, name code to be run.  Here everything that a
browser of ours sends is written down.  A message is held against these shapes, and only what has one of
them is handed on to Solara; whatever else comes is left alone, and the log says so in a line.

`guard` puts this before Solara's own handling of messages; the widgets call it when they are loaded, so that
it holds in whatever way a page is served.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType, SimpleNamespace
from typing import Annotated, Any, Final, Literal

from ipyvue import VueTemplate, VueWidget
from ipyvuetify.Themes import Theme, ThemeColors
from ipywidgets import Widget
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from traitlets import TraitError

from kantokuen.dashboard.log import Sparing

_LOG: Final = logging.getLogger(__name__)

PAGE: Final = "solara.control"
WIDGET: Final = "jupyter.widget"
WIDGETS: Final = "jupyter.widget.control"
"""The three ends of a conversation: the page as a whole, one of its widgets, all of its widgets."""

MOST_OPENED: Final = 1_000
"""Conversations that a browser may have open; it opens one when it loads, two when it comes back."""

_LONGEST_NAME: Final = 200
_LONGEST_ADDRESS: Final = 65_536
"""Characters of the address that a page is opened by: the server answers no request that has more."""
_COLOURS: Final = frozenset(name for name in ThemeColors.class_trait_names(sync=True) if name[0] != "_")

Name = Annotated[str, Field(max_length=_LONGEST_NAME)]
Nothing = Annotated[list[Any], Field(max_length=0)]


def _colour(name: str) -> str:
    if name not in _COLOURS:
        raise ValueError("not a colour of a theme")
    return name


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Header(_Shape):
    msg_id: Name
    msg_type: Name
    session: Name = ""
    username: Name = ""
    version: Name = ""
    date: Name = ""


class _Empty(_Shape):
    pass


class _CommInfo(_Shape):
    target_name: Literal["jupyter.widget"]


class _Open(_Shape):
    comm_id: Name
    target_name: Literal["solara.control", "jupyter.widget.control"]
    data: _Empty


class _Close(_Shape):
    comm_id: Name
    data: _Empty


class _Arguments(_Shape):
    path: Annotated[str, Field(max_length=_LONGEST_ADDRESS)] = ""
    appName: Literal["__default__"] | None = None  # noqa: N815  (the word of the protocol)
    dark: bool | None = None
    themes: (
        dict[Literal["light", "dark"], dict[Annotated[str, AfterValidator(_colour)], Name | None]] | None
    ) = None


class _Run(_Shape):
    method: Literal["run"]
    args: _Arguments


class _AppStatus(_Shape):
    method: Literal["app-status"]


class _RequestStates(_Shape):
    method: Literal["request_states"]


class _RequestState(_Shape):
    method: Literal["request_state"]


class _Update(_Shape):
    method: Literal["update"]
    state: dict[str, Any]
    buffer_paths: Nothing = []


class Event(_Shape):
    """What a view is told: the name of an event, and what goes with it."""

    event: Name
    data: Any = Field(default_factory=dict)


class _Custom(_Shape):
    method: Literal["custom"]
    content: Event


_Data = _Run | _AppStatus | _RequestStates | _RequestState | _Update | _Custom


class _Said(_Shape):
    comm_id: Name
    data: Annotated[_Data, Field(discriminator="method")]


_CONTENTS: Final[Mapping[str, type[_Shape]]] = MappingProxyType(
    {
        "kernel_info_request": _Empty,
        "comm_info_request": _CommInfo,
        "comm_open": _Open,
        "comm_close": _Close,
        "comm_msg": _Said,
    }
)
"""Every type of message that is taken, with the shape of its content."""

_SAID_TO: Final[Mapping[str, tuple[type[_Shape], ...]]] = MappingProxyType(
    {
        PAGE: (_Run, _AppStatus),
        WIDGETS: (_RequestStates,),
        WIDGET: (_RequestState, _Update, _Custom),
    }
)
"""What may be said at which end."""


class _RefusedError(Exception):
    """The message is none of ours; the reason holds no word of the visitor's."""


_LOG.addFilter(Sparing())


def leave_alone(what: str) -> None:
    """Say in the log that something was not heeded.

    Args:
        what: it was; no word of the visitor's.
    """
    _LOG.warning("Left alone what no browser of this page sends: %s", what)


def guard() -> None:
    """Let Solara handle only the messages that are written down here; to call it twice is harmless."""
    from solara.server import server  # noqa: PLC0415  (it changes Jupyter's widgets when it is loaded)

    if not isinstance(server.process_kernel_messages, _Guarded):
        server.process_kernel_messages = _Guarded(server.process_kernel_messages)  # type: ignore[assignment]


class _Guarded:
    """Solara's handling of one message, of which only what is written down here gets through."""

    def __init__(self, process: Callable[[Any, dict[str, Any]], bool]) -> None:
        self._process = process

    def __call__(self, kernel: Any, message: Any) -> bool:
        """Handle a message, or leave it alone; return whether the page goes on."""
        try:
            _check(kernel, _read(message))
        except _RefusedError as refused:
            leave_alone(str(refused))
            return True
        # ipywidgets keeps one conversation for all pages, the latest, and would answer in its name
        kernel.comm_manager.targets[WIDGETS] = _open_widgets
        return self._process(kernel, {**message, "parent_header": {}, "metadata": {}, "buffers": []})


def _read(message: object) -> _Shape:
    """Return the content of a message.

    Raises:
        _RefusedError: it has another shape than any that is written down.
    """
    if not isinstance(message, dict) or message.get("channel") != "shell" or message.get("buffers"):
        raise _RefusedError("a message of another form")
    try:
        header = _Header.model_validate(message.get("header"))
    except ValidationError as error:
        raise _RefusedError("a header of another form") from error
    shape = _CONTENTS.get(header.msg_type)
    if shape is None:
        raise _RefusedError("a type of message that a page has no need of")
    try:
        return shape.model_validate(message.get("content"))
    except ValidationError as error:
        raise _RefusedError(f"a {header.msg_type} of another form") from error


def _check(kernel: Any, content: _Shape) -> None:
    """Check a message against the page that it is for.

    Raises:
        _RefusedError: nothing there takes it.
    """
    comms = kernel.comm_manager.comms
    if isinstance(content, _Open):
        opened = sum(not each.primary for each in comms.values())
        if content.comm_id in comms or opened >= MOST_OPENED:
            raise _RefusedError("a conversation too many")
    if isinstance(content, _Close) and content.comm_id in comms and comms[content.comm_id].primary:
        raise _RefusedError("an end to a widget of the page")
    if isinstance(content, _Said) and content.comm_id in comms:  # a widget may have gone meanwhile
        _check_said(comms[content.comm_id], content.data)


def _check_said(comm: Any, data: _Shape) -> None:
    if not isinstance(data, _SAID_TO.get(comm.target_name, ())):
        raise _RefusedError(f"something else than is said to {comm.target_name}")
    if isinstance(data, _Run) and _is_running():
        raise _RefusedError("a page that runs already to be run")
    if isinstance(data, _Update | _Custom):
        widget = _widget(comm.comm_id)
        if widget is None or not _is_given(widget, data):
            raise _RefusedError("a value or an event that the page does not give to its visitor")


def _is_running() -> bool:
    from solara.server.kernel_context import get_current_context  # noqa: PLC0415  (see `guard`)

    return get_current_context().container is not None


def _widget(model: str) -> Widget | None:
    from solara.server.kernel_context import get_current_context  # noqa: PLC0415  (see `guard`)

    found: Widget | None = get_current_context().widgets.get(model)
    return found


def _is_given(widget: Widget, data: _Update | _Custom) -> bool:
    """Tell whether a visitor may set these traits, or send this event."""
    if isinstance(data, _Update):
        return all(_may_set(widget, trait, value) for trait, value in data.state.items())
    if isinstance(widget, VueTemplate):
        return data.content.event in widget.events
    if isinstance(widget, VueWidget):
        return data.content.event in widget._event_handlers_map  # noqa: SLF001  (there is no other list)
    return False


def _may_set(widget: Widget, trait: str, value: object) -> bool:
    """Tell whether a trait takes the value, and the page listens to it or it is the look of the browser."""
    if (
        trait not in widget.keys
        or value is None
        or (isinstance(value, str) and len(value) > _LONGEST_ADDRESS)
    ):
        return False
    is_look = isinstance(widget, Theme) and trait == "dark_effective"
    if not (is_look or widget._trait_notifiers.get(trait, {}).get("change")):  # noqa: SLF001  (there is no other list)
        return False
    try:
        read = widget.trait_metadata(trait, "from_json", widget._trait_from_json)  # noqa: SLF001  (as ipywidgets does)
        widget.traits()[trait]._validate(widget, read(value, widget))  # noqa: SLF001  (it sets nothing)
    except (TraitError, TypeError, ValueError):
        return False
    return True


def _open_widgets(comm: Any, _: object) -> None:
    """Answer for all widgets of a page at the end where it was asked."""
    asked = SimpleNamespace(_control_comm=comm, get_manager_state=Widget.get_manager_state)
    comm.on_msg(partial(Widget._handle_control_comm_msg.__func__, asked))  # noqa: SLF001  (the handler of ipywidgets itself)
