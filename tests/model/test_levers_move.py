"""No dead levers: all that is declared moves something that is measured, in the same worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import pytest

from kantokuen.agents.view import Array
from kantokuen.model.levers.form import Parameter, Value
from kantokuen.model.parameters import PARAMETERS
from tests.support.scenes import differing, ending, ran, recorded

WORLDS = 128


@dataclass(frozen=True)
class Companion:
    """What a lever needs beside it before it can act, and why."""

    why: str
    levers: Mapping[str, Value] = field(default_factory=dict)


_JOINT = Companion("Tokyo knows of the German attack beforehand", {"germany.coordination": 1.0})
_NO_PACT = Companion("there is no neutrality pact", {"pact.neutrality": False})
_CHINA_FREE = Companion("the war in China is over", {"china.war_over": date(1941, 6, 1)})
_NOMONHAN_WON = Companion("Nomonhan was won", {"nomonhan.lost": False})
_PACT_IN_THE_WAY = Companion(
    "the pact is in the way only where all others would cross while the Foreign Minister finds the "
    "fruit unripe: half the divisions gone, oil flowing, and a minister who leans south",
    {"soviet.transfer_share": 0.5, "sanctions.oil_embargo": "never", "office.FOR.lean": -0.5},
)
_GENEROUS = Companion("Washington offers enough to quarrel over in Tokyo", {"talks.us_terms": -0.5})
_STILL_STANDS = Companion(
    "an attack on an enemy who still stands is ordered: three quarters of its divisions are gone",
    {"soviet.transfer_share": 0.75},
)
_NOBODY_LEFT = Companion("hardly a Soviet division is left", {"soviet.transfer_share": 1.0})

COMPANIONS: dict[str, Companion] = {
    "council.insurance": Companion(
        "the minister looks at his insurance where the option itself is not worth its cost, which is rare",
        {"weighing.carry": 0.5},
    ),
    "pact.neutrality": _PACT_IN_THE_WAY,
    "council.breaks_pact": _PACT_IN_THE_WAY,
    "germany.forewarned_days": _JOINT,
    "germany.coordination_saves": _JOINT,
    "germany.ramp_days": Companion(
        "a scenario sends the advance to Moscow", {"germany.moscow_falls": date(1941, 10, 15)}
    ),
    "soviet.without_pact": _NO_PACT,
    "weighing.without_pact": _NO_PACT,
    "sanctions.dutch_relief": Companion("the Indies go on selling", {"sanctions.dutch_sell": True}),
    "china.garrison": _CHINA_FREE,
    "weighing.china_peace_north": _CHINA_FREE,
    "weighing.china_peace_south": _CHINA_FREE,
    "army.without_purge": _NOMONHAN_WON,
    "weighing.without_nomonhan": _NOMONHAN_WON,
    "staff.shortest_campaign": _NOBODY_LEFT,
    "lens.organisation_in_time": _NOBODY_LEFT,
    "staff.longest_campaign": Companion(
        "a force that is too small fights: the field army opens war without orders",
        {"army.incident_rate": 0.01},
    ),
    "staff.win_odds": _STILL_STANDS,
    "staff.unfinished_loss": _STILL_STANDS,
    "staff.defeat_loss": _STILL_STANDS,
    "weighing.stand_down": _STILL_STANDS,
    "army.vouches": _STILL_STANDS,
    "talks.us_axis": _CHINA_FREE,
    "talks.own_reading": _CHINA_FREE,
    "talks.order": Companion("the throne orders that the talks succeed", {"talks.imperial_order": "plain"}),
    "talks.late": _GENEROUS,
    "talks.navy_word": Companion(
        "the Prime Minister takes the blame, and Washington offers enough to quarrel over",
        {"talks.blame": -0.5, "talks.us_terms": -0.5},
    ),
    "talks.cabinet_yields": Companion("the Army would leave China", {"talks.garrison": 1.5}),
}
"""Levers that act only, or all but only, together with others."""

LENSES = {"lens.organisation": "organisation", "lens.nash": "nash", "lens.point": "mean"}
"""The lens that reads a judgement, by how its key begins; all others act under `politics`."""


def elsewhere(lever: Parameter) -> tuple[Value, ...]:
    """Return the values at which a lever is tried: its bounds, its other keywords, a day of the summer."""
    if lever.type == "bool":
        return (not lever.default,)
    keywords = tuple(each for each in lever.choices if each != lever.default)
    if lever.type == "choice":
        return keywords
    if lever.type == "date":
        days = (date(1941, 6, 10), date(1941, 8, 20))
        return (*(day for day in days if day != lever.default), *keywords)
    bounds = (each for each in (lever.high, lever.low) if each is not None and each != lever.default)
    return (*bounds, *keywords)


@cache
def measured(levers: tuple[tuple[str, Value], ...], lens: str) -> dict[object, Array]:
    """Return what is measured of the same worlds under some levers: the ending, the means by period."""
    run = ran(WORLDS, dict(levers), detail="means", lens=lens)
    # what a lever is drawn as is no measure of what it does
    ends = {name: values for name, values in ending(run).items() if name not in PARAMETERS}
    return {**ends, **recorded(run)}


def moves(lever: Parameter, value: Value) -> bool:
    """Return whether a lever at a value gives another history than at its default."""
    beside = tuple(COMPANIONS[lever.key].levers.items()) if lever.key in COMPANIONS else ()
    lens = next((lens for start, lens in LENSES.items() if lever.key.startswith(start)), "politics")
    return bool(differing(measured(beside, lens), measured((*beside, (lever.key, value)), lens)))


@pytest.mark.slow
@pytest.mark.parametrize("key", PARAMETERS)
def test_a_lever_moves_a_measure(key: str) -> None:
    """Each keyword, switch and date moves something; of a number at least one bound does."""
    lever = PARAMETERS[key]
    moving = (moves(lever, value) for value in elsewhere(lever))
    assert any(moving) if lever.is_number else all(moving), f"{key} moves nothing"


@pytest.mark.parametrize("key", ["weighing.season_wait", "lens.nash_other", "china.garrison"])
def test_a_judgement_moves_a_measure_under_the_lens_and_beside_the_levers_that_it_needs(key: str) -> None:
    assert any(moves(PARAMETERS[key], value) for value in elsewhere(PARAMETERS[key]))


def test_the_share_of_divisions_gone_is_tried_against_history() -> None:
    lever = PARAMETERS["soviet.transfer_share"]
    assert lever.default == "history"
    assert all(moves(lever, value) for value in (0.0, 0.5, 1.0))


def test_every_companion_belongs_to_a_lever_and_says_why() -> None:
    assert COMPANIONS.keys() <= PARAMETERS.keys()
    assert all(each.why and each.levers.keys() <= PARAMETERS.keys() for each in COMPANIONS.values())
