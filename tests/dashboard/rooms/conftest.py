"""Rooms for the tests: in a file of their own, with a clock that is set by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kantokuen.dashboard.rooms import debrief as debrief_module
from kantokuen.dashboard.rooms.service import Room, Rooms
from kantokuen.dashboard.rooms.state import Setup
from kantokuen.experiments.game import debrief as game_debrief


@dataclass
class Clock:
    """A clock that stands until it is set."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "rooms.db"


@pytest.fixture
def rooms(place: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    monkeypatch.setattr(game_debrief, "_FUTURES", 5)
    monkeypatch.setattr(debrief_module.table_debrief, "__kwdefaults__", {"worlds": 20, "progress": None})
    found = Rooms(place, clock)
    yield found
    found.close()


@pytest.fixture
def room(rooms: Rooms) -> Room:
    """A room of three sittings with a few chairs, nobody in it yet."""
    return rooms.room(rooms.open(Setup(title="7b", seats=("OPS", "WAR", "EMP"), length=3)).code)
