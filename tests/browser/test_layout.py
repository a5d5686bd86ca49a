"""The page at every width: nothing hidden, nothing cut, nothing glaring, and a short way to all of it."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from kantokuen.dashboard.charts.common import SMALL
from kantokuen.dashboard.state import VIEWS
from kantokuen.model.text.languages import LANGUAGES
from tests.browser.conftest import Visit
from tests.support.visitor import Visitor, words

EN = words()

SIZES = (
    (320, 640), (390, 844), (683, 450), (800, 900), (1280, 720), (1366, 657), (1440, 900), (1920, 1000),
    (3840, 2000),
)  # fmt: skip

DRAWER = 900
"""Up to this width the levers are a drawer at the foot of the window."""

LEAST_TO_AN_OFFICE = 12
"""Presses of Tab and Enter from the top to the first office, by the link that skips to what is open."""

MOST_TO_AN_OFFICE = 62
"""Presses of Tab alone; there were 64 when every lever was a stop."""

PLAIN = (
    """() => getComputedStyle(document.querySelector(".page")).backgroundColor.match(/\\d+/g).map(Number)"""
)

CUT = """() => {
  const is_seen = (box) => box.width > 1 && box.height > 1;
  const found = [];
  const all = document.querySelectorAll(":is(button, select, summary, h1, h2, h3, label):not(.unseen *)");
  for (const each of all) {
    if (!each.checkVisibility() || !is_seen(each.getBoundingClientRect())) continue;
    if (each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline") {
      found.push(each.outerHTML.slice(0, 120));
    }
    if (each.tagName !== "SELECT") continue;
    const pen = document.createElement("canvas").getContext("2d"), look = getComputedStyle(each);
    pen.font = `${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;
    const room = each.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
    const text = each.selectedOptions[0].textContent;
    if (pen.measureText(text).width > room + 1) found.push(`select: ${text}`);
  }
  return found;
}"""
"""Controls and headings whose text has no room."""

OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".bar :is(h1, button, select, summary), .tabs button")]
    .filter((each) => each.checkVisibility()).map((each) => [each, each.getBoundingClientRect()]);
  const found = [];
  boxes.forEach(([a, one], k) => {
    for (const [b, two] of boxes.slice(k + 1)) {
      const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (wide > 1 && high > 1 && !a.contains(b)) found.push(`${a.textContent} and ${b.textContent}`);
    }
  });
  return found;
}"""
"""Controls of the head that lie on each other."""

TOO_SMALL = """least => {
  const found = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, holder = text.parentElement, range = document.createRange();
    if (!text.textContent.trim() || holder.closest(".unseen, style, script, title, desc, .cover")) continue;
    if (!holder.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const drawn = holder.ownerSVGElement ? holder.getScreenCTM() : { b: 0, d: 1 };
    const size = parseFloat(getComputedStyle(holder).fontSize) * Math.hypot(drawn.b, drawn.d);
    if (size < least - 0.001) found.add(`${size.toFixed(2)}: ${text.textContent.trim()}`);
  }
  return [...found];
}"""
"""Words that are shown smaller than so many pixels, in pictures too; charts are tested by their options."""

IS_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

PAIRS = """() => {
  const box = (each) => each.getBoundingClientRect();
  const boxes = (name) => [...document.querySelectorAll(`.glossary ${name}`)].map(box);
  const terms = boxes("dt"), texts = boxes("dd");
  return texts.map((text, k) => {
    const above = terms.filter((term) => Math.abs(term.left - text.left) < 2 && term.top < text.top);
    const nearest = Math.max(...above.map((term) => term.top));
    return [terms[k].left === text.left, nearest === terms[k].top, Math.abs(text.top - terms[k].bottom)];
  });
}"""
"""Of each definition: whether its term is in its column and the last one above it, and how far it is."""

IS_IN_SIGHT = """element => {
  const box = element.getBoundingClientRect();
  if (box.top < 0 || box.bottom > innerHeight || box.left < 0 || box.right > innerWidth) return false;
  return [0.15, 0.5, 0.85].map((share) => box.top + share * box.height).every((y) => {
    const seen = document.elementFromPoint((box.left + box.right) / 2, y);
    return element.contains(seen) || seen.contains(element);
  });
}"""

IS_AN_OFFICE = """() => Boolean(document.activeElement.closest(".panels figure [data-pick]"))"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_cut_too_wide_or_of_another_colour(
    visit: Visit, width: int, height: int, theme: str
) -> None:
    visitor = visit(width, height)
    visitor.open(f"theme={theme}&language={'ja' if theme == 'dark' else 'en'}&office=NAV")
    visitor.page.evaluate("document.fonts.ready")
    assert _edges(visitor) == {_plain(visitor)}
    assert visitor.page.evaluate(CUT) == []
    assert visitor.page.evaluate(OVERLAPS) == []
    assert not visitor.page.evaluate(IS_WIDER)
    _open_controls(visitor)
    assert visitor.page.evaluate(CUT) == []
    assert not visitor.page.evaluate(IS_WIDER)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "height"), [*SIZES, (1700, 900)])
def test_no_word_is_smaller_than_twelve_pixels(visit: Visit, width: int, height: int, language: str) -> None:
    visitor = visit(width, height)
    visitor.open(f"office=NAV&fork=1941-07-31&germany.pace=1.2&language={language}")
    for view in VIEWS:
        visitor.look_at(view)
        visitor.page.evaluate("document.fonts.ready")
        assert visitor.page.evaluate(TOO_SMALL, SMALL) == [], view
    visitor.page.goto(f"{visitor.server.address}?language={language}")
    expect(visitor.page.locator("#opening-title")).to_be_visible()
    assert visitor.page.evaluate(TOO_SMALL, SMALL) == []


def _plain(visitor: Visitor) -> tuple[int, ...]:
    return tuple(visitor.page.evaluate(PLAIN))


def _edges(visitor: Visitor) -> set[tuple[int, ...]]:
    """Return the colours at both sides of the window, at its head, its middle and where no drawer is."""
    with Image.open(BytesIO(visitor.page.screenshot())) as picture:
        shot = picture.convert("RGB")
    lowest = shot.height - (1 if visitor.width > DRAWER else 80)
    return {shot.getpixel((x, y)) for x in (0, shot.width - 1) for y in (0, shot.height // 2, lowest)}


def _open_controls(visitor: Visitor) -> None:
    """Open the drawer of the levers, and what is folded in it."""
    visitor.lever("germany.pace")
    visitor.page.locator(".side .advanced:not([open]) > summary").click()
    if visitor.page.locator(".open-settings").is_visible():
        visitor.fold()
        visitor.page.locator(".open-settings").click()
        expect(visitor.page.locator("select[data-change='scenario']")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1366, 657), (1280, 720)])
def test_tabs_and_months_are_in_sight_without_scrolling(visit: Visit, width: int, height: int) -> None:
    visitor = visit(width, height)
    visitor.open()
    for tab in visitor.page.locator(".tabs button").all():
        assert tab.evaluate(IS_IN_SIGHT)
    assert visitor.page.locator(".timebox").evaluate(IS_IN_SIGHT)
    for seen in ("#probability", "#verdict-title", "svg.dots", ".events li >> nth=0"):
        assert visitor.page.locator(seen).evaluate(IS_IN_SIGHT), seen
    visitor.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert visitor.page.locator(".timebox").evaluate(IS_IN_SIGHT)


@pytest.mark.parametrize(("width", "height"), [(683, 450), (390, 844), (320, 640)])
def test_on_a_small_screen_the_answer_comes_first(visit: Visit, width: int, height: int) -> None:
    visitor = visit(width, height)
    visitor.open()
    assert visitor.probability.evaluate(IS_IN_SIGHT)
    assert visitor.page.locator("#verdict .sentence").evaluate(IS_IN_SIGHT)
    if width == 683:
        assert visitor.page.locator("#verdict .persimmon svg").first.evaluate(IS_IN_SIGHT)


def test_settings_are_a_drawer_on_a_phone_and_work_there(visit: Visit) -> None:
    visitor = visit(390, 844)
    visitor.open()
    expect(visitor.page.locator("select[data-change='scenario']")).to_be_hidden()
    visitor.choose("scenario", "no-oil-embargo")
    visitor.await_link(scenario="no-oil-embargo")
    expect(visitor.page.locator("select[data-change='scenario']")).to_be_hidden()
    opener = visitor.page.locator(".open-settings")
    expect(opener).to_have_text(EN("scenarios.no-oil-embargo.title"))
    expect(opener).to_be_focused()
    visitor.choose("lens", "rational")
    visitor.await_link(lens="rational")


def test_the_drawer_of_the_levers_is_closed_by_escape_wherever_one_is_in_it(visit: Visit) -> None:
    visitor = visit(390, 844)
    visitor.open()
    drawer = visitor.page.locator(".levers .unfold")
    for name in ("seed", "world"):
        visitor.lever("germany.pace")
        expect(drawer).to_have_attribute("aria-expanded", "true")
        if not visitor.page.locator(".side .advanced[open]").count():
            visitor.page.locator(".side .advanced > summary").click()
        visitor.page.locator(f"input[data-change='{name}']").press("Escape")
        expect(drawer).to_have_attribute("aria-expanded", "false")
        expect(drawer).to_be_focused()


def test_what_is_looked_for_is_found_among_the_first_and_the_rest(visit: Visit) -> None:
    visitor = visit(1440, 900)
    visitor.open()
    levers = visitor.page.locator(".levers .lever:visible")
    expect(levers).to_have_count(5)
    visitor.page.locator(".levers .rest > summary").click()
    find = visitor.page.get_by_role("searchbox", name=EN("levers_panel.find"))
    find.fill("divisions")
    expect(visitor.page.locator(".levers .first #lever-china-tied_divisions")).to_be_visible()
    expect(visitor.page.locator(".levers .rest #lever-army-divisions_cap")).to_be_visible()
    expect(levers.filter(has_not_text="ivision")).to_have_count(0)
    find.fill("no such lever")
    expect(levers).to_have_count(0)
    expect(visitor.page.locator(".levers [role=status]")).to_have_text(EN("levers_panel.none"))
    find.fill("")
    expect(visitor.page.locator(".levers .first .lever")).to_have_count(5)


def test_the_first_office_is_a_few_presses_away(visit: Visit) -> None:
    visitor = visit(1440, 900)
    visitor.open()
    visitor.page.evaluate("document.body.focus()")
    skip = visitor.page.locator(".skips a[href='#panels']")
    pressed = 0
    while not visitor.is_focused(skip):
        visitor.page.keyboard.press("Tab")
        pressed += 1
        assert pressed < LEAST_TO_AN_OFFICE
    visitor.page.keyboard.press("Enter")
    while not visitor.page.evaluate(IS_AN_OFFICE):
        visitor.page.keyboard.press("Tab")
        pressed += 1
        assert pressed < LEAST_TO_AN_OFFICE


def test_without_a_link_the_first_office_is_not_far(visit: Visit) -> None:
    visitor = visit(1440, 900)
    visitor.open()
    for pressed in range(1, 2 * MOST_TO_AN_OFFICE):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate(IS_AN_OFFICE):
            assert pressed <= MOST_TO_AN_OFFICE
            return
    pytest.fail("no office is reached by Tab")


def test_every_link_that_skips_has_a_goal_that_takes_the_focus(visit: Visit) -> None:
    visitor = visit(1440, 900)
    visitor.open()
    links = visitor.page.locator(".skips a").all()
    assert len(links) == 5
    for link in links:
        link.focus()
        link.press("Enter")
        goal = str(link.get_attribute("href"))
        expect(visitor.page.locator(goal)).to_be_focused()
    for landmark in ("banner", "main", "complementary", "contentinfo"):
        expect(visitor.page.get_by_role(landmark)).to_have_count(1)  # type: ignore[arg-type]
    expect(visitor.page.get_by_role("complementary")).to_have_accessible_name(EN("levers_panel.title"))


@pytest.mark.parametrize("width", [1440, 800, 390])
def test_terms_stand_above_their_own_definitions(visit: Visit, width: int) -> None:
    visitor = visit(width)
    visitor.open()
    visitor.page.locator(".glossary > summary").click()
    pairs = visitor.page.evaluate(PAIRS)
    assert len(pairs) > 20
    for is_in_column, is_last_above, far in pairs:
        assert is_in_column
        assert is_last_above
        assert far < 12


@pytest.mark.parametrize("width", [800, 390])
def test_all_that_happened_in_a_month_can_be_seen(visit: Visit, width: int) -> None:
    visitor = visit(width)
    visitor.open()
    events = visitor.page.locator(".events")
    cut = "each => each.scrollHeight - each.clientHeight"
    for _ in range(6):
        assert events.evaluate(cut) <= 1
        visitor.page.get_by_role("button", name=EN("timeline.back"), exact=True).press("Enter")


@pytest.mark.parametrize(("width", "is_beside"), [(1920, True), (1366, False), (390, False)])
def test_reasons_come_into_sight_where_they_are_asked_for(
    visit: Visit, width: int, *, is_beside: bool
) -> None:
    visitor = visit(width, 800)
    visitor.open()
    table = visitor.page.locator(".panels > * section").first
    visitor.page.locator("figure:visible [data-pick='NAV']").click()
    why = visitor.page.locator("#why")
    expect(why).to_be_in_viewport(ratio=0.2)
    sides = "each => { const box = each.getBoundingClientRect(); return [box.left, box.right, box.top]; }"
    (left, _, _), (_, right, _) = why.evaluate(sides), table.evaluate(sides)
    assert (left >= right) == is_beside
    visitor.pick("office:")
    expect(why).to_have_count(0)
    expect(visitor.page.locator("figure:visible [data-pick='NAV']")).to_be_focused()


def test_a_month_further_does_not_move_what_one_looks_at(visit: Visit) -> None:
    visitor = visit(1366, 657)
    visitor.open("office=NAV")
    forward = visitor.page.get_by_role("button", name=EN("timeline.forward"), exact=True)
    forward.evaluate("button => { button.focus({ preventScroll: true }); button.click(); }")
    visitor.await_link(moment="1941-08-31")
    expect(visitor.page.locator("#why h2")).to_contain_text("Aug 1941")
    assert visitor.page.evaluate("scrollY") == 0
    expect(forward).to_be_focused()


def test_a_scenario_marks_what_it_changed_and_opens_its_groups(visit: Visit) -> None:
    visitor = visit(1440, 900)
    visitor.open()
    expect(visitor.page.locator(".levers .rest")).not_to_have_attribute("open", "")
    visitor.choose("scenario", "unopposed-hawks")
    expect(visitor.page.locator(".levers .rest > summary .badge")).to_have_text("3")
    marks = visitor.page.locator(".levers .lever.by-scenario:visible")
    expect(marks).to_have_count(4)
    expect(marks.locator(".badge.by-scenario").first).to_have_text(EN("levers_panel.of_scenario"))
    expect(visitor.page.locator(".levers .group[open] > summary .badge.by-scenario")).to_have_count(3)


def test_a_day_that_is_switched_on_is_that_of_history_or_the_one_looked_at(visit: Visit) -> None:
    visitor = visit(1440, 900)
    visitor.open()
    for key, held in (
        ("sanctions.oil_embargo", "1941-08-23"),
        ("soviet.collapse", "1941-07-31"),
        ("army.divisions_cap", "16"),
    ):
        switch = visitor.about(key).locator("select")
        switch.select_option("")
        visitor.await_link(**{key: held})
        expect(visitor.lever(key)).to_have_attribute("type", "range")
