"""The log of rooms: nothing that was acknowledged is lost, and nobody else writes into it."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kantokuen.dashboard.rooms.bots import seated
from kantokuen.dashboard.rooms.log import Log
from kantokuen.dashboard.rooms.service import Room, Rooms
from kantokuen.dashboard.rooms.state import replayed
from kantokuen.model.errors import InputError
from tests.dashboard.rooms.conftest import Clock

_CLASS = """
import sys
from pathlib import Path
from kantokuen.dashboard.rooms.bots import seated
from kantokuen.dashboard.rooms.service import Rooms
from kantokuen.dashboard.rooms.state import Setup
rooms = Rooms(Path(sys.argv[1]))
room = rooms.room(rooms.open(Setup(length=8)).code)
bots = seated(room, 12, 3)
room.start()
print(room.code, bots[0].joined.token, flush=True)
while True:
    for bot in bots:
        if bot.play(room):
            print("sent", bot.joined.token, room.student(bot.joined.token).number, bot.believes, flush=True)
    if room.teacher().number < 5:
        room.next_sitting()
"""


def test_a_server_killed_in_mid_class_loses_and_doubles_nothing(place: Path) -> None:
    command = [sys.executable, "-c", _CLASS, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        code, token = running.stdout.readline().split()
        lines = [running.stdout.readline() for _ in range(40)]
        os.kill(running.pid, signal.SIGKILL)
        lines += running.stdout.read().splitlines(keepends=True)
    sent = [line.split()[1:] for line in lines if line.endswith("\n")]
    rooms = Rooms(place)
    try:
        room = rooms.room(code)
        assert len(room.state.people) == 12
        seen = room.student(token)
        assert seen.phase == "sitting"
        assert seen.sitting is not None
        kept = {
            (take.number, choice.person): choice.predicted
            for take in room.state.played
            for choice in take.choices.values()
        }
        last = {(int(number), room.person(who).id): float(chance) for who, number, chance in sent}
        assert len(last) >= 36
        newest = max(number for number, _ in kept)
        for (number, person), chance in last.items():
            if number < newest:  # of the one in the open sitting a later one may have been kept
                assert kept[number, person] == pytest.approx(chance)
            else:
                assert (number, person) in kept
        room.next_sitting()
        assert room.student(token).number == newest + 1
    finally:
        rooms.close()


def test_two_servers_on_one_file_are_refused(rooms: Rooms, place: Path) -> None:
    assert rooms
    with pytest.raises(InputError, match="is held by another server"):
        Log(place)


def test_a_file_let_go_of_can_be_taken_up(place: Path) -> None:
    Log(place).close()
    Log(place).close()


def test_every_prefix_of_the_log_is_the_room_as_it_stood(room: Room, place: Path) -> None:
    assert place.exists()
    bots, states = seated(room, 6, 1), []
    room.start()
    for number in range(2):
        for bot in bots:
            bot.play(room)
            states.append(room.state)
        room.reveal()
        room.next_sitting()
        states.append(room.state)
        if number == 0:
            room.undo()
            states.append(room.state)
    room.pause(on=True)
    room.lock(on=True)
    room.move("2", "EMP")
    room.give_back("OPS")
    room.remove("3")
    states.append(room.state)
    room.end()
    room.new_game()
    states.append(room.state)
    events = room._log.events(room.code)
    assert replayed(events) == room.state
    by_version = {each.version: each for each in states}
    for n in range(1, len(events) + 1):
        found = replayed(events[:n])
        assert found.version == events[n - 1].number
        if found.version in by_version:
            assert found == by_version[found.version]


def test_what_is_no_file_of_rooms_is_left_as_it_is(tmp_path: Path) -> None:
    text, other, later = tmp_path / "a.txt", tmp_path / "b.db", tmp_path / "c.db"
    text.write_text("no database, but long enough to be read as one " * 50)
    with sqlite3.connect(other) as file:
        file.execute("CREATE TABLE mine (x)")
    Log(later).close()
    with sqlite3.connect(later) as file:
        file.execute("PRAGMA user_version = 99")
    for path, fault in ((text, "cannot be used"), (other, "is not a file of rooms"), (later, "of layout 99")):
        before = path.read_bytes()
        with pytest.raises(InputError, match=fault):
            Log(path)
        assert path.read_bytes() == before
        with pytest.raises(InputError, match=fault):  # and the lock was let go of
            Log(path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        Log(tmp_path / "no" / "rooms.db")


def test_events_outlive_the_log(place: Path, clock: Clock) -> None:
    log = Log(place)
    log.create("A", clock())
    added = [log.append("A", "opened", clock() + n, {"n": n, "name": "山田"}) for n in range(3)]
    log.close()
    log = Log(place)
    assert log.events("A") == added
    assert log.rooms() == {"A": clock()}
    log.delete("A")
    assert log.events("A") == []
    log.close()
    assert time.time() > clock()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_new_file_is_its_owners_alone_with_all_that_lies_beside_it(place: Path) -> None:
    log = Log(place)
    log.create("AAAA", 1.0)
    beside = [each for each in place.parent.iterdir() if each.name.startswith(f"{place.name}-")]
    assert beside
    assert {stat.S_IMODE(each.stat().st_mode) for each in (place, *beside)} == {0o600}
    log.close()
