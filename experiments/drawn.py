"""Judgements drawn from the posterior that ships: a setting for each world, always the same one."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.model.members import Members


@cache
def posterior() -> dict[str, Array]:
    """Return the posterior of `kantokuen calibrate`, the values of each judgement, shape ``(draws,)``."""
    import polars as pl  # noqa: PLC0415  (only a posterior needs it here)

    frame = pl.read_parquet(BytesIO(_content()))
    return {key: frame[key].cast(pl.Float64).to_numpy() for key in frame.columns}


@cache
def about() -> dict[str, Any]:
    """Return what the posterior says of itself: plan, priors, command, versions, and each judgement."""
    import polars as pl  # noqa: PLC0415  (as above)

    found: dict[str, Any] = json.loads(pl.read_parquet_metadata(BytesIO(_content()))["kantokuen"])
    return found


def _content() -> bytes:
    return (files("kantokuen.experiments") / "data" / "posterior.parquet").read_bytes()


def members_drawn(worlds: NDArray[np.int64], besides: Collection[str] = ()) -> Members:
    """Return worlds as members with judgements of their own; draws are taken by turns.

    Args:
        worlds: the index of each, shape ``(worlds,)``.
        besides: judgements that stay as they are, since somebody has set them.
    """
    own = {key: values[worlds % len(values)] for key, values in posterior().items() if key not in besides}
    return Members(worlds, own, frozenset(own))
