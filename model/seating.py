"""Seats: who is seated, at the table and outside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import mesa

from kantokuen.agents.army import GeneralStaff, KwantungStaff, OperationsBureau
from kantokuen.agents.cabinet import ForeignMinister
from kantokuen.agents.faction import Faction
from kantokuen.agents.foreign import Britain, China, Germany, Netherlands, SovietUnion, UnitedStates
from kantokuen.agents.mind import Temper
from kantokuen.agents.navy import NavyGeneralStaff
from kantokuen.agents.profile import offices
from kantokuen.agents.roster import ROSTER
from kantokuen.agents.view import Rules, View
from kantokuen.model.streams import Streams
from kantokuen.model.values import Values

Office = TypeVar("Office", bound=Faction)


@dataclass(frozen=True, slots=True)
class Seats:
    """The offices that do more than weigh and sign, and the powers outside, each by its own class."""

    operations: OperationsBureau
    general_staff: GeneralStaff
    field_staff: KwantungStaff
    naval_staff: NavyGeneralStaff
    foreign_minister: ForeignMinister
    germany: Germany
    soviet_union: SovietUnion
    united_states: UnitedStates
    britain: Britain
    netherlands: Netherlands
    china: China


def seat(
    model: mesa.Model, values: Values, rules: Rules, streams: Streams, reference: View
) -> tuple[dict[str, Faction], Seats]:
    """Seat all offices and powers in a model.

    Args:
        model: the stage.
        values: the levers' values.
        rules: those that the offices reason with.
        streams: the draws, for the temper of the persons in each world.
        reference: the state of 22 June 1941, on which dispositions are set.

    Returns:
        The offices in the order of the table, and those seats that have a name of their own.
    """
    temper = values["politics.temper"] * values["worlds.spread"]
    table: dict[str, Faction] = {}
    for office, profile in offices().items():
        drawn = Temper(
            stance=temper * streams.normal("stance", office),
            nerve=values["politics.nerve"] * temper * streams.normal("nerve", office),
        )
        table[office] = ROSTER[office](model, profile, drawn, reference, rules=rules)
    seats = Seats(
        operations=_as(OperationsBureau, table["OPS"]),
        general_staff=_as(GeneralStaff, table["AGS"]),
        field_staff=_as(KwantungStaff, table["KAS"]),
        naval_staff=_as(NavyGeneralStaff, table["NGS"]),
        foreign_minister=_as(ForeignMinister, table["FOR"]),
        germany=Germany(model),
        soviet_union=SovietUnion(model),
        united_states=UnitedStates(model),
        britain=Britain(model),
        netherlands=Netherlands(model),
        china=China(model),
    )
    return table, seats


def _as(kind: type[Office], office: Faction) -> Office:
    if not isinstance(office, kind):
        raise TypeError(f"{office.profile.id} is a {type(office).__name__}, not a {kind.__name__}")
    return office
