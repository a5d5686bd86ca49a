"""A comparison in words, and as plain data."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from kantokuen.experiments.analyses.compare import Comparison
from kantokuen.model.display import plain
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import ENGLISH, Words

_LAST_WORDS: Final = 0.9995
"""From this share on, one decimal of a percentage would round to all worlds."""


def in_words(comparison: Comparison, words: Words = ENGLISH) -> str:
    """Say what the change does: to an attack in 1941, to the outcome that moves most, and from when on."""
    if comparison.is_same:
        return words("compare.same", parting=_parting(comparison, words))
    said = (_outcomes(comparison, words), _swaps(comparison, words), _parting(comparison, words))
    return words("numbers.space").join(said)


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
        "ensemble": comparison.a.ensemble,
        "changed": {key: {"a": plain(a), "b": plain(b)} for key, (a, b) in changed},
        "differences": comparison.differences.to_dicts(),
        "crossing": comparison.crossing.to_dicts(),
        "parting": plain(comparison.parting.to_dicts()),
        "words": in_words(comparison),
    }


def percent(share: float, words: Words = ENGLISH) -> str:
    """Write a share as a percentage; only a share of exactly 0 or 1 becomes 0 % or 100 %."""
    if share in (0.0, 1.0):
        return words("compare.percent", n=f"{100 * share:.0f}")
    if share >= _LAST_WORDS:
        return words("compare.nearly_all")
    return (
        words("compare.nearly_none")
        if share < 1 - _LAST_WORDS
        else words("compare.percent", n=f"{100 * share:.1f}")
    )


def _outcomes(comparison: Comparison, words: Words) -> str:
    """Say what becomes of an attack in 1941, and of the other outcome whose share moves most."""
    attack, *others = comparison.differences.filter(pl.col("measure").is_in(OUTCOMES)).to_dicts()
    most = max(others, key=lambda row: abs(row["difference"]))
    said = _moved(attack, "attack", words)
    if not _is_unclear(most):
        said = words("compare.both", attack=said, other=_moved(most, "other", words))
    return words("compare.outcomes", attack=said)


def _moved(row: dict[str, Any], place: str, words: Words) -> str:
    """Say by how much a share has moved, if it clearly has."""
    ending = words(f"compare.endings.{row['measure']}")
    number, low, high = (100 * abs(row[name]) for name in ("difference", "low", "high"))
    if _is_unclear(row):
        return words("compare.unclear", ending=ending, low=f"{low:.1f}", high=f"{high:.1f}")
    sense = "more" if row["low"] > 0.0 else "fewer"
    bounds = {"low": f"{min(low, high):.1f}", "high": f"{max(low, high):.1f}"}
    return words(f"compare.{place}.{sense}", n=f"{number:.1f}", ending=ending, **bounds)


def _is_unclear(row: dict[str, Any]) -> bool:
    """Tell whether the interval of a difference holds zero."""
    return bool(row["low"] <= 0.0 <= row["high"])


def _swaps(comparison: Comparison, words: Words) -> str:
    crossing = comparison.tally.crossing
    other = 1.0 - float(np.trace(crossing)) / comparison.worlds
    if other == 0.0:
        return words("compare.none_swaps")
    return words("compare.swaps", share=percent(other, words))


def _parting(comparison: Comparison, words: Words) -> str:
    first, half = comparison.parts("anything"), comparison.parts("anything", 0.5)
    if first is None:
        return words("compare.none_parts")
    is_later = half is not None and half > first
    last = comparison.parting.row(-1, named=True)
    parting = words(
        "compare.parting",
        when=_in(comparison, first, words),
        half=words("compare.half", period=_period(comparison, half, words)) if half and is_later else "",
        end=_period(comparison, comparison.tally.dates[-1], words),
        share=percent(last["anything"], words),
    )
    return words("numbers.space").join((parting, _decision(comparison, last["decision"], words)))


def _decision(comparison: Comparison, share: float, words: Words) -> str:
    first = comparison.parts("decision")
    if first is None:
        return words("compare.decided_alike")
    return words("compare.decided", when=_in(comparison, first, words), share=percent(share, words))


def _in(comparison: Comparison, when: date, words: Words) -> str:
    return words(f"compare.{comparison.a.cadence}", period=_period(comparison, when, words))


def _period(comparison: Comparison, when: date, words: Words) -> str:
    return words.long_month(when) if comparison.a.cadence == "month" else words.day(when)
