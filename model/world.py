"""The world: the state of all worlds of a run, a value that can be taken and kept.

What a step of the model changes stands here and nowhere else.  Every array has the worlds as its
last axis.  Rules take a world and say what becomes of it; whoever looks on (observation, record,
frames, events, reporters) reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.table import Table
from kantokuen.agents.view import Array, Mask, Rules
from kantokuen.model import outcome
from kantokuen.model.calendar import NEVER
from kantokuen.model.council import Council
from kantokuen.model.far_east import FarEast
from kantokuen.model.german_war import GermanWar
from kantokuen.model.hostilities import Hostilities
from kantokuen.model.means import Means
from kantokuen.model.outsiders import Outsiders
from kantokuen.model.persons import Persons
from kantokuen.model.sanctions import Sanctions
from kantokuen.model.talks import Talks
from kantokuen.model.values import Values, outbreak

State = TypeVar("State")


@dataclass(slots=True, eq=False)
class World:
    """All that is so in each world.

    Attributes:
        index: which worlds of the seed these are, shape ``(worlds,)``.
        values: the value of every parameter, a number for all or an array ``(worlds,)``.
        rules: those that offices and powers reason with.
        today: day of the last sitting played, -1 before the first.
        german_war, far_east, sanctions, means: the processes of the world.
        council: what has been permitted and ordered.
        persons: who has left office.
        outsiders: what the powers abroad believe of Japan.
        talks: what the talks with Washington have come to.
        hostilities: war in the north.
        table: what the offices believe and where they stand.
    """

    index: NDArray[np.int64]
    values: Values
    rules: Rules
    today: float
    german_war: GermanWar
    far_east: FarEast
    sanctions: Sanctions
    means: Means
    council: Council
    persons: Persons
    outsiders: Outsiders
    talks: Talks
    hostilities: Hostilities
    table: Table

    @classmethod
    def at_outset(
        cls, index: NDArray[np.int64], values: Values, rules: Rules, table: Table, *, keeps_minutes: bool
    ) -> World:
        """Return the worlds as they are on 1 April 1941.

        Args:
            index: which worlds of the seed they are.
            values: the value of every parameter.
            rules: those that offices and powers reason with.
            table: the table before any report.
            keeps_minutes: whether the council's minutes are kept.
        """
        worlds = len(index)
        return cls(
            index=index,
            values=values,
            rules=rules,
            today=-1.0,
            german_war=GermanWar.at_outset(worlds, resilience=values["soviet.resilience"]),
            far_east=FarEast.at_outset(worlds),
            sanctions=Sanctions.at_outset(worlds),
            means=Means.at_outset(worlds, oil_stock=values["means.oil_stock"]),
            council=Council.at_outset(worlds, keeps_minutes=keeps_minutes),
            persons=Persons.at_outset(worlds),
            outsiders=Outsiders.at_outset(worlds),
            talks=Talks.at_outset(worlds, keeps_minutes=keeps_minutes),
            hostilities=Hostilities.at_outset(worlds),
            table=table,
        )

    def __len__(self) -> int:
        return len(self.index)

    def take(self, index: NDArray[np.int64]) -> World:
        """Return some of the worlds, in the order of an index and as often as it names them.

        Nothing is shared with this world: what is played in one leaves the other as it is.

        Raises:
            IndexError: the index names a world that is not there.
        """
        return _taken(self, index, len(self))

    @property
    def outbreak(self) -> float:
        """Day on which Germany attacks the Soviet Union."""
        return outbreak(self.values)

    def at_war(self, day: float) -> float:
        """Return 1 when Germany has attacked by a day, else 0."""
        return 1.0 if day >= self.outbreak else 0.0

    def oil_loss(self, day: float) -> Array:
        """Return the share of oil imports lost on a day, 0..1, under a settlement or truce if one holds."""
        return self.talks.eased(self.sanctions.oil_loss(day, self.values), day)

    def great_wars(self, day: float) -> Array:
        """Return the number of great wars beside China on a day, north and south, 0 to 2."""
        north = (self.hostilities.war_day <= day).astype(np.float64)
        wars: Array = north + (self.council.southern_war_day <= day)
        return wars

    @property
    def outcome_codes(self) -> Array:
        """Outcome of each world by the last sitting played, index into `outcome.OUTCOMES`."""
        return outcome.classify(
            war_day=self.hostilities.war_day,
            was_ordered=self.hostilities.was_ordered,
            mobilise_day=self.by_today(self.council.mobilise_day),
        )

    @property
    def regime_fell(self) -> Mask:
        """Where the Soviet regime has fallen by the last sitting played."""
        fell: Mask = self.german_war.collapse_day <= self.today
        return fell

    @property
    def regime_stands(self) -> Mask:
        """Where the Soviet regime stands when war in the north begins, or stands to the end without one."""
        stands: Mask = self.german_war.collapse_day > np.minimum(self.hostilities.war_day, self.today)
        return stands

    def by_today(self, days: Array) -> Array:
        """Return days of events, infinite where they lie beyond the day of the last sitting played."""
        return np.where(days < self.today + 1.0, days, NEVER)


def _taken(state: State, index: NDArray[np.int64], worlds: int) -> State:
    """Return a state for some of its worlds, which lie along the last axis of each array.

    Dataclasses, lists, tuples and mappings are taken part by part.  An array with one column for
    all of several worlds keeps it, and so does a number.
    """
    part: Any = state
    found: Any = state
    if isinstance(part, np.ndarray):
        is_shared = part.ndim == 0 or part.shape[-1] < worlds
        found = part.copy() if is_shared else part[..., index]
    elif isinstance(part, Mapping):
        found = {name: _taken(each, index, worlds) for name, each in part.items()}
    elif isinstance(part, (list, tuple)):
        found = type(part)(_taken(each, index, worlds) for each in part)
    elif is_dataclass(part) and not isinstance(part, type):
        found = object.__new__(type(part))
        for each in fields(part):
            object.__setattr__(found, each.name, _taken(getattr(part, each.name), index, worlds))
    return found  # type: ignore[no-any-return]
