"""Work beside the pages: each once, one of an address at a time, and what fails may be asked for again."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from kantokuen.dashboard.light.beside import MOST_WAITING, Beside
from kantokuen.dashboard.rooms import service
from kantokuen.experiments.runner import Progress

PATIENCE_SECONDS = 60.0
HOME, OTHER = "192.0.2.1", "192.0.2.2"


class Work:
    """Work that ends once it is let go; what was begun is kept."""

    def __init__(self) -> None:
        self.go, self.begun = threading.Event(), list[int]()

    def of(self, number: int) -> Callable[[Progress], str]:
        def works(tell: Progress) -> str:
            self.begun.append(number)
            tell(1, 2)
            assert self.go.wait(PATIENCE_SECONDS)
            return f"found {number}"

        return works


def awaited(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.fixture
def work() -> Iterator[Work]:
    held = Work()
    yield held
    held.go.set()


def test_a_work_is_worked_out_once_and_then_told_to_all_who_ask(work: Work) -> None:
    beside = Beside[str](4)
    assert beside.get("a", work.of(1), HOME) is None
    assert beside.get("a", work.of(2), OTHER) is None
    awaited(lambda: beside.done("a") == (1, 2))
    work.go.set()
    awaited(lambda: beside.get("a", work.of(3), OTHER) == "found 1")
    assert work.begun == [1]


def test_of_one_address_one_is_worked_out_at_a_time_and_others_are_not_held_up(work: Work) -> None:
    beside = Beside[str](9)
    for number in range(5):
        assert beside.get(number, work.of(number), HOME) is None
    assert beside.get("other", work.of(99), OTHER) is None
    work.go.set()
    awaited(lambda: beside.get("other", work.of(99), OTHER) == "found 99")
    awaited(lambda: beside.get(0, work.of(0), HOME) == "found 0")
    assert sorted(work.begun) == [0, 99]


def test_no_more_than_so_many_wait(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kantokuen.dashboard.light.beside.MODEL_TURNS", threading.Semaphore(2 * MOST_WAITING))
    beside = Beside[str](4, at_once=2 * MOST_WAITING)
    for number in range(MOST_WAITING + 5):
        beside.get(number, work.of(number), f"192.0.2.{number}")
    awaited(lambda: len(work.begun) >= MOST_WAITING)
    assert len(work.begun) == MOST_WAITING


def test_works_share_the_turns_of_the_model(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = threading.Semaphore(1)
    monkeypatch.setattr("kantokuen.dashboard.light.beside.MODEL_TURNS", turns)
    assert service.MODEL_TURNS is not turns
    beside = Beside[str](4)
    for number in range(3):
        beside.get(number, work.of(number), f"192.0.2.{number}")
    awaited(lambda: len(work.begun) == 1)
    work.go.set()
    awaited(lambda: len(work.begun) == 3)


def test_what_fails_does_not_stay_in_waiting_and_may_be_asked_for_again() -> None:
    beside, tried = Beside[str](4), list[int]()

    def fails(_: Progress) -> str:
        tried.append(1)
        raise RuntimeError("this work fails")

    awaited(lambda: beside.get("a", fails, HOME) is None and len(tried) >= 3)
    awaited(lambda: beside.get("b", lambda _: "found", HOME) == "found")


def test_the_results_asked_for_last_are_kept() -> None:
    beside, worked = Beside[str](2), list[str]()

    def works(name: str) -> Callable[[Progress], str]:
        def work(_: Progress) -> str:
            worked.append(name)
            return name

        return work

    for name in ("a", "b", "c"):
        awaited(lambda name=name: beside.get(name, works(name), HOME) == name)  # type: ignore[misc]
    assert beside.get("c", works("c"), HOME) == "c"
    assert beside.get("a", works("a"), HOME) is None
    awaited(lambda: worked == ["a", "b", "c", "a"])
