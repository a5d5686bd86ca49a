"""What a doubter wants of the validation in half a page, what fails first.

It tells the file that ships (`kantokuen.experiments.validated`): nothing is played for it, and it follows
nothing that a visitor sets.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import solara

from kantokuen.agents.roster import OFFICES
from kantokuen.dashboard.charts.common import short_day
from kantokuen.dashboard.evidence_rows import figure
from kantokuen.dashboard.lettering import signed
from kantokuen.dashboard.sections import section
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.experiments.validated import SHARES_TOLD, shipped
from kantokuen.model import evidence
from kantokuen.model.citations import ids_in
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import Words

_BEFORE_THE_FIRST: Final = MappingProxyType(
    {"day of July 1941": date(1941, 6, 30), "day of August 1941": date(1941, 7, 31)}
)
_NEAR_AN_END: Final = 0.001
"""Shares so near to none or all are written with one more digit: only none is 0%."""


@solara.component
def DoubtPanel(session: Session, view: ViewModel) -> None:
    """How much of the record is met, what is not, how sure the headline is, and what all that rests on."""
    words, short = view.words, shipped()
    section(
        session,
        "doubt.html",
        verdict=_verdict(short["record"], words),
        settings=words.number(short["settings"]),
        missed=[
            {"part": part, "things": _missed(of_part["missed"], words)}
            for part, of_part in short["record"].items()
        ],
        patterns=[_patterns(part, short["patterns"], words) for part in short["record"]],
        shares=[_share(name, short["shares"], words) for name in SHARES_TOLD],
        ensembles=[words(f"ensembles.{each}.name") for each in ENSEMBLES],
        told=words(
            "doubt_panel.told",
            all=words.number(short["told"] + short["untold"]),
            told=words.number(short["told"]),
            untold=words.number(short["untold"]),
        ),
        moves=[_move(each, words) for each in short["moves"]],
        rests=words(
            "doubt_panel.rests",
            worlds=words.number(short["worlds"]),
            settings=words.number(short["settings"]),
            seed=short["seed"],
            version=short["version"],
        ),
    )


def _verdict(record: Mapping[str, Any], words: Words) -> str:
    counts: dict[str, str] = {}
    for part, own in record.items():
        counts[part] = words.number(own["n"])
        counts[f"{part}_met"] = words.number(own["n"] - len(own["missed"]))
        counts[f"{part}_before"] = words.number(own["by_reason"])
    return words("doubt_panel.verdict", **counts)


def _missed(missed: Mapping[str, float], words: Words) -> list[dict[str, str]]:
    """Return what is missed, the farthest first."""
    return [_miss(each, missed[each], words) for each in sorted(missed, key=lambda each: -abs(missed[each]))]


def _miss(id_: str, off: float, words: Words) -> dict[str, str]:
    """Say what is missed, to which side and by how many tolerances, and what opens its sources."""
    thing, _, day = id_.partition(" ")
    if not day:
        row = _known()[thing]
        what, sources, sides = row["statement"], _sources(row), ("below", "above")
    elif thing in OFFICES:
        what, sources, sides = words(f"offices.{thing}.name"), f"office-source:{thing}", ("south", "north")
    else:
        what, sources, sides = words(f"doubt_panel.strengths.{thing}"), "", ("low", "high")
    if day:
        what = words("doubt_panel.dated", what=what, day=words.day(date.fromisoformat(day)))
    side = sides[off > 0.0]
    return {
        "what": what,
        "off": words(f"doubt_panel.off.{side}", n=words.number(abs(off), 1)),
        "sources": sources,
    }


def _patterns(part: str, found: list[dict[str, Any]], words: Words) -> dict[str, Any]:
    own = [each for each in found if each["part"] == part]
    held = [each for each in own if each["holds"]]
    return {
        "title": words(
            "doubt_panel.count",
            part=words(f"doubt_panel.parts.{part}"),
            holds=words.number(len(held)),
            n=words.number(len(own)),
        ),
        "failing": [_pattern(each, words) for each in own if not each["holds"]],
        "holding": [_pattern(each, words) for each in held],
        "held": words("doubt_panel.held", n=words.number(len(held))),
    }


def _pattern(found: Mapping[str, Any], words: Words) -> dict[str, str]:
    id_, _, reading = found["id"].partition(" ")
    row = _known()[id_]
    low, high = (_amount(found[end], row["unit"], words) for end in ("low", "high"))
    return {
        "id": words("doubt_panel.strict", id=id_) if reading else id_,
        "what": row["statement"],
        "expected": words.range(low, high),
        "found": _amount(found["found"], row["unit"], words) or words("doubt_panel.unknown"),
        "sources": _sources(row),
    }


def _amount(value: float | None, unit: str, words: Words) -> str:
    """Write an amount with three digits, a share in percent, a day as a day; nothing for an open side."""
    if value is None:
        return ""
    if unit in _BEFORE_THE_FIRST:
        return short_day(words, _BEFORE_THE_FIRST[unit] + timedelta(days=round(value)))
    if unit == "share":
        is_near = 0.0 < min(value, 1.0 - value) < _NEAR_AN_END
        return words("numbers.percent", n=figure(round(100.0 * value, 2 if is_near else 1), words))
    return figure(round(float(f"{value:.3g}"), 3), words)


def _share(name: str, shares: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Return a share in each ensemble: its mean and its middle 90 %, in words and as places on a bar."""
    cells: list[dict[str, Any]] = []
    for each in ENSEMBLES:
        mean, low, high = shares[each][name]
        if mean is None:
            cells.append({"mean": words("doubt_panel.unknown"), "middle": "", "at": None})
            continue
        ends = (words.percent(low, 1), words.percent(high, 1))
        cells.append({"mean": words.percent(mean, 1), "middle": words.range(*ends), "at": (mean, low, high)})
    what = words(f"outcomes.{name}.name" if name in OUTCOMES else f"doubt_panel.shares.{name}")
    return {"what": what, "cells": cells}


def _move(found: Mapping[str, Any], words: Words) -> dict[str, str]:
    low, high = (
        words("doubt_panel.unsure") if found[end] is None else signed(words, 100.0 * found[end], 1)
        for end in ("low", "high")
    )
    return {"key": found["key"], "name": words.lever_name(found["key"]), "low": low, "high": high}


def _sources(row: Mapping[str, Any]) -> str:
    """Return the command that opens a pattern and the records behind it."""
    return f"source:{','.join((row['id'], *ids_in(row['source'])))}"


@cache
def _known() -> dict[str, dict[str, Any]]:
    """Return the patterns by id."""
    return {row["id"]: row for row in evidence.patterns().to_dicts()}
