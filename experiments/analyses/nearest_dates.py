"""The nearest day that flips the verdict on a world: outward in steps, then by the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import ceil, floor, isfinite
from typing import Final

from kantokuen.experiments.analyses.replay import Replay
from kantokuen.model.calendar import to_date, to_day
from kantokuen.model.parameters import PARAMETERS

STEPS: Final = 16
"""Steps into which the days of a run are cut."""


def nearest_date(replay: Replay, key: str) -> tuple[date | str, date, float | None] | None:
    """Return the nearest day of an event that flips the verdict.

    Days are looked for from 1 April 1941 to the last sitting that matters, within the range of the parameter.
    An event that never came in this world is moved in from the end.

    Args:
        replay: the world.
        key: a parameter that is a date.

    Returns:
        The day on which the event came, or the keyword if it did not; the day that flips the verdict; the
        days between them, None if it did not come.  None if no day flips it.
    """
    value = replay.setting(key)
    start = to_day(value) if isinstance(value, date) else replay.came.get(key, float("inf"))
    low, high = PARAMETERS[key].low, PARAMETERS[key].high
    first = int(max(to_day(low), 0.0) if isinstance(low, date) else 0.0)
    last = int(min(to_day(high), replay.last_day) if isinstance(high, date) else replay.last_day)
    if first > last:
        return None

    def flips(day: int) -> bool:
        return bool(replay.differs(replay.with_setting(key, to_date(day)))[0])

    step = max(ceil((last - first) / STEPS), 1)
    came = floor(start) if isfinite(start) else None
    earlier = _outward(min(last + 1, came if came is not None else last + 1), first, -step, flips)
    later = None if came is None else _outward(max(first - 1, came), last, step, flips)
    found = [day for day in (earlier, later) if day is not None]
    if not found:
        return None
    if came is None:
        return str(value), to_date(found[0]), None
    nearest = min(found, key=lambda day: abs(day - came))
    return to_date(came), to_date(nearest), float(abs(nearest - came))


def _outward(inner: int, end: int, step: int, flips: Callable[[int], bool]) -> int | None:
    """Return the first day after `inner`, on the way to `end`, that flips the verdict; None if none does."""
    side = 1 if step > 0 else -1
    if (end - inner) * side <= 0:
        return None
    days = [*range(inner + step, end, step), end]
    for day in days:
        if flips(day):
            return _between(inner, day, flips)
        inner = day
    return None


def _between(inner: int, outer: int, flips: Callable[[int], bool]) -> int:
    """Return the day next to one that does not flip the verdict, by halving."""
    while abs(outer - inner) > 1:
        middle = (inner + outer) // 2
        inner, outer = (inner, middle) if flips(middle) else (middle, outer)
    return outer
