"""The roster: which class holds which office."""

from __future__ import annotations

from kantokuen.agents.army import (
    ArmyIntelligence,
    ChinaExpeditionaryArmy,
    GeneralStaff,
    KoreaArmy,
    KwantungHeadquarters,
    KwantungStaff,
    MilitaryAffairsBureau,
    OperationsBureau,
    WarMinister,
)
from kantokuen.agents.cabinet import ForeignMinister, PlanningBoard, PrimeMinister
from kantokuen.agents.court import Emperor, PrivyCouncilPresident, PrivySeal
from kantokuen.agents.faction import Faction
from kantokuen.agents.navy import NavyGeneralStaff, NavyMinistry
from kantokuen.agents.profile import offices

ROSTER: dict[str, type[Faction]] = {
    "OPS": OperationsBureau,
    "AGS": GeneralStaff,
    "INT": ArmyIntelligence,
    "KAH": KwantungHeadquarters,
    "KAS": KwantungStaff,
    "KOR": KoreaArmy,
    "CEA": ChinaExpeditionaryArmy,
    "WAR": WarMinister,
    "MAB": MilitaryAffairsBureau,
    "NGS": NavyGeneralStaff,
    "NAV": NavyMinistry,
    "FOR": ForeignMinister,
    "PM": PrimeMinister,
    "KID": PrivySeal,
    "EMP": Emperor,
    "HAR": PrivyCouncilPresident,
    "CPB": PlanningBoard,
}
"""Offices of the table, in its order."""

OFFICES = tuple(ROSTER)
ARMY = tuple(office for office, profile in offices().items() if profile.house == "army")
NAVY = tuple(office for office, profile in offices().items() if profile.house == "navy")
