"""Work beside the pages: once for all, of each address one at a time, and again after a fault."""

import threading
import time
from collections.abc import Callable

import pytest

from kantokuen.dashboard.light.beside import MOST_WAITING, Beside
from kantokuen.experiments.runner import Progress

PATIENCE_SECONDS = 60.0


class Slow:
    """Work that ends when it is let go, and then fails if it is to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.go, self.began, self.fails = threading.Event(), 0, fails

    def __call__(self, tell: Progress) -> str:
        self.began += 1
        tell(1, 2)
        assert self.go.wait(PATIENCE_SECONDS)
        if self.fails:
            raise RuntimeError("this work fails")
        return "done"


def awaited(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_of_one_address_one_work_is_done_at_a_time() -> None:
    slow, works = Slow(), Beside[str](4)
    assert [works.get(n, slow, "192.0.2.1") for n in (1, 1, 2, 3)] == [None] * 4
    assert works.waiting == 1
    works.get(2, slow, "192.0.2.2")
    assert works.waiting == 2
    slow.go.set()
    awaited(lambda: works.waiting == 0)
    assert works.get(1, slow, "192.0.2.3") == works.get(2, slow, "192.0.2.3") == "done"
    assert slow.began == 2


def test_it_is_told_how_far_a_work_is() -> None:
    slow, works = Slow(), Beside[str](4)
    assert works.done(1) == (0, 0)
    works.get(1, slow, "192.0.2.1")
    awaited(lambda: works.done(1) == (1, 2))
    slow.go.set()
    awaited(lambda: works.waiting == 0)
    assert works.done(1) == (0, 0)


def test_no_more_than_so_many_wait() -> None:
    slow, works = Slow(), Beside[str](4)
    for n in range(MOST_WAITING + 5):
        works.get(n, slow, f"192.0.2.{n}")
    assert works.waiting == MOST_WAITING
    slow.go.set()
    awaited(lambda: works.waiting == 0)


def test_works_of_a_kind_are_done_so_many_at_once() -> None:
    slow, works = Slow(), Beside[str](4, at_once=1)
    for n in range(3):
        works.get(n, slow, f"192.0.2.{n}")
    awaited(lambda: slow.began == 1)
    time.sleep(0.1)
    assert slow.began == 1
    slow.go.set()
    awaited(lambda: works.waiting == 0)
    assert slow.began == 3


def test_a_work_that_fails_may_be_asked_for_again(caplog: pytest.LogCaptureFixture) -> None:
    slow, works = Slow(fails=True), Beside[str](4)
    slow.go.set()
    for times in (1, 2):
        assert works.get(1, slow, "192.0.2.1") is None
        awaited(lambda: works.waiting == 0)
        assert slow.began == times
    assert "Work beside the pages failed" in caplog.text


def test_those_asked_for_last_are_kept() -> None:
    slow, works = Slow(), Beside[str](2)
    slow.go.set()
    for n in (1, 2, 3):
        works.get(n, slow, "192.0.2.1")
        awaited(lambda: works.waiting == 0)
    assert works.get(3, slow, "192.0.2.1") == works.get(2, slow, "192.0.2.1") == "done"
    assert works.get(1, slow, "192.0.2.1") is None
    awaited(lambda: works.waiting == 0)
    assert slow.began == 4
