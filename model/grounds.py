"""Grounds: the parameters and records on which a parameter, an office, or a part of its stance, rests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Final

from kantokuen.agents.roster import OFFICES
from kantokuen.model import evidence
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
    "aim": "weighing.new_aim FOR071 CHR130 SET017",
}
"""Parameters and records behind each part of a stance, beside the office's own weight and records."""

DISPOSITION: Final = "disposition"
"""The part of a stance that the considerations leave unexplained."""

_TRAITS: Final = {"theatre": "parochial", "aim": "bias"}
"""The office's own trait behind a part that has another name than it."""

_PART_OF: Final = {"settlement": DISPOSITION, "discipline": "order"}
"""The part on which words bear whose topic has another name than it."""


def grounds_of_lever(parameter: Parameter) -> list[str]:
    """Return what a parameter rests on: ids of the evidence, then keys of the bibliography in brackets."""
    return [*ids_in(parameter.source), *(f"[{key}]" for key in keys_in(parameter.source))]


def grounds_of_part(part: str, office: str) -> list[str]:
    """Return what a part of an office's stance rests on: words and records, parameters, its own trait.

    Args:
        part: a consideration, or ``disposition``; what is cut off at the ends of the scale has none.
        office: id of the office.
    """
    if part == DISPOSITION:
        return [*_words(office, part), *_records(office, ""), f"{office}.stance"]
    if part not in PARTS:
        return []
    behind = PARTS[part]
    own = [*_words(office, part), *_records(office, part)]
    levers = [each for each in behind.split() if each in PARAMETERS]
    trait = f"{office}.{_TRAITS.get(part, part)}"
    return [*dict.fromkeys([*own, *ids_in(behind)]), *levers, trait]


def grounds_of_office(office: str) -> list[str]:
    """Return the records of an office and the words of those who held it, without what is assumed of it."""
    words = (each.id for each in evidence.sayings(office))
    own = (each for part in ("", *PARTS) for each in _records(office, part))
    return list(dict.fromkeys([*words, *own]))


@cache
def uses() -> Mapping[str, int]:
    """Return how many levers, parts of stances and bounds rest on each record, by its id; 0 is left out."""
    counted: Counter[str] = Counter()
    for lever in PARAMETERS.values():
        counted.update(ids_in(lever.source))
    for behind in PARTS.values():
        counted.update(ids_in(behind))
    for source in evidence.sources_of_bounds():
        counted.update(ids_in(source))
    for records in evidence.records_behind().values():
        counted.update(records)
    counted.update(each.id for office in OFFICES for each in evidence.sayings(office))
    return counted


def _words(office: str, part: str) -> list[str]:
    return [each.id for each in evidence.sayings(office) if _PART_OF.get(each.topic, each.topic) == part]


def _records(office: str, part: str) -> list[str]:
    return list(evidence.records_behind().get((office, part), ()))
