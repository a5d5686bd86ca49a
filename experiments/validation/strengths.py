"""Strengths and stocks in the worlds beside what the records give, the furthest off first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from kantokuen.experiments.runner import Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.phrases import heads
from kantokuen.experiments.validation.plays import Found, Play
from kantokuen.model.evidence import fact
from kantokuen.model.text.words import ENGLISH, Words


@dataclass(frozen=True, slots=True)
class Record:
    """A strength that is recorded.

    Attributes:
        signal: what it is in the record of a run, by name.
        day: when it was so.
        source: the rows of the evidence that give it, as ids with signs between.
    """

    signal: str
    day: date
    source: str


RECORDS: Final = (
    Record("soviet_divisions", date(1941, 6, 1), "SOV036 + SOV037"),
    Record("soviet_divisions", date(1941, 11, 27), "SOV099"),
    Record("soviet_men", date(1941, 6, 22), "SOV040"),
    Record("soviet_men", date(1941, 12, 1), "SOV056"),
    Record("soviet_men", date(1941, 12, 20), "SOV053 + SOV047"),
    Record("soviet_men", date(1942, 6, 30), "SOV060"),
    Record("soviet_tanks", date(1941, 6, 22), "SOV031 - SOV104"),
    Record("soviet_tanks", date(1941, 12, 1), "SOV058"),
    Record("soviet_tanks", date(1942, 6, 30), "SOV062"),
    Record("soviet_guns", date(1941, 6, 22), "SOV041"),
    Record("soviet_guns", date(1941, 12, 1), "SOV057"),
    Record("soviet_guns", date(1942, 6, 30), "SOV061"),
    Record("soviet_aircraft", date(1941, 6, 22), "SOV043"),
    Record("soviet_aircraft", date(1941, 12, 1), "SOV059"),
    Record("soviet_aircraft", date(1942, 6, 30), "SOV063"),
    Record("divisions_present", date(1941, 8, 8), "JPN052 + JPN053 + JPN054 + JPN055 + JPN056 + JPN057"),
    Record("divisions_present", date(1941, 12, 7), "JPN058 + JPN059"),
    Record("oil", date(1941, 10, 15), "OIL002"),
    Record("oil", date(1941, 12, 31), "OIL001"),
    Record("oil", date(1942, 4, 1), "OIL023"),
)

SIGNALS: Final = tuple(dict.fromkeys(each.signal for each in RECORDS))
"""What a play has to watch for them."""


_SMALL: Final = 100.0
_IN_THE_UNIT_OF_THE_MODEL: Final = {"kilolitres": 1e-6, "barrels": 0.158987e-6}
"""Oil is reckoned in million kilolitres; a barrel is 158.987 litres."""


def watched(worlds: int) -> Play:
    """Return the play that the table needs."""
    return Play(worlds, Run(cadence="ten-day", trace=True), SIGNALS)


def sheet(found: Found, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return each recorded strength, the mean and the middle 90 % of worlds, and how far off the mean is."""
    seen = found[watched(worlds)].seen
    rows: list[tuple[Cell, ...]] = []
    for each in RECORDS:
        sitting = seen.sitting(each.day)
        values = seen.also[each.signal][sitting]
        low, high = recorded(each.source)
        mean = float(np.mean(values))
        off = (mean - min(max(mean, low), high)) / high
        least, most = (_figure(float(end)) for end in np.quantile(values, (0.05, 0.95)))
        record: Cell = _figure(low) if low == high else (_figure(low), _figure(high))
        name = words(f"validation.strengths.{each.signal}")
        rows.append(
            (name, each.day, seen.dates[sitting], each.source, record, _figure(mean), (least, most), off)
        )
    rows.sort(key=lambda row: -abs(float(row[-1])))  # type: ignore[arg-type]
    note = words("validation.strengths.note", worlds=f"{worlds:,}")
    columns = heads(words, "quantity", "date", "sitting", "source", "recorded", "mean", "middle", "off")
    return Sheet(words("validation.strengths.title"), note, columns, tuple(rows))


def _figure(value: float) -> float:
    """Return a number with the digits that a reader wants: a tenth of what is small, else none."""
    return round(value, 1) if abs(value) < _SMALL else round(value)


def recorded(source: str) -> tuple[float, float]:
    """Return the least and the most that rows of the evidence give, written as ids with signs between.

    In the unit of the model: oil in million kilolitres, all else as counted.
    """
    low = high = 0.0
    sign = 1.0
    for part in source.split():
        if part in "+-":
            sign = 1.0 if part == "+" else -1.0
            continue
        given = fact(part)
        least, most = given.value or 0.0, given.value_max or given.value or 0.0
        unit = sign * _IN_THE_UNIT_OF_THE_MODEL.get(given.unit, 1.0)
        low, high = low + unit * least, high + unit * most
    return low, high
