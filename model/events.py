"""Events: what was agreed, ordered and what befell in one world, by key and day, without words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import floor
from typing import Literal

import numpy as np

from kantokuen.agents.profile import successors
from kantokuen.agents.terms import REFUSERS
from kantokuen.agents.view import Array
from kantokuen.model.calendar import NEVER, to_date
from kantokuen.model.council import FIRST_GRANT, Agreed, Council, Minutes
from kantokuen.model.talks import NOT_TABLED, SIGNED
from kantokuen.model.world import World

Kind = Literal["text", "order", "event"]

KEYS: dict[Kind, tuple[str, ...]] = {
    "text": (
        "prepare", "indochina", "mobilise", "enlarge", "cross", "give_up", "reopen",
        "southern_preparation", "southern_choice", "settlement", "truce", "truce_renewed",
    ),
    "order": ("cross_border", "landing", "mobilisation", "southern_war"),
    "event": (
        "german_attack", "moscow", "regime", "prime_minister", "freeze", "foreign_minister", "incident",
        "embargo", "settlement_refused", "truce_refused", "truce_over",
    ),
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
            ``person`` who follows a minister, ``by`` whom a text is refused; empty for the rest.
    """

    kind: Kind
    key: str
    day: date
    details: Mapping[str, float | str] = field(default_factory=dict)


Dated = tuple[float, Event]

_KEY_OF = {
    Agreed.GIVE_UP: "give_up",
    Agreed.REOPEN: "reopen",
    Agreed.MOBILISE: "mobilise",
    Agreed.ENLARGE: "enlarge",
    Agreed.CROSS: "cross",
}


def events(world: World, number: int = 0) -> list[Dated]:
    """Return what happened in one of the worlds, with the day of each: texts, then orders, then the rest.

    Of the texts on the north all but the first are told only where minutes are kept.

    Args:
        world: the worlds, at any time.
        number: which of them, counted from 0.
    """
    return [*_texts(world, number), *_orders(world, number), *_befallen(world, number)]


def by_period(found: Iterable[Dated], sittings: Iterable[float]) -> list[tuple[Event, ...]]:
    """Return events by the period to which they belong.

    A period reaches from the sitting before, whose day does not belong to it, to the end of the day of
    its own.  What a sitting has settled for a later day comes with the period of that day.

    Args:
        found: from `events`.
        sittings: day of each sitting played.
    """
    told, start = [], -1.0
    dated = list(found)
    for sitting in sittings:
        told.append(tuple(each for day, each in dated if start < floor(day) <= sitting))
        start = sitting
    return told


def _texts(world: World, number: int) -> list[Dated]:
    """Return the texts agreed, by day, and those of one day weakest wording first."""
    council = world.council
    found = [
        *_dated("text", "prepare", council.prepare_day, number),
        *_dated("text", "indochina", council.indochina_day, number),
        *(each for sitting in council.minutes or () for each in _minuted(sitting, council, number)),
        *_dated("text", "southern_preparation", council.southern_preparation_day, number),
        *_dated("text", "southern_choice", world.talks.undone_day, number),
        *_dated("text", "southern_choice", council.southern_choice_day, number),
        *(each for each in _talked(world, number) if each[1].kind == "text"),
    ]
    return _by_day(found)


def _talked(world: World, number: int) -> Iterator[Dated]:
    """Yield what came of the texts with Washington, a refusal where another refuses than before.

    Where no minutes are kept only the first that was signed is told.
    """
    talks, last, signed_day = world.talks, {"settlement": NOT_TABLED, "truce": NOT_TABLED}, NEVER
    length = float(np.broadcast_to(world.values["talks.truce_days"], len(world))[number])
    if talks.minutes is None:
        is_whole = np.isinf(talks.until[number])
        yield from _dated("text", "settlement" if is_whole else "truce", talks.settled_day, number)
    for sitting in talks.minutes or ():
        for name, codes in (("settlement", sitting.settlement), ("truce", sitting.truce)):
            code = int(codes[number])
            if code == SIGNED:
                ends = signed_day + length
                is_anew = name == "truce" and sitting.day < ends < NEVER
                if ends <= sitting.day:
                    yield ends, Event("event", "truce_over", to_date(ends))
                yield sitting.day, Event("text", "truce_renewed" if is_anew else name, to_date(sitting.day))
                signed_day = sitting.day
            elif code not in (NOT_TABLED, last[name]):
                details = {"by": REFUSERS[code]}
                yield sitting.day, Event("event", f"{name}_refused", to_date(sitting.day), details)
            last[name] = code if code != NOT_TABLED else last[name]
    if talks.until[number] > 0.0:
        yield from _dated("event", "truce_over", talks.until, number)


def _minuted(sitting: Minutes, council: Council, number: int) -> Iterator[Dated]:
    """Return what a sitting agreed in the north, in the order of its papers."""
    for agreed in Agreed(int(sitting.codes[number])):
        day, details = sitting.day, {}
        match agreed:
            case Agreed.GIVE_UP:
                details = {"divisions": float(sitting.sanctioned[number])}
            case Agreed.MOBILISE:
                day, details = float(council.mobilise_day[number]), {"divisions": FIRST_GRANT}
            case Agreed.ENLARGE:
                day = float(sitting.enlarged_day[number])
                details = {"divisions": float(sitting.enlarged[number])}
        yield day, Event("text", _KEY_OF[agreed], to_date(day), details)


def _orders(world: World, number: int) -> list[Dated]:
    council, war = world.council, world.hostilities
    crossed = _dated("order", "cross_border", war.war_day, number) if war.was_ordered[number] else []
    return _by_day(
        [
            *crossed,
            *_dated("order", "landing", council.landing_day, number),
            *_dated("order", "mobilisation", council.mobilise_day, number),
            *_dated("order", "southern_war", council.southern_war_day, number),
        ]
    )


def _befallen(world: World, number: int) -> list[Dated]:
    persons, sanctions, war = world.persons, world.sanctions, world.hostilities
    outbreak = world.outbreak
    toyoda, togo, prime = ({"person": successors()[key].person} for key in ("TOY", "TOG", "TOJ"))
    first = np.where(persons.foreign_minister_left < persons.prime_minister_left, 1.0, NEVER)
    stays = world.values["foreign_minister.matsuoka_stays"]
    alone = [] if war.was_ordered[number] else _dated("event", "incident", war.war_day, number)
    return _by_day(
        [
            (outbreak, Event("event", "german_attack", to_date(outbreak))),
            *_dated("event", "moscow", world.german_war.moscow_day, number),
            *_dated("event", "regime", world.german_war.collapse_day, number),
            *_dated("event", "prime_minister", persons.prime_minister_left, number, prime),
            *_dated("event", "freeze", sanctions.freeze_day, number),
            *_dated("event", "foreign_minister", persons.foreign_minister_left * first, number, toyoda),
            *(
                []
                if stays
                else _dated("event", "foreign_minister", persons.prime_minister_left, number, togo)
            ),
            *alone,
            *_dated("event", "embargo", sanctions.embargo_day, number),
            *(each for each in _talked(world, number) if each[1].kind == "event"),
        ]
    )


def _dated(
    kind: Kind, key: str, days: Array, number: int, details: Mapping[str, float | str] | None = None
) -> list[Dated]:
    """Return one event with its day, none where the day is infinite."""
    day = float(days[number])
    return [] if day == float("inf") else [(day, Event(kind, key, to_date(day), details or {}))]


def _by_day(found: list[Dated]) -> list[Dated]:
    return sorted(found, key=lambda each: each[0])
