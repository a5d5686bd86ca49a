"""What a plan that is made in Python may hold: arrays, ranges and series where a plan file has lists."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from typing import Any, Final

import numpy as np

from kantokuen.experiments.sweeps.axes import MOST_LEVELS
from kantokuen.model.errors import input_error, shown

_AS_LIST: Final = ("to_list", "tolist")
"""How a series of Polars or pandas, and an array, are asked for a list of plain values."""


def plain_entries(entries: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the entries of a plan as a plan file would have them; what is not understood is left as it is.

    Raises:
        InputError: something has more values than a parameter may have levels.
    """
    return {name: _plain(value, f"{where}: {name}") for name, value in entries.items()}


def _plain(value: Any, where: str) -> Any:
    if isinstance(value, Mapping):
        strange = next((name for name in value if not isinstance(name, str)), None)
        if strange is not None:
            raise input_error(where, f"{shown(strange)} is no name", "names in quotes")
        return {name: _plain(each, f"{where}: {name}") for name, each in value.items()}
    if isinstance(value, str):
        return value
    if getattr(getattr(value, "dtype", None), "kind", None) == "M":  # days, in whatever unit
        value = np.asarray(value).astype("datetime64[D]")
    if _is_too_long(value):
        raise input_error(where, "has too many values", f"at most {MOST_LEVELS:,}")
    if isinstance(value, (list, tuple, range)):
        return [_plain(each, where) for each in value]
    listed = next((getattr(value, name) for name in _AS_LIST if hasattr(value, name)), None)
    return value if listed is None else listed()


def _is_too_long(value: Any) -> bool:
    """Return whether a row has more values than a parameter may have levels."""
    if isinstance(value, np.ndarray):
        return value.size > MOST_LEVELS
    try:
        return isinstance(value, Sized) and len(value) > MOST_LEVELS
    except OverflowError:  # a range may be longer than any number of things
        return True
