"""Sentences on the screen: lines are broken where a person would, in a language that sets no spaces too."""

from __future__ import annotations

from itertools import pairwise
from unicodedata import east_asian_width

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_NEVER_FIRST = frozenset(
    "、。，．・：；？！）」』】〕〉》〜ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)]%"
)
_NEVER_LAST = frozenset("（「『【〔〈《([")


class Prose:
    """A text that is broken between words, and between wide characters where no sign forbids it.

    A text without wide characters is broken as Rich breaks it.
    """

    def __init__(self, text: Text | str, style: str = "") -> None:
        """Take a text.

        Args:
            text: with its styles, or plain.
            style: of a plain text.
        """
        self.text = text if isinstance(text, Text) else Text(text, style=style)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = [
            part
            for line in self.text.split("\n", allow_blank=True)
            for part in line.divide(line_ends(line.plain, options.max_width))
        ]
        for line in lines:
            line.rstrip()
        yield Text("\n").join(lines)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self.text)


def line_ends(line: str, width: int) -> list[int]:
    """Return the places at which a line is broken so that no part is wider than `width` columns."""
    if not any(map(_is_wide, line)):
        return []
    ends: list[int] = []
    begin = place = 0
    for end in _breaks(line):
        if cell_len(line[begin:end].rstrip()) > width and place > begin:
            ends.append(place)
            begin = place
        place = end
    return ends


def _breaks(line: str) -> list[int]:
    """Return all places at which a line may be broken, its end included."""
    between = pairwise(line)
    return [place for place, (last, first) in enumerate(between, 1) if _may_break(last, first)] + [len(line)]


def _may_break(last: str, first: str) -> bool:
    if first in _NEVER_FIRST or last in _NEVER_LAST or first == " ":
        return False
    if last == " ":
        return True
    # a number keeps the character that says what it counts
    return (_is_wide(last) or _is_wide(first)) and not last.isdigit()


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in {"W", "F"}
