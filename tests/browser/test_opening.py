"""The opening scene, the guess, the tour, and the browser's Back and Forward, as a person uses them."""

import pytest
from playwright.sync_api import expect

from kantokuen.dashboard.steps import STEPS
from tests.browser.conftest import Visit
from tests.support.visitor import Visitor, words

EN = words()


@pytest.mark.parametrize(("width", "height"), [(1366, 657), (390, 844)])
def test_a_guess_is_made_by_keyboard_alone_and_stands_beside_the_answer(
    visit: Visit, width: int, height: int
) -> None:
    visitor = visit(width, height)
    visitor.open_bare()
    page = visitor.page
    assert page.locator("#probability").count() == 0
    page.get_by_role("button", name=EN("opening.go")).press("Enter")
    expect(page.get_by_role("alert")).to_have_text(EN("opening.faults.road"))
    first = page.get_by_role("radio", name=EN("opening.roads.north"))
    first.focus()
    first.press("ArrowDown")
    expect(page.get_by_role("radio", name=EN("opening.roads.south"))).to_be_checked()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("slider").press("Home")
    expect(page.locator(".opening output")).to_have_text(EN("opening.of_100", n=0))
    page.get_by_role("button", name=EN("opening.go")).press("Enter")
    expect(visitor.probability).to_be_visible()
    visitor.await_link(guess="south.0")
    expect(page.locator(".guessed")).to_contain_text(EN("opening.roads.south"))
    expect(page.locator(".guessed")).to_contain_text(EN("guessed.record"))
    page.wait_for_function("document.activeElement.id === 'verdict'")


def test_the_question_the_map_and_the_fruit_are_seen_at_once(visit: Visit) -> None:
    visitor = visit(1366, 657)
    visitor.open_bare()
    for seen in ("#opening-title", ".opening-roads svg", ".opening-fruit svg", "[data-pick='do:guess']"):
        box = visitor.page.locator(seen).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 657, seen


@pytest.mark.parametrize("width", [320, 390, 800, 1366, 3840])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_of_the_scene_is_wider_than_the_window(visit: Visit, width: int, language: str) -> None:
    visitor = visit(width, 800)
    visitor.open_bare(f"language={language}")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_scene_is_skipped_and_back_leads_to_it(visit: Visit) -> None:
    visitor = visit()
    visitor.open_bare("language=ja")
    visitor.pick("do:begin")
    expect(visitor.probability).to_be_visible()
    visitor.page.go_back()
    expect(visitor.page.locator("#opening-title")).to_be_visible()
    visitor.page.go_forward()
    expect(visitor.probability).to_be_visible()


def test_each_step_of_the_tour_uses_the_page_and_is_a_step_back(visit: Visit) -> None:
    visitor = visit()
    visitor.open_bare()
    visitor.pick("tour:1")
    for step in range(1, len(STEPS) + 1):
        expect(visitor.page.locator("#tour-title")).to_contain_text(EN(f"tour.steps.{step}.title"))
        visitor.await_link(tour=str(step))
        if step < len(STEPS):
            visitor.pick(f"tour:{step + 1}")
    expect(visitor.page.locator(".tour li")).to_have_count(3)
    visitor.page.go_back()
    expect(visitor.page.locator("#tour-title")).to_contain_text(EN("tour.steps.5.title"))
    visitor.pick("do:end_tour")
    expect(visitor.page.locator(".tour")).to_have_count(0)


# ---- Back and Forward --------------------------------------------------------------------------------


def current(visitor: Visitor, view: str) -> None:
    tab = visitor.page.locator(f".tabs [data-pick='view:{view}']")
    expect(tab).to_have_attribute("aria-current", "page")


def test_each_part_and_scenario_is_a_step_and_back_never_leaves_the_page(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.page.evaluate("window.stays = true")
    visitor.look_at("months")
    visitor.choose("scenario", "no-oil-embargo")
    visitor.await_link(scenario="no-oil-embargo")
    visitor.look_at("theatre")
    visitor.page.go_back()
    current(visitor, "months")
    visitor.await_link(scenario="no-oil-embargo")
    visitor.page.go_back()
    expect(visitor.page.locator("select[data-change='scenario']")).to_have_value("historical")
    visitor.page.go_back()
    current(visitor, "table")
    visitor.page.go_forward()
    current(visitor, "months")
    assert visitor.page.evaluate("window.stays")


def test_a_lever_and_a_month_are_no_steps_and_are_kept_when_one_comes_back(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    visitor.move("germany.pace")
    visitor.page.get_by_role("slider", name=EN("timeline.label"), exact=True).fill("1")
    visitor.await_link(germany__pace="3.0", moment="1941-05-31")
    steps = visitor.page.evaluate("history.length")
    visitor.look_at("months")
    assert visitor.page.evaluate("history.length") == steps + 1
    visitor.page.go_back()
    current(visitor, "table")
    visitor.await_link(germany__pace="3.0", moment="1941-05-31")


def test_two_quick_steps_back_do_not_lose_the_way_forward(visit: Visit) -> None:
    visitor = visit()
    visitor.open()
    for view in ("months", "theatre", "sources"):
        visitor.look_at(view)
    visitor.page.evaluate("history.back(); setTimeout(() => history.back(), 30)")
    current(visitor, "months")
    visitor.page.go_forward()
    current(visitor, "theatre")
    visitor.page.go_forward()
    current(visitor, "sources")
