"""Every text can be read on every ground, in the light and in the dark, and every mark can be seen."""

import re
from dataclasses import fields
from itertools import pairwise

import pytest

from kantokuen.dashboard.palette import PALETTES, Palette, css_variables

TEXTS = ("ink", "quiet", "accent", "north", "south", "truth", "belief", "warning")
MARKS = ("accent", "north", "south", "truth", "belief", "baseline", "warning", "ripe")
GROUNDS = ("paper", "card", "raised")
THEMES = pytest.mark.parametrize("theme", PALETTES)


def luminance(colour: str) -> float:
    """Relative luminance of a colour ``#rrggbb`` after WCAG 2.2, 0..1."""
    shares = [int(colour[place : place + 2], 16) / 255.0 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours after WCAG 2.2, 1..21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_weak(palette: Palette, colours: tuple[str, ...], least: float) -> dict[str, float]:
    worn = palette.as_dict()
    found = {
        f"{colour} on {ground}": round(contrast(worn[colour], worn[ground]), 2)
        for colour in colours
        for ground in GROUNDS
    }
    return {name: each for name, each in found.items() if each < least}


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@THEMES
def test_texts_have_a_contrast_of_four_and_a_half(theme: str) -> None:
    assert too_weak(PALETTES[theme], TEXTS, 4.5) == {}


@THEMES
def test_marks_have_a_contrast_of_three(theme: str) -> None:
    assert too_weak(PALETTES[theme], MARKS, 3.0) == {}


@THEMES
def test_a_button_can_be_read(theme: str) -> None:
    worn = PALETTES[theme]
    assert contrast(worn.accent_ink, worn.accent) >= 4.5


@THEMES
def test_what_lies_on_the_map_can_be_read_on_every_land_and_on_the_sea(theme: str) -> None:
    worn = PALETTES[theme]
    for ground in (worn.land, worn.soviet_land, worn.other_land, worn.sea):
        assert contrast(worn.ink, ground) >= 4.5


@THEMES
def test_grounds_and_colours_are_plain_hex(theme: str) -> None:
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in PALETTES[theme].as_dict().values())


def test_the_style_has_each_colour_for_light_dark_and_as_the_system_has_it() -> None:
    style = css_variables()
    by_default, by_system, by_choice = re.split(
        r"@media screen and \(prefers-color-scheme:dark\)|@media screen\{:root\[data-theme=dark\]", style
    )
    for part, theme in ((by_default, "light"), (by_system, "dark"), (by_choice, "dark")):
        for each in fields(Palette):
            assert f"--{each.name}:{getattr(PALETTES[theme], each.name)};" in part
    assert ":not([data-theme=light])" in by_system
    assert all(style.count(one) == style.count(other) for one, other in pairwise("{}"))
