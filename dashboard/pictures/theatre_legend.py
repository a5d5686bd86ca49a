"""The key below the map: what its marks mean, and what is judgement."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from kantokuen.dashboard.lettering import text_width
from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.pictures import theatre_marks as marks
from kantokuen.dashboard.pictures.atlas import SMALL, fort
from kantokuen.dashboard.pictures.svg import label
from kantokuen.model.text.words import Words

_KEY: Final = "pictures.theatre"
_SIZE: Final = SMALL
_LINE: Final = 17.0
_SIGN: Final = 22.0
"""Width of a sign with the space behind it."""

_SIGNS: Final[dict[str, Callable[[float, float, Palette], str]]] = {
    "soviet": lambda x, y, palette: marks.division(x + 14, y, "soviet", palette, is_there=True, size=6.0),
    "gone": lambda x, y, palette: marks.division(x + 14, y, "soviet", palette, is_there=False, size=6.0),
    "japanese": lambda x, y, palette: marks.division(x + 14, y, "japanese", palette, is_there=True, size=6.0),
    "coming": lambda x, y, palette: marks.division(x + 14, y, "japanese", palette, is_there=False, size=6.0),
    "fort": lambda x, y, palette: fort(x + 13, y + 1, palette),
    "ordered": lambda x, y, palette: marks.arrow(
        (x, y), (x + 18, y), palette.north, palette, is_ordered=True
    ),
    "planned": lambda x, y, palette: marks.arrow(
        (x, y), (x + 18, y), palette.north, palette, is_ordered=False
    ),
    "hold": lambda x, y, palette: marks.guard(
        (x + 2, y - 1), (x + 18, y - 1), palette.north, palette, is_ordered=True
    ),
}


@cache
def legend(
    words: Words, palette: Palette, place: tuple[float, float, float], *, is_narrow: bool
) -> tuple[str, ...]:
    """Return the key and the notes.

    Args:
        words: the language.
        palette: the colours.
        place: left edge, first line and width, in units of the picture.
        is_narrow: one sign a line, and the notes below the small map.
    """
    left, y, width = place
    x = left
    shapes = []
    for name, sign in _SIGNS.items():
        said = words(f"{_KEY}.legend.{name}")
        needed = _SIGN + text_width(said, _SIZE) + 12.0
        if x > left and (is_narrow or x + needed > left + width):
            x, y = left, y + _LINE
        shapes.append(sign(x, y - 4.0, palette))
        shapes.append(label(x + _SIGN, y, said, palette.quiet, _SIZE))
        x += needed
    top = 660.0 if is_narrow else y + _LINE + 3.0
    left, width = (2.0, 356.0) if is_narrow else (left, width)
    notes = [words(f"{_KEY}.{each}") for each in ("caption", "occupied")]
    lines = [line for note in notes for line in wrapped(note, width)]
    shapes += [
        label(left, top + index * 15.0, line, palette.quiet, _SIZE) for index, line in enumerate(lines)
    ]
    return tuple(shapes)


def wrapped(said: str, width: float) -> list[str]:
    """Return a text in lines that fit a width: broken at blanks, or anywhere in a text that has none."""
    pieces = said.split(" ") if " " in said else list(said)
    glue = " " if " " in said else ""
    lines = [pieces[0]]
    for piece in pieces[1:]:
        longer = f"{lines[-1]}{glue}{piece}"
        if text_width(longer, _SIZE) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines
