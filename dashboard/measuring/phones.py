"""A class of phones without browsers: each hears its room's events, asks for its page, and sends choices.

They do what `dashboard/light/room.js` does, each by connections of its own, and note what went wrong.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final
from urllib.parse import urlencode, urlsplit

import numpy as np

PATIENCE_SECONDS: Final = 60.0
"""How long an answer, or the rest of a class, is waited for."""

_LOOK_SECONDS: Final = 25.0
_RING_SECONDS: Final = 0.3
_LONGEST_LINE: Final = 2**20

_VERSION: Final = re.compile(r'data-version="(\d+)"')
_NUMBER: Final = re.compile(r'name="number" value="(\d+)"')
_OPTION: Final = re.compile(r'name="(answer-\w+)" value="(\w+)"')
_PREDICTION: Final = re.compile(r'name="predicted"[^>]* value="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        status: of the answer.
        where: the path to which it leads on; empty for none.
        cookies: that are to be kept.
        page: the text.
    """

    status: int
    where: str
    cookies: Mapping[str, str]
    page: str


@dataclass(slots=True)
class Browser:
    """What asks a server of this machine for pages, and keeps its cookies.

    Attributes:
        address: of the server, with a slash at its end.
        visitor: address for which the server is asked.
        wrong: what went wrong, a line each.
        cookies: that it keeps.
    """

    address: str
    visitor: str
    wrong: list[str]
    cookies: dict[str, str] = field(default_factory=dict)

    async def go(self, path: str, form: Mapping[str, object] | None = None) -> Answer | None:
        """Ask for a page, or send a form, and follow where it leads; nothing if there is no good answer."""
        try:
            answer = await asyncio.wait_for(self._ask(path, form), PATIENCE_SECONDS)
            if answer.where:
                answer = await asyncio.wait_for(self._ask(answer.where, None), PATIENCE_SECONDS)
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError) as error:
            self.wrong.append(f"{path}: {type(error).__name__}")
            return None
        if answer.status >= 400:
            self.wrong.append(f"{path}: {answer.status}")
            return None
        return answer

    async def _ask(self, path: str, form: Mapping[str, object] | None) -> Answer:
        reader, writer = await self.open(path, form, "close")
        try:
            head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        finally:
            writer.close()
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = [(name.lower(), text) for name, _, text in (line.partition(": ") for line in lines)]
        set_now = [text.partition(";")[0].partition("=") for name, text in pairs if name == "set-cookie"]
        self.cookies |= {name: text for name, _, text in set_now}
        said = dict(pairs)
        page = gzip.decompress(body) if said.get("content-encoding") == "gzip" else body
        where = urlsplit(said.get("location", "")).path
        return Answer(int(first.split(" ")[1]), where, self.cookies, page.decode(errors="replace"))

    async def open(
        self, path: str, form: Mapping[str, object] | None, then: str
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Send a request on a connection of its own."""
        site = urlsplit(self.address)
        reader, writer = await asyncio.open_connection(site.hostname, site.port, limit=_LONGEST_LINE)
        body = urlencode(form or {}).encode()
        kept = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
        lines = [
            f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
            f"Host: {site.netloc}",
            f"Origin: {site.scheme}://{site.netloc}",
            f"X-Forwarded-For: {self.visitor}",
            f"Cookie: {kept}",
            "Accept-Encoding: gzip",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            f"Connection: {then}",
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        return reader, writer


class Phone:
    """A page of a room that keeps itself as it stands now.

    Args:
        browser: of the phone.
        path: of the page.
        room: path of the room.
        chance: its own.
        news: what the page hears of: ``scenes``, or all ``events`` as the teacher's does.
    """

    def __init__(
        self, browser: Browser, path: str, room: str, chance: np.random.Generator, news: str = "scenes"
    ) -> None:
        self.browser = browser
        self.page = ""
        self._path = path
        self._news_path = f"{room}/{news}"
        self._chance = chance
        self._version = -1
        self._news = asyncio.Event()

    async def look(self) -> None:
        """Ask for the page as it stands now."""
        self._take(await self.browser.go(self._path))

    async def send(self, form: Mapping[str, object]) -> bool:
        """Send a form, and see what came of it; tell whether it was taken."""
        answer = await self.browser.go(self._path, form)
        self._take(answer)
        return answer is not None

    def _take(self, answer: Answer | None) -> None:
        if answer is not None:
            self.page = answer.page
            found = _VERSION.search(answer.page)
            self._version = int(found[1]) if found else self._version

    async def live(self) -> None:
        """Hear the events of the room, and look after each, and now and then without."""
        listening = asyncio.create_task(self._listen())
        try:
            while True:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), _LOOK_SECONDS)
                    await asyncio.sleep(self._chance.random() * _RING_SECONDS)
                self._news.clear()
                await self.look()
        finally:
            listening.cancel()

    async def _listen(self) -> None:
        reader, writer = await self.browser.open(self._news_path, None, "keep-alive")
        try:
            while line := await reader.readline():
                name, _, text = line.decode().partition(": ")
                if name == "data" and int(text) != self._version:
                    self._news.set()
            self.browser.wrong.append("the events of a room came to an end")
        finally:
            writer.close()


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a class does.

    Attributes:
        students: how many there are.
        games: that are played, one after the other.
        sittings: of a game.
        seconds: within which all students choose at a sitting, each at a moment of its own.
        is_behind_one_address: whether all phones come from one address, as from behind a router.
    """

    students: int = 40
    games: int = 2
    sittings: int = 8
    seconds: float = 10.0
    is_behind_one_address: bool = False


@dataclass(frozen=True, slots=True)
class Taught:
    """How a lesson went.

    Attributes:
        choices: seconds from sending a choice until the page said that it was taken.
        turns: seconds from the teacher's wish for the next sitting until it was there.
        wrong: what went wrong, a line each.
        asked: how many pages were asked for in all.
    """

    choices: tuple[float, ...]
    turns: tuple[float, ...]
    wrong: tuple[str, ...]


class Class:
    """A teacher and students in a room of a server.

    Args:
        address: of the server, which believes who it is asked for.
        lesson: what they do.
    """

    def __init__(self, address: str, lesson: Lesson) -> None:
        self._address = address
        self._lesson = lesson
        self._root = urlsplit(address).path.removesuffix("/")
        self._wrong: list[str] = []
        self._choices: list[float] = []
        self._turns: list[float] = []

    def teach(self) -> Taught:
        """Hold the lesson."""
        asyncio.run(self._teach())
        return Taught(tuple(self._choices), tuple(self._turns), tuple(self._wrong))

    async def _teach(self) -> None:
        browser = Browser(self._address, "10.0.1.1", self._wrong)
        opened = await browser.go(f"{self._root}/class", _SETUP | {"turns": str(self._lesson.sittings)})
        code = re.search(r'data-events="[^"]*/room/(\w+)/events"', opened.page if opened else "")
        if code is None:
            self._wrong.append("no room was opened")
            return
        room = f"{self._root}/room/{code[1]}"
        own = np.random.default_rng(self._lesson.students)
        teacher = Phone(browser, f"{room}/teach", room, own, "events")
        students = [await self._student(room, number) for number in range(self._lesson.students)]
        living = [asyncio.create_task(each.live()) for each in (teacher, *students)]
        try:
            for _ in range(self._lesson.games):
                await self._play(teacher, students)
        finally:
            for each in living:
                each.cancel()
            await asyncio.gather(*living, return_exceptions=True)
            await teacher.send({"do": "delete", "sure": "yes"})

    async def _student(self, room: str, number: int) -> Phone:
        home = "10.0.0.1" if self._lesson.is_behind_one_address else f"10.0.0.{number + 2}"
        phone = Phone(Browser(self._address, home, self._wrong), room, room, np.random.default_rng(number))
        await phone.look()
        await phone.send({"do": "join", "name": f"student {number + 1}", "seat": ""})
        return phone

    async def _play(self, teacher: Phone, students: list[Phone]) -> None:
        await teacher.send({"do": "start"})
        for _ in range(self._lesson.sittings):
            number = _NUMBER.search(teacher.page)
            if number is None:
                break
            await asyncio.gather(*(self._choose(each, n) for n, each in enumerate(students)))
            begun = perf_counter()
            await teacher.send({"do": "next", "number": number[1]})
            self._turns.append(perf_counter() - begun)

    async def _choose(self, student: Phone, number: int) -> None:
        """Choose at the sitting that a student sees, unless it was never asked."""
        await asyncio.sleep(self._lesson.seconds * (number + 0.5) / self._lesson.students)
        asked = _NUMBER.search(student.page)
        before = _PREDICTION.search(student.page)
        for _ in range(round(PATIENCE_SECONDS)):
            if asked is not None and before is not None and not before[1]:
                break
            await asyncio.sleep(1.0)
            asked, before = _NUMBER.search(student.page), _PREDICTION.search(student.page)
        if asked is None:
            self._wrong.append("a student was asked nothing")
            return
        form: dict[str, object] = {"do": "choose", "number": asked[1], "predicted": number % 101}
        form |= dict(reversed(_OPTION.findall(student.page)))
        begun = perf_counter()
        if await student.send(form):
            self._choices.append(perf_counter() - begun)


_SETUP: Final[dict[str, str]] = {"title": "", "scenario": "historical", "language": "en"} | {
    f"seat-{seat}": "1" for seat in ("OPS", "AGS", "WAR", "MAB", "KAH", "NGS", "NAV", "FOR", "PM", "EMP")
}
