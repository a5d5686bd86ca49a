"""Work beside the page shows each result while it is wanted, and no other."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import solara

from kantokuen.dashboard.work import use_work
from tests.support.shown import Shown

Show = Callable[[Any], Shown]


@dataclass
class Seen:
    """What a component saw of its work, and how to change its key."""

    states: list[tuple[Any, bool]]
    set_key: Callable[[Any], None] = print
    cancel: Callable[[], None] = print
    asked: Callable[[], bool] = bool


def working(seen: Seen, go_on: threading.Event) -> Any:
    @solara.component
    def work_shown() -> None:
        key, seen.set_key = solara.use_state("a")

        def answer(is_wanted: Callable[[], bool]) -> Iterator[str]:
            seen.asked = is_wanted
            yield f"{key}1"
            go_on.wait(60.0)
            yield f"{key}2"

        work = use_work(None if key is None else answer, key)
        seen.cancel = work.cancel
        seen.states.append((work.value, work.is_running))
        solara.Div()

    return work_shown()


def test_results_of_an_earlier_key_are_never_shown(show: Show) -> None:
    seen, go_on = Seen([]), threading.Event()
    page = show(working(seen, go_on))
    page.until(lambda: seen.states[-1] == ("a1", True))
    earlier = seen.asked
    seen.set_key("b")
    assert not earlier()
    page.until(lambda: seen.states[-1] == ("b1", True))
    go_on.set()
    page.until(lambda: seen.states[-1] == ("b2", False))
    first_b = next(k for k, (value, _) in enumerate(seen.states) if value == "b1")
    assert all(value in {"b1", "b2"} for value, _ in seen.states[first_b:])
    assert ("a2", True) not in seen.states
    seen.set_key(None)
    assert seen.states[-1] == (None, False)


def test_work_ends_when_the_page_goes(show: Show) -> None:
    seen, go_on = Seen([]), threading.Event()
    page = show(working(seen, go_on))
    page.until(lambda: seen.states[-1] == ("a1", True))
    page.close()
    assert not seen.asked()
    go_on.set()


def test_what_was_found_stays_when_work_is_cancelled(show: Show) -> None:
    seen, go_on = Seen([]), threading.Event()
    page = show(working(seen, go_on))
    page.until(lambda: seen.states[-1] == ("a1", True))
    seen.cancel()
    assert seen.states[-1] == ("a1", False)
    go_on.set()
