"""What there is, as frames: parameters, lenses, measures and scenarios, a row each."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from kantokuen.experiments.analyses.measures import MEASURES
from kantokuen.model.display import first_line, told
from kantokuen.model.lenses import LENSES
from kantokuen.model.parameters import PARAMETERS, levers_table
from kantokuen.model.scenario import Scenario

_COLUMNS: Final = (
    "key", "group", "kind", "type", "unit", "default", "low", "high", "choices", "allowed", "varies",
    "source", "confidence", "help",
)  # fmt: skip


def levers() -> pl.DataFrame:
    """Return a row per parameter.

    Columns: ``key``, ``group``, ``kind`` (lever, uncertainty or judgement), ``type``, ``unit``, ``default``
    (as text), ``low`` and ``high`` (of numbers, else null), ``choices``, ``allowed`` (in words, dates and
    keywords included), ``varies`` (between worlds), ``source``, ``confidence``, ``help``.
    """
    rows = []
    for row, each in zip(levers_table(), PARAMETERS.values(), strict=True):
        default = told(each.default) if isinstance(each.default, bool) else str(row["default"])
        bounds = {"low": _number(row["low"]), "high": _number(row["high"])}
        more = {"group": each.group, "allowed": each.allowed, "varies": each.spread is not None}
        rows.append({**row, **bounds, **more, "default": default})
    types: dict[str, Any] = {"low": pl.Float64, "high": pl.Float64, "choices": pl.List(pl.String)}
    return pl.DataFrame(rows, schema_overrides=types, infer_schema_length=None).select(_COLUMNS)


def lenses() -> pl.DataFrame:
    """Return a row per lens: ``name``, ``help``."""
    rows = [{"name": name, "help": first_line(lens.decide)} for name, lens in LENSES.items()]
    return pl.DataFrame(rows, schema={"name": pl.String, "help": pl.String})


def measures() -> pl.DataFrame:
    """Return a row per measure: ``name``, ``label``, ``kind``, ``unit``, ``column`` (of a store)."""
    rows = [(each.name, each.label, each.kind, each.unit, each.column) for each in MEASURES.values()]
    return pl.DataFrame(rows, schema=["name", "label", "kind", "unit", "column"], orient="row")


def scenarios() -> pl.DataFrame:
    """Return a row per shipped scenario: ``name``, ``description``, ``base``, ``changes`` (parameters)."""
    shipped = [Scenario.load(name) for name in Scenario.names()]
    return pl.DataFrame(
        {
            "name": [each.name for each in shipped],
            "description": [each.description for each in shipped],
            "base": pl.Series([each.base for each in shipped], dtype=pl.String),
            "changes": pl.Series([list(each.changed) for each in shipped], dtype=pl.List(pl.String)),
        }
    )


def _number(bound: object) -> float | None:
    return float(bound) if isinstance(bound, (int, float)) else None
