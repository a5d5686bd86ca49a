"""Every chair counts: over 2,000 paired worlds a lean of one half, either way, changes some of them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from kantokuen.agents.roster import OFFICES
from kantokuen.agents.view import Array
from kantokuen.model.frames import columns
from kantokuen.model.outcome import DATES
from kantokuen.model.streams import DrawCache
from tests.support.scenes import ran

pytestmark = pytest.mark.slow

WORLDS = 2_000
LEAST = WORLDS // 100
DRAWS: DrawCache = {}


def ends(levers: Mapping[str, Any]) -> dict[str, Array]:
    """Return the ending, the dates and the peak of the paired worlds, with some levers changed."""
    found = columns(ran(WORLDS, levers, seed=19410702, detail="outcomes", draws=DRAWS).world)
    return {name: found[name] for name in ("outcome", "divisions_peak", *DATES)}


@cache
def as_recorded() -> dict[str, Array]:
    """Return the same where no chair leans."""
    return ends({})


@pytest.mark.parametrize("lean", [-0.5, 0.5])
@pytest.mark.parametrize("office", OFFICES)
def test_a_lean_of_one_half_changes_one_world_in_a_hundred(office: str, lean: float) -> None:
    leaning, recorded = ends({f"office.{office}.lean": lean}), as_recorded()
    changed = np.zeros(WORLDS, dtype=bool)
    for name, values in recorded.items():
        changed |= leaning[name] != values
    assert changed.sum() >= LEAST
