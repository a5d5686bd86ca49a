"""A game of one person in a browser: three chairs to the end, on a phone, on paper, and without scripts."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.applications import Starlette

from kantokuen.dashboard.addresses import Names
from kantokuen.dashboard.light.room_desk import Desk, Kept
from kantokuen.dashboard.light.room_routes import room_routes
from kantokuen.experiments.game import debrief as debrief_module
from kantokuen.experiments.game.keeping import read_game
from kantokuen.experiments.game.questions import SEATS
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

EN = Words.of("en")
PHONE = {"width": 360, "height": 740}
PATIENCE_MS = 60_000
LARGEST_PAGE = 150_000
SMALL = """() => [...document.querySelectorAll('body *')]
    .filter((each) => [...each.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
    .filter((each) => each.checkVisibility() && parseFloat(getComputedStyle(each).fontSize) < 12)
    .map((each) => each.textContent.trim().slice(0, 60))"""
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the light pages are served, with few worlds and futures behind a debrief."""
    monkeypatch.setattr(debrief_module.debrief, "__kwdefaults__", {"worlds": 20, "progress": None})
    monkeypatch.setattr(debrief_module, "_FUTURES", 5)
    app = Starlette(routes=room_routes(Desk(Kept(place=tmp_path / "rooms.sqlite"), Names.of("127.0.0.1"))))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none"))
    socket = server.config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    socket.close()


class Player:
    """Somebody who plays on a phone; no page scrolls sideways, is too small to read or has a fault."""

    def __init__(self, browser: Browser, address: str, *, scripts: bool = True, language: str = "en") -> None:
        self.address, self.words = address, Words.of(language)
        self.context: BrowserContext = browser.new_context(
            viewport={"width": PHONE["width"], "height": PHONE["height"]}, java_script_enabled=scripts
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(dialog.message))
        self.open(f"/seat?language={language}")

    def open(self, path: str) -> None:
        self.page.goto(path if "://" in path else self.address + path)
        self.check()

    def check(self) -> None:
        assert self.page.evaluate(SIDEWAYS) is False
        assert self.page.evaluate(SMALL) == []
        assert self.faults == []

    def axe(self) -> list[str]:
        """What axe finds on the page, of whatever weight."""
        self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate("axe.run({ resultTypes: ['violations'], preload: false })")
        return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]]

    def begin(self, seat: str, turns: int) -> None:
        self.page.locator(f"input[name=seat][value={seat}]").check()
        self.page.get_by_text(self.words("seat.settings")).click()
        self.page.locator("#length").fill(str(turns))
        self.press("seat.begin")
        self.asked(1)

    def asked(self, number: int) -> None:
        expect(self.page.locator("input[name=number]")).to_have_value(str(number))
        self.check()

    def decide(self, predicted: int) -> None:
        """Predict, and give the last answer to every question."""
        self.page.locator("input[name=predicted]").fill(str(predicted))
        for each in self.page.locator("fieldset").all():
            each.locator("label").last.click()
        self.press("seat.decide")

    def press(self, key: str) -> None:
        self.page.get_by_role("button", name=self.words(key)).click()

    def follow(self, key: str) -> None:
        self.page.get_by_role("link", name=self.words(key)).click()

    def looks_back(self) -> None:
        expect(self.page.locator(".debrief-changed")).to_be_visible(timeout=4 * PATIENCE_MS)
        self.check()


@pytest.fixture
def come(chromium: Browser, address: str) -> Iterator[Callable[..., Player]]:
    """Let players come, each in a browser of its own."""
    came: list[Player] = []

    def comes(**settings: Any) -> Player:
        came.append(Player(chromium, address, **settings))
        return came[-1]

    yield comes
    for each in came:
        each.context.close()


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("seat", "language"), [("OPS", "en"), ("WAR", "ja"), ("EMP", "en")])
def test_a_game_is_played_to_its_debrief(come: Callable[..., Player], seat: str, language: str) -> None:
    player = come(language=language)
    assert player.axe() == []
    player.begin(seat, 3)
    assert player.axe() == []
    for number, predicted in enumerate((20, 40, 70), start=1):
        player.asked(number)
        player.decide(predicted)
    player.looks_back()
    assert player.axe() == []
    scored = player.page.locator(".debrief-scored tbody tr")
    expect(scored).to_have_count(3)
    assert [row.locator("td").first.inner_text() for row in scored.all()] == ["20%", "40%", "70%"]
    assert player.page.locator("html").get_attribute("lang") == language


def test_a_sitting_taken_back_is_another_history_and_its_link_is_the_game(
    come: Callable[..., Player], tmp_path: Path
) -> None:
    player = come()
    player.begin("WAR", 3)
    player.decide(20)
    player.asked(2)
    expect(player.page.get_by_text(EN("seat.forked"))).to_have_count(0)
    player.follow("seat.back")
    player.asked(1)
    expect(player.page.get_by_text(EN("seat.forked"))).to_be_visible()
    player.decide(60)
    player.asked(2)
    expect(player.page.get_by_text(EN("seat.forked"))).to_have_count(0)
    bookmark = player.page.url
    player.page.get_by_role("link", name="日本語").click()
    player.asked(2)
    player.page.get_by_role("link", name="English").click()
    player.asked(2)
    with player.page.expect_download() as download:
        player.follow("seat.save")
    path = tmp_path / "game.json"
    download.value.save_as(path)
    (turn,) = read_game(path).turns
    assert turn.predicted == 0.6

    player.open("/seat")
    player.page.locator("#file").set_input_files(path)
    player.page.wait_for_url(bookmark)
    player.asked(2)
    player.follow("seat.end")
    player.looks_back()
    path.write_text("{}")
    player.open("/seat")
    player.page.locator("#file").set_input_files(path)
    expect(player.page.locator("#from-file [role=alert]")).to_contain_text(EN("seat.no_file"))


@pytest.mark.timeout(600)
def test_without_scripts_a_game_is_played_to_its_debrief(come: Callable[..., Player]) -> None:
    player = come(scripts=False)
    expect(player.page.locator("#from-file")).to_be_hidden()
    player.begin("NAV", 2)
    player.decide(10)
    player.asked(2)
    player.decide(30)
    player.looks_back()


def test_the_first_page_is_small(address: str, come: Callable[..., Player]) -> None:
    player = come()
    loaded: list[int] = []
    player.page.on("response", lambda got: loaded.append(len(got.body())))
    player.page.goto(f"{address}/seat", wait_until="networkidle")
    assert len(loaded) >= 3
    assert sum(loaded) < LARGEST_PAGE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_role_sheet_of_every_chair_prints_on_one_page(come: Callable[..., Player], language: str) -> None:
    player = come(language=language)
    for seat in SEATS:
        player.open(f"/seat/{seat}?seed=7")
        expect(player.page.locator(".sheet dl")).to_be_visible()
        assert len(re.findall(rb"/Type\s*/Page\b", player.page.pdf(format="A4"))) == 1, seat
