"""A hundred dots are driven: pointed at, gone through by keyboard, touched, opened, and shown by ending."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from kantokuen.model.text.words import Words
from tests.browser.conftest import Visit
from tests.support.visitor import Visitor

EN = Words.of("en")


def dot(visitor: Visitor, number: int) -> Locator:
    return visitor.page.locator("#verdict .dots [role=option]").nth(number)


def tip(visitor: Visitor) -> Locator:
    return visitor.page.locator("#verdict .tip")


def test_a_dot_tells_its_world_under_the_pointer_and_opens_it(visitor: Visitor) -> None:
    visitor.await_rest()
    expect(visitor.page.locator("#verdict .dots [role=option]")).to_have_count(100)
    expect(tip(visitor)).to_be_hidden()
    some = dot(visitor, 40)
    some.hover()
    expect(tip(visitor)).to_be_visible()
    expect(tip(visitor)).to_have_text(str(some.get_attribute("aria-label")))
    world = str(some.get_attribute("data-pick")).removeprefix("world:")
    some.click()
    visitor.await_link(world=world)
    selected = visitor.page.locator("#verdict .dots [aria-selected='true']")
    expect(selected).to_have_attribute("data-pick", f"world:{world}")
    visitor.page.locator(".brand").hover()
    visitor.page.locator("#verdict .dots [tabindex='0']").evaluate("element => element.blur()")
    expect(tip(visitor)).to_be_hidden()


def test_the_field_is_one_stop_and_arrow_keys_go_through_it(visitor: Visitor) -> None:
    visitor.await_rest()
    expect(visitor.page.locator("#verdict .dots [tabindex='0']")).to_have_count(1)
    rows = int(str(visitor.page.locator("#verdict [data-rove]").get_attribute("data-rove")))
    visitor.page.mouse.move(0, 0)  # what scrolls below the pointer would be told
    dot(visitor, 0).focus()
    for key, number in (
        ("ArrowDown", 1),
        ("ArrowRight", 1 + rows),
        ("ArrowLeft", 1),
        ("End", 99),
        ("Home", 0),
    ):
        visitor.page.keyboard.press(key)
        expect(dot(visitor, number)).to_be_focused()
        expect(dot(visitor, number)).to_have_attribute("tabindex", "0")
        expect(visitor.page.locator("#verdict .dots [tabindex='0']")).to_have_count(1)
        expect(tip(visitor)).to_have_text(str(dot(visitor, number).get_attribute("aria-label")))
    visitor.page.keyboard.press("Escape")
    expect(tip(visitor)).to_be_hidden()
    visitor.page.keyboard.press("ArrowUp")
    expect(dot(visitor, 0)).to_be_focused()
    world = str(dot(visitor, 0).get_attribute("data-pick")).removeprefix("world:")
    visitor.page.keyboard.press("Enter")
    visitor.await_link(world=world)
    visitor.page.keyboard.press("Tab")
    assert not visitor.page.evaluate("document.activeElement.matches('[role=option]')")


def test_a_world_that_attacks_is_shown_and_then_another(visitor: Visitor) -> None:
    visitor.await_rest()
    button = visitor.page.get_by_role("button", name=EN("dots.show_attack"))
    button.click()
    expect(visitor.page.locator("#verdict .ending")).to_contain_text("Kantokuen goes forward")
    visitor.page.wait_for_function("new URLSearchParams(location.search).has('world')")
    first = visitor.link["world"]
    button.click()
    visitor.page.wait_for_function("n => new URLSearchParams(location.search).get('world') !== n", arg=first)
    expect(visitor.page.locator("#verdict .ending")).to_contain_text("Kantokuen goes forward")
    name = EN("endings.guard_terms.name")
    visitor.page.get_by_role("button", name=EN("dots.show_of", ending=name)).click()
    expect(visitor.page.locator("#verdict .endings .told-one")).to_contain_text(name)


def test_where_no_world_attacks_it_is_said(visitor: Visitor) -> None:
    visitor.choose("scenario", "emperor-refuses")
    visitor.await_rest()
    verdict = visitor.page.locator("#verdict")
    expect(verdict).to_contain_text(EN("dots.no_attack_worlds", worlds="10,000"))
    expect(verdict).to_contain_text("fewer than 1 in 2,600")
    expect(visitor.page.get_by_role("button", name=EN("dots.show_attack"))).to_have_count(0)


def test_without_the_oil_embargo_the_headline_is_the_southern_war(visitor: Visitor) -> None:
    visitor.choose("scenario", "no-oil-embargo")
    headline = visitor.page.locator("#verdict .difference")
    expect(headline).to_contain_text(re.compile(rf"{EN('endings.guard_south.name')} \d\d → 0"))
    visitor.await_rest()
    expect(visitor.page.locator(".refining")).to_have_count(0)
    row = visitor.page.locator("#verdict [data-ending='guard_south']").last.locator("td")
    now, before = row.all_inner_texts()
    expect(headline).to_contain_text(f"{EN('endings.guard_south.name')} {before} → {now}")
    ghosts = visitor.page.locator("#verdict .dots .dot.other")
    assert ghosts.count() > 80


def test_futures_of_a_fork_are_told_and_not_opened(visitor: Visitor) -> None:
    visitor.look_at("whatif")
    visitor.pick("do:fork")
    visitor.move("germany.pace")
    expect(dot(visitor, 0)).to_have_attribute("aria-label", re.compile("^Future "))
    expect(visitor.page.locator("#verdict .dots [data-pick]")).to_have_count(0)
    dot(visitor, 50).hover()
    expect(tip(visitor)).to_contain_text("Future ")
    assert "world" not in visitor.link


@pytest.mark.parametrize("width", [320, 390, 1366])
def test_nothing_in_the_verdict_is_smaller_than_twelve_pixels_or_runs_out_of_it(
    visit: Visit, width: int
) -> None:
    visitor = visit(width=width)
    visitor.open("scenario=no-oil-embargo&worlds=2000")
    too_small = """() => [...document.querySelectorAll("#verdict *")].filter(each =>
        [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
        && !each.closest(".unseen, title, desc, [hidden], details:not([open])")
    ).map(each => {
        const svg = each.closest("svg");
        const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
        return [each.textContent.trim().slice(0, 20), parseFloat(getComputedStyle(each).fontSize) * scale];
    }).filter(([, size]) => size < 11.95)"""
    assert visitor.page.evaluate(too_small) == []
    sizes = visitor.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert sizes[0] <= sizes[1]


def test_a_first_touch_tells_and_a_second_opens(visit: Visit) -> None:
    visitor = visit(width=390, has_touch=True)
    visitor.open("worlds=2000")
    expect(visitor.page.locator(".refining")).to_have_count(0)
    some = dot(visitor, 33)
    world = str(some.get_attribute("data-pick")).removeprefix("world:")
    some.tap()
    expect(tip(visitor)).to_have_text(str(some.get_attribute("aria-label")))
    assert "world" not in visitor.link
    some.tap()
    visitor.await_link(world=world)
