"""Play tells the story from April on: what comes later is hidden, it waits at what was agreed, it ends."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.support.visitor import Visitor, words

EN = words()
MOVES = "getComputedStyle(document.querySelector('.council .mark')).transitionDuration"


def month(number: int, year: int = 1941) -> str:
    return EN.month(date(year, number, 1))


def button(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator(".timeline .buttons").get_by_role(
        "button", name=EN(f"timeline.{name}"), exact=True
    )


def marks(visitor: Visitor) -> Locator:
    return visitor.page.locator(".timeline .signs i")


def await_the_wait(visitor: Visitor) -> Locator:
    go_on = visitor.page.locator(".timeline .waits button")
    expect(go_on).to_be_visible()
    return go_on


def test_play_begins_in_april_hides_what_comes_and_waits_at_what_was_agreed(visitor: Visitor) -> None:
    page = visitor.page
    visitor.look_at("months")
    expect(page.locator(".kan-chart-box svg").first).to_be_visible()
    of_all = marks(visitor).count()
    ending = page.locator("#verdict .ending").inner_text()
    assert of_all > 4

    button(visitor, "play").click()
    expect(visitor.month).to_have_text(month(4))
    expect(marks(visitor)).to_have_count(0)
    expect(page.locator("#verdict .ending")).to_contain_text(
        EN("verdict.so_far", day=EN.day(date(1941, 4, 30)), said="").rstrip()
    )
    rows = page.locator(".kan-chart").first.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(page.locator(".timeline [aria-live=polite].unseen")).to_contain_text(month(4))

    go_on = await_the_wait(visitor)
    expect(visitor.month).to_have_text(month(6))
    expect(rows).to_have_count(3)
    agreed = EN("events.text.prepare")
    expect(page.locator(".timeline .story li.text")).to_contain_text(agreed)
    expect(page.locator(".timeline [aria-live=polite].unseen")).to_contain_text(agreed)
    assert 0 < marks(visitor).count() < of_all

    go_on.click()
    expect(visitor.month).to_have_text(month(7))
    await_the_wait(visitor)
    button(visitor, "end").click()
    expect(page.locator(".timeline .story")).to_have_count(0)
    expect(marks(visitor)).to_have_count(of_all)
    expect(page.locator("#verdict .ending")).to_have_text(ending)
    expect(visitor.month).to_have_text(month(7))


def test_the_story_is_driven_by_the_keyboard_alone_and_goes_on_where_it_was_paused(visitor: Visitor) -> None:
    page = visitor.page
    play = page.locator(".timeline .buttons .play")
    play.focus()
    page.keyboard.press("Enter")
    expect(button(visitor, "pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(button(visitor, "on")).to_be_focused()
    expect(page.locator(".timeline .story")).to_be_visible()
    paused = visitor.month.inner_text()
    page.keyboard.press("Space")
    expect(visitor.month).not_to_have_text(paused)
    await_the_wait(visitor)
    page.keyboard.press("Space")
    expect(visitor.month).to_have_text(month(7))
    button(visitor, "end").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".timeline .story")).to_have_count(0)


def test_offices_leave_a_trail_and_at_the_last_month_all_is_shown(visitor: Visitor) -> None:
    page = visitor.page
    visitor.look_at("table")
    button(visitor, "play").click()
    await_the_wait(visitor)
    trail = page.locator(".panels figure:visible .pick .trail circle")
    assert trail.count() >= 17
    assert visitor.page.evaluate(MOVES) != "0s"
    slider = page.get_by_role("slider", name=EN("timeline.label"), exact=True)
    slider.fill(str(int(str(slider.get_attribute("max"))) - 1))
    expect(visitor.month).to_have_text(month(5, 1942))
    expect(page.locator(".timeline .story")).to_be_visible()
    expect(page.locator(".timeline .waits")).to_have_count(0)
    button(visitor, "forward").click()
    expect(visitor.month).to_have_text(month(6, 1942))
    expect(page.locator(".timeline .story")).to_have_count(0)
    expect(trail).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 1366])
def test_the_story_fits_the_window_and_its_button_is_in_sight(visit: Visit, width: int) -> None:
    visitor = visit(width=width, height=657, reduced_motion="reduce")
    visitor.open("language=ja")
    visitor.page.locator(".timeline .play").click()
    go_on = await_the_wait(visitor)
    go_on.scroll_into_view_if_needed()
    expect(go_on).to_be_in_viewport(ratio=1.0)
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visitor.page.evaluate(MOVES) == "0s"
