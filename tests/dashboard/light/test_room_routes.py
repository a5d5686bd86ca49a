"""The pages of rooms over the wire: what each may see, what is refused, and that nothing leaks."""

import asyncio
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from kantokuen.dashboard.addresses import Names
from kantokuen.dashboard.light import seat_pages
from kantokuen.dashboard.light.room_desk import CHAIR, KEY, POLICY, Desk, Kept
from kantokuen.dashboard.light.room_gate import MOST_AT_ONCE_OF_PHONE, MOST_TRIES
from kantokuen.dashboard.light.room_routes import room_routes
from kantokuen.dashboard.light.room_student import RECOVERY
from kantokuen.dashboard.rooms.log import Log
from kantokuen.dashboard.rooms.refused import Refused
from kantokuen.dashboard.rooms.service import DAY_SECONDS, Room, Rooms
from kantokuen.model.errors import InputError
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from tests.support.asked import LOCAL, scope_of
from tests.support.phone import Got, Phone, answered

EN = Words.of("en")
SEED = 918_273


class Class:
    """A server with a room, its teacher and a wall."""

    def __init__(self, rooms: Rooms, now: list[float]) -> None:
        self.rooms, self.now = rooms, now
        self.app = Starlette(routes=room_routes(Desk(Kept(rooms), Names.of("127.0.0.1"))))
        self.teacher = Phone(self.app, "192.0.2.1")
        form = {
            "title": "3B",
            "scenario": "historical",
            "turns": 2,
            "language": "en",
            "seat-OPS": 1,
            "seat-AGS": 1,
        }
        opened = self.teacher.post("/class", form)
        assert opened.status == 303
        self.at = opened.header("location").removesuffix("/teach")
        self.code = self.at.removeprefix("/room/")

    @property
    def room(self) -> Room:
        return self.rooms.room(self.code)

    def phone(self, address: str = "192.0.2.20") -> Phone:
        return Phone(self.app, address)

    def joined(self, name: str, seat: str = "OPS") -> Phone:
        phone = self.phone()
        assert phone.post(self.at, {"do": "join", "name": name, "seat": seat}).status == 303
        return phone

    def does(self, wish: str, **fields: object) -> Got:
        number = len(self.room.state.played)
        return self.teacher.post(f"{self.at}/teach", {"do": wish, "number": number, **fields})

    def sends(self, phone: Phone, predicted: object = 40, number: object = None, **answers: str) -> Got:
        put = {f"answer-{key}": option for key, option in answers.items()}
        known = len(self.room.state.played) if number is None else number
        return phone.post(self.at, {"do": "choose", "number": known, "predicted": predicted, **put})


@pytest.fixture
def lesson(tmp_path: Path) -> Iterator[Class]:
    now = [1_000_000.0]
    rooms = Rooms(tmp_path / "rooms.sqlite", clock=lambda: now[0])
    yield Class(rooms, now)
    rooms.close()


def told(key: str, **fields: object) -> str:
    """A sentence as it stands in a page."""
    return EN(key, **fields).replace("'", "&#39;")


# ---- the pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/class", "{at}", "{at}/wall", "{at}/teach"])
def test_every_page_is_strict_kept_by_nobody_and_in_both_languages(
    lesson: Class, path: str, language: str
) -> None:
    got = lesson.teacher.get(f"{path.format(at=lesson.at)}?language={language}")
    assert got.status == 200
    assert got.header("content-security-policy") == POLICY
    assert "unsafe" not in POLICY
    assert got.header("cache-control") == "no-store"
    assert f'<html lang="{language}">' in got.text
    assert not re.search(r"<script(?! src)| style=| on[a-z]+=", got.text)


def test_all_that_a_phone_loads_is_small(lesson: Class) -> None:
    phone = lesson.joined("Aiko")
    loaded = [phone.get(each) for each in (lesson.at, "/class/room.css", "/class/room.js")]
    assert [each.status for each in loaded] == [200] * 3
    assert sum(len(each.body) for each in loaded) < 60_000


def test_keys_are_for_their_page_alone_and_out_of_reach_of_scripts(lesson: Class) -> None:
    phone = lesson.joined("Aiko")
    assert phone.cookies[CHAIR][1] == lesson.at
    assert lesson.teacher.cookies[KEY][1] == f"{lesson.at}/teach"
    for got in (phone.got[0], lesson.teacher.got[0]):
        for name, text in got.headers:
            if name == "set-cookie":
                assert "httponly" in text.lower()
                assert "samesite=strict" in text.lower()


def test_a_name_is_escaped_wherever_it_stands(lesson: Class) -> None:
    name = "<img src=x onerror=alert(1)>"
    phone = lesson.joined(name)
    lesson.joined("Ben")
    pages = [
        phone.get(lesson.at),
        lesson.teacher.get(f"{lesson.at}/teach"),
        lesson.phone().get(f"{lesson.at}/wall"),
    ]
    assert all(name not in each.text for each in pages)
    assert "&lt;img src=x" in pages[0].text
    assert "&lt;img src=x" in pages[1].text


def test_a_code_is_known_however_it_is_typed(lesson: Class) -> None:
    typed = f"{lesson.code[:4]}-{lesson.code[4:].lower()}"
    got = lesson.phone().get(f"/room/{typed}/wall?language=ja")
    assert (got.status, got.header("location")) == (303, f"{lesson.at}/wall?language=ja")
    assert lesson.phone().get(f"/room?code={typed}").header("location") == lesson.at


def test_a_class_goes_on_while_many_play_alone(lesson: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    ends, begun = threading.Event(), threading.Semaphore(0)

    def long(*_given: object) -> None:
        begun.release()
        ends.wait(60.0)
        raise InputError("no game")

    monkeypatch.setattr(seat_pages, "game_at", long)

    async def asked(path: str) -> int:
        return (await answered(lesson.app, scope_of("http", path, {"host": LOCAL}), b"")).status

    async def asks() -> int:
        alone = [asyncio.create_task(asked("/seat/OPS")) for _ in range(20)]
        await asyncio.to_thread(begun.acquire)
        lesson.room.start()
        try:
            return await asyncio.wait_for(asked(f"{lesson.at}/wall"), 30.0)
        finally:
            ends.set()
            await asyncio.gather(*alone)

    assert asyncio.run(asks()) == 200


def test_a_disk_that_is_full_is_told_in_a_sentence(lesson: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Log, "append", full)
    got = lesson.phone().post(lesson.at, {"do": "join", "name": "Aiko", "seat": "OPS"})
    assert got.status == 503
    assert told("roompages.unfit.file") in got.text


# ---- what is refused ---------------------------------------------------------------------------------


def test_a_wrong_code_gets_one_sentence_and_after_some_none_is_tried(lesson: Class) -> None:
    stranger = lesson.phone("198.51.100.7")
    first = stranger.get("/room/AAAAAAAA")
    assert first.status == 404
    assert told("rooms.refused.no_room") in first.text
    for _ in range(MOST_TRIES):
        stranger.get("/room/AAAAAAAB/wall")
    refused = stranger.get(lesson.at)
    assert refused.status == 429
    assert told("roompages.unfit.tries") in refused.text
    assert lesson.phone("198.51.100.8").get(lesson.at).status == 200


def test_who_sits_in_the_room_goes_on_while_the_neighbour_guesses(lesson: Class) -> None:
    phone = lesson.joined("Aiko")
    guesser = lesson.phone(phone.address)
    for _ in range(MOST_TRIES + 1):
        last = guesser.get("/room/AAAAAAAA")
    assert last.status == 429
    assert phone.get(lesson.at).status == 200
    assert guesser.get(lesson.at).status == 429


def test_the_key_is_needed_for_all_that_a_teacher_may_do(lesson: Class) -> None:
    student = lesson.joined("Aiko")
    asked = student.get(f"{lesson.at}/teach")
    assert told("roompages.key.about") in asked.text
    assert "Aiko" not in asked.text
    refused = student.post(f"{lesson.at}/teach", {"do": "start"})
    assert refused.status == 403
    assert lesson.room.state.game == 0
    assert student.get(f"{lesson.at}/teach/long.csv").status == 403
    wrong = student.get(f"{lesson.at}/teach?key=guessed")
    assert wrong.status == 403
    assert KEY not in student.cookies


def test_the_private_link_lets_the_teacher_in_elsewhere_and_leaves_the_address_bar(lesson: Class) -> None:
    other = lesson.phone("192.0.2.77")
    let_in = other.get(f"{lesson.at}/teach?key={lesson.teacher.cookies[KEY][0]}")
    assert let_in.status == 200
    assert f'url={lesson.at}/teach"' in let_in.text
    assert lesson.teacher.cookies[KEY][0] not in let_in.text
    assert told("roompages.teach.start") in other.get(f"{lesson.at}/teach").text


def test_the_same_name_asks_for_its_recovery_code_and_gets_the_same_chair(lesson: Class) -> None:
    first = lesson.joined("Aiko", "AGS")
    code = first.cookies[RECOVERY][0]
    other = lesson.phone()
    again = other.post(lesson.at, {"do": "join", "name": "aiko", "seat": "OPS"})
    assert again.status == 409
    assert told("rooms.refused.name_taken", name="aiko") in again.text
    assert '<details class="card" open>' in again.text
    assert other.post(lesson.at, {"do": "rejoin", "name": "Aiko", "recovery": "AAAAA"}).status == 403
    assert other.post(lesson.at, {"do": "rejoin", "name": "Aiko", "recovery": code.lower()}).status == 303
    assert EN("offices.AGS.name") in other.get(lesson.at).text
    assert len(lesson.room.state.people) == 1


def test_recovery_codes_cannot_be_guessed_through(lesson: Class) -> None:
    lesson.joined("Aiko")
    guesser = lesson.phone("198.51.100.9")
    for n in range(9):
        last = guesser.post(lesson.at, {"do": "rejoin", "name": "Aiko", "recovery": f"AAA{n + 2}A"})
    assert last.status == 429


def test_a_full_chair_and_one_that_is_not_open_are_told_in_a_sentence(lesson: Class) -> None:
    for n in range(8):
        lesson.joined(f"P{n}", "OPS")
    ninth = lesson.phone().post(lesson.at, {"do": "join", "name": "P9", "seat": "OPS"})
    assert ninth.status == 409
    assert told("rooms.refused.chair_full", most=8) in ninth.text
    closed = lesson.phone().post(lesson.at, {"do": "join", "name": "P9", "seat": "EMP"})
    assert told("rooms.refused.no_chair") in closed.text


def test_a_flood_of_one_phone_is_held_up_and_the_others_go_on(lesson: Class) -> None:
    loud, quiet = lesson.joined("Loud"), lesson.joined("Quiet")
    answers = [loud.get(lesson.at).status for _ in range(int(MOST_AT_ONCE_OF_PHONE) * 3)]
    assert 429 in answers
    assert quiet.get(lesson.at).status == 200


def test_an_old_link_and_a_room_of_yesterday_are_told_so(lesson: Class) -> None:
    phone = lesson.joined("Aiko")
    lesson.now[0] += DAY_SECONDS
    assert told("rooms.refused.closed") in lesson.phone().get(lesson.at).text
    late = lesson.phone().post(lesson.at, {"do": "join", "name": "Late", "seat": ""})
    assert late.status == 410
    assert told("rooms.refused.closed") in phone.get(lesson.at).text


def test_a_deleted_room_is_gone_and_deleting_asks_once(lesson: Class) -> None:
    room = lesson.room
    assert lesson.does("delete").status == 409
    assert lesson.does("delete", sure="yes").status == 200
    assert lesson.phone().get(lesson.at).status == 404
    with pytest.raises(Refused, match="no_room"):
        room.wait(room.version, 60.0)


@pytest.mark.parametrize(
    "form", [{"turns": "x"}, {"turns": 99}, {"scenario": "none"}, {"title": "x" * 61}, {"language": "xx"}]
)
def test_a_room_that_cannot_be_is_not_opened(lesson: Class, form: dict[str, object]) -> None:
    got = lesson.teacher.post("/class", {"seat-OPS": 1, "turns": 3, **form})
    assert got.status == 422
    assert 'class="said"' in got.text


def test_rooms_are_opened_a_few_an_hour_from_one_address(lesson: Class) -> None:
    teacher = lesson.phone("198.51.100.30")
    statuses = [teacher.post("/class", {"seat-OPS": 1, "turns": 3}).status for _ in range(9)]
    assert statuses == [303] * 8 + [429]


# ---- a game ------------------------------------------------------------------------------------------


def test_a_choice_sent_twice_counts_once_of_two_tabs_the_last_and_for_a_sitting_gone_by_none(
    lesson: Class,
) -> None:
    phone = lesson.joined("Aiko")
    lesson.does("start")
    tab = Phone(lesson.app, phone.address, dict(phone.cookies))
    assert [lesson.sends(phone, 40, press="no").status for _ in range(2)] == [303, 303]
    once = lesson.room.version
    assert lesson.sends(phone, 40, press="no").status == 303
    assert lesson.room.version == once
    assert lesson.sends(tab, 60, press="yes").status == 303
    take = lesson.room.state.open_take
    assert take is not None
    assert [each.predicted for each in take.choices.values()] == [0.6]
    assert lesson.does("next").status == 303
    late = lesson.sends(phone, 40, number=1, press="no")
    assert late.status == 409
    assert told("rooms.refused.gone_by") in late.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"predicted": "101"},
        {"predicted": "nan"},
        {"predicted": "often"},
        {"number": "one"},
        {"press": "perhaps"},
        {"sanction": "34"},
    ],
)
def test_an_answer_that_is_none_is_not_taken(lesson: Class, wrong: dict[str, str]) -> None:
    phone = lesson.joined("Aiko")
    lesson.does("start")
    got = lesson.sends(phone, **{"press": "no", **wrong})
    assert got.status in {409, 422}
    assert 'class="said"' in got.text
    take = lesson.room.state.open_take
    assert take is not None
    assert not take.choices


def test_next_pressed_twice_holds_one_sitting(lesson: Class) -> None:
    lesson.joined("Aiko")
    lesson.does("start")
    number = len(lesson.room.state.played)
    first, second = (
        lesson.teacher.post(f"{lesson.at}/teach", {"do": "next", "number": number}).status for _ in range(2)
    )
    assert (first, second) == (303, 409)
    assert len(lesson.room.state.played) == number + 1


def test_nobody_changes_chairs_during_a_game_by_himself(lesson: Class) -> None:
    phone = lesson.joined("Aiko")
    assert phone.post(lesson.at, {"do": "sit", "seat": "AGS"}).status == 303
    lesson.does("start")
    refused = phone.post(lesson.at, {"do": "sit", "seat": "OPS"})
    assert refused.status == 409
    assert told("roompages.unfit.chairs") in refused.text
    assert [each.seat for each in lesson.room.state.people.values()] == ["AGS"]


def test_what_the_teacher_does_with_people_and_the_clock_is_done(lesson: Class) -> None:
    phone, other = lesson.joined("Aiko"), lesson.joined("Ben", "AGS")
    assert lesson.does("move", person="1", seat="AGS").status == 303
    assert lesson.does("remove", person="2").status == 303
    assert told("rooms.refused.unknown_phone") in other.get(lesson.at).text
    lesson.does("lock")
    assert lesson.phone().post(lesson.at, {"do": "join", "name": "Late"}).status == 409
    lesson.does("unlock")
    lesson.does("start")
    lesson.does("pause")
    assert lesson.sends(phone).status == 409
    lesson.does("resume")
    assert lesson.sends(phone).status == 303
    lesson.does("give_back", seat="AGS")
    assert told("roompages.student.looks_on") in phone.get(lesson.at).text
    lesson.does("next")
    assert lesson.does("undo").status == 303
    assert lesson.room.state.open_take is not None
    assert lesson.does("nonsense").status == 400


def test_files_hold_the_class_and_none_of_its_secrets(lesson: Class) -> None:
    phone = lesson.joined("Aiko")
    lesson.does("start")
    lesson.sends(phone, 40, press="no")
    got = [
        lesson.teacher.get(f"{lesson.at}/teach/{name}") for name in ("long.csv", "wide.csv", "long.parquet")
    ]
    assert [each.status for each in got] == [200, 200, 200]
    assert "Aiko" in got[0].text
    secrets = [value for value, _ in (*phone.cookies.values(), *lesson.teacher.cookies.values())]
    assert [each for each in secrets for file in got if each.encode() in file.body] == []
    assert lesson.teacher.get(f"{lesson.at}/teach/rooms.sqlite").status == 404


def test_nothing_sent_before_the_end_holds_the_seed_the_truth_or_what_another_predicted_or_chose(
    lesson: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kantokuen.dashboard.rooms.service.randbelow", lambda _: SEED)
    aiko, ben, wall = lesson.joined("Aiko"), lesson.joined("Ben", "AGS"), lesson.phone()
    phones = {"aiko": aiko, "ben": ben, "wall": wall}
    lesson.does("start")
    lesson.sends(aiko, 37.25, press="no")
    lesson.sends(ben, 83.75)
    for phone in (aiko, ben):
        phone.get(lesson.at)
    wall.get(f"{lesson.at}/wall")
    sent = {name: b"".join(each.everything for each in phone.got) for name, phone in phones.items()}
    lesson.does("end")
    found = lesson.room.wait_for_debrief(120.0)
    assert found is not None
    held = found.found.held[0]
    truth = EN.number(held.soviet_divisions, 1)
    believed = {EN.number(each.known.soviet_divisions, 1) for each in held.by_seat.values()}
    assert truth not in believed
    own = {
        "aiko": [b"37.25", b"Aiko", aiko.cookies[RECOVERY][0].encode()],
        "ben": [b"83.75", b"Ben", ben.cookies[RECOVERY][0].encode()],
        "wall": [],
    }
    secret = [str(SEED).encode(), f" {truth},".encode(), lesson.teacher.cookies[KEY][0].encode()]
    for name, everything in sent.items():
        others = [each for other, theirs in own.items() if other != name for each in theirs]
        assert [each for each in (*secret, *others) if each in everything] == [], name
        assert [each for each in own[name] if each not in everything] == [], name
    assert b"answer-" not in sent["wall"]
    assert str(SEED) in wall.get(f"{lesson.at}/wall").text


def test_after_the_end_each_phone_has_its_own_part_and_all_have_that_of_the_class(lesson: Class) -> None:
    aiko, ben = lesson.joined("Aiko"), lesson.joined("Ben", "AGS")
    lesson.does("start")
    lesson.sends(aiko, 30, press="no")
    lesson.does("end")
    assert lesson.room.wait_for_debrief(120.0) is not None
    pages = [aiko.get(lesson.at).text, ben.get(lesson.at).text]
    assert "30%" in pages[0]
    assert told("game.debrief.no_brier") in pages[1]
    wall, teacher = (
        lesson.phone().get(f"{lesson.at}/wall").text,
        lesson.teacher.get(f"{lesson.at}/teach").text,
    )
    for page in (*pages, wall, teacher):
        assert told("rooms.class.head_changed") in page
        assert told("game.debrief.meaning") in page
        assert 'class="dot"' in page
    assert told("roompages.own.title") not in wall
    assert lesson.does("start").status == 303
    assert lesson.room.state.game == 2
