"""A lesson as a browser prints it on A4 and Letter: handout and role sheets a page each, nothing cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kantokuen.dashboard.lessons.packs import LESSONS, pack
from kantokuen.dashboard.lessons.printing import printed
from kantokuen.dashboard.lessons.telling import told
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

PAPERS = {"A4": 794, "Letter": 816}
"""Widths of the papers, in pixels of a style sheet."""

MARGINS = 121
"""Both margins of the style sheet together, likewise."""

ALONE = "(n) => document.querySelectorAll('section').forEach((each, i) => { each.hidden = i !== n; })"
CUT = """() => [...document.querySelectorAll('main *')]
    .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((each) => each.textContent.trim().slice(0, 60))"""


@dataclass(frozen=True)
class Opened:
    """A lesson in a browser.

    Attributes:
        name: of the lesson.
        page: on which it is open.
        asked: what the browser asked of anyone but the file.
    """

    name: str
    page: Page
    asked: list[str]


@pytest.fixture(
    scope="module", params=[(name, language) for name in LESSONS for language in LANGUAGES], ids="-".join
)
def opened(
    request: pytest.FixtureRequest, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    name, language = request.param
    words = Words.of(language)
    path: Path = tmp_path_factory.mktemp("lesson") / f"{name}.html"
    path.write_text(printed(told(name, words), words), encoding="utf-8")
    context = chromium.new_context()
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda each: asked.append(each.url) if not each.url.startswith("data:") else None)
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready")
    yield Opened(name, page, [each for each in asked if each != path.as_uri()])
    context.close()


def pages(page: Page, paper: str) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))


@pytest.mark.parametrize("paper", PAPERS)
def test_handout_and_role_sheets_are_one_page_each_and_the_whole_is_their_sum(
    opened: Opened, paper: str
) -> None:
    page, sheets = opened.page, len(pack(opened.name).seats)
    whole = pages(page, paper)
    found = []
    for number in range(page.locator("section").count()):
        page.evaluate(ALONE, number)
        found.append(pages(page, paper))
    page.evaluate("document.querySelectorAll('section').forEach((each) => { each.hidden = false; })")
    assert found[1:] == [1] * (1 + sheets)
    assert whole == sum(found)


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_is_cut_off_at_the_side(opened: Opened, paper: str) -> None:
    opened.page.set_viewport_size({"width": PAPERS[paper] - MARGINS, "height": 900})
    opened.page.emulate_media(media="print")
    assert opened.page.evaluate(CUT) == []


def test_the_file_asks_nothing_of_anyone(opened: Opened) -> None:
    assert opened.asked == []
