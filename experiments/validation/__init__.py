"""Validation: the model beside the evidence, patterns, counterfactuals, mechanisms and conflicts.

It reports and does not judge: what does not hold stands beside what does.
"""

from __future__ import annotations

from typing import Final

from kantokuen.experiments.runner import Progress
from kantokuen.experiments.sheets import Cell, Sheet, as_markdown
from kantokuen.experiments.validation import conflicts, counterfactuals, mechanisms, patterns, trajectories
from kantokuen.experiments.validation.plays import Play, play_all
from kantokuen.model.arguments import progress_given
from kantokuen.model.model import DEFAULT_SEED

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
) -> list[Sheet]:
    """Play what is needed and return the tables, a summary first.

    Args:
        worlds: worlds of the baseline; every other play has two fifths of them.
        seed: the seed of all plays, so that worlds are paired.
        progress: called with worlds done and all worlds.
    """
    found = play_all(plays(worlds), seed=seed, progress=progress_given(progress))
    others = other_worlds(worlds)
    judged = counterfactuals.judged(found, others, worlds)
    sheets = [
        patterns.sheet(found, worlds),
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
        *trajectories.sheets(found, worlds),
    ]
    return [summary(sheets), *sheets]


def summary(sheets: list[Sheet]) -> Sheet:
    """Count in the tables what holds and what does not."""
    judged = _find(sheets, "Counterfactuals")
    rows: list[tuple[Cell, ...]] = [
        ("patterns inside their range", *_count(_find(sheets, "Patterns"), "holds")),
        ("counterfactuals with the expected sign", *_count(judged, "sign holds")),
        ("counterfactuals inside the judged range", *_count(judged, "in range")),
    ]
    apart = _find(sheets, "Cadences").rows[-1][-1]
    rows.append(
        ("largest difference between the cadences below .05", isinstance(apart, float) and apart < 0.05, "")
    )
    return Sheet("Summary", "What holds, and what does not, by name.", ("question", "holds", "does not hold"),
                 tuple(rows))  # fmt: skip


_HOW_SET: Final = """## How the constants were set

What follows is not a test on data that had never been seen. The spreads of the German pace and of Soviet
resilience were written down before the first run and not moved. The other judgements were set in about a
dozen rounds of running the model and looking at the baseline, at the patterns and counterfactuals below, and
at the stances beside the recorded positions; a pattern that holds is therefore in part a fit, and only the
misses speak for themselves. Moved after a look were, among others:

- for the baseline and the size of changes: how much a German victory unstrings the Far East, the Navy's
  tolerance and its urgency, the lottery's threshold, hysteresis, readiness scaled with need;
- for the share of collapses and of attacks in 1942: the pressure that each day after the fall of Moscow adds
  to the regime (from .003 to .001), the halving of Germany's nearness to victory once it is thrown back, and
  the speed at which vacated places are filled;
- for the patterns of early July and August: leaning south at which Indochina is signed, how late divisions
  still come in time, what is left of the window once it is given up, the expected Soviet fall;
- for signs of counterfactuals: Moscow's answer to the build-up (from .04 to .08 a division), what a refused
  paper needs to come back, and the share of its flow that Moscow would risk without a pact (from .85 to .95,
  after the pact's absence was seen to lower the chance of attack; it now changes next to nothing);
- for the size of an effect that seemed too large: what a Soviet division would count had Nomonhan been won
  (from .85 to .92 of the figure used);
- for the date of the southern war: the lengths of its preparations, read off the record of autumn 1941.

Patterns and counterfactuals that were not looked at would be the fair test."""


def document(sheets: list[Sheet], *, worlds: int, seed: int) -> str:
    """Write the tables as a page of the manual that says which worlds it rests on."""
    head = (
        f"# Validation\n\nWritten by `kantokuen validate --worlds {worlds} --seed {seed} --out "
        f"docs/validation.md --force`: {worlds:,} worlds for the baseline, {other_worlds(worlds):,} for "
        f"everything else, seed {seed}. The page reports and does not judge; expected ranges are "
        "judgement and come from the tables of the evidence. Do not edit it by hand.\n\n"
    )
    return f"{head}{_HOW_SET}\n\n{as_markdown(sheets)}"


def _find(sheets: list[Sheet], title: str) -> Sheet:
    return next(sheet for sheet in sheets if sheet.title == title)


def _count(sheet: Sheet, column: str) -> tuple[str, str]:
    """Return how many rows hold, of those that can, and the names of those that do not."""
    place = sheet.columns.index(column)
    asked = [row for row in sheet.rows if row[place] is not None]
    missed = [str(row[0]) for row in asked if not row[place]]
    return f"{len(asked) - len(missed)} of {len(asked)}", ", ".join(missed)
