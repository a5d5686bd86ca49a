"""The strength of the Soviet Far East in the worlds beside what the records give, the furthest off first."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from kantokuen.experiments.runner import Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.phrases import heads
from kantokuen.experiments.validation.plays import Found, Play
from kantokuen.model.evidence import fact
from kantokuen.model.text.words import ENGLISH, Words

_RECORDS: Final = (
    ("divisions", date(1941, 6, 1), "SOV036 + SOV037"),
    ("divisions", date(1941, 11, 27), "SOV099"),
    ("men", date(1941, 6, 22), "SOV040"),
    ("men", date(1941, 12, 1), "SOV056"),
    ("men", date(1941, 12, 20), "SOV053 + SOV047"),
    ("men", date(1942, 6, 30), "SOV060"),
    ("tanks", date(1941, 6, 22), "SOV031 - SOV104"),
    ("tanks", date(1941, 12, 1), "SOV058"),
    ("tanks", date(1942, 6, 30), "SOV062"),
    ("guns", date(1941, 6, 22), "SOV041"),
    ("guns", date(1941, 12, 1), "SOV057"),
    ("guns", date(1942, 6, 30), "SOV061"),
    ("aircraft", date(1941, 6, 22), "SOV043"),
    ("aircraft", date(1941, 12, 1), "SOV059"),
    ("aircraft", date(1942, 6, 30), "SOV063"),
)
"""Quantity, day, and the rows of the evidence that give it, as a sum."""

_SIGNALS: Final = tuple(dict.fromkeys(f"soviet_{quantity}" for quantity, _, _ in _RECORDS))


def watched(worlds: int) -> Play:
    """Return the play that the table needs."""
    return Play(worlds, Run(cadence="ten-day", trace=True), _SIGNALS)


def sheet(found: Found, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return each recorded strength, the mean and the middle 90 % of worlds, and how far off the mean is."""
    seen = found[watched(worlds)].seen
    rows: list[tuple[Cell, ...]] = []
    for quantity, day, source in _RECORDS:
        sitting = seen.sitting(day)
        values = seen.also[f"soviet_{quantity}"][sitting]
        low, high = recorded(source)
        mean = float(np.mean(values))
        off = (mean - min(max(mean, low), high)) / high
        least, most = (round(float(each)) for each in np.quantile(values, (0.05, 0.95)))
        record: Cell = round(low) if low == high else (round(low), round(high))
        name = words(f"validation.strengths.{quantity}")
        rows.append((name, day, seen.dates[sitting], source, record, round(mean), (least, most), off))
    rows.sort(key=lambda row: -abs(float(row[-1])))  # type: ignore[arg-type]
    note = words("validation.strengths.note", worlds=f"{worlds:,}")
    columns = heads(words, "quantity", "date", "sitting", "source", "recorded", "mean", "middle", "off")
    return Sheet(words("validation.strengths.title"), note, columns, tuple(rows))


def recorded(source: str) -> tuple[float, float]:
    """Return the least and the most that rows of the evidence give, written as ids with signs between."""
    low = high = 0.0
    sign = 1.0
    for part in source.split():
        if part in "+-":
            sign = 1.0 if part == "+" else -1.0
            continue
        least, most = fact(part).value, fact(part).value_max
        low += sign * (least or 0.0)
        high += sign * (most or least or 0.0)
    return low, high
