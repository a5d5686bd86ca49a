"""Work that goes on beside the page: at once, or when its visitor asks for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

import solara
import solara.lab

AT_REST_SECONDS = 0.25
"""How long nothing has changed when long work begins."""

Result = TypeVar("Result")
Make = Callable[[Callable[[], bool]], Iterator[Result]]
"""Makes the generator of the results; it is given a question that says whether they are still wanted."""


@dataclass(frozen=True, slots=True)
class Work(Generic[Result]):
    """Work that goes on beside the page.

    Attributes:
        value: the latest result, None before the first.
        is_running: whether more is to come.
        fault: what went wrong, None if nothing did.
        cancel: stops it; the latest result stays.
    """

    value: Result | None
    is_running: bool
    fault: Exception | None
    cancel: Callable[[], None]


def use_work(make: Make[Result] | None, key: object) -> Work[Result]:
    """Run a generator beside the page, anew whenever `key` changes, and show each of its results.

    Args:
        make: makes the generator; None for no work.
        key: what the results depend on.
    """
    stop = solara.use_memo(threading.Event, [key, make is None])
    _, show_again = solara.use_state(stop)

    def results() -> Iterator[tuple[object, Result]]:
        if make is None:
            return
        for result in make(lambda: not stop.is_set()):
            if stop.is_set():
                return
            yield key, result

    def stop_when_done() -> Callable[[], None]:
        return stop.set

    solara.use_effect(stop_when_done, [stop])
    task = solara.lab.use_task(results, dependencies=[key, make is None], raise_error=False)

    def cancel() -> None:
        stop.set()
        show_again(threading.Event())

    is_running = make is not None and task.pending and not stop.is_set()
    # the task still holds the results of an earlier key until there is one of this
    latest = cast("tuple[object, Result] | None", task.latest)
    value = None if make is None or latest is None or latest[0] != key else latest[1]
    return Work(value, is_running, task.exception, cancel)


@dataclass(frozen=True, slots=True)
class Asked(Work[Result]):
    """Work that its visitor asks for.

    Attributes:
        ask: begins it, anew if it has been done.
    """

    ask: Callable[[], None]


def use_asked(make: Make[Result], key: object) -> Asked[Result]:
    """Run a generator when it is asked for; what was asked for another `key` is no longer shown."""
    asks, set_asks = solara.use_state(0)
    wanted, set_wanted = solara.use_state(key)
    is_asked = asks > 0 and wanted == key
    work = use_work(make if is_asked else None, (key, asks))

    def ask() -> None:
        set_wanted(key)
        set_asks(asks + 1)

    return Asked(work.value, work.is_running, work.fault, work.cancel, ask)
