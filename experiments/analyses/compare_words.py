"""A comparison in words, and as plain data."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from kantokuen.experiments.analyses.compare import Comparison
from kantokuen.model.display import plain

_ENDINGS: Final = {
    "attack_1941": "an attack in 1941",
    "attack_1942": "an attack in 1942",
    "field_incident": "a war without orders",
    "stand_guard": "the Army mobilised and standing guard",
    "no_mobilisation": "no mobilisation",
}
_LAST_WORDS: Final = 0.9995
"""From this share on, one decimal of a percentage would round to all worlds."""


def in_words(comparison: Comparison) -> str:
    """Say what the change does: to an attack in 1941, to the outcome that moves most, and from when on."""
    if comparison.is_same:
        return f"A and B are the same: no lever differs. {_parting(comparison)}"
    return " ".join((_outcomes(comparison), _swaps(comparison), _parting(comparison)))


def as_data(comparison: Comparison) -> dict[str, Any]:
    """Return the object that ``kantokuen compare --json`` prints, as plain data."""
    changed = comparison.changed.items()
    return {
        **{
            side: {"scenario": run.scenario.name, "lens": run.lens}
            for side, run in (("a", comparison.a), ("b", comparison.b))
        },
        "worlds": comparison.worlds,
        "seed": comparison.a.seed,
        "cadence": comparison.a.cadence,
        "changed": {key: {"a": plain(a), "b": plain(b)} for key, (a, b) in changed},
        "differences": comparison.differences.to_dicts(),
        "crossing": comparison.crossing.to_dicts(),
        "parting": plain(comparison.parting.to_dicts()),
        "words": in_words(comparison),
    }


def percent(share: float) -> str:
    """Write a share as a percentage; only a share of exactly 0 or 1 becomes 0 % or 100 %."""
    if share in (0.0, 1.0):
        return f"{share:.0%}".replace("%", " %")
    if share >= _LAST_WORDS:
        return "over 99.9 %"
    return "under 0.1 %" if share < 1 - _LAST_WORDS else f"{100 * share:.1f} %"


def _outcomes(comparison: Comparison) -> str:
    """Say what becomes of an attack in 1941, and of the other outcome whose share moves most."""
    attack, *others = comparison.differences.filter(pl.col("measure").is_in(list(_ENDINGS))).to_dicts()
    most = max(others, key=lambda row: abs(row["difference"]))
    second = "" if _is_unclear(most) else f", and {_moved(most, '')}"
    return f"Under B {_attack(attack)}{second}."


def _attack(row: dict[str, Any]) -> str:
    if not _is_unclear(row):
        return _moved(row, "worlds end ")
    span = f"95 %: {-100 * row['low']:.1f} fewer to {100 * row['high']:.1f} more of 100"
    return f"about as many worlds as under A end with {_ENDINGS[row['measure']]} ({span})"


def _moved(row: dict[str, Any], end: str) -> str:
    """Say by how much a share has clearly moved."""
    number, *bounds = (100 * abs(row[name]) for name in ("difference", "low", "high"))
    more = "more" if row["low"] > 0.0 else "fewer"
    span = f"95 %: {min(bounds):.1f} to {max(bounds):.1f}"
    return f"{number:.1f} {more} of 100 {end}with {_ENDINGS[row['measure']]} ({span})"


def _is_unclear(row: dict[str, Any]) -> bool:
    """Tell whether the interval of a difference holds zero."""
    return bool(row["low"] <= 0.0 <= row["high"])


def _swaps(comparison: Comparison) -> str:
    crossing = comparison.tally.crossing
    other = 1.0 - float(np.trace(crossing)) / comparison.worlds
    if other == 0.0:
        return "No world ends otherwise."
    return f"In {percent(other)} of worlds the outcome is another."


def _parting(comparison: Comparison) -> str:
    first, half = comparison.parts("anything"), comparison.parts("anything", 0.5)
    if first is None:
        return "No world parts."
    start = f"The first worlds part {_in(comparison, first)}"
    if half is not None and half > first:
        start += f", half of them by {_period(comparison, half)}"
    end = _period(comparison, comparison.tally.dates[-1])
    last = comparison.parting.row(-1, named=True)
    return f"{start}; by {end} {percent(last['anything'])} have. {_decision(comparison, last['decision'])}"


def _decision(comparison: Comparison, share: float) -> str:
    first = comparison.parts("decision")
    if first is None:
        return "What is decided is the same in every world."
    when = _in(comparison, first)
    return f"What is decided differs first {when}, and in the end in {percent(share)} of worlds."


def _in(comparison: Comparison, when: date) -> str:
    preposition = "in" if comparison.a.cadence == "month" else "by"
    return f"{preposition} {_period(comparison, when)}"


def _period(comparison: Comparison, when: date) -> str:
    month = f"{when:%B %Y}"
    return month if comparison.a.cadence == "month" else f"{when.day} {month}"
