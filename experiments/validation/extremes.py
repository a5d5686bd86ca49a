"""Extreme conditions: settings at the ends of what may be set, and what must follow by sense alone.

What must follow was written down before these worlds were played, and no number was moved since, neither of
the model nor of what is expected.  Where a first setting held too easily, every chair leans north besides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from kantokuen.agents.roster import OFFICES
from kantokuen.agents.view import Array
from kantokuen.experiments.runner import Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.phrases import heads
from kantokuen.experiments.validation.plays import Found, Play, Played
from kantokuen.experiments.validation.reasons import reason
from kantokuen.model.calendar import to_day
from kantokuen.model.display import told
from kantokuen.model.evidence import value
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import LeverValue, Scenario
from kantokuen.model.text.words import ENGLISH, Words

Measure = Callable[[Played, Played], float]
"""What is measured on the worlds of a setting, and on the same worlds of history as it was."""

_MOST_WORLDS: Final = 1_000
_OUTBREAK: Final = date(1941, 6, 22)
_YEAR_ENDS: Final = to_day(date(1942, 1, 1))
_FIRST_DAY: Final = date(1941, 4, 1)
_BEFORE: Final = value("JPN017")
"""Divisions that stood in Manchuria and Korea before any mobilisation."""


def attacks(played: Played, _: Played) -> float:
    """Return the share of worlds with an attack on orders."""
    return played.share("attack_1941") + played.share("attack_1942")


def attacks_this_year(played: Played, _: Played) -> float:
    """Return the share of worlds with an attack on orders begun by 15 October 1941."""
    return played.share("attack_1941")


def attacks_standing(played: Played, _: Played) -> float:
    """Return the share of worlds with an attack on orders while the Soviet regime stands."""
    return float(np.mean(_ordered(played) * _stands(played)))


def attacks_standing_this_year(played: Played, _: Played) -> float:
    """Return the same for attacks begun by 15 October 1941."""
    return float(np.mean(played.hits("attack_1941") * _stands(played)))


def attacks_added(played: Played, base: Played) -> float:
    """Return by how much the share of worlds with an attack on orders is larger than in history as it was."""
    return float(np.mean(_ordered(played) - _ordered(base)))


def wars_without_orders(played: Played, _: Played) -> float:
    """Return the share of worlds with a war that the field army opens alone."""
    return played.share("field_incident")


def mobilisations_this_year(played: Played, _: Played) -> float:
    """Return the share of worlds with a mobilisation sanctioned in 1941."""
    return float(np.mean(played.columns["mobilisation_date"] < _YEAR_ENDS))


def mobilisations(played: Played, _: Played) -> float:
    """Return the share of worlds with a mobilisation."""
    return float(np.mean(np.isfinite(played.columns["mobilisation_date"])))


def southern_wars(played: Played, _: Played) -> float:
    """Return the share of worlds with a war in the south."""
    return float(np.mean(np.isfinite(played.columns["southern_war_date"])))


def largest_force(played: Played, _: Played) -> float:
    """Return the most divisions that stand in Manchuria and Korea in any world."""
    return float(np.max(played.columns["divisions_peak"]))


def movement(played: Played, base: Played) -> float:
    """Return how far the chairs move from the outbreak to the end, beside how far they do in history."""
    return _moved(played) / _moved(base)


@dataclass(frozen=True, slots=True)
class Extreme:
    """An extreme setting and what must follow from it.

    Attributes:
        name: of its texts.
        levers: what is set, by key.
        measure: what is measured.
        low, high: the bounds of what must follow, both included; None for an open side.
    """

    name: str
    levers: Mapping[str, LeverValue]
    measure: Measure
    low: float | None = None
    high: float | None = None

    def holds(self, found: float) -> bool:
        """Whether what is measured is what must follow."""
        return (self.low is None or found >= self.low) and (self.high is None or found <= self.high)


def _least(*keys: str) -> dict[str, LeverValue]:
    return {key: _end(PARAMETERS[key].low) for key in keys}


def _most(*keys: str) -> dict[str, LeverValue]:
    return {key: _end(PARAMETERS[key].high) for key in keys}


def _end(bound: float | date | None) -> LeverValue:
    if bound is None:
        raise ValueError("it has no bounds")
    return bound


_LEANS: Final = tuple(f"office.{office}.lean" for office in OFFICES)
_ALL_NORTH: Final = _most(*_LEANS)
"""Every chair leans north as far as it can; set beside what bars the way, it makes the test a hard one."""

EXTREMES: Final = (
    Extreme("emptied", _most("soviet.transfer_share"), attacks_this_year, low=0.9),
    Extreme(
        "fortress",
        {
            **_most("soviet.estimate_before", "soviet.men_before", "army.soviet_division_value"),
            **_least("soviet.transfer_pace"),
            **_ALL_NORTH,
        },
        attacks_standing,
        high=0.0,
    ),
    Extreme("all_north", _ALL_NORTH, attacks, low=0.9),
    Extreme("all_south", _least(*_LEANS), mobilisations, high=0.0),
    Extreme(
        "oil_for_ever",
        {
            "sanctions.freeze": "never",
            "sanctions.oil_embargo": "never",
            "sanctions.dutch_sell": True,
            **_least("sanctions.us_resolve", "sanctions.licences", "sanctions.talks_failed"),
            **_most("means.oil_stock"),
        },
        southern_wars,
        high=0.05,
    ),
    Extreme(
        "embargo_at_once",
        {"sanctions.freeze": _FIRST_DAY, "sanctions.oil_embargo": _FIRST_DAY},
        southern_wars,
        low=0.9,
    ),
    Extreme(
        "germany_stuck",
        {
            **_least("germany.pace", "germany.pressure"),
            **_most("germany.halt"),
            "germany.moscow_falls": "never",
            "soviet.collapse": "never",
            **_ALL_NORTH,
        },
        attacks,
        high=0.0,
    ),
    Extreme("no_german_war", _most("germany.barbarossa"), mobilisations_this_year, high=0.0),
    Extreme("regime_falls_at_once", {"soviet.collapse": _OUTBREAK}, attacks_this_year, low=0.95),
    Extreme(
        "winter_at_once",
        {**_least("season.winter_shift"), **_ALL_NORTH},
        attacks_standing_this_year,
        high=0.0,
    ),
    Extreme(
        "no_winter",
        {**_most("season.winter_shift"), "mechanism.expiry": False},
        attacks_added,
        low=0.0,
    ),
    Extreme(
        "ministry_refuses",
        {"war_ministry.mobilisation": "refuse", **_ALL_NORTH},
        largest_force,
        high=_BEFORE,
    ),
    Extreme("emperor_refuses", {"emperor.sanction": "refuse", **_ALL_NORTH}, attacks, high=0.0),
    Extreme("no_funds", _least("army.divisions_cap"), attacks_standing, high=0.0),
    Extreme(
        "nothing_free",
        {**_most("china.tied_divisions"), **_least("army.china_divisions", "army.korea_divisions")},
        largest_force,
        high=_BEFORE,
    ),
    Extreme("nothing_weighs", _least("weighing.scale"), movement, high=0.5),
    Extreme("field_army_in_hand", _least("army.indiscipline"), wars_without_orders, high=0.0),
)
"""The settings; see the texts of their names for what each means."""


def play(worlds: int, ensemble: str, levers: Mapping[str, LeverValue]) -> Play:
    """Return the play of a setting in an ensemble; of no levers it is history as it was."""
    scenario = Scenario.load("historical").replace(levers)
    return Play(_size(worlds), Run(scenario, ensemble=ensemble))


def plays(worlds: int) -> list[Play]:
    """Return the plays that the table needs."""
    settings = ({}, *(each.levers for each in EXTREMES))
    return [play(worlds, ensemble, levers) for ensemble in ENSEMBLES for levers in settings]


def sheet(found: Found, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return each setting: what must follow, what is found in both ensembles, and whether it holds."""
    rows: list[tuple[Cell, ...]] = []
    for each in EXTREMES:
        measured = [
            each.measure(found[play(worlds, one, each.levers)], found[play(worlds, one, {})])
            for one in ENSEMBLES
        ]
        holds = all(map(each.holds, measured))
        rows.append(
            (
                words(f"validation.extremes.names.{each.name}"),
                _written(each.levers),
                words(f"validation.extremes.follows.{each.name}"),
                (each.low, each.high),
                *measured,
                holds,
                "" if holds else reason(f"extreme_{each.name}", words),
            )
        )
    note = words("validation.extremes.note", worlds=f"{_size(worlds):,}")
    head = heads(words, "setting", "set", "follows", "expected")
    found_in = tuple(words("validation.extremes.found_in", ensemble=one) for one in ENSEMBLES)
    columns = (*head, *found_in, *heads(words, "holds", "why"))
    return Sheet(words("validation.extremes.title"), note, columns, tuple(rows))


def _ordered(played: Played) -> Array:
    """Return 1.0 in the worlds with an attack on orders, shape ``(worlds,)``."""
    return played.hits("attack_1941") + played.hits("attack_1942")


def _stands(played: Played) -> Array:
    """Return 1.0 in the worlds in which the regime stands when the war in the north begins."""
    return np.asarray(1.0 * (played.columns["regime_stands"] == 1))


def _moved(played: Played) -> float:
    """Return the mean distance, over chairs, between mean stances at the outbreak and at the end."""
    first = next(means for day, means in played.means if day >= _OUTBREAK)
    _, last = played.means[-1]
    return float(np.mean([abs(last[office]["net"] - first[office]["net"]) for office in OFFICES]))


def _written(levers: Mapping[str, LeverValue]) -> str:
    """Write what is set as it is typed; leans of all chairs alike as one."""
    # of the leans all are set alike, or none is
    alike = {"office.*.lean" if key in _LEANS else key: each for key, each in levers.items()}
    return ", ".join(f"`{key}={_plainly(each)}`" for key, each in alike.items())


def _plainly(setting: LeverValue) -> str:
    """Write a value as it is typed, a large number in full."""
    return f"{setting:.0f}" if isinstance(setting, float) and setting.is_integer() else told(setting)


def _size(worlds: int) -> int:
    return min(worlds, _MOST_WORLDS)
