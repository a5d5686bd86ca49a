"""How a result that ranks the parameters tells of itself."""

from __future__ import annotations

from typing import Final

import polars as pl

from kantokuen.model.display import listed

_NAMED: Final = 4
_COLUMNS: Final = 8


def ranking(frame: pl.DataFrame, label: str, column: str) -> dict[str, object]:
    """Return the first parameters of a frame that has a row per parameter, under a label, and its columns.

    Args:
        frame: a row per ``lever``, the foremost first.
        label: what makes a parameter the foremost, in a word.
        column: the number by which they are ranked.
    """
    first = frame.head(_NAMED).rows(named=True)
    return {
        label: listed([f"{row['lever']} {row[column]:.2f}" for row in first]),
        "frame": listed(frame.columns, _COLUMNS),
    }
