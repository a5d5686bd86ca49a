"""Handing out, as a person does it: a link, a picture, a poster, and paper."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.support.visitor import words

EN = words()


def test_a_picture_and_a_link_are_handed_out_in_two_steps(visit: Visit, tmp_path: Path) -> None:
    visitor = visit(permissions=["clipboard-read", "clipboard-write"])
    visitor.open("scenario=no-oil-embargo&view=table")
    picture = visitor.take("save:table.svg", tmp_path)  # one
    said = picture.read_text(encoding="utf-8")
    for part in (
        EN("titles.table"),
        EN("scenarios.no-oil-embargo.title"),
        "scenario=no-oil-embargo",
        "Cite as",
    ):
        assert part in said
    visitor.pick("do:share")  # two
    field = visitor.dialog.locator("#share-link")
    expect(field).to_be_focused()
    assert (
        visitor.page.evaluate("getSelection().toString() || document.activeElement.value")
        == field.input_value()
    )
    assert "scenario=no-oil-embargo" in field.input_value()
    expect(visitor.dialog.locator(".share-code")).to_have_count(0)  # no phone could follow it
    expect(visitor.dialog).to_contain_text(EN("share.reach.alone"))
    visitor.dialog.get_by_role("button", name=EN("bar.copy")).click()
    expect(visitor.dialog.get_by_role("status")).to_have_text(EN("bar.copied"))
    assert visitor.page.evaluate("navigator.clipboard.readText()") == field.input_value()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_poster_is_saved_as_svg_and_png(visit: Visit, tmp_path: Path, language: str) -> None:
    visitor = visit()
    visitor.open(f"language={language}&worlds=2000&opening=off")
    visitor.pick("do:share")
    visitor.dialog.locator("[data-pick='do:poster']").click()
    expect(visitor.dialog.locator(".poster-sheet svg.poster")).to_be_visible()
    drawn = visitor.saved(visitor.dialog.locator("[data-pick='save:poster.svg']"), tmp_path)
    assert words(language)("opening.question")[:10] in drawn.read_text(encoding="utf-8")
    raster = visitor.saved(visitor.dialog.locator("[data-pick='save:poster.png']"), tmp_path)
    assert raster.read_bytes().startswith(b"\x89PNG")
    assert raster.stat().st_size > 100_000


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def brightness(drawn: Locator) -> int:
    """Return the middle value of the brightness of what is shown, 0 black to 255 white."""
    with Image.open(BytesIO(drawn.screenshot(animations="disabled"))) as picture:
        shades = sorted(picture.convert("L").tobytes())
    return shades[len(shades) // 2]


LOOKS_PRINTED = """() => {
  const look = (name) => getComputedStyle(document.querySelector(name));
  return [look(".panel").backgroundColor, look(".panel").color, look("html").colorScheme];
}"""


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("view", ["table", "theatre", "months"])
def test_what_is_dark_on_the_screen_is_printed_dark_on_white(visit: Visit, view: str, language: str) -> None:
    visitor = visit(800, 900)
    visitor.open(f"theme=dark&view={view}&language={language}&worlds=2000")
    drawn = visitor.page.locator(".panels svg:visible").last
    drawn.scroll_into_view_if_needed()
    assert brightness(drawn) < 90
    terms = visitor.page.locator("button.term:visible").count()
    assert terms > 0
    visitor.page.emulate_media(media="print")
    assert visitor.page.locator("button.term:visible").count() == terms
    assert visitor.page.evaluate(LOOKS_PRINTED) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)", "light"]
    for each in (drawn, visitor.page.locator("#verdict svg.dots")):
        each.scroll_into_view_if_needed()
        assert brightness(each) > 200


def test_a_poster_and_its_code_are_printed_as_they_are_drawn(visit: Visit) -> None:
    visitor = visit()
    visitor.open("theme=dark&worlds=2000")
    visitor.pick("do:share")
    visitor.dialog.locator("[data-pick='do:poster']").click()
    poster = visitor.page.locator(".poster-sheet svg.poster")
    expect(poster).to_be_visible()
    on_screen = brightness(poster)
    visitor.page.emulate_media(media="print")
    assert visitor.page.locator(".poster-sheet").evaluate(
        "sheet => [sheet, ...sheet.querySelectorAll('*')].every(e => getComputedStyle(e).filter === 'none')"
    )
    assert brightness(poster) > 200
    assert on_screen > 200


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_poster_is_printed_alone_on_one_sheet(visit: Visit, paper: str) -> None:
    visitor = visit()
    visitor.open("worlds=2000&opening=off")
    visitor.pick("do:share")
    visitor.dialog.locator("[data-pick='do:poster']").click()
    expect(visitor.dialog.locator(".poster-sheet svg.poster")).to_be_visible()
    pdf = visitor.page.pdf(format=paper)
    assert pages_of(pdf) == 1
    visitor.page.emulate_media(media="print")
    box = visitor.page.locator(".poster-sheet svg.poster").bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert visitor.page.locator(".desk").bounding_box() is None


@pytest.mark.parametrize("view", ["table", "theatre", "months", "whatif", "worlds", "doubt"])
def test_each_part_is_printed_in_black_on_white_without_controls(visit: Visit, view: str) -> None:
    visitor = visit(color_scheme="dark")
    visitor.open(f"view={view}&worlds=2000")
    visitor.look_at(view)
    visitor.page.emulate_media(media="print", color_scheme="dark")
    page = visitor.page
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".panels").bounding_box() is not None
    for hidden in (".side", ".tabs", ".bar .own"):
        assert page.locator(hidden).first.bounding_box() is None, hidden
    assert len(page.pdf(format="A4")) > 10_000
