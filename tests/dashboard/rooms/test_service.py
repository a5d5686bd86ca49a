"""What people and a teacher may do in a room, and what they are told when they may not."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kantokuen.dashboard.rooms import service as service_module
from kantokuen.dashboard.rooms.log import Log
from kantokuen.dashboard.rooms.refused import Refused
from kantokuen.dashboard.rooms.secrets import CODE_LENGTH, LETTERS
from kantokuen.dashboard.rooms.service import (
    DAY_SECONDS,
    HERE_SECONDS,
    MOST_IN_A_CHAIR,
    MOST_PEOPLE,
    MOST_ROOMS,
    MOST_TRIES,
    Joined,
    Room,
    Rooms,
)
from kantokuen.dashboard.rooms.state import Setup
from kantokuen.experiments.game.questions import OWN
from kantokuen.experiments.game.table import Table
from kantokuen.model.errors import InputError
from kantokuen.model.text.words import Words
from tests.dashboard.rooms.conftest import Clock

EN, JA = Words.of("en"), Words.of("ja")


def refusal(done: pytest.ExceptionInfo[Refused]) -> str:
    """The key of a refusal, of which both languages have a sentence."""
    for words in (EN, JA):
        assert done.value.told(words)
    return done.value.key


def send(room: Room, joined: Joined, predicted: float = 0.3, **answers: str) -> None:
    room.choose(joined.token, room.student(joined.token).number, predicted, answers)


def test_a_room_is_opened_and_found_by_its_code_however_it_is_typed(rooms: Rooms) -> None:
    opened = rooms.open(Setup())
    assert len(opened.code) == CODE_LENGTH
    assert set(opened.code) <= set(LETTERS)
    typed = f" {opened.code[:4].lower()}-{opened.code[4:]} "
    assert rooms.room(typed) is rooms.room(opened.code)
    assert rooms.room(opened.code).is_teacher(opened.key)
    assert not rooms.room(opened.code).is_teacher(opened.key + "x")
    with pytest.raises(Refused) as done:
        rooms.room("AAAAAAAA")
    assert refusal(done) == "no_room"


def test_codes_and_keys_are_never_the_same(rooms: Rooms) -> None:
    opened = [rooms.open(Setup()) for _ in range(20)]
    assert len({each.code for each in opened}) == len({each.key for each in opened}) == 20


def test_no_more_rooms_are_opened_than_there_is_place_for_until_a_day_has_gone_by(
    rooms: Rooms, clock: Clock
) -> None:
    for _ in range(MOST_ROOMS):
        rooms.open(Setup())
    with pytest.raises(Refused) as done:
        rooms.open(Setup())
    assert refusal(done) == "rooms_full"
    clock.now += DAY_SECONDS
    rooms.open(Setup())


@pytest.mark.parametrize(
    "wrong",
    [
        {"scenario": "nowhere"},
        {"seats": ()},
        {"seats": ("OPS", "XXX")},
        {"length": 0},
        {"length": 12},
        {"lens": "x"},
        {"ensemble": "x"},
        {"language": "x"},
        {"title": "x" * 61},
        {"title": "a\nb"},
    ],
)
def test_a_room_of_what_there_is_not_is_not_opened(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Setup(**wrong)  # type: ignore[arg-type]


def test_who_comes_in_gets_the_chair_asked_for_or_the_emptiest(room: Room) -> None:
    seats = [room.student(room.join(name).token).seat for name in ("a", "b", "c", "d")]
    assert seats == ["OPS", "WAR", "EMP", "OPS"]
    assert room.student(room.join("e", "EMP").token).seat == "EMP"


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\x07b", "a\u202eb"])
def test_a_name_that_could_steer_a_screen_is_none(room: Room, name: str) -> None:
    with pytest.raises(Refused) as done:
        room.join(name)
    assert refusal(done) == "name"


def test_a_name_is_taken_however_it_is_written(room: Room) -> None:
    room.join("Ａnna")
    with pytest.raises(Refused) as done:
        room.join("ANNA")
    assert refusal(done) == "name_taken"
    room.join("山田")  # any script will do


def test_a_chair_and_a_room_have_an_end(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(MOST_IN_A_CHAIR):
        room.join(f"p{number}", "OPS")
    with pytest.raises(Refused) as done:
        room.join("one more", "OPS")
    assert refusal(done) == "chair_full"
    monkeypatch.setattr(service_module, "MOST_PEOPLE", MOST_IN_A_CHAIR)
    assert MOST_PEOPLE > MOST_IN_A_CHAIR
    with pytest.raises(Refused) as done:
        room.join("one more")
    assert refusal(done) == "room_full"


def test_the_same_chair_is_taken_up_again_with_its_code_alone(room: Room) -> None:
    first = room.join("Anna", "WAR")
    again = room.rejoin("anna", first.recovery.lower())
    assert room.student(again.token).seat == room.student(first.token).seat == "WAR"
    assert len(room.state.people) == 1
    for name, code, key in (("Anna", "XXXXX", "recovery"), ("Ben", first.recovery, "nobody")):
        with pytest.raises(Refused) as done:
            room.rejoin(name, code)
        assert refusal(done) == key


def test_codes_are_not_guessed(room: Room, clock: Clock) -> None:
    joined = room.join("Anna")
    for _ in range(MOST_TRIES):
        with pytest.raises(Refused) as done:
            room.rejoin("Anna", "XXXXX")
        assert refusal(done) == "recovery"
    with pytest.raises(Refused) as done:
        room.rejoin("Anna", joined.recovery)
    assert refusal(done) == "tries"
    clock.now += 601.0
    room.rejoin("Anna", joined.recovery)


def test_a_phone_that_is_not_known_sees_nothing(room: Room) -> None:
    for token in ("", "x", room.join("Anna").recovery):
        with pytest.raises(Refused) as done:
            room.student(token)
        assert refusal(done) == "unknown_phone"


def test_most_of_a_chair_decide_and_a_tie_is_left_to_the_office(room: Room) -> None:
    people = [room.join(name, "OPS") for name in "abcd"]
    room.start()
    for person, draft in zip(people, ("34", "34", "16", OWN), strict=True):
        send(room, person, draft=draft)
    room.next_sitting()
    assert room.state.rounds[0].answers["OPS"]["draft"] == "34"
    for person, draft in zip(people, ("34", "34", "16", "16"), strict=True):
        send(room, person, draft=draft)
    room.next_sitting()
    assert "draft" not in room.state.rounds[1].answers.get("OPS", {})


def test_an_empty_or_silent_chair_is_played_at_once(room: Room) -> None:
    room.join("Anna", "OPS")
    room.start()
    dates = []
    while not room.state.is_over:
        dates.append(room.teacher().date)
        room.next_sitting()
    assert len(dates) == len(set(dates)) == 3
    assert all(each.answers == {} for each in room.state.rounds)
    found = room.wait_for_debrief(120.0)
    assert found is not None
    assert found.found.parts_on is None
    assert found.brier is None


def test_a_choice_sent_twice_counts_once_and_the_last_before_the_next_counts(room: Room) -> None:
    anna = room.join("Anna", "OPS")
    room.start()
    send(room, anna, 0.2, draft="16")
    version = room.state.version
    send(room, anna, 0.2, draft="16")
    assert room.state.version == version
    send(room, anna, 0.4, draft="34")
    assert room.teacher().sent == (1, 1)
    room.next_sitting()
    (choice,) = room.state.played[0].choices.values()
    assert (choice.predicted, choice.answers) == (0.4, {"draft": "34"})


def test_a_choice_for_a_sitting_gone_by_is_refused_and_the_game_goes_on(room: Room) -> None:
    anna = room.join("Anna", "OPS")
    with pytest.raises(Refused) as done:
        room.choose(anna.token, 1, 0.5, {})
    assert refusal(done) == "gone_by"
    room.start()
    room.next_sitting(1)
    with pytest.raises(Refused) as done:
        room.choose(anna.token, 1, 0.5, {})
    assert refusal(done) == "gone_by"
    with pytest.raises(Refused) as done:  # the teacher's second press
        room.next_sitting(1)
    assert refusal(done) == "gone_by"
    send(room, anna)


@pytest.mark.parametrize(
    ("answers", "fault"), [({"x": "yes"}, "question"), ({"draft": "99"}, "answer to draft")]
)
def test_an_answer_that_is_none_is_refused(room: Room, answers: dict[str, str], fault: str) -> None:
    anna = room.join("Anna", "OPS")
    room.start()
    with pytest.raises(InputError, match=fault):
        room.choose(anna.token, 1, 0.5, answers)
    for chance in (-0.1, 1.1, float("nan")):
        with pytest.raises(Refused) as done:
            room.choose(anna.token, 1, chance, {})
        assert refusal(done) == "chance"


def test_who_looks_on_without_a_chair_sends_nothing(room: Room) -> None:
    anna = room.join("Anna", "OPS")
    room.start()
    send(room, anna)
    room.give_back("OPS")
    assert room.student(anna.token).seat == ""
    assert room.student(anna.token).sitting is None
    assert room.teacher().sent == (0, 0)
    with pytest.raises(Refused) as done:
        room.choose(anna.token, 1, 0.5, {})
    assert refusal(done) == "no_seat"
    room.sit(anna.token, "EMP")
    send(room, anna)


def test_the_clock_is_the_teachers(room: Room) -> None:
    anna = room.join("Anna", "OPS")
    for wish in (room.next_sitting, room.undo, room.end, lambda: room.pause(on=True), room.reveal):
        with pytest.raises(Refused) as done:
            wish()
        assert refusal(done) == "not_begun"
    room.start()
    with pytest.raises(Refused) as done:
        room.start()
    assert refusal(done) == "being_played"
    room.pause(on=True)
    assert room.student(anna.token).phase == "paused"
    with pytest.raises(Refused) as done:
        send(room, anna)
    assert refusal(done) == "paused"
    room.pause(on=False)
    send(room, anna)
    room.lock(on=True)
    for wish in (lambda: room.join("Ben"), lambda: room.sit(anna.token, "WAR")):
        with pytest.raises(Refused) as done:
            wish()
        assert refusal(done) == "locked"
    room.move("1", "WAR")
    assert room.student(anna.token).seat == "WAR"
    room.remove("1")
    with pytest.raises(Refused) as done:
        room.student(anna.token)
    assert refusal(done) == "unknown_phone"
    for wish in (lambda: room.move("1", "OPS"), lambda: room.remove("9")):
        with pytest.raises(Refused) as done:
            wish()
        assert refusal(done) == "no_person"


def test_a_sitting_taken_back_is_held_anew_and_its_branch_stays_in_the_log(room: Room) -> None:
    anna = room.join("Anna", "OPS")
    room.start()
    with pytest.raises(Refused) as done:
        room.undo()
    assert refusal(done) == "nothing_to_undo"
    send(room, anna, 0.9, draft="34")
    first = room.student(anna.token).sitting
    room.next_sitting()
    room.undo()
    assert room.student(anna.token).sitting == first
    assert room.student(anna.token).choice is None
    send(room, anna, 0.1, draft="16")
    room.next_sitting()
    assert room.state.rounds[0].answers == {"OPS": {"draft": "16"}}
    left = [each for each in room.state.takes if each.is_forked and each.answers]
    assert [each.answers for each in left] == [{"OPS": {"draft": "34"}}]


def test_predictions_stay_sealed_until_the_teacher_shows_them(room: Room) -> None:
    people = [room.join(name, "OPS") for name in "ab"]
    room.start()
    for person, chance in zip(people, (0.7, 0.2), strict=True):
        send(room, person, chance)
    for seen in (room.student(people[0].token), room.teacher(), room.wall()):
        assert seen.shown is None
        assert seen.sent == (2, 2)
    room.reveal()
    for seen in (room.student(people[0].token), room.teacher(), room.wall()):
        assert seen.shown == (0.2, 0.7)
    room.next_sitting()
    assert room.teacher().shown is None


def test_nobody_sees_the_seed_or_what_another_has_sent(room: Room) -> None:
    anna, ben = room.join("Anna", "OPS"), room.join("Ben", "OPS")
    room.start()
    send(room, anna, 0.123456, draft="34")
    assert room.student(ben.token).choice is None
    for seen in (room.student(ben.token), room.teacher(), room.wall()):
        told = repr(seen)
        assert "draft': '34'" not in told
        assert "0.123456" not in told
        assert f"seed={room.state.seed}" not in told
        assert anna.recovery not in told
        assert anna.token not in told


def test_a_room_ends_after_a_day(room: Room, clock: Clock) -> None:
    anna = room.join("Anna", "OPS")
    room.start()
    clock.now += DAY_SECONDS
    assert room.student(anna.token).phase == "closed"
    for wish in (lambda: send(room, anna), room.next_sitting, lambda: room.join("Ben")):
        with pytest.raises(Refused) as done:
            wish()
        assert refusal(done) == "closed"
    assert room.wait_for_debrief(120.0) is not None


def test_a_new_game_draws_another_summer_for_the_same_people(room: Room) -> None:
    anna = room.join("Anna", "OPS")
    room.start()
    first = room.state.seed
    send(room, anna)
    room.end()
    assert room.wait_for_debrief(120.0) is not None
    with pytest.raises(Refused) as done:
        send(room, anna)
    assert refusal(done) in {"over", "gone_by"}
    room.new_game()
    assert room.debrief() is None
    assert room.student(anna.token).seat == "OPS"
    assert (room.state.game, room.student(anna.token).number) == (2, 1)
    assert room.state.seed != first or room.state.seed == first == room.state.seed
    send(room, anna)


def test_a_deleted_room_leaves_nothing_in_the_file(rooms: Rooms, room: Room, place: Path) -> None:
    anna = room.join("Vanishing-Name-77", "OPS")
    room.start()
    send(room, anna)
    files = [each for each in place.parent.iterdir() if each.is_file()]
    assert any(b"Vanishing-Name-77" in each.read_bytes() for each in files)
    room.delete()
    files = [each for each in place.parent.iterdir() if each.is_file()]
    assert not any(b"Vanishing-Name-77" in each.read_bytes() for each in files)
    with pytest.raises(Refused) as done:
        rooms.room(room.code)
    assert refusal(done) == "no_room"
    with pytest.raises(Refused) as done:
        room.join("Ben")
    assert refusal(done) == "no_room"


def test_who_was_not_heard_of_lately_is_not_here(room: Room, clock: Clock) -> None:
    anna = room.join("Anna", "OPS")
    assert [each.is_here for each in room.teacher().people] == [True]
    clock.now += HERE_SECONDS
    assert [each.is_here for each in room.teacher().people] == [False]
    room.student(anna.token)
    assert [each.is_here for each in room.teacher().people] == [True]


def test_who_waits_hears_of_what_happens(room: Room) -> None:
    before = room.version
    assert room.wait(before, 0.01) == before
    heard = []
    waiting = threading.Thread(target=lambda: heard.append(room.wait(before, 30.0)))
    waiting.start()
    room.join("Anna")
    waiting.join(30.0)
    assert heard == [room.version]
    assert heard != [before]


def test_a_choice_is_no_news_to_the_phones_of_others_and_a_sitting_is(room: Room) -> None:
    anna, ben = room.join("Anna", "OPS"), room.join("Ben", "WAR")
    room.start()
    before, version = room.student(ben.token).version, room.version
    send(room, anna)
    assert room.student(ben.token).version == before
    assert room.version != version
    for wish in (room.reveal, room.next_sitting, lambda: room.pause(on=True)):
        wish()
        assert room.student(ben.token).version != before
        before = room.student(ben.token).version


def test_choices_of_many_at_once_are_all_kept(room: Room, place: Path) -> None:
    people = [room.join(f"p{number}") for number in range(20)]
    room.start()
    threads = [threading.Thread(target=send, args=(room, each, 0.01 * n)) for n, each in enumerate(people)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60.0)
    assert place.exists()
    sent = sorted(each.predicted for each in room.state.played[0].choices.values())
    assert sent == pytest.approx([0.01 * n for n in range(20)])


# ---- the world moves on, whatever happened while it moved --------------------------------------------


def test_a_world_that_stood_still_when_the_server_ended_moves_on(
    room: Room, rooms: Rooms, clock: Clock, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = room.join("a", "OPS")
    room.start()
    monkeypatch.setattr(room, "_turn_on", lambda: None)  # the server ends here
    room.next_sitting()
    assert room.state.open_take is None
    rooms.close()
    again = Rooms(place, clock)
    try:
        seen = again.room(room.code).student(joined.token)
        assert (seen.phase, seen.number) == ("sitting", 2)
    finally:
        again.close()


def _meanwhile(room: Room, monkeypatch: pytest.MonkeyPatch, does: Callable[[], None]) -> None:
    """Let something be done once while the world moves."""
    right = Table.sittings
    waiting = [does]

    def sittings(*given: Any, **named: Any) -> Any:
        found = right(*given, **named)
        if waiting:
            waiting.pop()()
        return found

    monkeypatch.setattr(Table, "sittings", sittings)
    room.next_sitting()


def test_a_game_that_is_ended_while_the_world_moves_has_no_further_sitting(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.join("a")
    room.start()
    _meanwhile(room, monkeypatch, room.end)
    assert [each.number for each in room.state.played] == [1]


def test_a_game_that_is_begun_while_the_world_of_another_moves_gets_its_sitting(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.join("a")
    room.start()

    def begins_anew() -> None:
        room.end()
        room.start()

    _meanwhile(room, monkeypatch, begins_anew)
    assert room.state.game == 2
    assert room.state.open_take is not None
    assert room.teacher().phase == "sitting"


def test_a_room_that_could_not_be_deleted_is_still_there(
    room: Room, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_code: str) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(Log, "delete", lambda _self, code: full(code))
        with pytest.raises(sqlite3.OperationalError):
            room.delete()
    room.join("a")
    assert rooms.room(room.code) is room
