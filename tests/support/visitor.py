"""A visitor of the page: does what a person does, and sees whether anything goes wrong meanwhile."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect
from playwright.sync_api import TimeoutError as OutOfPatience

from kantokuen import __version__
from kantokuen.dashboard.state import SOME_WORLDS
from kantokuen.model.text.words import Words
from tests.support.served import Served

PATIENCE_MS = 30_000
"""How long something on the page is waited for: a machine of the build service may be slow."""

expect.set_options(timeout=PATIENCE_MS)

_LANDMARKS = {
    "table": "#table-title",
    "theatre": "#theatre-title",
    "months": ".kan-chart >> nth=6",
    "whatif": "#fork-title",
    "lenses": "#lenses-title",
    "worlds": "#worlds-title",
    "doubt": "#doubt-title",
    "sources": "#sources-title",
}
"""What each part of the page has and no other."""

_OURS = ("data:", "blob:", "about:")


class Visitor:
    """One page in a browser of its own.

    Args:
        context: of the browser, shared with no other visitor.
        server: of the page.
    """

    def __init__(self, context: BrowserContext, server: Served) -> None:
        self.server = server
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page = self._watched(context)

    def _watched(self, context: BrowserContext) -> Page:
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", self._request)
        page = context.new_page()
        page.on("websocket", lambda socket: self._went_to(socket.url))
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"error in the page: {error}"))
        page.on("dialog", lambda dialog: self.wrong.append(f"a script of a stranger says: {dialog.message}"))
        return page

    def _request(self, request: Request) -> None:
        self._went_to(request.url)

    def _went_to(self, url: str) -> None:
        self.asked.append(url)
        host = urlsplit(self.server.address).netloc
        if not url.startswith(_OURS) and urlsplit(url).netloc != host:
            self.wrong.append(f"left this machine: {url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(f"error in the console: {message.text}")

    # ---- what is done ---------------------------------------------------------------------------------

    def open(self, link: str = "") -> None:
        """Open the page by a link of this version, and wait until it can be used."""
        held = "&".join(filter(None, [link, "" if "opening=" in link else "opening=off"]))
        self.page.goto(f"{self.server.address}?{held}&version={__version__}")
        self.await_ready()

    def open_bare(self, link: str = "") -> None:
        """Open the page as one who has been told its address alone, and wait for the opening scene."""
        self.page.goto(self.server.address + (f"?{link}" if link else ""))
        expect(self.page.locator("html[data-ready]")).to_be_attached()
        expect(self.page.locator("#opening-title")).to_be_visible()

    def start_over(self) -> None:
        """Set everything back to its default, or open the page where that does not do."""
        try:
            self.page.locator("#probability").wait_for(timeout=100)
            self.fold()
            self.page.locator("[data-pick='do:defaults']").click(timeout=2_000)
            self.page.wait_for_function(
                "!location.search.replace(/^.(view=[a-z]+|opening=off)&version=[^&]+$/, '')", timeout=2_000
            )
        except OutOfPatience:
            self.open()

    def await_ready(self) -> None:
        """Wait until the page stands."""
        expect(self.page.locator("html[data-ready]")).to_be_attached()
        expect(self.page.locator("#probability, [role=alert]").first).to_be_visible()
        expect(self.probability).to_be_visible(timeout=2_000)

    def await_rest(self, worlds: int = SOME_WORLDS[1]) -> None:
        """Wait until all the worlds that are wanted stand behind the probability."""
        code = "n => Number(document.querySelector('#probability')?.dataset.worlds) >= n"
        self.page.wait_for_function(code, arg=worlds)  # somebody else may have asked for more

    def look_at(self, view: str) -> Locator:
        """Open a part of the page, and return it."""
        self.pick(f"view:{view}")
        tab = self.page.locator(f".tabs [data-pick='view:{view}']")
        expect(tab).to_have_attribute("aria-current", "page")
        expect(self.page.locator(f".panels {_LANDMARKS[view]}").first).to_be_visible()
        return self.page.locator(".panels")

    def control(self, command: str) -> Locator:
        """Return the control that says a command."""
        return self.page.locator(f"[data-pick='{command}']:visible").first

    def pick(self, command: str) -> None:
        """Click the control that says a command."""
        self.control(command).click()

    def choose(self, name: str, value: str) -> None:
        """Choose from a list of the page; what it lies in is opened, and closed if it covers the page."""
        field = self._unfolded(self.page.locator(f"select[data-change='{name}']"))
        field.select_option(value)
        self._cover_up(field)

    def fill(self, name: str, value: str) -> None:
        """Type into a field of the page; what it lies in is opened, and closed if it covers the page."""
        field = self._unfolded(self.page.locator(f"input[data-change='{name}']"))
        field.fill(value)
        field.press("Enter")
        self._cover_up(field)

    def lever(self, key: str) -> Locator:
        """Return the control of a lever; the drawer and the groups in which it lies are opened."""
        return self._unfolded(self.page.locator(f"#lever-{key.replace('.', '-')}"))

    def _unfolded(self, control: Locator) -> Locator:
        """Open all that a control lies in: the drawer of the levers, the settings, and what is folded."""
        expect(control).to_be_attached()
        drawer = self.page.locator(".levers:not(.unfolded) .unfold:visible")
        if control.locator("xpath=ancestor::*[@id='levers']").count() and drawer.count():
            drawer.click()
        settings = self.page.locator(".bar:not(:has(:popover-open)) .open-settings:visible")
        if control.locator("xpath=ancestor::*[@id='settings']").count() and settings.count():
            settings.click()
        closed = control.locator("xpath=ancestor::details[not(@open)]")
        while closed.count():
            closed.first.locator("> summary").click()
        return control

    def _cover_up(self, control: Locator) -> None:
        if control.locator("xpath=ancestor::*[@id='levers']").count():
            self.fold()
        if self.page.locator("#settings:popover-open").count():
            self.page.keyboard.press("Escape")

    def fold(self) -> None:
        """Close the drawer of the levers where they are in one."""
        drawer = self.page.locator(".levers .unfold[aria-expanded='true']")
        if drawer.is_visible():
            drawer.press("Escape")
            expect(drawer).to_have_count(0)

    def move(self, key: str, presses: str = "End") -> None:
        """Move a lever with the keyboard, by the names of the keys."""
        lever = self.lever(key)
        for press in presses.split():
            lever.press(press)
        expect(self.about(key)).to_have_class(re.compile("changed"))
        self.fold()

    def about(self, key: str) -> Locator:
        """Return a lever with all that stands beside it."""
        return self.lever(key).locator("xpath=ancestor::*[contains(concat(' ', @class, ' '), ' lever ')]")

    def take(self, command: str, folder: Path) -> Path:
        """Click what sends a file, and return the file."""
        control = self.control(command)
        return self.saved(control, folder)

    def saved(self, control: Locator, folder: Path) -> Path:
        """Click a control that sends a file, and return the file."""
        with self.page.expect_download() as waiting:
            control.click()
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def bring(self, name: str, content: bytes) -> None:
        """Open a file of one's own."""
        file = {"name": name, "mimeType": "application/toml", "buffer": content}
        self.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]

    # ---- what is seen ---------------------------------------------------------------------------------

    @property
    def width(self) -> int:
        """Width of the window in pixels."""
        size = self.page.viewport_size
        assert size is not None
        return size["width"]

    @property
    def probability(self) -> Locator:
        """How likely Kantokuen is to go forward."""
        return self.page.locator("#probability")

    @property
    def month(self) -> Locator:
        """The month that is looked at."""
        return self.page.locator(".timeline .current")

    @property
    def dialog(self) -> Locator:
        """The dialog of sources."""
        return self.page.locator("dialog[open]")

    @property
    def link(self) -> dict[str, str]:
        """What the link in the address bar holds beside the version that wrote it."""
        held = dict(parse_qsl(urlsplit(self.page.url).query))
        assert not held or held.pop("version") == __version__
        if held.get("opening") == "off":
            del held["opening"]
        return held

    def await_link(self, **held: str) -> None:
        """Wait until the link in the address bar holds something."""
        pairs = [[key.replace("__", "."), value] for key, value in held.items()]
        code = "pairs => pairs.every(([k, v]) => new URLSearchParams(location.search).get(k) === v)"
        self.page.wait_for_function(code, arg=pairs)

    def is_focused(self, control: Locator) -> bool:
        """Tell whether a control has the focus."""
        return bool(control.evaluate("element => element === document.activeElement"))


def words(language: str = "en") -> Words:
    """Return the words of the page."""
    return Words.of(language)
