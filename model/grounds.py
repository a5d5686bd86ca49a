"""Grounds: the parameters and records on which a parameter, or a part of a stance, rests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kantokuen.model.citations import ids_in, keys_in
from kantokuen.model.parameters import PARAMETERS, Parameter

PARTS: Final[Mapping[str, str]] = {
    "window": "weighing.window weighing.carry weighing.oil_carry weighing.given_up staff.win_odds "
    "SOV024 SOV083-SOV086 SOV088 THE026 THE049",
    "oil": "weighing.southern_disaster weighing.northern_oil mechanism.reference_dependence "
    "OIL046 OIL089 OIL090 OIL095 OIL100",
    "china": "china.tied_divisions china.war_over JPN058-JPN062",
    "service": "JPN017",
    "order": "pact.neutrality CHR016 CHR034",
    "alliance": "weighing.alliance germany.pressure CHR073 EAS086",
    "theatre": "JPN017",
    "aim": "weighing.new_aim",
}
"""Parameters and records behind each part of a stance, beside the office's own weight."""

_TRAITS: Final = {"theatre": "parochial", "aim": "bias"}
"""The office's own trait behind a part that has another name than it."""


def grounds_of_lever(parameter: Parameter) -> list[str]:
    """Return what a parameter rests on: ids of the evidence, then keys of the bibliography in brackets."""
    return [*ids_in(parameter.source), *(f"[{key}]" for key in keys_in(parameter.source))]


def grounds_of_part(part: str, office: str) -> list[str]:
    """Return what a part of an office's stance rests on: its trait, parameters, ids of the evidence.

    Args:
        part: a consideration, or ``disposition``; what is cut off at the ends of the scale has none.
        office: id of the office.
    """
    if part == "disposition":
        return [f"{office}.stance"]
    if part not in PARTS:
        return []
    behind = PARTS[part]
    levers = [each for each in behind.split() if each in PARAMETERS]
    return [f"{office}.{_TRAITS.get(part, part)}", *levers, *ids_in(behind)]
