"""What a chart of the months consists of: panels of lines, facts beside them, and the world they show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.records import Month, Summer
from kantokuen.dashboard.words import Words

Dash = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True, slots=True)
class View:
    """What the charts of the months are drawn from.

    Attributes:
        summer: the world.
        baseline: the world it is compared with, None where there is none.
        index: the current period.
        words: the words.
        palette: the colours.
    """

    summer: Summer
    baseline: Summer | None
    index: int
    words: Words
    palette: Palette

    @property
    def now(self) -> Month:
        """The current period."""
        return self.summer.months[self.index]

    @property
    def months(self) -> tuple[Month, ...]:
        """The periods."""
        return self.summer.months

    def period(self, month: Month) -> str:
        """Name a period: its month, or its last day where a month has several."""
        is_monthly = len({each.label for each in self.months}) == len(self.months)
        return self.words.month(month.date) if is_monthly else self.words.day(month.date)

    def same_period(self, month: Month) -> Month | None:
        """Return the period of the baseline that ends on the same day, None where there is none."""
        if self.baseline is None:
            return None
        return next((each for each in self.baseline.months if each.date == month.date), None)


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
class Panel:
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
"""A day that is marked through all panels, with its words."""
