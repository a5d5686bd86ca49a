"""The few Vue views that the page is made of; what they show comes from the server as plain data.

A view obeys the events that it declares, in the shape that it declares, and nothing else that a browser
sends it.  ipyvue's own views obey more: until it is taken away here, a message can name any code to be run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import NoneType
from typing import Annotated, Any, Literal, NotRequired, ParamSpec, TypeVar, cast, get_args, get_type_hints

import solara
from ipyvue import VueTemplate
from pydantic import ConfigDict, Field, FiniteFloat, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from kantokuen.dashboard.messages import Event, guard, leave_alone

Data = Mapping[str, Any]
Given = ParamSpec("Given")
Told = TypeVar("Told")
On = Callable[[Told], None] | None
"""Who is told of an event; what they are told has the shape that is named here."""

# ---- what a visitor may tell a view ------------------------------------------------------------------

Command = Annotated[str, Field(max_length=2_000)]
"""A command of `kantokuen.dashboard.commands`."""


@with_config(ConfigDict(extra="forbid"))
class Move(TypedDict):
    """A lever moved: its key, its new value (None takes it back), and a number that is given back."""

    key: Annotated[str, Field(max_length=200)]
    value: FiniteFloat | bool | Annotated[str, Field(max_length=200)] | None
    number: Annotated[int, Field(ge=0, lt=2**53)]


Telling = Literal["begin", "end"]
"""What the story is to do: to begin at its first period, or to end, with all shown again."""


@with_config(ConfigDict(extra="forbid"))
class Travel(TypedDict):
    """A step back or forth in the browser's history: the query there, and a number that is given back."""

    link: Annotated[str, Field(max_length=40_000)]
    number: Annotated[int, Field(ge=0, lt=2**53)]


@with_config(ConfigDict(extra="forbid"))
class Upload(TypedDict):
    """A file of a visitor's: its name, its text (None where it is too large to send), its bytes."""

    name: Annotated[str, Field(max_length=200)]
    text: str | None
    size: Annotated[int, Field(ge=0, lt=10**15)]


@with_config(ConfigDict(extra="forbid"))
class Point(TypedDict):
    """A point of a chart: its place, and what the chart calls it."""

    dataIndex: int
    name: NotRequired[Any]
    value: NotRequired[Any]
    seriesName: NotRequired[Any]


def _obey(view: VueTemplate, _: object, content: object, buffers: object) -> None:
    """Take the events that a view declares; in place of ipyvue's handler, which takes more."""
    try:
        told = Event.model_validate(content)
    except ValidationError:
        told = None
    if told is None or buffers or told.event not in view.events:
        leave_alone("what is no event of the view")
        return
    getattr(view, f"vue_{told.event}")(told.data)


VueTemplate._handle_event = _obey  # noqa: SLF001  (every view of the process, Solara's and Mesa's own included)
guard()


def view(path: str) -> Callable[[Callable[Given, None]], Callable[Given, solara.Element[Any]]]:
    """Declare a view: the properties of a Vue template, and what its events tell, by the annotations.

    Args:
        path: of the template, from the folder of the module.
    """

    def declare(declared: Callable[Given, None]) -> Callable[Given, solara.Element[Any]]:
        show = solara.component_vue(path, vuetify=False)(declared)
        shapes = {
            name: TypeAdapter(_told(annotation))
            for name, annotation in get_type_hints(declared, include_extras=True).items()
            if name.startswith("event_")
        }

        def shown(*args: Given.args, **kwargs: Given.kwargs) -> solara.Element[Any]:
            for name, shape in shapes.items():
                if kwargs.get(name) is not None:
                    kwargs[name] = _only(shape, cast("Callable[[Any], None]", kwargs[name]))
            return show(*args, **kwargs)

        shown.__doc__ = declared.__doc__
        return shown

    return declare


def _told(annotation: object) -> Any:
    """Return what an `On` tells."""
    (listener,) = (each for each in get_args(annotation) if each is not NoneType)
    (told,), _ = get_args(listener)
    return told


def _only(shape: TypeAdapter[Any], listener: Callable[[Any], None]) -> Callable[[Any], None]:
    """Tell a listener what has the shape that it expects."""

    def hear(data: object) -> None:
        try:
            told = shape.validate_python(data, strict=True)
        except ValidationError:
            leave_alone("an event that tells something else than it should")
            return
        listener(told)

    return hear


# ---- the views ---------------------------------------------------------------------------------------


@view("views/markup.vue")
def Markup(html: str = "", kind: str = "", event_pick: On[Command] = None) -> None:
    """Show HTML made here; ``pick`` gets the command of whatever is chosen in it."""


@view("views/levers.vue")
def Levers(
    groups: str = "{}",
    today: float = 0.0,
    words: Data | None = None,
    language: str = "en",
    answered: int = 0,
    event_move: On[Move] = None,
    event_pick: On[Command] = None,
) -> None:
    """Show the levers, see `kantokuen.dashboard.lever_panel`; ``move`` gets key, value and a number.

    The groups come as JSON: Solara looks for elements in whatever is nested.  `today` is the day that is
    looked at, in days from 1 April 1941: where a day starts that came in no history.
    """


@view("views/timeline.vue")
def Timeline(
    months: list[Any] | None = None,
    index: int = 0,
    fork: int | None = None,
    parting: int | None = None,
    share: str = "",
    words: Data | None = None,
    story: Data | None = None,
    pause_ms: int = 2500,
    event_go: On[int] = None,
    event_tell: On[Telling] = None,
) -> None:
    """Show the months, and play them; ``go`` gets the number of the month to look at.

    While the story is told, ``story`` holds ``at``, the number of its month, what happened in it, a
    ``sentence`` that tells it, and ``stops``, whether it waits there until it is told to go on.
    """


@view("views/frame.vue")
def Frame(
    css: str = "",
    address: Data | None = None,
    scene: str = "page",
    title: str = "",
    language: str = "en",
    theme: str = "auto",
    dialog: str = "",
    dialog_title: str = "",
    said: str = "",
    words: Data | None = None,
    file: Data | None = None,
    wants_file: int = 0,
    copy: int = 0,
    print: int = 0,  # noqa: A002  (the name of the property)
    largest_file: int = 0,
    event_pick: On[Command] = None,
    event_travel: On[Travel] = None,
    event_upload: On[Upload] = None,
) -> None:
    """Keep what belongs to the whole page: address bar, language, theme, dialog, files in and out."""
