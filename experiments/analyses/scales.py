"""How the values of a parameter stand on an axis: as numbers in order, or as categories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.model.calendar import EPOCH, to_date
from kantokuen.model.display import told
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.text.words import ENGLISH, Words

MOST_LEVELS: Final = 40
"""With more values than that, a parameter counts as continuous."""
_MOST_TICKS: Final = 8
Plain = str | bool | int | float | date


def label(key: str, words: Words = ENGLISH) -> str:
    """Name a parameter with its unit, as on an axis."""
    unit = PARAMETERS[key].unit if key in PARAMETERS else ""
    return f"{key}, {words.called(f'units.{unit}.name', unit)}" if unit not in {"", "date"} else key


def is_ordered(values: pl.Series) -> bool:
    """Tell whether values are numbers or dates, and not switches or keywords."""
    return values.dtype.is_numeric() or values.dtype == pl.Date


def as_numbers(values: pl.Series) -> Array:
    """Return ordered values as numbers, dates as days after 1 April 1941; shape ``(values,)``."""
    days = (values - EPOCH).dt.total_days() if values.dtype == pl.Date else values
    return days.cast(pl.Float64).to_numpy()


def categories(values: pl.Series) -> list[Plain]:
    """Return the distinct values in their order; among keywords, numbers and dates come first."""
    distinct: list[Plain] = values.unique().to_list()
    return sorted(distinct, key=_place) if values.dtype == pl.String else sorted(distinct)


def codes(values: pl.Series, order: Sequence[Plain]) -> NDArray[np.int64]:
    """Return the place of each value in `order`, shape ``(values,)``."""
    table = pl.Series(list(order), dtype=values.dtype)
    places = pl.Series(range(len(order)), dtype=pl.Int64)
    return values.replace_strict(table, places, return_dtype=pl.Int64).to_numpy()


def probability(value: float | None, words: Words = ENGLISH) -> str:
    """Write a p value, or that there is none."""
    if value is None:
        return words("analyses.no_p_value")
    return "< 0.001" if value < 0.001 else f"{value:.2g}"


def set_ticks(axis: Axis, values: pl.Series) -> None:
    """Set readable ticks on the axis of a parameter: at a few of its values if they are few, dates as dates.

    Args:
        axis: along which a category stands at its place in `categories`, any other value at its number.
        values: the values of the parameter.
    """
    order = categories(values)
    if not is_ordered(values):
        axis.set_ticks(range(len(order)), [told(each) for each in order])
        return
    dated = values.dtype == pl.Date
    if len(order) <= (MOST_LEVELS if dated else _MOST_TICKS):
        some = order[:: -(-len(order) // _MOST_TICKS)]
        places = as_numbers(pl.Series(some, dtype=values.dtype))
        axis.set_ticks(places.tolist(), [told(each) for each in some])
        return
    axis.set_major_locator(MaxNLocator(_MOST_TICKS - 2, integer=dated))
    if dated:
        axis.set_major_formatter(FuncFormatter(lambda day, _: to_date(day).isoformat()))


def _place(word: Plain) -> tuple[int, float, str]:
    """Order keywords: numbers by size, then dates, then words."""
    text = str(word)
    try:
        return (0, float(text), text)
    except ValueError:
        return (1 if text[:1].isdigit() else 2, 0.0, text)
