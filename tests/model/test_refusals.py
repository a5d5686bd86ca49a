"""Refusals that hold to the end of the run, and resistances that give way when the fruit is ripe."""

from datetime import date

import numpy as np
import pytest

from kantokuen.experiments.runner import Run
from kantokuen.model.calendar import NEVER
from kantokuen.model.levers.form import Value
from kantokuen.model.means import IN_THE_NORTH
from kantokuen.model.model import KantokuenModel
from kantokuen.model.scenario import Scenario

WORLDS = 2_000
HELD = ("emperor", "war-ministry")
RIPE: tuple[dict[str, Value], ...] = (
    {},
    {"soviet.collapse": date(1941, 8, 10)},
    {"soviet.collapse": date(1941, 8, 10), "soviet.transfer_share": 1.0, "navy.backs_north": True},
)
"""History as it was, a regime that falls in time, and a fruit that nobody else keeps from falling."""


def played(scenario: str, changes: dict[str, Value]) -> KantokuenModel:
    model = Run(Scenario.load(scenario).replace(changes)).model(WORLDS)
    model.run()
    return model


@pytest.mark.parametrize("changes", RIPE)
@pytest.mark.parametrize("who", HELD)
def test_a_refusal_holds_however_ripe_the_fruit(who: str, changes: dict[str, Value]) -> None:
    world = played(f"{who}-refuses", changes).world
    assert np.count_nonzero(world.council.mobilise_day < NEVER) == 0
    assert np.all(world.hostilities.divisions_peak == IN_THE_NORTH)
    if who == "emperor":
        assert np.count_nonzero(world.hostilities.was_ordered) == 0


@pytest.mark.parametrize("who", HELD)
def test_a_resistance_gives_way_in_some_worlds_and_in_more_when_the_regime_falls(who: str) -> None:
    given_way, collapsed = (
        np.count_nonzero(played(f"{who}-resists", changes).world.council.mobilise_day < NEVER)
        for changes in RIPE[:2]
    )
    assert 0 < given_way < collapsed
