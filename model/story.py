"""The story of one world: its periods in words and numbers, and a verdict in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kantokuen.agents.profile import successors
from kantokuen.model.calendar import to_date
from kantokuen.model.campaign import RESULTS
from kantokuen.model.outcome import OUTCOMES, SEASON_ENDS
from kantokuen.model.record import PeriodRecord

if TYPE_CHECKING:
    from kantokuen.model.kantokuen import KantokuenModel

_SIGNALS = (
    "german_km_to_moscow", "soviet_divisions", "soviet_men", "soviet_tanks", "soviet_aircraft",
    "oil_months", "days_left", "divisions_present", "divisions_sanctioned",
)  # fmt: skip


def tell(model: KantokuenModel, world: int = 0) -> list[dict[str, Any]]:
    """Return the periods of one world: signals, stances, texts agreed, orders given, events.

    Args:
        model: a model that keeps every world in its record.
        world: index of the world within the model.
    """
    told = []
    start = -1.0
    for period, sitting in zip(model.record.periods, model.periods, strict=False):
        span = (start, sitting.sitting)
        told.append(
            {
                "date": period.date,
                "signals": _signals(period, world),
                "actors": _actors(period, world),
                "texts": _texts(model, span, world),
                "orders": _orders(model, span, world),
                "events": _events(model, span, world),
            }
        )
        start = sitting.sitting
    return told


def verdict(model: KantokuenModel, world: int = 0) -> str:
    """Return what became of Kantokuen in one world, in a sentence or two."""
    said = _verdict(model, world)
    if model.today >= SEASON_ENDS:
        return said
    return f"So far, by {_day(model.today)}: {said}"


def _verdict(model: KantokuenModel, world: int) -> str:
    council, war = model.council, model.hostilities
    name = OUTCOMES[int(model.outcome_codes[world])]
    force = f"{council.sanctioned[world]:.0f} divisions"
    if name.startswith("attack"):
        end = _RESULT_WORDS[RESULTS[int(war.result[world])]]
        opened = f"Kantokuen goes forward: the Army attacks on {_day(war.war_day[world])}"
        return f"{opened} with {force} sanctioned; the first phase ends in {end}."
    if name == "field_incident":
        return f"War without orders: the field army crosses the border on {_day(war.war_day[world])}."
    if name == "no_mobilisation":
        return "Kantokuen stays on paper: no mobilisation is sanctioned."
    held = f"The Army mobilises on {_day(council.mobilise_day[world])} and stands guard at {force}"
    given_up = model.by_today(council.reversal_day)[world]
    why = f"; the attack is given up on {_day(given_up)}" if np.isfinite(given_up) else ""
    south = model.by_today(council.southern_war_day)[world]
    begun = f", and the southern war begins on {_day(south)}" if np.isfinite(south) else ""
    return f"Kantokuen does not go forward. {held}{why}{begun}."


_RESULT_WORDS = {
    "victory": "victory before winter",
    "unfinished": "a campaign unfinished when winter comes",
    "defeat": "defeat",
    "none": "the balance",
}


def _day(day: float) -> str:
    when = to_date(float(day))
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


def _within(day: Any, span: tuple[float, float], world: int) -> bool:
    return bool(span[0] < day[world] <= span[1])


def _texts(model: KantokuenModel, span: tuple[float, float], world: int) -> list[str]:
    """Return the texts agreed in a period, weakest wording first."""
    council = model.council
    texts = []
    if _within(council.prepare_day, span, world):
        texts.append(
            "Prepare north and south alike. In the north: force only if the German war turns favourable, "
            "and only if the posture toward Britain and America is not harmed."
        )
    if _within(council.indochina_day, span, world):
        texts.append("Move into southern Indochina.")
    texts += [text for day, text in council.log if span[0] < day <= span[1] and world == 0]
    if _within(council.southern_preparation_day, span, world):
        texts.append("Prepare for war with America, Britain and the Netherlands; keep quiet in the north.")
    if _within(council.southern_choice_day, span, world):
        texts.append("Open war in the south.")
    return texts


def _orders(model: KantokuenModel, span: tuple[float, float], world: int) -> list[str]:
    council, war = model.council, model.hostilities
    crossing = np.where(war.was_ordered, war.war_day, np.inf)
    return _dated(
        [
            (council.mobilise_day, "mobilisation"),
            (council.landing_day, "landing in southern Indochina"),
            (crossing, "cross the border"),
            (council.southern_war_day, "southern war"),
        ],
        span,
        world,
    )


def _dated(found: list[tuple[Any, str]], span: tuple[float, float], world: int) -> list[str]:
    """Return what falls into a span, in the order of its days, each with its day."""
    within = [(float(days[world]), text) for days, text in found if _within(days, span, world)]
    return [f"{_day(day)}: {text}" for day, text in sorted(within)]


def _events(model: KantokuenModel, span: tuple[float, float], world: int) -> list[str]:
    foreign, prime = successors()["FOR"].person, successors()["PM"].person
    war = model.hostilities
    alone = np.where(war.was_ordered, np.inf, war.war_day)
    return _dated(
        [
            (np.full(model.worlds, model.german_war.outbreak), "Germany attacks the Soviet Union"),
            (model.sanctions.freeze_day, "the United States freezes Japanese assets"),
            (model.sanctions.embargo_day, "the oil embargo is total"),
            (model.persons.foreign_minister_left, f"the cabinet falls; {foreign} becomes Foreign Minister"),
            (model.persons.prime_minister_left, f"the Prime Minister resigns; {prime} follows him"),
            (alone, "the field army crosses the border without orders"),
        ],
        span,
        world,
    )
