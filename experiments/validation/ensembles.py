"""The two ensembles side by side: whose view of the German war the worlds are drawn by, and what follows."""

from __future__ import annotations

from kantokuen.experiments.runner import Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.phrases import heads, outcomes
from kantokuen.experiments.validation.plays import Found, Play
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import ENGLISH, Words


def plays(worlds: int) -> list[Play]:
    """Return the plays that the table needs."""
    return [Play(worlds, Run(ensemble=each)) for each in ENSEMBLES]


def sheet(found: Found, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return the shares of the outcomes in each ensemble, split by whether the regime fell."""
    rows: list[tuple[Cell, ...]] = []
    for name in ENSEMBLES:
        played = found[Play(worlds, Run(ensemble=name))]
        told = (played.share(each) for each in OUTCOMES)
        split = played.regime
        rows.append(
            (words(f"ensembles.{name}.name"), *told, split["fell_by_end"], split["fell_before_attack"])
        )
    note = words("validation.ensembles.note", worlds=f"{worlds:,}")
    ensemble, *more = heads(words, "ensemble", "fell_by_end", "fell_before_attack")
    return Sheet(words("validation.ensembles.title"), note, (ensemble, *outcomes(words), *more), tuple(rows))
