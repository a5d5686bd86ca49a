"""Tables of points: what has named columns is taken by their names, what has none by position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments.bridges.bounds import within
from kantokuen.model.errors import InputError, cut, input_error, shown, unknown_name
from kantokuen.model.parameters import PARAMETERS

Points = ArrayLike | Mapping[str, ArrayLike] | Any
"""A matrix, or a table with named columns: a frame, an Arrow table, a structured array, a dictionary."""

_STRANGE: Final[Mapping[str, tuple[type, ...]]] = {
    "text": (str, bytes),
    "a truth value": (bool, np.bool_),
    "a complex number": (complex, np.complexfloating),
    "a date": (date, np.datetime64),
    "a time of day": (time,),
    "a span of time": (timedelta, np.timedelta64),
}
"""What NumPy would turn into a number that nobody meant, in words."""

_PLAIN: Final = "fiu"
_ALL_ALIKE: Final = "bMm"
"""Kinds of array: of nothing but numbers; and of those in which every value is of one strange kind."""


def rows_of(points: Points, keys: tuple[str, ...]) -> Array:
    """Return points as an array of their own, shape ``(points, keys)``, within the bounds of the parameters.

    Args:
        points: a row per point, see `Points`.
        keys: the parameters, in the order of the columns.

    Raises:
        InputError: a column is unknown, missing or there twice, the shape is another one, or a value is
            not a number within the bounds. Text, dates, truth values, complex numbers and what is masked
            are no numbers.
    """
    if isinstance(points, pl.LazyFrame):
        raise input_error("points", "a LazyFrame holds no numbers yet", "a frame: collect() it first")
    allowed = f"numbers of shape (points, {len(keys)}), the columns being {', '.join(keys)}"
    names = _names(points)
    try:
        rows = _by_position(points, keys) if names is None else _by_name(points, names, keys)
    except InputError:
        raise
    except (TypeError, ValueError):
        raise input_error("points", "not a matrix of numbers", allowed) from None
    if rows.ndim != 2 or len(rows) == 0 or rows.shape[1] != len(keys):
        raise input_error("points", f"of shape {rows.shape}", allowed)
    for column, key in zip(rows.T, keys, strict=True):
        column[:] = within(PARAMETERS[key], column, "row")
    return rows


def _names(points: Any) -> list[Any] | None:
    """Return the names of the columns, or None where they have none."""
    if isinstance(points, Mapping):
        return list(points)
    fields = getattr(getattr(points, "dtype", None), "names", None)  # of a structured array
    names = fields or getattr(points, "column_names", None)  # of an Arrow table, whose columns are arrays
    if names is None:
        names = getattr(points, "columns", None)
    return None if names is None else list(names)


def _by_position(points: Any, keys: tuple[str, ...]) -> NDArray[Any]:
    """Return a matrix without names as it is, but for what is no number in it."""
    shape = np.shape(points)
    if len(shape) == 2:
        for place, what in _strange(points):
            row, column = divmod(place, shape[1])
            key = keys[column] if column < len(keys) else "no lever"
            raise _refusal(row, f"column {column} ({key})", what)
    return np.array(points, dtype=np.float64)


def _by_name(points: Any, names: list[Any], keys: tuple[str, ...]) -> NDArray[Any]:
    """Return the columns in the order of the keys, each key being there once and nothing else."""
    for name in names:
        if name not in keys:
            raise unknown_name("column", name, keys)
        if names.count(name) > 1:
            raise input_error("points", f"two columns are called {name}", "each lever once")
    for key in keys:
        if key not in names:
            raise input_error(
                "points", f"the column {key} is missing", f"a column for each of {', '.join(keys)}"
            )
    columns = [_column(points[key], key) for key in keys]
    lengths = [len(each) for each in columns]
    if len(set(lengths)) > 1:
        listed = ", ".join(f"{key} {length}" for key, length in zip(keys, lengths, strict=True))
        raise input_error(
            "points", f"columns differ in length ({listed})", "a number in each for every point"
        )
    return np.stack(columns, axis=-1)


def _column(values: Any, key: str) -> Array:
    if np.ndim(values) != 1:
        fault = f"the column {key} is {shown(values)}"
        raise input_error("points", fault, "a row of numbers, one for each point")
    for row, what in _strange(values):
        raise _refusal(row, f"column {key}", what)
    return np.asarray(values, dtype=np.float64)


def _strange(values: Any) -> Iterator[tuple[int, str]]:
    """Yield the place of each value, counted row by row, that is no number, and what it is instead."""
    rows = values if isinstance(values, (list, tuple)) else [values]
    if any(isinstance(each, np.ma.MaskedArray) for each in rows):
        hidden = np.ma.getmaskarray(np.ma.array(values))
        yield from ((int(place), "a value is masked") for place in np.flatnonzero(hidden))
    found = np.asarray(values)
    if found.dtype.kind in _PLAIN:
        return
    if isinstance(values, (list, tuple)) and found.dtype.kind not in _ALL_ALIKE:
        found = np.asarray(values, dtype=object)  # or one text would make text of the numbers beside it
    for place, value in enumerate(found.flat):
        for kind, types in _STRANGE.items():
            if isinstance(value, types):
                given = shown(value) if kind == "text" else cut(str(value))
                yield place, f"{given} is {kind}"
                break


def _refusal(row: int, column: str, what: str) -> InputError:
    return input_error("points", f"{column}, row {row}: {what}", "numbers")
