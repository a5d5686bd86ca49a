"""Parting: the first sitting in which two histories of one world part, and who moved first, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from kantokuen.agents.considerations import CONSIDERATIONS
from kantokuen.dashboard.playback import Month, Playback, Seat
from kantokuen.model.events import Event
from kantokuen.model.grounds import DISPOSITION

THRESHOLD: Final = 0.05
"""Stances, -1 south to +1 north, that are less apart than this have not parted; a judgement of ours."""

PARTS: Final = (DISPOSITION, *CONSIDERATIONS)
"""The parts by which an office can move; what is cut off at the ends of the scale moves nobody."""


@dataclass(frozen=True, slots=True)
class Mover:
    """The first office to stand elsewhere.

    Attributes:
        index: number of the period.
        day: of its sitting.
        office: its id.
        by: its stance less that in the other history, positive toward the north.
        parts: what each part adds to the stance, north less south, less what it adds in the other history.
        part: that which moves it most in the direction in which it moves.
        persons: who sits there, and who does in the other history.
    """

    index: int
    day: date
    office: str
    by: float
    parts: dict[str, float]
    part: str
    persons: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Parting:
    """Where two histories part.

    Attributes:
        index: number of the period.
        day: of its sitting.
        only_here: what is agreed, ordered or befalls by then in this history alone.
        only_there: the same of the other.
        mover: the first office that moves, then or later; None where none does.
    """

    index: int
    day: date
    only_here: tuple[Event, ...]
    only_there: tuple[Event, ...]
    mover: Mover | None


def find_parting(told: Playback, baseline: Playback) -> Parting | None:
    """Return the first sitting in which a history parts from another, None where it never does.

    They part where the stance of an office differs by `THRESHOLD` or more, or where something is agreed, is
    ordered or befalls in one of them alone, or on another day.  The mover is of the first period in which a
    stance differs so far the office that stands farthest from where it stands in the other history.

    Args:
        told: one world.
        baseline: the same world in another history; periods are held together by their days.
    """
    first: tuple[int, Month, tuple[Event, ...], tuple[Event, ...]] | None = None
    for index, here, there in _pairs(told, baseline):
        only_here, only_there = _events(here, there), _events(there, here)
        mover = _mover(index, here, there)
        if first is None and (only_here or only_there or mover):
            first = (index, here, only_here, only_there)
        if first is not None and mover is not None:
            return _parting(first, mover)
    return None if first is None else _parting(first, None)


def _parting(first: tuple[int, Month, tuple[Event, ...], tuple[Event, ...]], mover: Mover | None) -> Parting:
    index, month, only_here, only_there = first
    return Parting(index, month.date, only_here, only_there, mover)


def _pairs(told: Playback, baseline: Playback) -> Iterator[tuple[int, Month, Month]]:
    there = {month.date: month for month in baseline.months}
    for index, month in enumerate(told.months):
        if month.date in there:
            yield index, month, there[month.date]


def _events(here: Month, there: Month) -> tuple[Event, ...]:
    return tuple(each for each in here.events if each not in there.events)


def _mover(index: int, here: Month, there: Month) -> Mover | None:
    """Return the office that stands farthest from where it stands in the other history, if far enough."""
    both = [(seat, there.seats[office]) for office, seat in here.seats.items() if office in there.seats]
    seat, other = max(both, key=lambda pair: abs(pair[0].net - pair[1].net))
    by = seat.net - other.net
    if abs(by) < THRESHOLD:
        return None
    parts = {part: _net(seat, part) - _net(other, part) for part in PARTS}
    direction = 1.0 if by > 0.0 else -1.0
    most = max(PARTS, key=lambda part: direction * parts[part])
    return Mover(index, here.date, seat.office, by, parts, most, (seat.person, other.person))


def _net(seat: Seat, part: str) -> float:
    return seat.parts_north.get(part, 0.0) - seat.parts_south.get(part, 0.0)
