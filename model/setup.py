"""The set-up: all that is so in each world at the start of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kantokuen.model.calendar import to_day
from kantokuen.model.council import Council
from kantokuen.model.far_east import FarEast
from kantokuen.model.german_war import GermanWar
from kantokuen.model.hostilities import Hostilities
from kantokuen.model.means import Means
from kantokuen.model.persons import Persons
from kantokuen.model.sanctions import Sanctions
from kantokuen.model.timing import Timing


@dataclass(frozen=True, slots=True)
class Setup:
    """The processes of the world and what has been decided, each with its state over worlds."""

    german_war: GermanWar
    far_east: FarEast
    sanctions: Sanctions
    means: Means
    council: Council
    persons: Persons
    hostilities: Hostilities


def set_up(values: dict[str, Any], worlds: int) -> Setup:
    """Return the set-up of a run.

    Args:
        values: the value of every lever.
        worlds: how many worlds.
    """
    outbreak, share = to_day(values["germany.barbarossa"]), values["soviet.transfer_share"]
    return Setup(
        german_war=GermanWar(
            worlds,
            outbreak=outbreak,
            pace=values["germany.pace"],
            resilience=values["soviet.resilience"],
            moscow=Timing.of(values["germany.moscow_falls"]),
            regime=Timing.of(values["soviet.collapse"]),
        ),
        far_east=FarEast(
            worlds,
            outbreak=outbreak,
            share_gone=None if isinstance(share, str) else share,
            pace=values["soviet.transfer_pace"],
            refill=values["soviet.refill"] if values["mechanism.outside_response"] else 0.0,
        ),
        sanctions=Sanctions(
            worlds,
            freeze=Timing.of(values["sanctions.freeze"]),
            embargo=Timing.of(values["sanctions.oil_embargo"]),
            dutch_sell=values["sanctions.dutch_sell"],
        ),
        means=Means(
            worlds,
            oil_stock=values["means.oil_stock"],
            civil_ships=values["means.civil_ships"],
            southern_ships=values["means.southern_ships"],
            is_shared=values["mechanism.shared_means"],
        ),
        council=Council(
            worlds,
            turn_days=values["politics.turn_days"],
            ready_days=values["army.ready_days"]
            * (1.0 - values["germany.coordination_saves"] * values["germany.coordination"]),
        ),
        persons=Persons(worlds),
        hostilities=Hostilities(worlds),
    )
