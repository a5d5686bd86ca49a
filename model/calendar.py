"""The calendar: days, the ten-day *jun*, periods and seasons.

Days are counted from 1 April 1941 (day 0.0).  The world moves in steps of one jun, a third
of a month, and the council sits at the end of each.  A period, a month or a jun, is what is told
and recorded; the worlds are the same whichever it is.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kantokuen.agents.staff import SHORTEST_PLAN
from kantokuen.model.errors import InputError, known_name, shown
from kantokuen.model.evidence import fact
from kantokuen.model.limits import CADENCES, DEFAULT_UNTIL, FIRST_MONTH, LAST_MONTH

EPOCH = date(1941, 4, 1)

NEVER: Final = float("inf")
"""The day of what does not come."""

_SHORTEST_LEAD = 14.0
"""Days from the order to the attack for a force that stands ready; judgement."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the world: the time from ``start`` to ``end``, in days, the day of a sitting.

    Attributes:
        number: 0 for the first.
        start, end: the sitting before, and that of this step.
        next_sitting: the one after it.
    """

    number: int
    start: float
    end: float
    next_sitting: float

    @property
    def days(self) -> float:
        """Length of the step in days."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Period:
    """The time that is told and recorded as one.

    Attributes:
        number: 0 for the first.
        steps: the steps of the world inside it.
    """

    number: int
    steps: tuple[Step, ...]

    @property
    def end(self) -> float:
        """Its last day, that of its last sitting."""
        return self.steps[-1].end

    @property
    def date(self) -> date:
        """Date of its last sitting."""
        return to_date(self.end)


def to_day(when: date) -> float:
    """Return the number of days from 1 April 1941 to a date."""
    return float((when - EPOCH).days)


def day_of(fact_id: str) -> float:
    """Return the first day on which a dated fact holds.

    Raises:
        InputError: there is no such fact, or it has no date.
    """
    found = fact(fact_id)
    if found.date is None:
        raise InputError(f"evidence: '{fact_id}' has no date")
    return to_day(found.date)


def to_date(day: float) -> date:
    """Return the date on which a day number falls."""
    return EPOCH + timedelta(days=int(day // 1))


def periods(cadence: str, until: str | None = None) -> tuple[Period, ...]:
    """Return the periods of a run.

    Args:
        cadence: ``month`` or ``ten-day``.
        until: last month of the run as ``YYYY-MM``, June 1942 when not given.

    Raises:
        InputError: the cadence or the month is not an allowed one.
    """
    known_name("cadence", cadence, CADENCES)
    ends = _jun_ends(_parse_month(until))
    # the month after the last only tells when the council sits next
    spans = zip([0.0, *ends], ends[:-3], ends[1:], strict=False)
    steps = [Step(number, *span) for number, span in enumerate(spans)]
    size = 3 if cadence == "month" else 1
    groups = (tuple(steps[i : i + size]) for i in range(0, len(steps), size))
    return tuple(Period(number, group) for number, group in enumerate(groups))


def _jun_ends(last: tuple[int, int]) -> list[float]:
    """Return the last day of each jun from the epoch to the month after ``last``."""
    ends: list[float] = []
    year, month = EPOCH.year, EPOCH.month
    is_after = False
    while not is_after:
        is_after = (year, month) > last
        length = monthrange(year, month)[1]
        ends.extend(to_day(date(year, month, day)) for day in (10, 20, length))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return ends


def _parse_month(text: object) -> tuple[int, int]:
    if text is None:
        text = DEFAULT_UNTIL
    try:
        year, month = (int(part) for part in text.split("-"))  # type: ignore[attr-defined]
        date(year, month, 1)
    except (AttributeError, TypeError, ValueError) as error:
        raise InputError(f"until {shown(text)} is not a month; write YYYY-MM, as in '1942-06'") from error
    if not FIRST_MONTH <= f"{year:04}-{month:02}" <= LAST_MONTH:
        raise InputError(f"until {shown(text)} is outside the run; allowed: {FIRST_MONTH} to {LAST_MONTH}")
    return year, month


def season(day: float) -> tuple[float, float]:
    """Return the first and last day of the campaigning season that is open or comes next.

    The fighting had to be over by mid-October (THE026); the thaw is over by early May (THE038).
    A season too far gone for the shortest plan (21 days, THE043) counts as past.
    """
    year = to_date(day).year
    if day > to_day(date(year, 10, 15)) - SHORTEST_PLAN - _SHORTEST_LEAD:
        year += 1
    return to_day(date(year, 5, 1)), to_day(date(year, 10, 15))


def is_season_past(when: date, year: int = 1941) -> bool:
    """Tell whether no attack in the season of a year can be ordered any more; see `season`."""
    return to_date(season(to_day(when))[1]).year > year
