"""Pictures of two themes laid together: what differs follows the theme, and parts keep names of their own."""

import re
from html import escape

import pytest

from kantokuen.dashboard.palette import SANS, Palette
from kantokuen.dashboard.report.colours import SHARED, Colours


def fruit(palette: Palette) -> str:
    colour = palette.green
    return (
        f'<svg fill="{colour}" font-family="{escape(SANS)}"><linearGradient id="skin-{colour[1:]}">'
        f'<stop stop-color="#123456"/></linearGradient><path fill="url(#skin-{colour[1:]})"/>'
        f'<use href="#{SHARED}ground"/></svg>'
    )


def test_what_differs_is_a_variable_and_what_is_the_same_stays() -> None:
    colours = Colours()
    drawn = colours.drawn(fruit)
    assert 'fill="var(--c0)"' in drawn
    assert 'stop-color="#123456"' in drawn
    assert 'font-family="var(--sans)"' in drawn
    style = colours.style()
    assert re.search(r":root\{--c0:#[0-9a-f]{6};\}", style)
    assert "prefers-color-scheme:dark" in style
    assert "[data-theme=dark]" in style


def test_parts_of_two_pictures_never_share_a_name_but_those_that_are_shared() -> None:
    colours = Colours()
    one, other = colours.drawn(fruit), colours.drawn(fruit)
    names = [set(re.findall(r'id="([^"]+)"', each)) for each in (one, other)]
    assert names[0]
    assert not names[0] & names[1]
    for each, own in zip((one, other), names, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", each)) == own
        assert f'href="#{SHARED}ground"' in each


def test_a_picture_that_is_another_in_the_dark_is_refused() -> None:
    with pytest.raises(ValueError, match="otherwise in another theme"):
        Colours().drawn(lambda palette: f"<svg><text>{palette.paper[:4]}</text></svg>")
