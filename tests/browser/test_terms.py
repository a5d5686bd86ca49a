"""Terms of the glossary are explained in place: by hover, by focus and by tap, and Escape closes."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.support.visitor import Visitor, words

EN, JA = words(), words("ja")


def term(visitor: Visitor, where: str, text: str) -> Locator:
    return visitor.page.locator(f"{where} button.term").filter(has_text=text).first


def is_inside(visitor: Visitor, tip: Locator) -> bool:
    box, size = tip.bounding_box(), visitor.page.viewport_size
    assert box is not None
    assert size is not None
    return box["x"] >= 0 and box["x"] + box["width"] <= size["width"] and box["y"] >= 0


def test_a_term_says_what_it_means_under_the_pointer_and_goes_with_escape(visitor: Visitor) -> None:
    visitor.await_rest()
    open_tip = visitor.page.locator(".term-tip.open")
    kantokuen = term(visitor, "#verdict", "Kantokuen")
    expect(open_tip).to_have_count(0)
    kantokuen.hover()
    expect(open_tip).to_contain_text(EN("glossary.kantokuen.text"))
    assert kantokuen.get_attribute("aria-describedby") == open_tip.get_attribute("id")
    assert is_inside(visitor, open_tip)
    open_tip.hover()
    expect(open_tip).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(open_tip).to_have_count(0)
    kantokuen.hover(position={"x": 2, "y": 2})
    visitor.page.mouse.move(1, 1)
    expect(open_tip).to_have_count(0)


def test_a_term_in_focus_says_what_it_means_and_stays_beside_it_when_the_page_is_scrolled(
    visitor: Visitor,
) -> None:
    visitor.look_at("lenses")
    page, open_tip = visitor.page, visitor.page.locator(".term-tip.open")
    expect(page.locator(".lens-endings dt").first).to_be_visible()
    lens = term(visitor, ".panels", "world")
    lens.focus()
    expect(open_tip).to_contain_text(EN("glossary.world.text"))
    page.mouse.wheel(0, 120)
    gap = """() => {
      const term = document.activeElement.getBoundingClientRect();
      const tip = document.querySelector(".term-tip.open").getBoundingClientRect();
      return Math.min(Math.abs(tip.top - term.bottom), Math.abs(term.top - tip.bottom));
    }"""
    page.wait_for_function(f"({gap})() < 2")
    page.keyboard.press("Escape")
    expect(open_tip).to_have_count(0)
    expect(lens).to_be_focused()


def test_a_term_is_tapped_on_a_phone_in_japanese(visit: Visit) -> None:
    visitor = visit(width=390, height=844, has_touch=True, is_mobile=True)
    visitor.open("language=ja&view=theatre")
    found = term(visitor, ".panels", "関特演")
    found.scroll_into_view_if_needed()
    found.tap()
    open_tip = visitor.page.locator(".term-tip.open")
    expect(open_tip).to_contain_text(JA("glossary.kantokuen.text"))
    assert is_inside(visitor, open_tip)
