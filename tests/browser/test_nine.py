"""The nine things of the page, and what a doubter asks, used as a person would, wide and narrow."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import expect

from tests.support.visitor import Visitor, words

EN = words()

CANCEL = """() => {
  const progress = document.querySelector(".panels progress");
  const button = document.querySelector("[data-pick='flips:cancel']");
  if (button) button.click();
  return progress && button;
}"""
"""Presses the button as soon as it is there, before the work can be done."""


def month(number: int) -> str:
    return EN.month(date(1941, number, 1))


def test_the_verdict_is_told_in_words_and_follows_a_lever(visitor: Visitor) -> None:
    visitor.fill("seed", str(visitor.width))  # worlds that were not played before
    visitor.await_link(seed=str(visitor.width))
    visitor.await_rest()
    verdict = visitor.page.locator("#verdict")
    at_first = visitor.probability.inner_text()
    assert re.fullmatch(r"[\d.]+\s?%", at_first)
    share = float(at_first.rstrip("% ")) / 100.0
    sentence = visitor.page.locator("#verdict .sentence")
    expect(sentence).to_have_text(EN("odds.share", n=EN.of_100(share)))
    expect(verdict).to_contain_text("10,000")
    expect(verdict.locator(".persimmon svg")).to_be_visible()
    assert verdict.locator(".persimmon svg").get_attribute("role") == "img"

    visitor.move("germany.pace")
    expect(visitor.probability).not_to_have_text(at_first)
    visitor.page.wait_for_function("document.querySelector('#probability').dataset.worlds < 10000")
    expect(verdict).to_contain_text(EN("verdict_panel.refining"))
    visitor.await_rest()
    expect(verdict).not_to_contain_text(EN("verdict_panel.refining"))
    expect(sentence).not_to_have_text(EN("odds.share", n=EN.of_100(share)))
    expect(verdict.locator(".difference")).to_be_visible()


def test_an_office_tells_why_it_stands_where_it_does(visitor: Visitor) -> None:
    visitor.look_at("table")
    table = visitor.page.locator("figure:visible [data-pick='WAR']")
    table.click()
    why = visitor.page.locator("#why")
    expect(why).to_contain_text("Tojo Hideki")
    expect(why.locator("figure:visible svg")).to_have_count(1)
    visitor.page.locator("#why > details > summary").last.click()
    assert why.locator("tbody tr").count() >= 5
    expect(why.locator("tbody tr").last).to_contain_text("0.46")
    expect(why.locator("tbody tr").last).to_contain_text("0.60")
    expect(why.locator("ul.parts li").first).to_be_visible()
    visitor.await_link(office="WAR")

    visitor.pick("office:")
    expect(why).to_have_count(0)

    navy = visitor.page.locator("figure:visible [data-pick='NAV']")
    navy.focus()
    navy.press("Enter")
    expect(why).to_contain_text("Oikawa Koshiro")
    expect(why).to_be_focused()
    visitor.pick("office:")
    expect(why).to_have_count(0)
    expect(navy).to_be_focused()


def test_the_theatre_changes_with_the_month(visitor: Visitor) -> None:
    visitor.look_at("theatre")
    picture = visitor.page.locator(".panels figure:visible svg")
    rows = visitor.page.locator(".panels tbody")
    july, july_rows = picture.inner_html(), rows.text_content()
    visitor.page.get_by_role("button", name=EN("timeline.last")).click()
    expect(visitor.page.locator(".panels .plain-title")).to_contain_text(EN.month(date(1942, 6, 1)))
    assert picture.inner_html() != july
    assert rows.text_content() != july_rows


def test_the_months_are_stepped_scrubbed_and_played(visitor: Visitor) -> None:
    visitor.look_at("months")
    charts = visitor.page.locator(".kan-chart")
    expect(charts.nth(6)).to_be_visible()
    expect(charts.locator(".kan-chart-box svg")).to_have_count(charts.count())
    for twin in charts.locator("table").all():
        assert twin.locator("tbody tr").count() >= 5

    button = {
        name: visitor.page.get_by_role("button", name=EN(f"timeline.{name}"), exact=True)
        for name in ("back", "play")
    }
    button["back"].click()
    expect(visitor.month).to_have_text(month(6))
    happened = visitor.page.locator(".events")
    expect(happened.locator("li").first).to_be_visible()
    before = happened.inner_text()
    visitor.page.get_by_role("slider", name=EN("timeline.label"), exact=True).fill("1")
    expect(visitor.month).to_have_text(month(5))
    expect(happened).not_to_have_text(before)

    button["play"].click()
    expect(visitor.month).to_have_text(month(4))
    visitor.page.get_by_role("button", name=EN("timeline.pause")).click()
    visitor.await_link(moment="1941-04-30")
    visitor.page.get_by_role("button", name=EN("timeline.end")).click()
    visitor.page.get_by_role("slider", name=EN("timeline.label"), exact=True).fill("2")
    expect(visitor.month).to_have_text(month(6))

    first = charts.first
    first.locator("summary").click()
    first.locator("tbody th button").first.click()
    expect(visitor.month).to_have_text(month(4))
    first.locator("summary").click()
    picture = first.locator(".kan-chart-box")
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": 0.7 * box["width"], "y": box["height"] / 2})
    expect(visitor.month).not_to_have_text(month(4))


def test_a_scenario_is_compared_and_a_world_forked(visitor: Visitor) -> None:
    visitor.look_at("whatif")
    visitor.choose("scenario", "soviet-collapse")
    expect(visitor.page.locator("#verdict .difference")).to_be_visible()
    expect(visitor.page.locator(".about-scenario")).to_contain_text(EN.scenario_text("soviet-collapse"))
    visitor.pick("do:keep")
    expect(visitor.page.locator("#verdict .difference")).to_have_count(0)
    visitor.pick("do:historical")
    visitor.choose("scenario", "historical")
    expect(visitor.page.locator("#verdict .difference")).to_have_count(0)

    visitor.pick("do:fork")
    expect(visitor.page.locator(".panels")).to_contain_text(EN("whatif_panel.fork_none"))
    visitor.move("germany.pace")
    histories = visitor.page.locator(".panels .pair .card")
    expect(histories).to_have_count(2)
    expect(histories.nth(0)).to_contain_text(EN("whatif_panel.before"))
    expect(histories.nth(1)).to_contain_text(EN("whatif_panel.after"))
    expect(visitor.page.locator(".kan-chart-box svg").nth(3)).to_be_visible()
    visitor.await_link(fork="1941-07-31", fork__germany__pace="3.0")
    visitor.pick("do:end_fork")
    expect(histories).to_have_count(0)


def test_the_smallest_change_that_turns_a_world_is_searched_and_tried(visitor: Visitor) -> None:
    visitor.look_at("whatif")
    before = visitor.page.locator("#verdict .ending").inner_text()
    visitor.pick("flips:search")
    tried = visitor.page.locator("[data-pick^='try:']").first
    expect(tried).to_be_visible()
    expect(visitor.page.locator("[data-pick='flips:cancel']")).to_have_count(0, timeout=60_000)
    key, _, value = str(tried.get_attribute("data-pick")).removeprefix("try:").partition("=")
    tried.click()
    visitor.await_link(**{key: value})
    expect(visitor.page.locator("#verdict .ending")).not_to_have_text(before)


def test_long_work_shows_its_progress_and_is_cancelled(visitor: Visitor) -> None:
    visitor.look_at("whatif")
    visitor.fill("world", str(visitor.width))  # a world that nobody has searched
    visitor.await_link(world=str(visitor.width))
    visitor.pick("flips:search")
    visitor.page.wait_for_function(CANCEL)
    expect(visitor.page.locator(".panels progress")).to_have_count(0)
    expect(visitor.control("flips:search")).to_be_enabled()


def test_the_same_summer_is_seen_through_six_lenses(visitor: Visitor) -> None:
    visitor.look_at("lenses")
    cards = visitor.page.locator(".panels .card")
    expect(cards).to_have_count(6)
    visitor.pick("lens:rational")
    expect(cards.locator(".tag")).to_have_count(1)
    expect(visitor.page.locator(".panels .card.chosen")).to_contain_text(EN("lenses.rational.name"))
    expect(visitor.page.locator("select[data-change='lens']")).to_have_value("rational")
    visitor.await_link(lens="rational")


def test_a_cell_of_the_map_opens_as_a_scenario(visitor: Visitor) -> None:
    visitor.look_at("worlds")
    expect(visitor.page.locator(".kan-chart-box svg")).to_have_count(3)
    visitor.choose("y", "germany.pressure")
    visitor.await_link(x="germany.pace", y="germany.pressure")
    visitor.pick("map:draw")
    phase = visitor.page.locator(".kan-chart").last
    expect(visitor.page.locator(".kan-chart-box svg")).to_have_count(4)
    expect(visitor.page.locator("[data-pick='map:cancel']")).to_have_count(0)
    phase.locator("summary").click()
    phase.locator("tbody tr").first.locator("button").first.click()
    expect(visitor.page.locator("#verdict .difference")).to_be_visible()
    visitor.page.wait_for_function("location.search.includes('germany.pace=')")
    by_table = visitor.page.evaluate("location.search")
    phase.locator("summary").click()
    picture = phase.locator(".kan-chart-box")
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    visitor.page.wait_for_function("before => location.search !== before", arg=by_table)


def test_every_number_leads_to_its_source_and_back(visitor: Visitor) -> None:
    visitor.look_at("months")
    lever = visitor.about("germany.pace")
    lever.locator("details.about > summary").click()
    doors = {
        "lever": lever.get_by_role("button", name=EN("levers_panel.source")),
        "picture": visitor.page.locator("#verdict [data-pick^='source:']"),
        "chart": visitor.page.locator(".panels [data-pick^='source:']").first,
    }
    for door in doors.values():
        door.click()
        expect(visitor.dialog.locator(".record").first).to_be_visible()
        expect(visitor.dialog).to_contain_text(EN("sources_panel.document"))
        visitor.page.keyboard.press("Escape")
        expect(visitor.dialog).to_have_count(0)
        expect(door).to_be_focused()
        visitor.fold()

    panel = visitor.look_at("sources")
    records = panel.locator(".record")
    expect(records.nth(30)).to_be_visible()
    visitor.fill("find", "Nomonhan")
    expect(records.filter(has_not_text="Nomonhan")).to_have_count(0)
    expect(records.first).to_be_visible()
    visitor.fill("find", "")
    visitor.choose("topic", "chronology")
    expect(panel.locator(".record .tag").first).to_have_text(re.compile("^[A-Z]{3}[0-9]+"))


def test_a_doubter_finds_what_fails_and_its_sources(visitor: Visitor) -> None:
    panel = visitor.look_at("doubt")
    expect(panel.locator(".finding")).to_be_visible()
    told = panel.inner_text()
    panel.locator("ul [data-pick^='office-source:'], .patterns [data-pick^='source:']").first.click()
    expect(visitor.dialog.locator(".record").first).to_be_visible()
    visitor.page.keyboard.press("Escape")
    moved = panel.locator("[data-pick^='lever:']").first
    name = moved.inner_text()
    moved.click()
    expect(visitor.dialog.locator("h2")).to_have_text(name)
    visitor.page.keyboard.press("Escape")
    visitor.move("germany.pace")
    visitor.await_rest()
    assert panel.inner_text() == told
    expect(panel).to_contain_text(EN("doubt_panel.read"))
