"""Small tools for writing SVG: elements, numbers, colours, and text that fits its place."""

from __future__ import annotations

import unicodedata
from html import escape
from itertools import pairwise
from typing import Final

from kantokuen.dashboard.palette import SANS
from kantokuen.dashboard.words import Words

Attribute = str | float | None

_SMALLEST: Final = 12.0
"""No text is made smaller than this to fit, in units of the picture."""

_WIDE_LETTERS: Final = frozenset("mwMWQO%—–@")
_SLIM_LETTERS: Final = frozenset("iljItfr.,:;'|!()[] ·-")


def signed(words: Words, value: float, digits: int = 2) -> str:
    """Return a number with its sign before it, none where it is written as nothing but zeros."""
    said = words.number(value, digits)
    return f"+{said}" if round(value, digits) > 0.0 else said


def esc(text: str) -> str:
    """Return text that is safe between tags and within an attribute."""
    return escape(text, quote=True)


def num(value: float) -> str:
    """Return a coordinate with at most two decimals."""
    said = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if said in {"-0", ""} else said


def element(name: str, *inside: str, **attributes: Attribute) -> str:
    """Return an element; what stands inside is written as it is, attributes are escaped.

    Args:
        name: of the tag.
        *inside: elements, already written.
        **attributes: ``stroke_width`` is written ``stroke-width``, ``class_`` is ``class``; those that
            are None are left out.
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{esc(value) if isinstance(value, str) else num(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def label(x: float, y: float, said: str, *, fill: str, size: float = 13.0, **attributes: Attribute) -> str:
    """Return a line of text whose baseline starts (or ends, or is centred) at a point."""
    font = attributes.pop("font_family", SANS)
    return element("text", esc(said), x=x, y=y, fill=fill, font_size=size, font_family=font, **attributes)


def picture(
    *inside: str,
    width: float,
    height: float,
    title: str,
    desc: str,
    role: str = "img",
    class_: str,
    ground: str,
) -> str:
    """Return a whole SVG that can stand in a page or in a file of its own.

    Args:
        *inside: elements, already written.
        width: of its coordinates; it is shown as wide as its place.
        height: of its coordinates.
        title: its name for screen readers.
        desc: what it shows, in a sentence.
        role: ``img``, or ``group`` where it contains buttons.
        class_: its class, to which its style sheet is bound.
        ground: colour behind it.
    """
    return element(
        "svg",
        element("title", esc(title)),
        element("desc", esc(desc)),
        element("rect", width=width, height=height, fill=ground),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {num(width)} {num(height)}",
        width="100%",
        role=role,
        aria_label=title,
        class_=class_,
    )


def mix(one: str, other: str, share: float) -> str:
    """Return the colour that lies a share of the way, 0..1, from one ``#rrggbb`` to another."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(first + share * (second - first)):02x}" for first, second in pairs)


def ramp(stops: tuple[tuple[float, str], ...], at: float) -> str:
    """Return the colour at a place of a scale.

    Args:
        stops: places in rising order and their colours ``#rrggbb``; beyond the ends nothing changes.
        at: the place.
    """
    for (start, one), (end, other) in pairwise(stops):
        if at <= end:
            return mix(one, other, max(at - start, 0.0) / (end - start))
    return stops[-1][1]


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


def spread(places: list[float], *, gap: float, low: float, high: float) -> list[float]:
    """Return places moved apart so that neighbours keep a gap, each crowd centred on where it would stand.

    Args:
        places: where labels would stand, in any order; equal ones keep their order.
        gap: least distance, such that all fit between the bounds.
        low: least place.
        high: greatest place.
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    crowds: list[list[int]] = []
    starts: list[float] = []
    for index in order:
        crowd = [index]
        start = _start(places, crowd, gap=gap, low=low, high=high)
        while crowds and starts[-1] + gap * len(crowds[-1]) > start:
            crowd = crowds.pop() + crowd
            starts.pop()
            start = _start(places, crowd, gap=gap, low=low, high=high)
        crowds.append(crowd)
        starts.append(start)
    moved = [0.0] * len(places)
    for crowd, start in zip(crowds, starts, strict=True):
        for row, index in enumerate(crowd):
            moved[index] = start + gap * row
    return moved


def _start(places: list[float], crowd: list[int], *, gap: float, low: float, high: float) -> float:
    """Return where the first of a crowd stands so that its middle is that of its places, within bounds."""
    reach = gap * (len(crowd) - 1)
    middle = sum(places[index] for index in crowd) / len(crowd)
    return max(min(middle - 0.5 * reach, high - reach), low)
