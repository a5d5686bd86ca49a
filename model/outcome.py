"""The outcome of a world: exactly one of five."""

from __future__ import annotations

from datetime import date

import numpy as np

from kantokuen.agents.view import Array, Mask
from kantokuen.model.calendar import NEVER, to_day

OUTCOMES = ("attack_1941", "attack_1942", "field_incident", "stand_guard", "no_mobilisation")
"""The outcomes by name; what they are called before people stands in `kantokuen.model.text`."""

DATES = ("embargo_date", "mobilisation_date", "reversal_date", "southern_war_date", "settlement_date")
"""The columns of outcomes that are dates."""

SEASON_ENDS = to_day(date(1941, 10, 15)) + 1.0
"""The first day that no longer counts as 1941: hostilities by 15 October (THE026)."""


def classify(*, war_day: Array, was_ordered: Mask, mobilise_day: Array) -> Array:
    """Return the outcome of each world as an index into `OUTCOMES`.

    field_incident    war in the north without orders
    attack_1941       war on orders, begun by 15 October 1941
    attack_1942       war on orders, begun later
    stand_guard       no war, but a mobilisation
    no_mobilisation   neither

    Args:
        war_day: first day of hostilities in the north, infinite where there are none.
        was_ordered: whether they were ordered.
        mobilise_day: day of the first sanctioned mobilisation, infinite where there is none.
    """
    ordered = np.where(war_day < SEASON_ENDS, 0, 1)
    at_peace = np.where(mobilise_day < NEVER, 3, 4)
    return np.where(war_day < NEVER, np.where(was_ordered, ordered, 2), at_peace)
