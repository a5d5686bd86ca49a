"""Forking: many futures of one past.

"From here, how likely?"  What has happened in a world is copied: beliefs, orders, stocks, the
front, the persons and their temper.  What lies ahead is drawn anew: the levers that vary, the
reports, the answers of the outside, each given that it has not come yet.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from kantokuen.agents.faction import APPRAISED
from kantokuen.model.arguments import scenario_given, worlds_given
from kantokuen.model.errors import InputError, whole
from kantokuen.model.members import Members
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario

if TYPE_CHECKING:
    from kantokuen.agents.faction import Faction
    from kantokuen.model.model import KantokuenModel

_HOLDERS = ("german_war", "far_east", "sanctions", "means", "council", "persons", "hostilities")
_MINDS = ("mind", "temper", "traits")


def fork(
    model: KantokuenModel,
    worlds: int,
    *,
    world: int = 0,
    seed: int | None = None,
    scenario: Scenario | str | None = None,
    keep_chance: bool = False,
) -> KantokuenModel:
    """Return a model of many worlds that share the past of one world of another model.

    Args:
        model: the model to fork, at any period.
        worlds: how many futures.
        world: which of its worlds, counted from 0.
        seed: seed of the futures, that of the model when not given.
        scenario: what is to hold from here on, or its name or path; the model's own when not given.
        keep_chance: keep the chance of the past world instead of drawing anew; for one future
            only.  Without a change of scenario the future is then the one that would have come.

    Raises:
        InputError: there is no such world, or chance is to be kept for several.
    """
    if not model.running:
        raise InputError("nothing is left to play in this model; fork it before its last period")
    world = whole("world", world, least=0, most=model.worlds - 1)
    worlds = worlds_given(worlds)
    if keep_chance and worlds != 1:
        raise InputError(f"chance can be kept for one future only, not for {worlds}")
    scenario = None if scenario is None else scenario_given(scenario)
    child = type(model)(
        model.case if scenario is None else scenario,
        worlds=worlds,
        seed=model.seed if seed is None else seed,
        lens=model.lens,
        cadence=model.cadence,
        until=model.until,
        first_world=int(model.world_index[world]) if keep_chance else 0,
        members=_future(model, worlds, world, scenario=scenario, keep_chance=keep_chance),
        detail=model.record.detail if model.record.detail != "means" else None,
        branch=model.streams.branch if keep_chance else _branch(model, world),
    )
    for name in _HOLDERS:
        _copy(getattr(model, name), getattr(child, name), world, worlds)
    for office, seated in model.table.items():
        _copy_office(seated, child.table[office], world, worlds)
    child.assembly.gather()
    child.period_number = model.period_number
    child.running = model.running
    child.council.season_opens = model.council.season_opens
    child.council.log = list(model.council.log) if world == 0 else []
    if not keep_chance:
        _forget(child)
    elif _is_same(model.case, child.case, "soviet.resilience"):
        child.german_war.resilience = _picked(np.atleast_1d(model.german_war.resilience), world, worlds)
    return child


def _is_same(before: Scenario, after: Scenario, key: str) -> bool:
    return bool(np.array_equal(np.asarray(before.levers[key]), np.asarray(after.levers[key])))


def _future(
    model: KantokuenModel, worlds: int, world: int, *, scenario: Scenario | None, keep_chance: bool
) -> Members | None:
    """Return the futures of a member: its own numbers hold, but for levers that the new scenario changes."""
    own = model.members
    if own is None:
        return None
    first = int(model.world_index[world]) if keep_chance else 0
    levers = {
        key: _picked(values, world, worlds)
        for key, values in own.levers.items()
        if scenario is None or _is_same(model.case, scenario, key)
    }
    return Members(np.arange(first, first + worlds, dtype=np.int64), levers, own.exact)


def _branch(model: KantokuenModel, world: int) -> str:
    return f"{model.streams.branch}/{model.world_index[world]}@{model.period_number}"


def _picked(values: NDArray[Any], world: int, worlds: int) -> NDArray[Any]:
    chosen = world if len(values) > 1 else 0
    return np.repeat(values[chosen : chosen + 1], worlds)


def _copy(source: Any, target: Any, world: int, worlds: int) -> None:
    for name in source.STATE:
        setattr(target, name, _picked(getattr(source, name), world, worlds))
    past = getattr(source, "past", None)
    if past is not None:
        target.past = [(day, _picked(values, world, worlds)) for day, values in past]


def _copy_office(source: Faction, target: Faction, world: int, worlds: int) -> None:
    for name in _MINDS:
        part = getattr(source, name)
        if not is_dataclass(part):
            raise TypeError(f"{name} is not a dataclass")
        for field in fields(part):
            value = getattr(part, field.name)
            if isinstance(value, np.ndarray) and value.ndim:
                value = _picked(value, world, worlds)
            setattr(getattr(target, name), field.name, value)
    target.is_successor = _picked(source.is_successor, world, worlds)
    target.successor_green = source.successor_green
    for name in APPRAISED:
        setattr(target, name, _picked(getattr(source, name), world, worlds))


def _forget(child: KantokuenModel) -> None:
    """Start the hazards anew, and let the regime's resilience lie above what it has borne."""
    ones = np.ones(child.worlds)
    child.sanctions.freeze_left = ones
    child.sanctions.embargo_left = ones
    child.hostilities.incident_left = ones
    spread = PARAMETERS["soviet.resilience"].spread
    centre = child.case.levers["soviet.resilience"]
    scale = 0.0 if spread is None else spread.scale * child.values["worlds.spread"]
    if not isinstance(centre, float) or not np.all(scale):
        return
    borne = child.german_war.pressed(child.values)
    below = ndtr((borne - centre) / scale)
    drawn = below + (1.0 - below) * child.streams.uniform("resilience")
    child.german_war.resilience = centre + scale * ndtri(np.minimum(drawn, 1.0 - 2.0**-53))
