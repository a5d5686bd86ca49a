"""What a chart of the months consists of: subplots of lines, with facts beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kantokuen.dashboard.playback import Month

Dash = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: how it is read from a period, and how it looks.

    Attributes:
        key: its id among the series.
        name: its label.
        read: the value in a period, nan for none.
        colour: of the line.
        dash: solid, dashed or dotted.
        symbol: drawn at each period, ``none`` for no symbol.
        digits: after the point, in words.
        unit: after its value in the subtitle.
        is_told: whether the subtitle says its value.
        width: px.
        is_compared: whether the same line of the baseline is drawn behind it.
    """

    key: str
    name: str
    read: Callable[[Month], float]
    colour: str
    dash: Dash = "solid"
    symbol: str = "none"
    digits: int = 1
    unit: str = ""
    is_told: bool = True
    width: float = 2.0
    is_compared: bool = True


@dataclass(frozen=True, slots=True)
class Dot:
    """A fact of the evidence, drawn as a small mark on its day.

    Attributes:
        fact_id: the fact.
        is_belief: whether it is what was believed; otherwise it is what was so.
        digits: after the point, in words.
        scale: what the fact is multiplied with on the axis.
    """

    fact_id: str
    is_belief: bool = True
    digits: int = 0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Subplot:
    """The lines that share an axis.

    Attributes:
        unit: written above the axis.
        lines: one or more.
        dots: facts beside them.
        levels: values at which a dotted line is drawn, each with its words.
        low, high: ends of the axis; None where the values decide.
        step: between two labels of the axis; None where the values decide.
        band: lower and upper reading between which a band is drawn.
        zones: words for the upper and for the lower half, each with its colour.
    """

    unit: str
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...] = ()
    levels: tuple[tuple[float, str], ...] = ()
    low: float | None = None
    high: float | None = None
    step: float | None = None
    band: tuple[Line, Line] | None = None
    zones: tuple[tuple[str, str], tuple[str, str]] | None = None


Mark = tuple[date, str]
"""A day that is marked through all subplots, with its words."""
