"""A visitor meets people with words and documents, and sees where two histories part and who moves first."""

from itertools import product

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.support.visitor import Visitor, words

EN, JA = words("en"), words("ja")


def is_in_sight(visitor: Visitor, selector: str) -> None:
    """Wait until the upper edge of something stands within the window."""
    expect(visitor.page.locator(selector)).to_be_visible()
    code = (
        "selector => { const { top } = document.querySelector(selector).getBoundingClientRect();"
        " return top >= 0 && top < innerHeight * 0.6; }"
    )
    visitor.page.wait_for_function(code, arg=selector)


def test_why_the_navy_objected_is_told_with_a_document_in_one_step(visitor: Visitor) -> None:
    visitor.control("NGS").click()
    why = visitor.page.locator("#why")
    said = why.locator("figure.said").first
    expect(said.locator("blockquote[lang=ja]")).to_contain_text("勝てるかどうかも分かりません")
    expect(said.locator("blockquote[lang=en]")).to_be_visible()
    expect(said).to_contain_text(EN("people.origins.ja"))
    expect(said.locator("time")).to_have_text("30 July 1941")
    expect(said.locator("cite")).to_contain_text("Audience of 30 July 1941")
    first = why.locator("ul.parts > li").first
    expect(first).to_contain_text(EN("considerations.oil.name"))
    expect(first.locator("cite").first).to_be_visible()
    checked = EN("people.checked", seen=EN("seen.document"))
    expect(first.locator(".tag", has_text=checked)).to_be_visible()


def test_what_is_chosen_comes_into_sight_with_the_focus_and_goes_back_to_where_it_was(
    visitor: Visitor,
) -> None:
    office = visitor.control("NAV")
    office.focus()
    office.press("Enter")
    is_in_sight(visitor, "#why")
    expect(visitor.page.locator("#why")).to_be_focused()
    visitor.pick("office:")
    expect(visitor.page.locator("#why")).to_have_count(0)
    expect(visitor.control("NAV")).to_be_focused()


def test_a_page_that_is_opened_with_an_office_leaves_the_focus_alone(visit: Visit) -> None:
    visitor = visit()
    visitor.open("office=NAV")
    expect(visitor.page.locator("#why")).to_be_visible()
    assert not visitor.is_focused(visitor.page.locator("#why"))


@pytest.mark.parametrize("office", ["NAV", "NGS", "INT"])
def test_the_sources_of_an_office_open_with_a_record(visitor: Visitor, office: str) -> None:
    visitor.pick(office)
    visitor.pick(f"office-source:{office}")
    records = visitor.dialog.locator(".record")
    judged = EN("sources.kinds.judgement")
    expect(records.first).to_be_visible()
    expect(records.first).not_to_contain_text(judged)
    expect(records.first).to_contain_text(EN("sources_panel.seen"))
    expect(records.last).to_contain_text(judged)


def test_a_change_of_persons_is_told_in_the_table_and_beside_it(visit: Visit) -> None:
    visitor = visit()
    visitor.open("moment=1941-12-31&office=PM&language=ja")
    expect(visitor.page.locator("#why .person")).to_contain_text("前任は近衛文麿")
    row = visitor.control("PM")
    expect(row).to_contain_text("まで近衛")
    assert "前任は近衛文麿" in (row.get_attribute("aria-label") or "")


def test_moscow_falls_in_august_and_the_page_says_who_moves_first_in_two_steps(visitor: Visitor) -> None:
    visitor.choose("scenario", "moscow-falls-august")
    panel = visitor.look_at("whatif")
    parting = panel.locator(".parting")
    expect(parting).to_contain_text(EN("parting.first", n=0, day="31 July 1941"))
    expect(parting).to_contain_text("First to move: Army Intelligence (the Russia section)")
    expect(parting.locator("figure svg").first).to_be_visible()
    expect(visitor.page.locator(".timeline .parting-mark")).to_have_count(1)
    visitor.pick("parting:why")
    visitor.await_link(office="INT")
    expect(visitor.page.locator("#why")).to_contain_text(EN("persons.the Russia section"))
    expect(visitor.month).to_have_text("Jul 1941")


def test_all_outcomes_of_both_histories_stand_side_by_side(visitor: Visitor) -> None:
    visitor.choose("scenario", "no-oil-embargo")
    table = visitor.look_at("whatif").locator(".side-by-side table")
    for name in ("attack_1941", "attack_1942", "stand_guard"):
        expect(table.locator("tr", has_text=EN(f"outcomes.{name}.name")).first).to_be_visible()
    embargo = table.locator("tr", has_text=EN("parting.side.dates.embargo_date")).locator("td")
    expect(embargo.nth(0)).to_contain_text("1941")
    expect(embargo.nth(1)).to_have_text(EN("parting.side.never"))


def test_without_a_change_there_is_nothing_to_part(visitor: Visitor) -> None:
    panel = visitor.look_at("whatif")
    expect(panel.locator(".parting")).to_contain_text(EN("parting.nothing"))
    expect(panel.locator(".side-by-side")).to_have_count(0)
    expect(visitor.page.locator(".timeline .parting-mark")).to_have_count(0)


def test_no_text_of_the_table_is_smaller_than_twelve_pixels(visit: Visit) -> None:
    code = """() => [...document.querySelectorAll(".council text")].map(each => {
        const svg = each.ownerSVGElement, scale = svg.clientWidth / svg.viewBox.baseVal.width;
        return scale * parseFloat(each.getAttribute("font-size")) }).filter(size => size < 11.95)"""
    for width, language in product((390, 820, 821, 901, 1121, 1440), ("en", "ja")):
        visitor = visit(width)
        visitor.open(f"moment=1941-12-31&language={language}")
        expect(visitor.page.locator(".council")).to_be_visible()
        assert visitor.page.evaluate(code) == [], width
