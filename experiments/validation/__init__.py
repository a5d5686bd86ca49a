"""Validation: the model beside the evidence, patterns, counterfactuals, mechanisms and conflicts.

It reports and does not judge: what does not hold stands beside what does.
"""

from __future__ import annotations

from typing import Final

from kantokuen.experiments.tables import Cell, Table, as_markdown
from kantokuen.experiments.validation import conflicts, counterfactuals, mechanisms, patterns, trajectories
from kantokuen.experiments.validation.plays import Play, Progress, play_all
from kantokuen.model.kantokuen import DEFAULT_SEED

BASELINE_WORLDS: Final = 10_000
_OTHER_SHARE: Final = 0.4
"""Worlds of every other play as a share of those of the baseline."""


def other_worlds(worlds: int) -> int:
    """Return how many worlds every play other than the baseline has."""
    return max(1, round(_OTHER_SHARE * worlds))


def plays(worlds: int) -> list[Play]:
    """Return every play that the report needs."""
    others = other_worlds(worlds)
    return [
        patterns.baseline(worlds),
        *counterfactuals.plays(others, worlds),
        *mechanisms.plays(others, worlds),
        *conflicts.plays(others),
    ]


def report(
    worlds: int = BASELINE_WORLDS, seed: int = DEFAULT_SEED, progress: Progress | None = None
) -> list[Table]:
    """Play what is needed and return the tables, a summary first.

    Args:
        worlds: worlds of the baseline; every other play has two fifths of them.
        seed: the seed of all plays, so that worlds are paired.
        progress: called with worlds done and all worlds.
    """
    found = play_all(plays(worlds), seed=seed, progress=progress)
    others = other_worlds(worlds)
    judged = counterfactuals.judged(found, others, worlds)
    tables = [
        patterns.table(found, worlds),
        patterns.missed(found, worlds),
        judged,
        counterfactuals.missed(judged),
        counterfactuals.shipped(found, others),
        mechanisms.switches(found, others),
        mechanisms.broken(found, others),
        mechanisms.lenses(found, others),
        mechanisms.cadences(found, worlds),
        conflicts.falls(found, others, worlds),
        conflicts.eased(found, others),
        conflicts.clocks(found, worlds),
        *trajectories.tables(found, worlds),
    ]
    return [summary(tables), *tables]


def summary(tables: list[Table]) -> Table:
    """Count in the tables what holds and what does not."""
    judged = _find(tables, "Counterfactuals")
    rows: list[tuple[Cell, ...]] = [
        ("patterns inside their range", *_count(_find(tables, "Patterns"), "holds")),
        ("counterfactuals with the expected sign", *_count(judged, "sign holds")),
        ("counterfactuals inside the judged range", *_count(judged, "in range")),
    ]
    apart = _find(tables, "Cadences").rows[-1][-1]
    rows.append(
        ("largest difference between the cadences below .05", isinstance(apart, float) and apart < 0.05, "")
    )
    return Table("Summary", "What holds, and what does not, by name.", ("question", "holds", "does not hold"),
                 tuple(rows))  # fmt: skip


def document(tables: list[Table], *, worlds: int, seed: int) -> str:
    """Write the tables as a page of the manual that says which worlds it rests on."""
    head = (
        f"# Validation\n\nWritten by `kantokuen validate --worlds {worlds} --seed {seed} --out "
        f"docs/validation.md`: {worlds:,} worlds for the baseline, {other_worlds(worlds):,} for "
        f"everything else, seed {seed}. The page reports and does not judge; expected ranges are "
        "judgement and come from the tables of the evidence. Do not edit it by hand.\n\n"
    )
    return head + as_markdown(tables)


def _find(tables: list[Table], title: str) -> Table:
    return next(table for table in tables if table.title == title)


def _count(table: Table, column: str) -> tuple[str, str]:
    """Return how many rows hold, of those that can, and the names of those that do not."""
    place = table.columns.index(column)
    asked = [row for row in table.rows if row[place] is not None]
    missed = [str(row[0]) for row in asked if not row[place]]
    return f"{len(asked) - len(missed)} of {len(asked)}", ", ".join(missed)
