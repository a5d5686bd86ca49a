"""Tables of points: what has named columns is taken by their names, what has none by position."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments.bridges.bounds import within
from kantokuen.model.errors import InputError, input_error, unknown_name
from kantokuen.model.parameters import PARAMETERS

Points = ArrayLike | Mapping[str, ArrayLike] | Any
"""A matrix, or a table with named columns: a frame, an Arrow table, a structured array, a dictionary."""


def rows_of(points: Points, keys: tuple[str, ...]) -> Array:
    """Return points as an array of their own, shape ``(points, keys)``, within the bounds of the levers.

    Args:
        points: a row per point, see `Points`.
        keys: the levers, in the order of the columns.

    Raises:
        InputError: a column is unknown, missing or there twice, the shape is another one, or a value is
            not a number within the bounds.
    """
    allowed = f"numbers of shape (points, {len(keys)}), the columns being {', '.join(keys)}"
    names = _names(points)
    try:
        given = points if names is None else _by_name(points, names, keys)
        rows = np.array(given, dtype=np.float64)
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
    return np.stack([np.asarray(points[key], dtype=np.float64) for key in keys], axis=-1)
