"""The patterns that a credible baseline shows: what the evidence expects, and what many worlds give.

Bounds and statements come from the evidence (`patterns.csv`); nothing is adjusted to meet them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kantokuen.experiments.runner import Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.phrases import heads
from kantokuen.experiments.validation.plays import Found, Play, Played
from kantokuen.experiments.validation.readings import READINGS, STRICT, Reading
from kantokuen.experiments.validation.reasons import reason
from kantokuen.experiments.validation.shown import SHOWN, SIGNALS
from kantokuen.model import evidence
from kantokuen.model.text.words import ENGLISH, Words


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


def watched(worlds: int) -> Play:
    """Return the play on which the patterns are measured that are only shown."""
    return Play(worlds, Run(cadence="ten-day", trace=True), SIGNALS)


def findings(
    played: Played, words: Words = ENGLISH, readings: Mapping[str, Reading] = READINGS
) -> list[Finding]:
    """Measure patterns on one watched play, in the order of their readings."""
    rows = {row["id"]: row for row in evidence.patterns().to_dicts()}
    found = []
    for name, read in readings.items():
        row = rows[name.split()[0]]
        value, detail = read(played, words)
        bounds = row["low"], row["high"]
        found.append(Finding(name, row["statement"], *bounds, row["unit"], value, detail))
    return found


def called(name: str, words: Words) -> str:
    """Return what a reading of `READINGS` is called."""
    return words("validation.patterns.strict", id=name.split(maxsplit=1)[0]) if name == STRICT else name


def sheet(found: Found, worlds: int, middles: Mapping[str, Cell], words: Words = ENGLISH) -> Sheet:
    """Return the table of the patterns that judgements were fitted to, on the baseline.

    Args:
        found: what the plays gave.
        worlds: of the baseline.
        middles: by pattern, the middle 90 % of settings of the posterior.
        words: of the language of the table.
    """
    rows = _rows(findings(found[baseline(worlds)], words), middles, words)
    note = words("validation.patterns.note", worlds=f"{worlds:,}")
    return Sheet(words("validation.patterns.title"), note, _heads(words), rows)


def shown(found: Found, worlds: int, middles: Mapping[str, Cell], words: Words = ENGLISH) -> Sheet:
    """Return the table of the patterns that are kept for testing; see `sheet`."""
    rows = _rows(findings(found[watched(worlds)], words, SHOWN), middles, words)
    note = words("validation.shown.note", worlds=f"{worlds:,}")
    return Sheet(words("validation.shown.title"), note, _heads(words), rows)


def _heads(words: Words) -> tuple[str, ...]:
    return heads(words, "id", "pattern", "expected", "found", "over_posterior", "holds", "unit",
                 "detail")  # fmt: skip


def _rows(
    found: Sequence[Finding], middles: Mapping[str, Cell], words: Words
) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            called(each.id, words),
            each.statement,
            (each.low, each.high),
            each.value,
            middles.get(each.id),
            each.holds,
            words.called(f"validation.units.{each.unit}", each.unit),
            each.detail,
        )
        for each in found
    )


def missed(found: Found, worlds: int, others: int, words: Words = ENGLISH) -> Sheet:
    """Return the patterns of both kinds that do not hold, each with what we think is the reason."""
    all_found = (
        *findings(found[baseline(worlds)], words),
        *findings(found[watched(others)], words, SHOWN),
    )
    rows: list[tuple[Cell, ...]] = [
        (called(each.id, words), each.value, (each.low, each.high), reason(each.id, words))
        for each in all_found
        if not each.holds
    ]
    note = words("validation.patterns.misses_note" if rows else "validation.patterns.no_misses")
    columns = heads(words, "id", "found", "expected", "why")
    return Sheet(words("validation.patterns.misses"), note, columns, tuple(rows))
