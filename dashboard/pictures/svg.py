"""Small tools for writing SVG: elements, numbers, scales of colours, and labels that keep apart."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from kantokuen.dashboard.palette import SANS, mix

Attribute = str | float | None


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


def path(steps: str, **attributes: Attribute) -> str:
    """Return a path."""
    return element("path", d=steps, **attributes)


def rect(x: float, y: float, width: float, height: float, **attributes: Attribute) -> str:
    """Return a rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, **attributes)


def circle(x: float, y: float, radius: float, **attributes: Attribute) -> str:
    """Return a disc about a point."""
    return element("circle", cx=x, cy=y, r=radius, **attributes)


def label(
    x: float,
    y: float,
    said: str,
    fill: str,
    size: float = 13.0,
    anchor: str | None = None,
    **attributes: Attribute,
) -> str:
    """Return a line of text whose baseline starts (or ends, or is centred) at a point."""
    look = {"fill": fill, "font_size": size, "font_family": SANS, "text_anchor": anchor, **attributes}
    return element("text", esc(said), x=x, y=y, **look)


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
