"""The poster: question, answer, fruit, dots, map and table of one history on a sheet like A4 or A3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from kantokuen.dashboard.lettering import fitted
from kantokuen.dashboard.palette import SERIF, Palette
from kantokuen.dashboard.pictures.captioned import BOLD, broken, placed, size_of
from kantokuen.dashboard.pictures.svg import element, label, num, rect

WIDTH: Final = 1000.0
HEIGHT: Final = WIDTH * sqrt(2.0)
"""The proportion of A3 and A4."""

_MARGIN: Final = 44.0
_CODE: Final = 118.0
_LEFT: Final = 0.56
"""Share of the left column: dots, fruit and endings, and the map; the table stands in the right one."""

_ROW: Final = 23.0
_GAP: Final = 18.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a poster.

    Attributes:
        title: the question.
        headline: the answer in a sentence.
        fruit, dots, theatre, table: pictures, each an SVG; the table in its narrow form.
        endings: for each ending its mark, an SVG about the origin, its name, and how many of 100.
        lines: what it is of, and how it is cited.
        code: the QR code of the link, empty for none.
        limits: what it is not.
    """

    title: str
    headline: str
    fruit: str
    dots: str
    theatre: str
    table: str
    endings: Sequence[tuple[str, str, str]]
    lines: Sequence[str]
    code: str
    limits: str


def poster(sheet: Sheet, palette: Palette) -> str:
    """Return the poster; a picture is made smaller where it would not fit."""
    room = WIDTH - 2.0 * _MARGIN
    parts, y = [], _MARGIN
    for line in broken(sheet.title, BOLD * 34.0, room):
        y += 38.0
        parts.append(label(_MARGIN, y, line, palette.ink, 34.0, font_family=SERIF, font_weight="600"))
    for line in broken(sheet.headline, BOLD * 21.0, room):
        y += 29.0
        parts.append(label(_MARGIN, y, line, palette.north, 21.0, font_family=SERIF))
    y += _GAP
    foot = HEIGHT - _MARGIN - _CODE
    parts += _pictures(sheet, y, foot - _GAP, palette)
    parts += _foot(sheet, foot, palette)
    return element(
        "svg",
        rect(0.0, 0.0, WIDTH, HEIGHT, fill=palette.card),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {num(WIDTH)} {num(HEIGHT)}",
        width="100%",
        role="img",
        aria_label=f"{sheet.title} {sheet.headline}",
        class_="poster",
    )


def _pictures(sheet: Sheet, top: float, bottom: float, palette: Palette) -> list[str]:
    """Return dots, fruit with endings, and map in the left column, the table in the right one."""
    room, high = WIDTH - 2.0 * _MARGIN - _GAP, bottom - top
    left = _LEFT * room
    fruit_wide = 0.46 * left
    middle = max(_height(sheet.fruit, fruit_wide), _ROW * (len(sheet.endings) + 1))
    upper = _height(sheet.dots, left) + middle + 2.0 * _GAP
    map_wide = min(left, left * (high - upper) / _height(sheet.theatre, left))
    spare = (high - upper - _height(sheet.theatre, map_wide)) / 2.0
    dots, y = placed(sheet.dots, _MARGIN, top, left)
    y += top + _GAP + spare
    fruit, _ = placed(sheet.fruit, _MARGIN, y, fruit_wide)
    named = _endings(sheet, _MARGIN + fruit_wide + _GAP, y + _ROW, left - fruit_wide - _GAP, palette)
    theatre, _ = placed(sheet.theatre, _MARGIN + (left - map_wide) / 2.0, y + middle + _GAP + spare, map_wide)
    right = room - left
    table_wide = min(right, right * high / _height(sheet.table, right))
    table, _ = placed(sheet.table, WIDTH - _MARGIN - (right + table_wide) / 2.0, top, table_wide)
    return [dots, fruit, *named, theatre, table]


def _endings(sheet: Sheet, x: float, y: float, width: float, palette: Palette) -> list[str]:
    parts = []
    for mark, name, count in sheet.endings:
        said, size = fitted(name, size=14.0, width=width - 70.0)
        parts.append(element("g", mark, transform=f"translate({num(x + 9.0)} {num(y - 5.0)})"))
        parts.append(label(x + 24.0, y, said, palette.ink, size))
        parts.append(label(x + width, y, count, palette.ink, 14.0, "end", font_weight="600"))
        y += _ROW
    return parts


def _height(picture: str, width: float) -> float:
    wide, high = size_of(picture)
    return high * width / wide


def _foot(sheet: Sheet, top: float, palette: Palette) -> list[str]:
    room = WIDTH - 2.0 * _MARGIN - (_CODE + _GAP if sheet.code else 0.0)
    parts, y = [], top
    for text, ink in [*((line, palette.ink) for line in sheet.lines), (sheet.limits, palette.quiet)]:
        for line in broken(text, 12.5, room):
            y += 15.0
            parts.append(label(_MARGIN, y, line, ink, 12.5))
    if sheet.code:
        code, _ = placed(sheet.code, WIDTH - _MARGIN - _CODE, top, _CODE)
        parts.append(code)
    return parts
