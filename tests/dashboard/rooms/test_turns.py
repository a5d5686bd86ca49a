"""Whose turn it is to let the model play: no class waits behind what takes minutes."""

import threading

import pytest

from kantokuen.dashboard.light.beside import Beside
from kantokuen.dashboard.rooms import service as service_module
from kantokuen.dashboard.rooms.service import Room
from kantokuen.dashboard.rooms.turns import TURNS, Rank, Turns
from kantokuen.experiments.runner import Progress

_PATIENCE = 90.0


def test_a_class_gets_its_sitting_while_lessons_and_reports_are_worked_out(room: Room) -> None:
    room.join("a")
    ends, begun = threading.Event(), threading.Semaphore(0)

    def work(_tell: Progress) -> str:
        begun.release()
        ends.wait(_PATIENCE)
        return "done"

    beside: Beside[str] = Beside(8)
    try:
        for number in range(8):
            beside.get(number, work, f"192.0.2.{number}")
        assert begun.acquire(timeout=_PATIENCE)
        starting = threading.Thread(target=room.start)
        starting.start()
        starting.join(_PATIENCE / 2)
        assert room.teacher().phase == "sitting"
        room.end()
        assert room.wait_for_debrief(_PATIENCE / 2) is not None
    finally:
        ends.set()


def test_what_takes_long_gives_way_to_a_sitting_between_its_steps_and_not_for_ever() -> None:
    turns, went = Turns(2), threading.Event()

    def gives_way() -> None:
        turns.give_way(Rank.OTHER)
        went.set()

    with turns.taken(Rank.SITTING):
        threading.Thread(target=gives_way, daemon=True).start()
        assert not went.wait(0.1)
        turns.give_way(Rank.SITTING)
        turns.give_way(Rank.OTHER, timeout=0.01)
    assert went.wait(_PATIENCE)


def test_a_work_beside_the_pages_gives_way_at_each_step() -> None:
    beside: Beside[str] = Beside(1)
    steps: list[int] = []

    def work(tell: Progress) -> str:
        for done in (1, 2):
            tell(done, 2)
            steps.append(done)
        return "done"

    with TURNS.taken(Rank.CLASS):
        beside.get("a", work, "192.0.2.1")
        threading.Event().wait(0.2)
        assert steps == []
    for _ in range(200):
        if beside.get("a", work, "192.0.2.1") == "done":
            break
        threading.Event().wait(0.05)
    assert steps == [1, 2]


def test_games_that_end_one_after_another_have_one_thread_to_look_back(room: Room) -> None:
    room.join("a")
    ended = threading.active_count()
    with TURNS.taken(Rank.CLASS):
        for _ in range(5):
            room.start()
            room.end()
        assert threading.active_count() <= ended + 1
    found = room.wait_for_debrief(60.0)
    assert found is not None
    assert found.found.table.request.seed == room.state.seed


def test_a_debrief_that_failed_is_tried_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    right, failed = service_module.class_debrief, threading.Event()

    def fails(*_given: object, **_named: object) -> None:
        failed.set()
        raise MemoryError

    monkeypatch.setattr(service_module, "class_debrief", fails)
    room.join("a")
    room.start()
    room.end()
    assert failed.wait(_PATIENCE)
    monkeypatch.setattr(service_module, "class_debrief", right)
    for _ in range(100):
        if room.wait_for_debrief(0.2) is not None:
            break
    assert room.debrief() is not None
