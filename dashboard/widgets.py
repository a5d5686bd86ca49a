"""The few Vue views that the page is made of; what they show comes from the server as plain data."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import solara
import solara.lab

Event = Callable[[Any], None]
Data = Mapping[str, Any]
Answer = TypeVar("Answer")


@solara.component_vue("views/markup.vue", vuetify=False)
def Markup(html: str = "", kind: str = "", event_pick: Event | None = None) -> None:
    """Show HTML made here; ``pick`` gets the command of whatever is chosen in it."""


@solara.component_vue("views/levers.vue", vuetify=False)
def Levers(
    groups: str = "[]",
    words: Data | None = None,
    language: str = "en",
    answered: int = 0,
    event_move: Event | None = None,
    event_pick: Event | None = None,
) -> None:
    """Show the levers, see `kantokuen.dashboard.lever_panel`; ``move`` gets key, value and a number.

    The groups come as JSON: Solara looks for elements in whatever is nested.
    """


@solara.component_vue("views/timeline.vue", vuetify=False)
def Timeline(
    months: list[Any] | None = None,
    index: int = 0,
    fork: int | None = None,
    share: str = "",
    words: Data | None = None,
    pause_ms: int = 1500,
    event_go: Event | None = None,
) -> None:
    """Show the months; ``go`` gets the number of the month to look at."""


@solara.component_vue("views/frame.vue", vuetify=False)
def Frame(
    css: str = "",
    link: str = "",
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
    largest_file: int = 0,
    event_pick: Event | None = None,
    event_upload: Event | None = None,
) -> None:
    """Keep what belongs to the whole page: address bar, language, theme, dialog, files in and out."""


@dataclass(frozen=True, slots=True)
class Work(Generic[Answer]):
    """Work that goes on beside the page.

    Attributes:
        value: the latest answer, None before the first.
        is_running: whether more is to come.
        fault: what went wrong, None if nothing did.
        cancel: stops it; the latest answer stays.
    """

    value: Answer | None
    is_running: bool
    fault: Exception | None
    cancel: Callable[[], None]


def use_work(make: Callable[[Callable[[], bool]], Iterator[Answer]] | None, key: object) -> Work[Answer]:
    """Run a generator beside the page, anew whenever `key` changes, and show each of its answers.

    Args:
        make: makes the generator; it is given a question that says whether the answers are still
            wanted.  None for no work.
        key: what the answers depend on.
    """
    stop = solara.use_memo(threading.Event, [key, make is None])
    _, show_again = solara.use_state(stop)

    def answers() -> Iterator[tuple[object, Answer]]:
        if make is None:
            return
        for answer in make(lambda: not stop.is_set()):
            if stop.is_set():
                return
            yield key, answer

    def stop_when_done() -> Callable[[], None]:
        return stop.set

    solara.use_effect(stop_when_done, [stop])
    task = solara.lab.use_task(answers, dependencies=[key, make is None], raise_error=False)

    def cancel() -> None:
        stop.set()
        show_again(threading.Event())

    is_running = make is not None and task.pending and not stop.is_set()
    # the task still holds the answers of an earlier key until there is one of this
    latest = cast("tuple[object, Answer] | None", task.latest)
    value = None if make is None or latest is None or latest[0] != key else latest[1]
    return Work(value, is_running, task.exception, cancel)


def until_stopped(make: Callable[[], Iterator[Answer]]) -> Callable[[Callable[[], bool]], Iterator[Answer]]:
    """Return work that takes answers from a generator for as long as they are wanted."""

    def answers(is_wanted: Callable[[], bool]) -> Iterator[Answer]:
        for answer in make():
            if not is_wanted():
                return
            yield answer

    return answers
