"""The page is for everyone: by keyboard alone, in two languages, in light and dark, with little motion."""

from __future__ import annotations

from itertools import product

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from kantokuen.dashboard.state import VIEWS
from tests.browser.conftest import Visit
from tests.support.visitor import Visitor, words

EN, JA = words(), words("ja")
GRAVE = {"serious", "critical"}
MOST_STOPS = 400

WHERE = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  window.stops = window.stops || new Map();
  if (!window.stops.has(element)) window.stops.set(element, String(window.stops.size));
  const label = element.getAttribute("aria-label") || element.textContent.trim().slice(0, 40);
  return [window.stops.get(element), element.tagName, element.id, element.dataset.pick || "", label];
}"""
SHOWS_FOCUS = """() => {
  const element = document.activeElement;
  const names = ["outline", "boxShadow", "stroke", "strokeWidth", "opacity", "visibility", "display"];
  const look = () => [element, element.parentElement, ...element.querySelectorAll("*")]
    .map((each) => getComputedStyle(each))
    .map((style) => names.map((name) => style[name]).join()).join();
  const focused = look();
  element.blur();
  const plain = look();
  element.focus({ focusVisible: true });
  return focused !== plain;
}"""
WIDER = """() => {
  const room = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth > room ? document.documentElement.scrollWidth - room : 0;
}"""


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.open()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'verdict'")

    page.evaluate("document.activeElement.blur()")
    stops: dict[str, str] = {}
    hidden: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        where = page.evaluate(WHERE)
        if where is None:  # the end of the page; from there it goes on at the top
            continue
        if where[0] in stops:
            break
        stops[where[0]] = " ".join(where[1:])
        if not page.evaluate(SHOWS_FOCUS):
            hidden.append(stops[where[0]])
    told = "\n".join(stops.values())
    assert len(stops) < MOST_STOPS, "the focus is caught"
    assert hidden == [], "the focus cannot be seen"
    for stop in ("lever-china-tied_divisions", EN("timeline.label"), "view:sources", "do:reset", "WAR"):
        assert stop in told, f"{stop} is not reached by Tab"

    at_first = visitor.probability.inner_text()
    visitor.lever("germany.pace").focus()
    page.keyboard.press("End")
    expect(visitor.probability).not_to_have_text(at_first)
    page.get_by_role("slider", name=EN("timeline.label"), exact=True).focus()
    page.keyboard.press("ArrowRight")
    visitor.await_link(moment="1941-08-31")
    visitor.control("view:theatre").focus()
    page.keyboard.press("Enter")
    visitor.await_link(view="theatre")
    expect(visitor.control("view:theatre")).to_be_focused()


def findings(visitor: Visitor, view: str) -> list[str]:
    """Return what axe finds in a part of the page that is serious or critical."""
    visitor.look_at(view)
    if view in {"months", "worlds"}:
        expect(visitor.page.locator(".kan-chart-box svg").first).to_be_visible()
    found = visitor.page.evaluate("axe.run({ resultTypes: ['violations'], preload: false })")
    return [
        f"{view}: {each['id']} ({each['impact']}): {each['help']}\n   {node['target']} {node['html'][:160]}"
        for each in found["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"][:3]
    ]


@pytest.mark.parametrize(
    ("language", "theme"),
    [
        ("en", "light"),
        ("ja", "dark"),
        pytest.param("en", "dark", marks=pytest.mark.slow),
        pytest.param("ja", "light", marks=pytest.mark.slow),
    ],
)
def test_axe_finds_nothing_serious(visit: Visit, language: str, theme: str) -> None:
    visitor = visit(800 if theme == "dark" else 1440)
    visitor.open(f"language={language}&theme={theme}&office=WAR&germany.pace=1.4")
    visitor.page.evaluate(AXE_SCRIPT)
    found = [each for view in VIEWS for each in findings(visitor, view)]
    visitor.look_at("months")
    visitor.page.locator(".panels [data-pick^='source:']").first.click()
    expect(visitor.dialog).to_be_visible()
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_is_wider_than_the_window(visit: Visit, language: str) -> None:
    visitor = visit()
    visitor.open(f"language={language}&office=WAR&germany.pace=1.4")
    wider = {}
    for view, width in product(VIEWS, (1440, 1024, 800, 390)):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        if width == 1440:
            visitor.look_at(view)
        by = visitor.page.evaluate(WIDER)
        if by:
            wider[f"{view} at {width}"] = by
    assert wider == {}


def test_the_language_and_the_colours_are_changed_in_place(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.open()
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "en")
    assert page.title() == EN("page.title")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    visitor.choose("language", "ja")
    expect(html).to_have_attribute("lang", "ja")
    expect(page.locator("h1")).to_contain_text(JA("page.name"))
    expect(page.locator("#verdict .lead").first).to_have_text(JA("verdict_panel.probability"))
    page.wait_for_function("title => document.title === title", arg=JA("page.title"))
    visitor.choose("theme", "dark")
    expect(html).to_have_attribute("data-theme", "dark")
    assert page.evaluate(paper) != light
    visitor.await_link(language="ja", theme="dark")


def test_little_motion_is_given_to_those_who_ask_for_it(visit: Visit) -> None:
    visitor = visit(reduced_motion="reduce", color_scheme="dark")
    visitor.open("scenario=soviet-collapse&view=months")
    expect(visitor.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(visitor.page.locator(".kan-chart-box svg").first).to_be_visible()
    for _ in range(2):
        visitor.page.get_by_role("button", name=EN("timeline.forward")).click()
        moving = visitor.page.evaluate(
            "document.getAnimations().filter((each) => each.effect.getComputedTiming().duration > 1).length"
        )
        assert moving == 0


def test_what_is_opened_and_half_typed_outlives_a_change_of_the_panel_around_it(visitor: Visitor) -> None:
    visitor.open()
    table = visitor.look_at("table")
    table.locator("details > summary").click()
    cells = table.locator("details tbody")
    before = cells.inner_text()
    visitor.page.get_by_role("button", name=EN("timeline.last")).click()
    expect(cells).not_to_have_text(before, use_inner_text=True)
    expect(table.locator("details")).to_have_attribute("open", "")

    sources = visitor.look_at("sources")
    find, found = sources.locator("[data-change='find']"), sources.get_by_role("status")
    find.evaluate("each => { each.value = 'half a wo'; each.kept = true; }")
    before = found.inner_text()
    sources.locator("[data-change='topic']").select_option(index=1)
    expect(found).not_to_have_text(before)
    assert find.evaluate("each => [each.value, each.kept]") == ["half a wo", True]
