"""What the posterior foretells: settings drawn from it, held against all that is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.drawn import posterior
from kantokuen.experiments.priors import fitted
from kantokuen.experiments.runner import Progress, Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation import shown, strengths
from kantokuen.experiments.validation.kept import kept, kept_figures
from kantokuen.experiments.validation.plays import Played
from kantokuen.experiments.validation.points import Points, play
from kantokuen.experiments.validation.posterior import FAR, WORLDS, heads, middle
from kantokuen.experiments.validation.reasons import reason
from kantokuen.experiments.validation.targets import Target, figures, misses, targets
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.text.words import ENGLISH, Words

SIGNALS: Final = tuple(dict.fromkeys((*strengths.SIGNALS, *shown.SIGNALS)))
"""What a play has to watch for the whole record."""

_SHARE: Final = 0.03
"""Settings as a share of the worlds of the baseline."""

_STANCES: Final = ("net", "hope", "soviet_men")


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """What settings of the posterior give.

    Attributes:
        record: in the ensemble of historians, a figure for each of `record`, shape ``(settings, record)``.
        shares: by ensemble, a share for each of `SHARES`, shape ``(settings, SHARES)``.
    """

    record: Array
    shares: Mapping[str, Array]


def record() -> tuple[Target, ...]:
    """Return all that is recorded: what judgements were fitted to (C), and what was kept for testing (T)."""
    return (*targets(), *kept())


def figures_of_record(played: Played) -> Array:
    """Return what the worlds of one play give for each of `record`; it must have watched `SIGNALS`."""
    return np.concatenate([figures(played), kept_figures(played)])


def worlds_of(worlds: int) -> int:
    """Return how many worlds are played beside a baseline of so many."""
    return len(ENSEMBLES) * _settings(worlds) * WORLDS


def foretell(worlds: int, seed: int, progress: Progress | None = None) -> Foretold:
    """Play settings of the posterior that ships in both ensembles.

    Args:
        worlds: worlds of the baseline, which say how many settings are taken.
        seed: of the worlds.
        progress: called with worlds done and all worlds.
    """
    values = np.stack([posterior()[key] for key in fitted()], axis=1)[: _settings(worlds)]
    read: dict[str, Array] = {}
    for number, each in enumerate(ENSEMBLES, start=1):
        points = Points(Run(seed=seed, ensemble=each), fitted(), values, WORLDS, 0)
        read[each] = play(points, figures_of_record, SIGNALS, _STANCES)
        if progress is not None:
            progress(number * len(values) * WORLDS, worlds_of(worlds))
    count = len(record())
    return Foretold(read[ENSEMBLES[0]][:, :count], {name: each[:, count:] for name, each in read.items()})


def missed(foretold: Foretold, words: Words = ENGLISH, *, is_kept: bool = False) -> Sheet:
    """Return what the posterior does not meet, the farthest first: of the targets, or of what was kept."""
    first = len(targets()) if is_kept else 0
    held = record()[first:] if is_kept else targets()
    read = foretold.record[:, first : first + len(held)]
    off = np.median(misses(read, held), axis=0)
    order = np.argsort(-np.abs(off), kind="stable")
    rows: list[tuple[Cell, ...]] = [
        (
            held[place].called(words),
            held[place].recorded,
            middle(read[:, place]),
            float(off[place]),
            reason(held[place].id, words),
        )
        for place in order
        if abs(off[place]) > FAR
    ]
    name = "kept" if is_kept else "unmet"
    note = words(f"validation.{name}.{'note' if rows else 'none'}", far=f"{FAR:g}", n=len(held))
    columns = (*heads(words, "target", "recorded", "found", "off_by"), words("validation.columns.why"))
    return Sheet(words(f"validation.{name}.title"), note, columns, tuple(rows))


def middles(foretold: Foretold) -> dict[str, Cell]:
    """Return by what is recorded the middle 90 % of the settings."""
    return {each.id: middle(foretold.record[:, place]) for place, each in enumerate(record())}


def _settings(worlds: int) -> int:
    return min(max(round(_SHARE * worlds), 2), len(next(iter(posterior().values()))))
