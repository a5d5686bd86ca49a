"""A class in its room: eight phones, a teacher and a wall, with all that happens in a lesson."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kantokuen.dashboard.light.room_desk import CHAIR, KEY
from kantokuen.dashboard.light.room_student import RECOVERY
from kantokuen.model.text.words import Words
from tests.support.relay import Relay
from tests.support.served import started

EN = Words.of("en")
PHONE = {"width": 360, "height": 740}
PATIENCE_MS = 60_000
NAMES = ("Aiko", "Beniko", "Chiyo", "Daigo", "Emiko", "Fumio", "Genta", "Hanae")
"""None of them stands in a sentence of a page."""


class School:
    """A server that can be killed, and the relays through which phones, the wall and the teacher reach it.

    Args:
        folder: in which its rooms live.
    """

    def __init__(self, folder: Path) -> None:
        self.rooms, self._said = folder / "rooms.sqlite", folder / "said.txt"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.relays: list[Relay] = []
        self._running = ExitStack()
        self.start()

    def relay(self) -> Relay:
        self.relays.append(Relay(self._port))
        return self.relays[-1]

    def start(self) -> None:
        command = [sys.executable, "-m", "kantokuen", "dashboard", "--no-browser", "--port", str(self._port)]
        process = started([*command, "--rooms", str(self.rooms)], self._said, "3s")
        self._process = self._running.enter_context(process)
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip(), self._said.read_text()

    def kill(self) -> None:
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        for each in self.relays:
            each.close()
        self._running.close()
        assert "Traceback" not in self._said.read_text()


class Someone:
    """A browser of its own, behind a relay of its own, whose page never scrolls sideways nor has a fault."""

    def __init__(self, browser: Browser, school: School, width: int = 360) -> None:
        self.relay = school.relay()
        self.context = browser.new_context(viewport={**PHONE, "width": width})
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(dialog.message))

    def open(self, path: str) -> None:
        self.page.goto(f"http://127.0.0.1:{self.relay.port}{path}")
        self.check()

    def check(self) -> None:
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert self.faults == []

    def cookie(self, name: str) -> str:
        return next((each["value"] for each in self.context.cookies() if each["name"] == name), "")  # type: ignore[typeddict-item]

    # ---- a student

    def join(self, path: str, name: str, seat: str = "") -> None:
        self.open(path)
        self.page.locator("#name").fill(name)
        self.page.locator("#seat").select_option(seat)
        self.page.get_by_role("button", name=EN("roompages.join.do")).click()
        expect(self.page.locator(".over")).to_contain_text(name)
        self.check()

    def rejoin(self, path: str, name: str, recovery: str) -> None:
        self.open(path)
        self.page.get_by_text(EN("roompages.join.back")).click()
        self.page.locator("#back").fill(name)
        self.page.locator("#recovery").fill(recovery)
        self.page.get_by_role("button", name=EN("roompages.join.back_do")).click()
        expect(self.page.locator(".over")).to_contain_text(name)

    @property
    def seat(self) -> str:
        return self.page.locator("h1").inner_text()

    def fill(self, number: int, predicted: int) -> None:
        """Fill in the form of a sitting, once it has come: the second answer to every question."""
        expect(self.page.locator("input[name=number]")).to_have_value(str(number))
        self.page.locator("input[name=predicted]").fill(str(predicted))
        for each in self.page.locator("[data-part=form] fieldset:not(.first)").all():
            each.locator("label").nth(1).click()
        self.check()

    def send(self) -> None:
        self.page.get_by_role("button", name=EN("roompages.student.send")).click()

    def choose(self, number: int, predicted: int) -> None:
        self.fill(number, predicted)
        self.send()
        expect(self.page.locator(".state.sent")).to_be_visible()
        self.check()

    # ---- a teacher

    def press(self, wish: str) -> None:
        self.page.locator(f"button[value={wish}]").click()

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    running = School(tmp_path)
    yield running
    running.close()


def opened(teacher: Someone, turns: int) -> str:
    """Open a room, and return where it is."""
    teacher.open("/class")
    teacher.page.locator("#title").fill("3B")
    teacher.page.locator("#turns").fill(str(turns))
    teacher.page.get_by_role("button", name=EN("roompages.open.do")).click()
    teacher.page.wait_for_url("**/teach")
    found = re.search(r"(/room/\w+)/teach", teacher.page.url)
    assert found is not None
    return found[1]


def begin(phones: Mapping[str, Someone], teacher: Someone, wall: Someone, at: str) -> dict[str, str]:
    """Let seven come and hold the first sitting; the eighth is late, and some chairs stay empty."""
    for name in NAMES[:7]:
        phones[name].join(at, name)
    wall.sees(EN("roompages.wall.chairs", n=7))
    assert EN("roompages.wall.model") in wall.page.locator(".chairs").inner_text()
    teacher.press("start")
    for n, name in enumerate(NAMES[:7]):
        phones[name].choose(1, 10 + n)
    wall.sees(EN("roompages.wall.sent", of=7))
    teacher.sees(EN("roompages.teach.sent", n=7, of=7))
    teacher.check()
    return {name: phones[name].seat for name in NAMES[:7]}


def on_another_phone(dropped: Someone, again: Someone, at: str) -> None:
    """Lose a phone, and take up its chair on another."""
    recovery, seat = dropped.cookie(RECOVERY), dropped.seat
    dropped.context.close()
    again.rejoin(at, "Chiyo", recovery)
    assert again.seat == seat
    expect(again.page.locator(".state.sent")).to_be_visible()


def killed(school: School, phone: Someone) -> None:
    """Kill the server; what a phone sends meanwhile is kept there, and arrives by itself."""
    phone.fill(2, 64)
    school.kill()
    phone.send()
    expect(phone.page.locator("#offline")).to_have_text(EN("roompages.unsent"))
    school.start()
    expect(phone.page.locator(".state.sent")).to_be_visible(timeout=PATIENCE_MS)


def in_two_tabs(phone: Someone) -> None:
    """Send something in one tab and then in another: the last counts."""
    phone.choose(2, 50)
    tab = phone.context.new_page()
    tab.goto(phone.page.url)
    tab.get_by_text(EN("roompages.student.change")).click()
    tab.locator("input[name=predicted]").fill("55")
    tab.get_by_role("button", name=EN("roompages.student.send")).click()
    expect(phone.page.locator("input[name=predicted]")).to_have_value("55")


def seed_of(school: School) -> re.Pattern[bytes]:
    """The seed of the game as it would stand in a page."""
    with closing(sqlite3.connect(f"file:{school.rooms}?mode=ro", uri=True)) as file:
        (began,) = file.execute("SELECT data FROM events WHERE kind = 'began'").fetchone()
    return re.compile(rb"(?<!\d)%d(?!\d)" % json.loads(began)["seed"])


@pytest.mark.timeout(600)
def test_a_class_of_eight_with_a_drop_a_late_one_and_a_killed_server_loses_and_leaks_nothing(
    school: School, chromium: Browser
) -> None:
    teacher, wall = Someone(chromium, school, 1366), Someone(chromium, school, 1920)
    at = opened(teacher, 3)
    wall.open(f"{at}/wall")
    expect(wall.page.locator(".qr svg")).to_be_visible()
    phones = {name: Someone(chromium, school) for name in NAMES}
    seats = begin(phones, teacher, wall, at)
    assert len(set(seats.values())) == 7

    dropped, phones["Chiyo"] = phones["Chiyo"], Someone(chromium, school)
    on_another_phone(dropped, phones["Chiyo"], at)
    teacher.press("next")
    expect(phones["Aiko"].page.locator("input[name=number]")).to_have_value("2")
    phones["Hanae"].join(at, "Hanae")
    for name in ("Aiko", "Beniko", "Hanae"):
        phones[name].choose(2, 30)
    killed(school, phones["Daigo"])
    teacher.page.reload()
    teacher.sees(EN("roompages.teach.sent", n=4, of=8))
    phones["Beniko"].page.reload()
    expect(phones["Beniko"].page.locator(".state.sent")).to_be_visible()
    assert {name: phones[name].seat for name in NAMES[:7]} == seats
    in_two_tabs(phones["Emiko"])

    sent = {name: bytes(phones[name].relay.heard) for name in NAMES}
    sent["Chiyo"] += bytes(dropped.relay.heard)
    sent["the wall"] = bytes(wall.relay.heard)
    teacher.press("next")
    expect(phones["Aiko"].page.locator("input[name=number]")).to_have_value("3")
    teacher.press("end")
    for each in (wall, teacher, phones["Aiko"]):
        expect(each.page.locator(".debrief-changed")).to_be_visible(timeout=4 * PATIENCE_MS)
    expect(phones["Aiko"].page.locator(".debrief-own")).to_contain_text("30%")
    expect(wall.page.locator(".debrief-own")).to_have_count(0)

    seed = seed_of(school)
    secrets = {name: (phones[name].cookie(CHAIR), phones[name].cookie(RECOVERY), name) for name in NAMES}
    for name, everything in sent.items():
        assert not seed.search(everything), name
        others = [each for other in NAMES if other != name for each in secrets[other]]
        assert [each for each in (teacher.cookie(KEY), *others) if each.encode() in everything] == [], name
    assert seed.search(bytes(wall.relay.heard))
    for each in (*phones.values(), wall, teacher):
        each.check()
        each.context.close()


@pytest.mark.timeout(300)
def test_without_scripts_a_student_comes_in_chooses_and_goes_on(school: School, chromium: Browser) -> None:
    teacher = Someone(chromium, school)
    at = opened(teacher, 3)
    teacher.press("start")
    teacher.page.locator("button[value=next]").wait_for()
    plain = Someone(chromium, school)
    plain.context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    plain.page = plain.context.new_page()
    plain.page.goto(f"http://127.0.0.1:{plain.relay.port}{at}")
    plain.page.locator("#name").fill("Aiko")
    plain.page.locator("#seat").select_option("OPS")
    plain.page.get_by_role("button", name=EN("roompages.join.do")).click()
    expect(plain.page.locator("[data-part=form]")).to_be_visible()
    plain.page.locator("input[name=predicted]").fill("20")
    for each in plain.page.locator("[data-part=form] fieldset:not(.first)").all():
        each.locator("label").first.click()
    plain.send()
    expect(plain.page.locator(".state.sent")).to_be_visible()
    teacher.sees(EN("roompages.teach.sent", n=1, of=1))
    teacher.press("next")
    plain.page.goto(plain.page.url)
    expect(plain.page.locator("input[name=number]")).to_have_value("2")
