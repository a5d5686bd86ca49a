"""The benchmark: how fast worlds run and designs are swept, as ratios measured in one run."""

from __future__ import annotations

from typing import Final, Literal

from kantokuen.experiments.bench.engine import measure_engine
from kantokuen.experiments.bench.measuring import Tell, load
from kantokuen.experiments.bench.sweeps import measure_sweeps
from kantokuen.experiments.sheets import Sheet
from kantokuen.model.text.words import ENGLISH, Words

WORLDS: Final = 10_000
"""Worlds for which the aims are set."""

Half = Literal["engine", "sweeps"]


def report(
    worlds: int = WORLDS, only: Half | None = None, *, tell: Tell | None = None, words: Words = ENGLISH
) -> list[Sheet]:
    """Measure, and set what was measured beside what was aimed at.

    Args:
        worlds: worlds of a run of many; the sweep of the benchmark has about a hundred times as many.
        only: one half of the benchmark; both when not given.
        tell: called with a line before each thing that takes a while.
        words: the language of the tables and lines.
    """
    said, before = tell or (lambda _: None), load(words)
    sheets = measure_engine(worlds, said, words) if only != "sweeps" else []
    if only != "engine":
        sheets += measure_sweeps(worlds, said, before=before, words=words)
    return sheets
