"""The story of one world: its periods in words and numbers, and a verdict in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.model.calendar import to_date
from kantokuen.model.campaign import RESULTS
from kantokuen.model.display import share
from kantokuen.model.events import Event, by_period, events
from kantokuen.model.outcome import OUTCOMES, SEASON_ENDS
from kantokuen.model.record import PeriodRecord
from kantokuen.model.world import World

_SIGNALS = (
    "german_km_to_moscow", "soviet_divisions", "soviet_men", "soviet_tanks", "soviet_aircraft",
    "oil_months", "days_left", "divisions_present", "divisions_sanctioned",
)  # fmt: skip


def tell(
    world: World, periods: Sequence[PeriodRecord], sittings: Sequence[float], number: int = 0
) -> list[dict[str, Any]]:
    """Return the periods of one world: signals, stances, texts agreed, orders given, events.

    Args:
        world: the worlds, played to the last of the periods.
        periods: their record, which keeps every world.
        sittings: day of every sitting played; of a fork the record holds only the last of them.
        number: which of the worlds, counted from 0.
    """
    happened = by_period(events(world, number), sittings)[len(sittings) - len(periods) :]
    return [
        {
            "date": period.date,
            "signals": _signals(period, number),
            "actors": _actors(period, number),
            "texts": [_words(each) for each in found if each.kind == "text"],
            "orders": [_dated(each) for each in found if each.kind == "order"],
            "events": [_dated(each) for each in found if each.kind == "event"],
        }
        for period, found in zip(periods, happened, strict=True)
    ]


def verdict(world: World, number: int = 0) -> str:
    """Return what became of Kantokuen in one of the worlds, in a sentence or two."""
    said = _verdict(world, number)
    if world.today >= SEASON_ENDS:
        return said
    return f"So far, by {_day(world.today)}: {said}"


def _verdict(world: World, number: int) -> str:
    council, war = world.council, world.hostilities
    name = OUTCOMES[int(world.outcome_codes[number])]
    force = f"{council.sanctioned[number]:.0f} divisions"
    if name.startswith("attack"):
        end = _RESULT_WORDS[RESULTS[int(war.result[number])]]
        opened = f"Kantokuen goes forward: the Army attacks on {_day(war.war_day[number])}"
        return f"{opened} with {force} sanctioned; the first phase ends in {end}."
    if name == "field_incident":
        return f"War without orders: the field army crosses the border on {_day(war.war_day[number])}."
    if name == "no_mobilisation":
        return "Kantokuen stays on paper: no mobilisation is sanctioned."
    held = f"The Army mobilises on {_day(council.mobilise_day[number])} and stands guard at {force}"
    given_up = world.by_today(council.reversal_day)[number]
    why = f"; the attack is given up on {_day(given_up)}" if np.isfinite(given_up) else ""
    south = world.by_today(council.southern_war_day)[number]
    begun = f", and the southern war begins on {_day(south)}" if np.isfinite(south) else ""
    return f"Kantokuen does not go forward. {held}{why}{begun}."


_RESULT_WORDS = {
    "victory": "victory before winter",
    "unfinished": "a campaign unfinished when winter comes",
    "defeat": "defeat",
    "none": "the balance",
}


def _day(day: float) -> str:
    return _date(to_date(float(day)))


def _date(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def _signals(period: PeriodRecord, world: int) -> dict[str, Any]:
    staff = period.stances["AGS"]
    signals: dict[str, Any] = {name: float(period.signals[name][world]) for name in _SIGNALS}
    signals["soviet_divisions_believed"] = float(staff["soviet_divisions"][world])
    signals["ripeness"] = float(staff["ripeness"][world])
    signals["freeze"] = bool(period.signals["freeze"][world])
    signals["embargo"] = bool(period.signals["embargo"][world])
    return signals


def _actors(period: PeriodRecord, world: int) -> dict[str, dict[str, float]]:
    return {
        office: {name: float(values[world]) for name, values in parts.items()}
        for office, parts in period.stances.items()
    }


def _dated(event: Event) -> str:
    return f"{_date(event.day)}: {_words(event)}"


def _words(event: Event) -> str:
    return _WORDS[event.kind, event.key].format(**event.details)


_WORDS = {
    ("text", "prepare"): (
        "Prepare north and south alike. In the north: force only if the German war turns favourable, "
        "and only if the posture toward Britain and America is not harmed."
    ),
    ("text", "indochina"): "Move into southern Indochina.",
    ("text", "mobilise"): "Mobilise in the north, to {divisions:.0f} divisions.",
    ("text", "enlarge"): "Enlarge the northern force to {divisions:.0f} divisions.",
    ("text", "cross"): "Attack in the north; orders to cross the border follow.",
    ("text", "give_up"): "Give up the attack in this season; stand guard at {divisions:.0f} divisions.",
    ("text", "reopen"): "Take up the northern option again.",
    ("text", "southern_preparation"): (
        "Prepare for war with America, Britain and the Netherlands; keep quiet in the north."
    ),
    ("text", "southern_choice"): "Open war in the south.",
    ("order", "cross_border"): "cross the border",
    ("order", "landing"): "landing in southern Indochina",
    ("order", "mobilisation"): "mobilisation",
    ("order", "southern_war"): "southern war",
    ("event", "german_attack"): "Germany attacks the Soviet Union",
    ("event", "prime_minister"): "the Prime Minister resigns; {person} follows him",
    ("event", "freeze"): "the United States freezes Japanese assets",
    ("event", "foreign_minister"): "the cabinet falls; {person} becomes Foreign Minister",
    ("event", "incident"): "the field army crosses the border without orders",
    ("event", "embargo"): "the oil embargo is total",
}


def shares_in_words(codes: Array) -> str:
    """Name the outcomes of worlds with their shares, the commonest first.

    Args:
        codes: outcome of each world, index into `OUTCOMES`.
    """
    counts = np.bincount(codes.astype(np.int64), minlength=len(OUTCOMES))
    order = np.argsort(-counts, kind="stable")
    return ", ".join(
        f"{OUTCOMES[place]} {share(counts[place] / len(codes))}" for place in order if counts[place]
    )
