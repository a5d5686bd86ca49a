"""The chairs: in how many worlds it matters who leans which way in each of the seventeen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from kantokuen.agents.roster import OFFICES
from kantokuen.agents.view import Array, Mask
from kantokuen.experiments.runner import Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.paired import difference
from kantokuen.experiments.validation.phrases import heads
from kantokuen.experiments.validation.plays import Found, Play, Played
from kantokuen.model.outcome import DATES
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.words import ENGLISH, Words

LEANS: Final = (0.5, -0.5)
"""How much further north, on the scale of the stance, the person in a chair leans than the record."""

_MOST_WORLDS: Final = 2_000
_TOLD: Final = ("outcome", "divisions_peak", *DATES)
_NORTHERN: Final = ("attack_1941", "attack_1942", "field_incident")


def plays(worlds: int) -> list[Play]:
    """Return the plays that the table needs."""
    return [_play(worlds, {}), *(_leaning(worlds, office, lean) for office in OFFICES for lean in LEANS)]


def sheet(found: Found, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return for each chair the share of worlds that a lean changes, the chair that changes fewest first."""
    base = found[_play(worlds, {})]
    by_office = {office: [found[_leaning(worlds, office, lean)] for lean in LEANS] for office in OFFICES}
    shares = {
        office: [float(np.mean(moved(played, base))) for played in pair] for office, pair in by_office.items()
    }
    rows: list[tuple[Cell, ...]] = []
    for office in sorted(OFFICES, key=lambda each: min(shares[each])):
        more = [difference(_northern(played), _northern(base)).mean for played in by_office[office]]
        rows.append((words.called(f"offices.{office}.name", office), *shares[office], *more))
    note = words("validation.chairs.note", worlds=f"{_size(worlds):,}")
    columns = heads(words, "office", "changed_north", "changed_south", "attacks_north", "attacks_south")
    return Sheet(words("validation.chairs.title"), note, columns, tuple(rows))


def moved(played: Played, base: Played) -> Mask:
    """Return the worlds in which the ending, a date or the most divisions differ, shape ``(worlds,)``."""
    differs = np.zeros(len(base.columns["outcome"]), dtype=bool)
    for name in _TOLD:
        differs |= played.columns[name] != base.columns[name]
    return differs


def _size(worlds: int) -> int:
    return min(worlds, _MOST_WORLDS)


def _leaning(worlds: int, office: str, lean: float) -> Play:
    return _play(worlds, {f"office.{office}.lean": lean})


def _play(worlds: int, levers: Mapping[str, float]) -> Play:
    return Play(_size(worlds), Run(Scenario.load("historical").replace(levers), stances=False))


def _northern(played: Played) -> Array:
    """Return 1.0 in the worlds with a war in the north, shape ``(worlds,)``."""
    total: Array = sum((played.hits(each) for each in _NORTHERN), np.zeros(len(played.columns["outcome"])))
    return total
