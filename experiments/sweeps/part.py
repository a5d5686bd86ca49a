"""Parts: a stretch of the rows of a sweep, played anywhere and written as the bytes of one Parquet file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments.runner import BLOCK, play_members
from kantokuen.experiments.sweeps.axes import Axis
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.identity import made_with
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.model.frames import frame_of
from kantokuen.model.members import Members

_LEAST_ROWS: Final = 16_384
_MOST_ROWS: Final = 262_144
_PARTS_WANTED: Final = 2_048


@dataclass(frozen=True, slots=True)
class Part:
    """A part that was played.

    Attributes:
        number: which part of the sweep.
        rows: how many rows it has.
        content: the bytes of its Parquet file.
        digest: their SHA-256, in hexadecimal.
        made_with: what it was made with, see `kantokuen.experiments.sweeps.identity`.
    """

    number: int
    rows: int
    content: bytes
    digest: str
    made_with: dict[str, str]


def rows_per_part(rows: int) -> int:
    """Return how many rows a part of a sweep of so many rows has.

    A power of two that leaves about two thousand parts at most, small enough for a core to play in
    seconds: an interrupted sweep loses little, and all cores end at about the same time.
    """
    wanted = 1 << max(rows // _PARTS_WANTED, 1).bit_length()
    return min(max(wanted, _LEAST_ROWS), _MOST_ROWS)


def play_part(plan: Plan, number: int, size: int) -> Part:
    """Play a part of a sweep.

    It depends on nothing but its arguments and the model, so that its bytes are the same in any
    process, on any of the machines that run the same versions.

    Args:
        plan: the plan.
        number: which part, counted from 0.
        size: rows of a part; the last one has what is left.
    """
    rows = min(size, Design(plan).rows - number * size)
    frame = play_rows(plan, number * size, rows)
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=3, row_group_size=rows)
    content = buffer.getvalue()
    return Part(number, rows, content, sha256(content).hexdigest(), made_with())


def play_rows(plan: Plan, first: int, rows: int) -> pl.DataFrame:
    """Play a stretch of the rows of a sweep.

    Returns:
        A frame of so many rows: ``point``, ``world``, the varied parameters by key, and what is kept.
    """
    design = Design(plan)
    point, world = design.members(first, rows)
    begin = int(point[0])
    at_points = design.values(begin, int(point[-1]) - begin + 1)
    levers = {key: values[point - begin] for key, values in at_points.items()}
    return _frame(plan, point, world, levers, _play(plan, world, levers))


def no_rows(plan: Plan) -> pl.DataFrame:
    """Return what `play_rows` would of no rows at all: the columns of a sweep, and their types."""
    none, nothing = np.empty(0, dtype=np.int64), np.empty(0)
    return _frame(plan, none, none, dict.fromkeys(plan.keys, nothing), dict.fromkeys(plan.keep, nothing))


def _frame(
    plan: Plan,
    point: NDArray[np.int64],
    world: NDArray[np.int64],
    levers: Mapping[str, NDArray[Any]],
    kept: Mapping[str, Array],
) -> pl.DataFrame:
    heads = [pl.Series("point", point), pl.Series("world", world)]
    varied = [_series(axis, levers[axis.key]) for axis in plan.axes]
    return pl.DataFrame([*heads, *varied]).hstack(frame_of(kept))


def _play(plan: Plan, world: NDArray[np.int64], levers: Mapping[str, NDArray[Any]]) -> dict[str, Array]:
    """Play each row and return what is kept of it, arrays of shape ``(rows,)``.

    Rows that share all keywords, dates and switches run together, in blocks that fit the cache.
    """
    kept: dict[str, Array] = {}
    for settings, rows in _alike(plan, levers, len(world)):
        run = replace(plan.run, scenario=plan.scenario.replace(settings)) if settings else plan.run
        for start in range(0, len(rows), BLOCK):
            block = rows[start : start + BLOCK]
            numbers = {axis.key: levers[axis.key][block] for axis in plan.axes if axis.is_number}
            exact = frozenset(axis.key for axis in plan.axes if axis.exact)
            found = play_members(run, Members(world[block], numbers, exact))
            for name in plan.keep:
                kept.setdefault(name, np.empty(len(world), found[name].dtype))[block] = found[name]
    return kept


def _alike(
    plan: Plan, levers: Mapping[str, NDArray[Any]], count: int
) -> Iterator[tuple[dict[str, Any], NDArray[np.int64]]]:
    """Yield the values of parameters that are no numbers, and the rows that have them."""
    axes = [axis for axis in plan.axes if not axis.is_number]
    if not axes:
        yield {}, np.arange(count)
        return
    codes = np.stack([_codes(levers[axis.key]) for axis in axes], axis=1)
    _, firsts, group = np.unique(codes, axis=0, return_index=True, return_inverse=True)
    for number, first in enumerate(firsts):
        rows = np.flatnonzero(group.ravel() == number)
        yield {axis.key: levers[axis.key][first] for axis in axes}, rows


def _codes(values: NDArray[Any]) -> NDArray[np.int64]:
    known: dict[Any, int] = {}
    return np.array([known.setdefault(_name(value), len(known)) for value in values])


def _name(value: object) -> str:
    """Write a value so that no two values of one parameter are written alike."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def _series(axis: Axis, values: NDArray[Any]) -> pl.Series:
    """Return the column of a varied parameter, in a type that the plan alone decides."""
    kind = axis.lever.type
    if axis.is_number:
        dtype = pl.Int64 if kind == "int" else pl.Float64
        return pl.Series(axis.key, values).cast(dtype)
    if kind == "bool":
        return pl.Series(axis.key, [bool(value) for value in values], dtype=pl.Boolean)
    if all(isinstance(value, date) for value in axis.levels):
        return pl.Series(axis.key, list(values), dtype=pl.Date)
    return pl.Series(axis.key, [_name(value) for value in values], dtype=pl.String)
