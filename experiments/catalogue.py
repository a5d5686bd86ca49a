"""What there is, as frames: levers, lenses, measures and scenarios, a row each."""

from __future__ import annotations

from datetime import date

import polars as pl

from kantokuen.experiments.analyses.measures import MEASURES
from kantokuen.model.display import first_line
from kantokuen.model.lenses import LENSES
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario


def levers() -> pl.DataFrame:
    """Return a row per lever.

    Columns: ``key``, ``group``, ``type``, ``unit``, ``default`` (as text), ``low`` and ``high`` (of numbers,
    else null), ``choices``, ``allowed`` (in words, dates and keywords included), ``varies`` (between
    worlds), ``source``, ``confidence``, ``help``.
    """
    return pl.DataFrame(
        [
            {
                "key": each.key,
                "group": each.group,
                "type": each.kind,
                "unit": each.unit,
                "default": str(each.default).lower() if each.kind == "bool" else str(each.default),
                "low": _number(each.low),
                "high": _number(each.high),
                "choices": list(each.choices),
                "allowed": each.allowed,
                "varies": each.spread is not None,
                "source": each.source,
                "confidence": each.confidence,
                "help": each.help,
            }
            for each in PARAMETERS.values()
        ],
        schema_overrides={"low": pl.Float64, "high": pl.Float64, "choices": pl.List(pl.String)},
        infer_schema_length=None,
    )


def lenses() -> pl.DataFrame:
    """Return a row per lens: ``name``, ``help``, ``asks`` (whose stance it reads, null for all offices)."""
    rows = [
        {
            "name": name,
            "help": first_line(lens.decide),
            "asks": None if lens.asks is None else sorted(lens.asks),
        }
        for name, lens in LENSES.items()
    ]
    return pl.DataFrame(rows, schema={"name": pl.String, "help": pl.String, "asks": pl.List(pl.String)})


def measures() -> pl.DataFrame:
    """Return a row per measure: ``name``, ``label``, ``kind``, ``unit``, ``column`` (of a store)."""
    rows = [(each.name, each.label, each.kind, each.unit, each.column) for each in MEASURES.values()]
    return pl.DataFrame(rows, schema=["name", "label", "kind", "unit", "column"], orient="row")


def scenarios() -> pl.DataFrame:
    """Return a row per shipped scenario: ``name``, ``description``, ``base``, ``changes`` (levers)."""
    shipped = [Scenario.load(name) for name in Scenario.names()]
    return pl.DataFrame(
        {
            "name": [each.name for each in shipped],
            "description": [each.description for each in shipped],
            "base": pl.Series([each.base for each in shipped], dtype=pl.String),
            "changes": pl.Series([list(each.changed) for each in shipped], dtype=pl.List(pl.String)),
        }
    )


def _number(bound: float | date | None) -> float | None:
    return float(bound) if isinstance(bound, (int, float)) else None
