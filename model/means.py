"""Scarce means: divisions, shipping, oil, ammunition and rail; what goes north does not go south."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kantokuen.agents.view import Array, Mask, Number
from kantokuen.model.calendar import Step
from kantokuen.model.evidence import value
from kantokuen.model.values import Values

ALL_DIVISIONS = sum(value(each) for each in ("JPN058", "JPN059", "JPN060", "JPN061", "JPN062"))
"""Divisions of the whole army, 51 (the table of 7 December 1941)."""

HOME_GUARD = value("JPN062")
SOUTHERN_CLAIM = value("JPN061")
IN_THE_NORTH = value("JPN017")
"""Divisions standing in Manchuria and Korea in June 1941."""

BARRELS_IN_KILOLITRE = 6.2898
_DAYS_IN_YEAR = 365.0
_KAISENBUN_PER_DIVISION = value("JPN125")
_SHIPS_FOR_SIXTEEN = value("JPN091") / 1e6
_SHIPS_FOR_THIRTY_FOUR = value("JPN080") / 1e6
_SHIPS_PER_DIVISION = (_SHIPS_FOR_THIRTY_FOUR - _SHIPS_FOR_SIXTEEN) / 18.0
_MOVED_SOUTH = 1.0
"""Division that left Manchuria for the south in September (the 51st, JPN050): in summer it was still free."""

_UNLIMITED = 51.0
"""Divisions within reach where means are not shared: the whole army."""


@dataclass(slots=True, eq=False)
class Means:
    """Stocks and claims in each world, arrays of shape ``(worlds,)``.

    Attributes:
        oil: stock, million kilolitres.
        ammunition: stock, kaisenbun (one supplies a division for four months).
        present: divisions in Manchuria and Korea.
        fitness: share of the force in Manchuria that is fit for an offensive, 0..1.
        ships: merchant shipping, million gross tons.
    """

    oil: Array
    ammunition: Array
    present: Array
    fitness: Array
    ships: Array

    @classmethod
    def at_outset(cls, worlds: int, *, oil_stock: Number) -> Means:
        """Return what there is in spring 1941, with a stock of oil in million kilolitres."""
        one = np.ones(worlds)
        return cls(
            oil=one * oil_stock,
            ammunition=one * value("JPN121"),
            present=one * IN_THE_NORTH,
            fitness=one,
            ships=one * (value("JPN131") / 1e6),
        )

    def move(
        self,
        step: Step,
        values: Values,
        *,
        oil_loss: Array,
        sanctioned: Array,
        mobilised: Array,
        ready: Array,
        stands_down: Mask,
        war: Array,
    ) -> None:
        """Use up, bring in, carry north and wear down over one step.

        From ``army.call_up_days`` after the mobilisation divisions travel evenly, so that all stand
        ready on the day on which they are to.  Where the attack is given up, ``army.wear`` of the force
        goes in ``army.wear_days`` to other theatres and into winter quarters; taken up again, it takes
        ``army.repair_days`` to make that good.

        Args:
            step: the step.
            values: the value of every parameter.
            oil_loss: share of oil imports lost.
            sanctioned: divisions sanctioned for the north.
            mobilised: day of the mobilisation.
            ready: day on which the force is to stand ready.
            stands_down: where the attack has been given up.
            war: number of great wars beside China, 0, 1 or 2.
        """
        years = step.days / _DAYS_IN_YEAR
        imports = (value("OIL027") + value("OIL028")) / BARRELS_IN_KILOLITRE / 1e6
        home = value("OIL057") * _DAYS_IN_YEAR / BARRELS_IN_KILOLITRE / 1e6
        used = oil_use(war, values)
        self.oil = (self.oil + years * (home + imports * (1.0 - oil_loss) - used)).clip(0.0, np.inf)
        spent = value("JPN122") + values["means.ammunition_in_war"] * war
        self.ammunition = (self.ammunition + years * (value("JPN120") - spent)).clip(0.0, np.inf)
        share = step.days / np.maximum(ready - step.start, step.days)
        is_moving = mobilised + values["army.call_up_days"] <= step.start
        self.present = self.present + np.where(is_moving, share * (sanctioned - self.present), 0.0)
        wear = values["army.wear"]
        worn = np.maximum(self.fitness - step.days * wear / values["army.wear_days"], 1.0 - wear)
        repaired = np.minimum(self.fitness + step.days * wear / values["army.repair_days"], 1.0)
        self.fitness = np.where(stands_down, np.minimum(worn, self.fitness), repaired)

    def oil_months(self, war: Array, values: Values) -> Array:
        """Return the months that the stock lasts without imports."""
        return self.oil / oil_use(war, values) * 12.0

    def ships_idle(self, values: Values, *, southern_war: Mask) -> Array:
        """Return the shipping that neither civil needs nor the south claim, million gross tons."""
        idle: Array = self.ships - values["means.civil_ships"] - values["means.southern_ships"] * southern_war
        return idle

    def reachable(self, values: Values, tied: Array, *, southern_war: Mask) -> Array:
        """Return the largest force that divisions, ships and ammunition allow in the north.

        divisions     all - home guard - tied in China - those fighting in the south
        ships         16 divisions take .9 million tons, each further one a thirtieth of that
        ammunition    three kaisenbun a division
        """
        if not values["mechanism.shared_means"]:
            return np.full_like(self.oil, _UNLIMITED)
        divisions = ALL_DIVISIONS - HOME_GUARD - tied - SOUTHERN_CLAIM * southern_war
        idle = self.ships_idle(values, southern_war=southern_war)
        by_sea = 16.0 + (idle - _SHIPS_FOR_SIXTEEN) / _SHIPS_PER_DIVISION
        by_ammunition = self.ammunition / _KAISENBUN_PER_DIVISION
        return np.maximum(np.minimum(np.minimum(divisions, by_sea), by_ammunition), IN_THE_NORTH)

    def free(self, values: Values, tied: Array, released: Array) -> Array:
        """Return the divisions that the north can have without taking from China or from the south.

        Args:
            values: the value of every parameter.
            tied: divisions tied down in China.
            released: what the armies of other theatres let go beyond that, below zero what they hold back.
        """
        if not values["mechanism.shared_means"]:
            return np.full_like(self.oil, _UNLIMITED)
        return ALL_DIVISIONS - HOME_GUARD - tied - (SOUTHERN_CLAIM - _MOVED_SOUTH) + released


def oil_use(war: Array, values: Values) -> Array:
    """Return the use of oil, million kilolitres a year: that of the China war, and more per great war."""
    used: Array = values["means.oil_use"] * (1.0 + values["means.oil_use_in_war"] * war)
    return used
