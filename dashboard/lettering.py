"""Lettering: how wide text runs, how it is made to fit, and how a difference is written."""

from __future__ import annotations

import unicodedata
from typing import Final

from kantokuen.model.text.words import Words

_SMALLEST: Final = 12.0
"""No text is made smaller than this to fit, in units of the picture."""

_WIDE_LETTERS: Final = frozenset("mwMWQO%—–@")
_SLIM_LETTERS: Final = frozenset("iljItfr.,:;'|!()[] ·-")


def signed(words: Words, value: float, digits: int = 2, *, nought: str = "") -> str:
    """Return a number with its sign before it.

    Args:
        words: of the page.
        value: the number.
        digits: after the point.
        nought: the sign of what is written as nothing but zeros.
    """
    said = words.number(value, digits)
    if said == words.number(0.0, digits):
        return f"{nought}{said}"
    return f"+{said}" if value > 0.0 else said


def text_width(said: str, size: float) -> float:
    """Return about how wide a line of text runs, on the generous side."""
    return size * sum(map(_letter_width, said))


def _letter_width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _WIDE_LETTERS:
        return 0.84
    if letter in _SLIM_LETTERS:
        return 0.3
    return 0.62 if letter.isupper() else 0.52


def fitted(said: str, *, size: float, width: float) -> tuple[str, float]:
    """Return a line and its size so that it fits: smaller if need be, then cut short with an ellipsis."""
    wide = text_width(said, size)
    if wide <= width:
        return said, size
    size = max(_SMALLEST, size * width / wide)
    if text_width(said, size) <= width:
        return said, size
    while said and text_width(said + "…", size) > width:
        said = said[:-1]
    return said.rstrip() + "…", size
