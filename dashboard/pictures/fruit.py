"""The fruit by itself, half ripe, as in the summer of the question; no number stands beside it."""

from __future__ import annotations

from typing import Final

from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.pictures import plate
from kantokuen.dashboard.pictures.svg import picture
from kantokuen.model.text.words import Words

_WIDTH, _HEIGHT = 234.0, 330.0
_HALF_RIPE: Final = 0.45
"""For looks: the scene comes before any world, and says nothing of one."""

_JULY: Final = 7


def fruit(words: Words, palette: Palette) -> str:
    """Return the persimmon on its twig, large."""
    return picture(
        plate.draw(palette, _HALF_RIPE, _JULY, has_fallen=False, is_winter=False),
        width=_WIDTH,
        height=_HEIGHT,
        title=words("opening.fruit_title"),
        desc=words("opening.fruit"),
        class_="fruit-alone",
        ground=palette.paper,
    )
