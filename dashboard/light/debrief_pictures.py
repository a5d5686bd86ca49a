"""Pictures of a debrief: two lines over the turns of a game, in the colours of the page's style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kantokuen.dashboard.pictures.svg import circle, element, esc, path, picture

_WIDE, _TALL = 300.0, 180.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 32.0, 76.0, 12.0, 26.0
_APART: Final = 15.0
"""Least distance of two names at the ends of lines."""

_STEPS: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 25.0)
_MOST_MARKS: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A line over the turns.

    Attributes:
        name: at its end.
        kind: class that gives it its colour and dashes.
        values: one a turn.
    """

    name: str
    kind: str
    values: Sequence[float]


def lines_picture(lines: Sequence[Line], title: str, desc: str, *, most: float | None = None) -> str:
    """Return lines over the turns of a game, each with its name at its end.

    Args:
        lines: of equally many values, at least one.
        title: of the picture.
        desc: what it shows, in words.
        most: upper end of the axis; chosen from the values when not given.
    """
    turns = len(lines[0].values)
    top = most if most is not None else max(max(each.values) for each in lines)
    step = next((each for each in _STEPS if top / each <= _MOST_MARKS), _STEPS[-1] * 2.0)
    marks = int(-(-top // step))
    top = step * marks or 1.0

    def x(turn: int) -> float:
        wide = _WIDE - _LEFT - _RIGHT
        return _LEFT + (wide * (turn - 1) / (turns - 1) if turns > 1 else 0.5 * wide)

    def y(value: float) -> float:
        return _TALL - _BOTTOM - (_TALL - _TOP - _BOTTOM) * value / top

    parts = []
    for mark in range(marks + 1):
        at = y(mark * step)
        parts.append(path(f"M{_LEFT} {at:.1f}H{_WIDE - _RIGHT}", class_="grid"))
        parts.append(_text(_LEFT - 5.0, at + 4.0, f"{mark * step:g}", "end"))
    parts += [_text(x(turn), _TALL - 8.0, str(turn), "middle") for turn in range(1, turns + 1)]
    for each in lines:
        places = [(x(turn), y(value)) for turn, value in enumerate(each.values, start=1)]
        drawn = "L".join(f"{across:.1f} {down:.1f}" for across, down in places)
        parts.append(path(f"M{drawn}", class_=f"line {each.kind}"))
        parts += [circle(across, down, 3.0, class_=f"spot {each.kind}") for across, down in places]
    heights = _apart([y(each.values[-1]) for each in lines])
    parts += [
        _text(_WIDE - _RIGHT + 8.0, at + 4.0, each.name, "start", each.kind)
        for each, at in zip(lines, heights, strict=True)
    ]
    return picture(*parts, width=_WIDE, height=_TALL, title=title, desc=desc, class_="lines", ground="none")


def _text(x: float, y: float, said: str, anchor: str, kind: str = "") -> str:
    return element("text", esc(said), x=x, y=y, text_anchor=anchor, class_=f"said-of {kind}".strip())


def _apart(heights: list[float]) -> list[float]:
    """Return heights that lie apart, each as near its place as the one above lets it."""
    order = sorted(range(len(heights)), key=lambda each: heights[each])
    found = list(heights)
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + _APART)
    over = max(found) - (_TALL - _BOTTOM)
    return [each - max(over, 0.0) for each in found]
