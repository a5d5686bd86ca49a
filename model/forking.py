"""Forking: many futures of one past.

"From here, how likely?"  What has happened in a world is taken as it is: beliefs, orders, stocks,
the front, the persons and their temper.  What lies ahead is drawn anew: the parameters that vary, the
reports, the answers of the outside, each given that it has not come yet.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from kantokuen.model.members import Members
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.reference import reference_view
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario
from kantokuen.model.streams import BELOW_ONE, Streams
from kantokuen.model.values import Drawn
from kantokuen.model.world import World


def futures(past: World, number: int, born: World) -> World:
    """Return many worlds that share the past of one, under the parameters of others.

    Args:
        past: the worlds of which one is forked.
        number: which of them, counted from 0.
        born: the same number of new worlds as futures are wanted, not yet played.
    """
    world = past.take(np.full(len(born), number))
    world.index, world.values, world.rules = born.index, born.values, born.rules
    world.table.engage(reference_view(born.values), born.rules)
    return world


def forget(world: World, asked: Request, streams: Streams) -> None:
    """Start the hazards anew, and let the regime's resilience lie above what it has borne."""
    ones = np.ones(len(world))
    world.sanctions.freeze_left = ones
    world.sanctions.embargo_left = ones
    world.hostilities.incident_left = ones
    world.german_war.resilience = world.values["soviet.resilience"]
    spread = PARAMETERS["soviet.resilience"].spread
    given, width = asked.scenario.levers["soviet.resilience"], world.values["worlds.spread"]
    scale = 0.0 if spread is None else spread.scale * width
    if spread is None or not isinstance(given, float) or not np.all(scale):
        return
    centre = given + Drawn.of(streams, width, asked.ensemble).shift(spread)
    borne = world.german_war.pressed(world.values)
    below = ndtr((borne - centre) / scale)
    drawn = below + (1.0 - below) * streams.uniform("resilience")
    world.german_war.resilience = centre + scale * ndtri(np.minimum(drawn, BELOW_ONE))


def own_members(
    members: Members, number: int, *, first: int, worlds: int, before: Scenario, after: Scenario
) -> Members:
    """Return the futures of one member: its own numbers hold, but for parameters that a scenario changes.

    Args:
        members: the members of which one is forked.
        number: which of them, counted from 0.
        first: index of the first world whose draws the futures see.
        worlds: how many futures.
        before: the scenario of the past.
        after: the scenario that holds from here on.
    """
    levers = {
        key: np.full(worlds, values[number])
        for key, values in members.levers.items()
        if is_same(before, after, key)
    }
    return Members(np.arange(first, first + worlds, dtype=np.int64), levers, members.exact)


def is_same(before: Scenario, after: Scenario, key: str) -> bool:
    """Whether two scenarios say the same of a parameter."""
    return bool(np.array_equal(np.asarray(before.levers[key]), np.asarray(after.levers[key])))
