"""The summary of a run: shares with intervals, dates and peaks, and where the offices stood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments.asides import Asides
from kantokuen.experiments.intervals import wilson
from kantokuen.experiments.results import Means, Results
from kantokuen.model.calendar import to_date
from kantokuen.model.display import plain
from kantokuen.model.outcome import DATES, OUTCOMES

_ORDERED: Final = 2
"""Outcomes that are attacks on orders, the first of all."""


def shares(codes: Array) -> dict[str, dict[str, float]]:
    """Return the share of each outcome with its interval, all five names always."""
    trials = len(codes)
    found = {}
    for index, name in enumerate(OUTCOMES):
        hits = int(np.count_nonzero(codes == index))
        low, high = wilson(hits, trials)
        found[name] = {"share": hits / trials, "low": low, "high": high}
    return found


def regime(columns: Mapping[str, NDArray[Any]]) -> dict[str, float | None]:
    """Return the split by whether the Soviet regime fell.

    Args:
        columns: outcome codes, ``regime_stands`` and ``regime_fell``, shape ``(worlds,)`` each.

    Returns:
        ``fell_before_attack``: share of the attacks on orders that begin after its fall, None where there is
        no attack; ``fell_by_end``: share of worlds in which it falls.
    """
    attacks = columns["outcome"] < _ORDERED
    fallen = np.count_nonzero(attacks & (columns["regime_stands"] == 0))
    many = np.count_nonzero(attacks)
    before = fallen / many if many else None
    return {"fell_before_attack": before, "fell_by_end": float(np.mean(columns["regime_fell"]))}


def summarise(results: Results) -> dict[str, Any]:
    """Return the object that ``kantokuen run --json`` prints, as plain data."""
    outcomes = shares(results.columns["outcome"])
    summary: dict[str, Any] = {
        "scenario": results.scenario.name,
        "worlds": results.worlds,
        **results.run.facts,
        "levers": plain(results.scenario.levers),
        "outcomes": outcomes,
        "p_attack_1941": outcomes["attack_1941"]["share"],
        "regime": regime(results.columns),
        "divisions_peak": _spread(results.columns["divisions_peak"]),
    }
    if results.posterior:
        summary["posterior"] = True
    summary |= {name: _dated(results.columns[name]) for name in DATES}
    summary["periods"] = [
        _period(when, actors, aside)
        for (when, actors), aside in zip(results.means, results.asides, strict=True)
    ]
    for period, told in zip(summary["periods"], results.story, strict=False):
        period["texts"] = told["texts"]
    return summary


def _period(when: date, actors: Means, aside: Asides) -> dict[str, Any]:
    """Return a period as plain data: who sat, where each stood and why, what was asked, what was feared."""
    return {
        "date": when.isoformat(),
        "actors": {
            office: {"person": aside.person(office), **stances, "parts": aside.parts[office]}
            for office, stances in actors.items()
        },
        "asked": aside.asked,
        "outside": aside.outside,
    }


def _spread(values: Array) -> dict[str, Any]:
    low, middle, high = (float(q) for q in np.quantile(values, (0.05, 0.5, 0.95)))
    return {"p05": low, "median": middle, "p95": high, "share": 1.0}


def _dated(days: Array) -> dict[str, Any]:
    happened = days[np.isfinite(days)]
    if len(happened) == 0:
        return {"p05": None, "median": None, "p95": None, "share": 0.0}
    low, middle, high = np.quantile(happened, (0.05, 0.5, 0.95), method="inverted_cdf")
    return {
        "p05": to_date(float(low)).isoformat(),
        "median": to_date(float(middle)).isoformat(),
        "p95": to_date(float(high)).isoformat(),
        "share": len(happened) / len(days),
    }
