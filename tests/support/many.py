"""Many worlds made by hand: odds whose worlds end as a test wants them."""

from __future__ import annotations

import numpy as np

from kantokuen.dashboard.results import Odds
from kantokuen.experiments.summary import shares
from kantokuen.model.outcome import OUTCOMES

_MADE_AS = {
    "north_1941": (0, 1, False, False),
    "north_later": (1, 1, False, False),
    "north_fallen": (1, 0, True, False),
    "field_incident": (2, 1, False, False),
    "guard_south": (3, 1, True, False),
    "guard_terms": (3, 1, False, True),
    "guard": (3, 1, False, False),
    "never_south": (4, 1, True, False),
    "never": (4, 1, False, False),
}
"""By ending an outcome, whether the regime stands, and whether there is southern war or something signed."""


def many(*endings: str) -> Odds:
    """Return odds of worlds that end so, one after another."""
    outcome, stands, south, terms = (
        np.array(each, np.float32) for each in zip(*(_MADE_AS[each] for each in endings), strict=True)
    )
    never = np.full(len(endings), np.inf, np.float32)
    columns = {
        "outcome": outcome,
        "regime_stands": stands,
        "regime_fell": 1.0 - stands,
        "divisions_peak": np.full(len(endings), 16.0, np.float32),
        "embargo_date": never,
        "mobilisation_date": np.where(outcome < OUTCOMES.index("no_mobilisation"), 97.0, np.inf),
        "reversal_date": never,
        "southern_war_date": np.where(south == 1, 251.0, np.inf),
        "settlement_date": np.where(terms == 1, 220.0, np.inf),
    }
    return Odds(
        len(endings),
        shares(outcome.astype(np.float64)),
        {name: each.astype(np.float32) for name, each in columns.items()},
    )
