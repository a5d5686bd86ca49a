"""Seals: each office as a name seal with two characters, drawn here; the shape tells its house."""

from __future__ import annotations

from typing import Final

from kantokuen.dashboard.palette import SERIF, Palette
from kantokuen.dashboard.pictures.svg import element, esc, picture, rect
from kantokuen.dashboard.playback import Seat
from kantokuen.model.text.words import Words

SEAL: Final = (19.0, 33.0)
"""Width and height of a seal in the table."""

_ROUND: Final = {"army": 0.08, "navy": 0.5, "cabinet": 0.24, "court": 0.08}
"""How round the corners are, as a share of the width; the court's seal has a second frame."""


def office_seal(seat: Seat, words: Words, x: float, y: float, wide: float, *, paper: str, ink: str) -> str:
    """Return the seal of an office: its two characters one above the other, cut into a field of ink.

    Args:
        seat: of the office.
        words: of the page.
        x: of its left edge.
        y: of its upper edge.
        wide: its width; its height goes with it.
        paper: colour of the characters.
        ink: colour of the field.
    """
    tall = wide * SEAL[1] / SEAL[0]
    rx = _ROUND[seat.house] * wide
    field = rect(x, y, wide, tall, rx=rx, fill=ink)
    if seat.house == "court":
        edge = 0.07 * wide
        field += rect(
            x + edge, y + edge, wide - 2 * edge, tall - 2 * edge, rx=0.5 * rx, fill="none", stroke=paper,
            stroke_width=0.05 * wide,
        )  # fmt: skip
    size = 0.75 * wide
    letters = "".join(
        element(
            "text",
            esc(letter),
            x=x + 0.5 * wide,
            y=y + 0.5 * tall + (0.9 * row - 0.09) * size,
            fill=paper,
            font_size=size,
            font_family=SERIF,
            font_weight=700.0,
            text_anchor="middle",
        )
        for row, letter in enumerate(words(f"people.seals.{seat.office}"))
    )
    return element("g", field, letters, aria_hidden="true")


def seal_picture(seat: Seat, words: Words, palette: Palette) -> str:
    """Return the seal of an office as a picture of its own."""
    wide, tall = SEAL
    return picture(
        office_seal(seat, words, 0.0, 0.0, wide, paper=palette.card, ink=palette.warning),
        width=wide,
        height=tall,
        title=words("people.seal", office=words(f"offices.{seat.office}.name")),
        desc=words("people.seal_desc", letters=words(f"people.seals.{seat.office}")),
        class_="office-seal",
        ground=palette.card,
    )
