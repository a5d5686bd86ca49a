"""A report in a browser: opened from a file, its levers moved, in both languages, on a phone and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from kantokuen.dashboard.endings import apportioned, ending_counts
from kantokuen.dashboard.report.grid import Grid, axis, play_grid
from kantokuen.dashboard.report.making import STEPS, report
from kantokuen.experiments.runner import Run
from kantokuen.model.text.words import Words

EN, JA = Words.of("en"), Words.of("ja")
OVER_A_PAGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Opened:
    """A report in a browser.

    Attributes:
        page: on which it is open.
        grid: of its levers.
        asked: what the browser asked of anyone.
        faults: what went wrong in it.
    """

    page: Page
    grid: Grid
    asked: list[str]
    faults: list[str]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Grid]:
    run = Run()
    axes = tuple(axis(key, run) for key in ("china.tied_divisions", "emperor.sanction"))
    grid = play_grid(run, axes, worlds=40, checked=2)
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(report(run, grid), encoding="utf-8")
    return file, grid


@pytest.fixture(params=[(1366, 900), (360, 780)], ids=["wide", "phone"])
def opened(request: pytest.FixtureRequest, chromium: Browser, written: tuple[Path, Grid]) -> Iterator[Opened]:
    width, height = request.param
    context = chromium.new_context(viewport={"width": width, "height": height}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.on("pageerror", lambda each: faults.append(str(each)))
    page.on("console", lambda each: faults.append(each.text) if each.type == "error" else None)
    page.goto(written[0].as_uri())
    yield Opened(page, written[1], asked, faults)
    context.close()


def shown(page: Page) -> list[float]:
    """The shares of the endings that the answer has, of 100."""
    rows = page.locator("main:not([hidden]) tr[data-ending]")
    return [float(rows.nth(n).locator("td").first.text_content() or "nan") for n in range(rows.count())]


def test_levers_answer_at_once_by_keyboard_with_the_models_own_numbers(opened: Opened) -> None:
    page, grid = opened.page, opened.grid
    tied = page.get_by_label(EN.lever_name("china.tied_divisions"), exact=True)
    own = tuple(each.own for each in grid.axes)
    assert shown(page) == pytest.approx([100.0 * each for each in grid.shares(own)], abs=0.051)
    tied.focus()
    for _ in range(STEPS):
        tied.press("ArrowRight")
    there = (own[0] + 1, own[1])
    assert shown(page) == pytest.approx([100.0 * each for each in grid.shares(there)], abs=0.051)
    expect(page.locator("main:not([hidden]) .how")).to_have_text(EN("report.played", worlds="40"))
    tied.press("ArrowLeft")
    between = (own[0] + 0.75, own[1])
    assert shown(page) == pytest.approx([100.0 * each for each in grid.shares(between)], abs=0.051)
    told = EN("report.interpolated", error=EN.number(100.0 * grid.error(between), 1))
    expect(page.locator("main:not([hidden]) .how")).to_have_text(told)
    expect(tied).to_have_attribute("aria-valuetext", re.compile("between 22 .* and 32"))
    page.get_by_role("button", name=EN("report.reset")).click()
    assert shown(page) == pytest.approx([100.0 * each for each in grid.shares(own)], abs=0.051)
    assert opened.faults == []
    assert [each for each in opened.asked if not each.startswith(("file:", "data:"))] == []


def test_there_are_a_hundred_dots_as_many_of_each_ending_as_the_shares_have_it(opened: Opened) -> None:
    page, grid = opened.page, opened.grid
    sanction = page.get_by_label(EN.lever_name("emperor.sanction"), exact=True)
    sanction.fill(str(STEPS * 3))
    cell = grid.counts[grid.axes[0].own, 3]
    counts = dict(zip(ending_counts(np.zeros(1, np.int8)), map(int, cell), strict=True))
    dots = page.locator("main:not([hidden]) .dots svg")
    expect(dots).to_have_count(100)
    for ending, number in apportioned(counts).items():
        expect(page.locator(f"main:not([hidden]) .dots use[href='#shared-{ending}']")).to_have_count(number)


def test_between_two_keywords_the_nearer_one_holds(opened: Opened) -> None:
    page, grid = opened.page, opened.grid
    sanction = page.get_by_label(EN.lever_name("emperor.sanction"), exact=True)
    sanction.fill("3")
    assert shown(page) == pytest.approx([100.0 * e for e in grid.shares((grid.axes[0].own, 1))], abs=0.051)
    expect(sanction).to_have_value(str(STEPS))


def test_months_are_stepped_and_both_languages_are_there(opened: Opened) -> None:
    page = opened.page
    visible = page.locator("main:not([hidden]) .month:visible")
    expect(visible).to_have_count(1)
    first = visible.get_attribute("aria-label")
    page.get_by_role("button", name=EN("report.forward")).click()
    expect(visible).to_have_count(1)
    assert visible.get_attribute("aria-label") != first
    page.get_by_role("button", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.get_by_role("heading", name=JA("report.levers_title"))).to_be_visible()
    expect(visible).to_have_count(1)
    expect(page.get_by_role("button", name=JA("report.forward"))).to_be_visible()


def test_nothing_reaches_over_the_side_and_every_lever_can_be_seen(opened: Opened) -> None:
    page = opened.page
    assert page.evaluate(OVER_A_PAGE) <= 0
    for lever in page.locator("main:not([hidden]) input[type=range]").all():
        expect(lever).to_be_visible()
    small = page.evaluate(
        """() => [...document.querySelectorAll('main:not([hidden]) *')].filter((each) => !each.closest('svg')
        && each.childElementCount === 0 && each.textContent.trim() && each.checkVisibility()
        && parseFloat(getComputedStyle(each).fontSize) < 12).map((each) => each.textContent.slice(0, 40))"""
    )
    assert small == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["English", "日本語"])
def test_axe_finds_nothing_serious(opened: Opened, language: str, theme: Literal["light", "dark"]) -> None:
    page = opened.page
    page.emulate_media(color_scheme=theme)
    page.get_by_role("button", name=language).click()
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({ resultTypes: ['violations'], preload: false })")
    serious = [each for each in found["violations"] if each["impact"] in {"serious", "critical"}]
    assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == []


def test_without_scripts_all_months_and_shares_are_read_in_both_languages(
    chromium: Browser, written: tuple[Path, Grid]
) -> None:
    file, grid = written
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    own = grid.shares([each.own for each in grid.axes])
    for words in (EN, JA):
        main = page.locator(f"main[lang={words.language}]")
        told = main.locator("noscript p")  # whose text Playwright does not look for
        expect(told).to_be_visible()
        assert told.text_content() == words("report.no_script")
        months = main.locator(".month")
        assert months.count() > 1
        expect(main.locator(".month:visible")).to_have_count(months.count())
        rows = main.locator("tr[data-ending] td:first-of-type").all_text_contents()
        assert [float(each) for each in rows] == pytest.approx([100.0 * each for each in own], abs=0.051)
        expect(main.locator("input[type=range]").first).to_be_hidden()
    expect(page.locator("[data-language]").first).to_be_hidden()
    context.close()


def test_it_prints(opened: Opened) -> None:
    pages = len(re.findall(rb"/Type\s*/Page\b", opened.page.pdf(format="A4", print_background=True)))
    assert 3 <= pages <= 14
