"""The patterns that a credible baseline shows: what the evidence expects, and what many worlds give.

Bounds and statements come from the evidence (`patterns.csv`); nothing is adjusted to meet them.
"""

from __future__ import annotations

from dataclasses import dataclass

from kantokuen.experiments.runner import Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.plays import Found, Play, Played
from kantokuen.experiments.validation.readings import READINGS
from kantokuen.experiments.validation.reasons import NO_REASON, REASONS
from kantokuen.model import evidence


@dataclass(frozen=True, slots=True)
class Finding:
    """One pattern as found: its bounds (None for an open side), the value, and details in words."""

    id: str
    statement: str
    low: float | None
    high: float | None
    unit: str
    value: float
    detail: str

    @property
    def holds(self) -> bool:
        """Whether the value lies within the bounds, the bounds included."""
        above = self.low is None or self.value >= self.low
        return above and (self.high is None or self.value <= self.high)


def baseline(worlds: int) -> Play:
    """Return the play on which the patterns are measured."""
    return Play(worlds, Run(cadence="ten-day", trace=True))


def findings(played: Played) -> list[Finding]:
    """Measure every pattern on one watched play, in the order of `READINGS`."""
    rows = {row["id"]: row for row in evidence.patterns().to_dicts()}
    found = []
    for name, read in READINGS.items():
        row = rows[name.split()[0]]
        value, detail = read(played)
        bounds = row["low"], row["high"]
        found.append(Finding(name, row["statement"], *bounds, row["unit"], value, detail))
    return found


def sheet(found: Found, worlds: int) -> Sheet:
    """Return the table of all patterns on the baseline."""
    rows: list[tuple[Cell, ...]] = [
        (each.id, each.statement, (each.low, each.high), each.value, each.holds, each.unit, each.detail)
        for each in findings(found[baseline(worlds)])
    ]
    note = (
        f"Ten-day cadence, {worlds:,} worlds. *Expected* is the range of the evidence, whose "
        "tolerances are judgement. A pattern holds if its value lies inside, ends included. PAT01, "
        "PAT02 (a permission takes the days that it took), PAT08 and PAT24 follow nearly from how "
        "the council is built, and so test the building more than the history; *strict* is a "
        "second and harder reading."
    )
    columns = ("id", "pattern", "expected", "found", "holds", "unit", "detail")
    return Sheet("Patterns", note, columns, tuple(rows))


def missed(found: Found, worlds: int) -> Sheet:
    """Return the patterns that do not hold, each with what we think is the reason."""
    rows: list[tuple[Cell, ...]] = [
        (each.id, each.value, (each.low, each.high), REASONS.get(each.id, NO_REASON))
        for each in findings(found[baseline(worlds)])
        if not each.holds
    ]
    note = "Named openly; how the constants were set stands at the head of the page." if rows else "None."
    columns = ("id", "found", "expected", "why, as far as we can tell")
    return Sheet("Patterns that do not hold", note, columns, tuple(rows))
