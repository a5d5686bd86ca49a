"""Reporters for Mesa's data collector: pure functions of the model, one number a period."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from kantokuen.agents.view import Array

if TYPE_CHECKING:
    from kantokuen.model.model import KantokuenModel


def _mean(values: Array) -> float:
    return float(np.add.reduce(values) / len(values))


def p_attack_1941(model: KantokuenModel) -> float:
    """Share of worlds in which the Army has attacked by 15 October 1941."""
    return _mean((model.outcome_codes == 0.0) * 1.0)


def ripeness(model: KantokuenModel) -> float:
    """Ripeness of the persimmon to the General Staff, mean over worlds."""
    return _mean(model.table["AGS"].ripeness)


def soviet_divisions(model: KantokuenModel) -> float:
    """Soviet divisions in the Far East, mean over worlds."""
    return _mean(model.far_east.divisions)


def divisions_sanctioned(model: KantokuenModel) -> float:
    """Divisions sanctioned for Manchuria and Korea, mean over worlds."""
    return _mean(model.council.sanctioned)


def oil_stock(model: KantokuenModel) -> float:
    """Oil stock, million kilolitres, mean over worlds."""
    return _mean(model.means.oil)


def seed(model: KantokuenModel) -> float:
    """The seed, so that a world of which nobody named one can be played again."""
    return model.seed


REPORTERS: dict[str, Callable[[KantokuenModel], float]] = {
    each.__name__: each
    for each in (p_attack_1941, ripeness, soviet_divisions, divisions_sanctioned, oil_stock, seed)
}
"""What the collector keeps of each period."""
