"""Reporters for Mesa's data collector: pure functions of the model, one number a period."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.world import World


class Played(Protocol):
    """What a reporter may know of the model."""

    seed: int
    world: World


def _mean(values: Array) -> float:
    return float(np.add.reduce(values) / len(values))


def p_attack_1941(model: Played) -> float:
    """Share of worlds in which the Army has attacked by 15 October 1941."""
    return _mean((model.world.outcome_codes == OUTCOMES.index("attack_1941")) * 1.0)


def ripeness(model: Played) -> float:
    """Ripeness of the persimmon to the General Staff, mean over worlds."""
    table = model.world.table
    return _mean(table.appraisal.ripeness[table.rows["AGS"]])


def soviet_divisions(model: Played) -> float:
    """Soviet divisions in the Far East, mean over worlds."""
    return _mean(model.world.far_east.divisions)


def divisions_sanctioned(model: Played) -> float:
    """Divisions sanctioned for Manchuria and Korea, mean over worlds."""
    return _mean(model.world.council.sanctioned)


def oil_stock(model: Played) -> float:
    """Oil stock, million kilolitres, mean over worlds."""
    return _mean(model.world.means.oil)


def seed(model: Played) -> float:
    """The seed, so that a world of which nobody named one can be played again."""
    return model.seed


REPORTERS: dict[str, Callable[[Played], float]] = {
    each.__name__: each
    for each in (p_attack_1941, ripeness, soviet_divisions, divisions_sanctioned, oil_stock, seed)
}
"""What the collector keeps of each period."""
