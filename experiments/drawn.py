"""Judgements drawn from the posterior that ships: a setting for each world, always the same one."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.model.members import Members


@cache
def posterior() -> dict[str, Array]:
    """Return the posterior of `kantokuen calibrate`, the values of each judgement, shape ``(draws,)``."""
    import polars as pl  # noqa: PLC0415  (only a posterior needs it here)

    file = files("kantokuen.experiments") / "data" / "posterior.parquet"
    frame = pl.read_parquet(BytesIO(file.read_bytes()))
    return {key: frame[key].cast(pl.Float64).to_numpy() for key in frame.columns}


def members_drawn(worlds: NDArray[np.int64], besides: Collection[str] = ()) -> Members:
    """Return worlds as members with judgements of their own; draws are taken by turns.

    Args:
        worlds: the index of each, shape ``(worlds,)``.
        besides: judgements that stay as they are, since somebody has set them.
    """
    own = {key: values[worlds % len(values)] for key, values in posterior().items() if key not in besides}
    return Members(worlds, own, frozenset(own))
