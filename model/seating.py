"""Seating: who sits at the table, and which powers stand outside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeVar

import mesa
import numpy as np

from kantokuen.agents.faction import Faction
from kantokuen.agents.foreign import Britain, China, Germany, Netherlands, SovietUnion, UnitedStates
from kantokuen.agents.mind import Temper
from kantokuen.agents.profile import offices
from kantokuen.agents.roster import ROSTER
from kantokuen.agents.seated import Person, seated
from kantokuen.agents.table import Table
from kantokuen.agents.view import Rules
from kantokuen.model.reference import reference_view
from kantokuen.model.streams import Streams
from kantokuen.model.values import Values

Offices = Mapping[str, Faction]
"""The offices of a table by id, in the order of its rows."""

Office = TypeVar("Office", bound=Faction)

_NOBODY: Final[Mapping[str, Person]] = MappingProxyType({})

_ID_OF: Final[Mapping[type[Faction], str]] = {kind: office for office, kind in ROSTER.items()}


@dataclass(frozen=True, slots=True)
class Powers:
    """The powers outside, each by its own class."""

    germany: Germany
    soviet_union: SovietUnion
    united_states: UnitedStates
    britain: Britain
    netherlands: Netherlands
    china: China

    @classmethod
    def of(cls, model: mesa.Model) -> Powers:
        """Register the powers in a Mesa model."""
        return cls(
            germany=Germany(model),
            soviet_union=SovietUnion(model),
            united_states=UnitedStates(model),
            britain=Britain(model),
            netherlands=Netherlands(model),
            china=China(model),
        )


def set_table(values: Values, rules: Rules, streams: Streams, sitting: Iterable[str]) -> Table:
    """Return the table before any report.

    Args:
        values: the value of every parameter.
        rules: what the offices reason with.
        streams: the draws, for the temper of the persons in each world.
        sitting: ids of the offices that sit, in the order of the table.
    """
    ids = list(sitting)
    temper = values["politics.temper"] * values["worlds.spread"]
    drawn = Temper(
        stance=np.stack(
            [values[f"office.{each}.lean"] + temper * streams.normal("stance", each) for each in ids]
        ),
        nerve=np.stack([values["politics.nerve"] * temper * streams.normal("nerve", each) for each in ids]),
    )
    return Table.at_outset([offices()[each] for each in ids], drawn, reference_view(values), rules)


def seat(model: mesa.Model, table: Table, persons: Mapping[str, Person] = _NOBODY) -> Offices:
    """Register the offices of a table in a Mesa model, and return them by id in the order of its rows.

    Args:
        model: the model.
        table: the table.
        persons: who sits in a chair and answers for its office, by its id.
    """
    offices = {}
    for office, row in table.rows.items():
        if office not in persons:
            offices[office] = ROSTER[office](model, table, row)
            continue
        chair = seated(ROSTER[office])(  # type: ignore[arg-type]  # a class has a hash
            model, table, row
        )
        chair.person = persons[office]
        offices[office] = chair
    return offices


def held(offices: Offices, kind: type[Office]) -> Office:
    """Return the office that has a class of its own.

    Raises:
        TypeError: somebody of another class sits there.
    """
    found = offices[_ID_OF[kind]]
    if not isinstance(found, kind):
        raise TypeError(f"{found!r} is no {kind.__name__}")
    return found
