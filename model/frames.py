"""Frames: a row per world, a row per world and period.  Arrays come in, Polars frames go out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from kantokuen.agents.view import Array
from kantokuen.model.calendar import EPOCH
from kantokuen.model.errors import input_error
from kantokuen.model.outcome import DATES, OUTCOMES
from kantokuen.model.record import STANCES, PeriodRecord
from kantokuen.model.values import varying
from kantokuen.model.world import World

_DAYS_TO_EPOCH = (EPOCH - date(1970, 1, 1)).days


def columns(world: World) -> dict[str, Array]:
    """Return the columns of the outcomes as plain arrays of shape ``(worlds,)``, dates as days.

    Days are infinite where the thing did not happen within the run.  ``regime_stands`` is of the day on which
    war in the north begins, of the end of the run where none does; ``regime_fell`` is of the end everywhere.
    """
    council = world.council
    found: dict[str, Any] = {
        "world": world.index,
        "outcome": world.outcome_codes,
        "regime_stands": world.regime_stands,
        "regime_fell": world.regime_fell,
        "divisions_peak": world.hostilities.divisions_peak,
        "embargo_date": world.by_today(world.sanctions.embargo_day),
        "mobilisation_date": world.by_today(council.mobilise_day),
        "reversal_date": world.by_today(council.reversal_day),
        "southern_war_date": world.by_today(council.southern_war_day),
        "settlement_date": world.by_today(world.talks.settled_day),
    }
    for key in varying():
        found[key] = np.broadcast_to(world.values[key], len(world))
    return found


def frame_of(arrays: Mapping[str, Array]) -> pl.DataFrame:
    """Return a frame of the columns that `columns` gives: outcome by name, days as dates, null for never."""
    series = []
    for name, values in arrays.items():
        if name == "outcome":
            codes = pl.Series(name, values.astype(np.uint8))
            names = pl.Series(list(OUTCOMES))
            series.append(names.gather(codes).alias(name).cast(pl.Enum(OUTCOMES)))
        elif name in DATES:
            series.append(_dates(name, values))
        else:
            series.append(pl.Series(name, values))
    return pl.DataFrame(series)


def trace_frame(periods: list[PeriodRecord], first_world: int = 0) -> pl.DataFrame:
    """Return a row per world and period: signals, then each office's stances as ``OPS.net`` and so on."""
    frames = []
    for each in periods:
        worlds = len(next(iter(each.signals.values())))
        series = [
            pl.Series("world", first_world + np.arange(worlds, dtype=np.int64)),
            pl.Series("date", [each.date]).new_from_index(0, worlds),
        ]
        series += [pl.Series(name, values) for name, values in each.signals.items()]
        for office, parts in each.stances.items():
            series += [pl.Series(f"{office}.{name}", parts[name]) for name in STANCES]
        frames.append(pl.DataFrame(series))
    return pl.concat(frames)


def periods_frame(means: list[tuple[date, dict[str, dict[str, float]]]]) -> pl.DataFrame:
    """Return a row per period and office with the mean of each stance over worlds."""
    rows = [
        {"date": when, "actor": office, **values}
        for when, offices in means
        for office, values in offices.items()
    ]
    schema = {"date": pl.Date, "actor": pl.String, **dict.fromkeys(STANCES, pl.Float64)}
    return pl.DataFrame(rows, schema=schema)


def to_pandas(frame: pl.DataFrame | pl.LazyFrame) -> Any:
    """Return a frame as a `pandas.DataFrame`.

    Raises:
        InputError: pandas or pyarrow, which carries the columns over, is not installed.
    """
    try:
        return frame.lazy().collect(engine="in-memory").to_pandas()
    except ImportError as error:
        fault = f"a package is missing ({error})"
        allowed = "both pandas and pyarrow, after pip install pandas pyarrow"
        raise input_error("to_pandas", fault, allowed) from error


def _dates(name: str, days: Array) -> pl.Series:
    happened = np.isfinite(days)
    whole = np.where(happened, np.floor(np.where(happened, days, 0.0)), 0.0).astype(np.int32)
    dates = pl.Series(name, whole + np.int32(_DAYS_TO_EPOCH)).cast(pl.Date)
    mask = pl.Series("happened", happened)
    return pl.select(pl.when(mask).then(dates).otherwise(None).alias(name)).to_series()
