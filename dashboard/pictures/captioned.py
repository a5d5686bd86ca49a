"""Captions: what a picture is of, put below it, so that it says so wherever it is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kantokuen.dashboard.lettering import text_width
from kantokuen.dashboard.palette import SERIF, Palette
from kantokuen.dashboard.pictures.svg import element, label, num

_VIEW_BOX: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_SIZE: Final = re.compile(r' (?:width|height)="[^"]*"')
_MARGIN, _TITLE, _TEXT, _LEAD = 14.0, 17.0, 12.0, 16.0
BOLD: Final = 1.2
"""How much wider the letters of headings run than those of text."""

_NARROWEST: Final = 420.0
"""A caption below a narrow picture is set this wide, and the picture stands in its middle."""


def size_of(picture: str) -> tuple[float, float]:
    """Return width and height of a picture, in its own units.

    Raises:
        ValueError: it has no view box that begins at its corner.
    """
    found = _VIEW_BOX.search(picture.partition(">")[0])
    if found is None:
        raise ValueError("a picture without a view box")
    return float(found[1]), float(found[2])


def placed(picture: str, x: float, y: float, width: float) -> tuple[str, float]:
    """Return a picture set at a place in another, as wide as is said, and how high it is then."""
    wide, high = size_of(picture)
    head, _, rest = picture.partition(">")
    height = high * width / wide
    place = f' x="{num(x)}" y="{num(y)}" width="{num(width)}" height="{num(height)}"'
    return f"{_SIZE.sub('', head)}{place}>{rest}", height


def captioned(picture: str, title: str, lines: Sequence[str], palette: Palette) -> str:
    """Return a picture with a title above it and lines below it.

    Args:
        picture: an SVG whose view box begins at its corner.
        title: what it shows.
        lines: what it is of; each is broken where it is too long.
        palette: of the page.
    """
    wide, _ = size_of(picture)
    width = max(wide, _NARROWEST)
    room = width - 2.0 * _MARGIN
    parts, y = [], _MARGIN
    for line in broken(title, BOLD * _TITLE, room):
        y += _TITLE * 1.25
        parts.append(label(_MARGIN, y - 4.0, line, palette.ink, _TITLE, font_family=SERIF, font_weight="600"))
    inside, height = placed(picture, (width - wide) / 2.0, y + 4.0, wide)
    y += height + 8.0
    for line in (each for text in lines for each in broken(text, _TEXT, room)):
        y += _LEAD
        parts.append(label(_MARGIN, y, line, palette.quiet, _TEXT))
    high = y + _MARGIN
    return element(
        "svg",
        element("rect", width=width, height=high, fill=palette.card),
        inside,
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {num(width)} {num(high)}",
        width=num(width),
        height=num(high),
        role="img",
        aria_label=title,
    )


def broken(text: str, size: float, width: float) -> Iterator[str]:
    """Yield the lines of a text that fit a width, broken between words, and within what has none."""
    line = ""
    for word in re.findall(r"\S+\s*|\s+", text):
        while text_width(word.rstrip(), size) > width:  # a link, or a language without spaces
            fits = next(
                n for n in range(len(word), 0, -1) if text_width(line + word[:n], size) <= width or n == 1
            )
            yield line + word[:fits]
            line, word = "", word[fits:]  # noqa: PLW2901  (what is left of it)
        if line and text_width((line + word).rstrip(), size) > width:
            yield line.rstrip()
            line = ""
        line += word
    if line.strip():
        yield line.rstrip()
