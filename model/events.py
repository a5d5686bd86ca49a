"""Events: what was agreed, ordered and what befell in one world, by key and day, without words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from kantokuen.agents.profile import successors
from kantokuen.agents.view import Array
from kantokuen.model.calendar import to_date

if TYPE_CHECKING:
    from kantokuen.model.model import KantokuenModel

Kind = Literal["text", "order", "event"]

KEYS: dict[Kind, tuple[str, ...]] = {
    "text": (
        "prepare", "indochina", "mobilise", "enlarge", "cross", "give_up", "reopen",
        "southern_preparation", "southern_choice",
    ),
    "order": ("cross_border", "landing", "mobilisation", "southern_war"),
    "event": ("german_attack", "prime_minister", "freeze", "foreign_minister", "incident", "embargo"),
}  # fmt: skip
"""All that can happen.  Orders and events of one day are told in this order."""


@dataclass(frozen=True, slots=True)
class Event:
    """One text agreed, order given, or something else that happened (of kind ``event``).

    Attributes:
        kind: text, order or event.
        key: which one, see `KEYS`.
        day: when.
        details: what the words need: ``divisions`` of a text that mobilises, enlarges or gives up,
            ``person`` who follows a minister; empty for the rest.
    """

    kind: Kind
    key: str
    day: date
    details: Mapping[str, float | str] = field(default_factory=dict)


Dated = tuple[float, Event]


def events(model: KantokuenModel, world: int = 0) -> list[tuple[Event, ...]]:
    """Return what happened in one world, for each period played: texts, then orders, then events.

    A period reaches from the sitting before, which does not belong to it, to its own.  What a
    sitting has settled for a later day comes with the period of that day.  Of the texts on the
    north all but the first are minuted for the first world of a model only.

    Args:
        model: a model, at any period.
        world: index of the world within the model.
    """
    found = [*_texts(model, world), *_orders(model, world), *_befallen(model, world)]
    told = []
    start = -1.0
    for period in model.periods[: model.period_number]:
        told.append(tuple(each for day, each in found if start < day <= period.sitting))
        start = period.sitting
    return told


def _texts(model: KantokuenModel, world: int) -> list[Dated]:
    """Return the texts agreed, weakest wording first."""
    council = model.council
    minutes = council.log if world == 0 else []
    return [
        *_dated("text", "prepare", council.prepare_day, world),
        *_dated("text", "indochina", council.indochina_day, world),
        *((each.day, Event("text", each.key, to_date(each.day), _force(each.divisions))) for each in minutes),
        *_dated("text", "southern_preparation", council.southern_preparation_day, world),
        *_dated("text", "southern_choice", council.southern_choice_day, world),
    ]


def _orders(model: KantokuenModel, world: int) -> list[Dated]:
    council, war = model.council, model.hostilities
    crossed = _dated("order", "cross_border", war.war_day, world) if war.was_ordered[world] else []
    return _by_day(
        [
            *crossed,
            *_dated("order", "landing", council.landing_day, world),
            *_dated("order", "mobilisation", council.mobilise_day, world),
            *_dated("order", "southern_war", council.southern_war_day, world),
        ]
    )


def _befallen(model: KantokuenModel, world: int) -> list[Dated]:
    persons, sanctions, war = model.persons, model.sanctions, model.hostilities
    outbreak = model.german_war.outbreak
    foreign, prime = ({"person": successors()[office].person} for office in ("FOR", "PM"))
    alone = [] if war.was_ordered[world] else _dated("event", "incident", war.war_day, world)
    return _by_day(
        [
            (outbreak, Event("event", "german_attack", to_date(outbreak))),
            *_dated("event", "prime_minister", persons.prime_minister_left, world, prime),
            *_dated("event", "freeze", sanctions.freeze_day, world),
            *_dated("event", "foreign_minister", persons.foreign_minister_left, world, foreign),
            *alone,
            *_dated("event", "embargo", sanctions.embargo_day, world),
        ]
    )


def _dated(
    kind: Kind, key: str, days: Array, world: int, details: Mapping[str, float | str] | None = None
) -> list[Dated]:
    """Return one event with its day, none where the day is infinite."""
    day = float(days[world])
    return [] if day == float("inf") else [(day, Event(kind, key, to_date(day), details or {}))]


def _force(divisions: float | None) -> dict[str, float | str]:
    return {} if divisions is None else {"divisions": divisions}


def _by_day(found: list[Dated]) -> list[Dated]:
    return sorted(found, key=lambda each: each[0])
