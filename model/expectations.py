"""What people of June 1941 expected of the German-Soviet war, by school, and what historians say today.

All of it is judgement, made from the dated forecasts of the evidence (FOR001 to FOR091) and kept as
EXP001 and following: for each school, and for historians, the chance that Moscow and that the regime has
fallen by four dates; how many people held with each school.  How far an office followed each stands with
the offices.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

import numpy as np

from kantokuen.agents.profile import SCHOOLS
from kantokuen.agents.view import Number
from kantokuen.model.calendar import to_day
from kantokuen.model.evidence import Expectation, expectations

HISTORIANS: Final = "historians"
"""Those who look back."""

EVENTS: Final = ("moscow", "regime")
"""What is expected to fall."""

Event = Literal["moscow", "regime"]

_PURE: Final = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
"""One school alone, for each of `SCHOOLS`."""

_POOLED: Final = "pooled"
_NOTHING_YET: Final = "nothing yet"
"""Subjects: the schools in all, and the day until which nobody expected either to have fallen."""


@cache
def chance(event: Event, day: float, mix: tuple[float, ...]) -> float:
    """Return the believed chance that Moscow, or the regime, has fallen by a day.

    It runs along straight lines between the points of each school, from zero on the day of `starts`, and
    stays after the last; the schools are added by their shares.

    Args:
        event: ``moscow`` or ``regime``.
        day: days from 1 April 1941.
        mix: share of each of `SCHOOLS`; they sum to 1.
    """
    believed = 0.0
    for school, share in zip(SCHOOLS, mix, strict=True):
        days, chances = points(event, school)
        believed += share * float(np.interp(day, (starts(), *days), (0.0, *chances)))
    return believed


@cache
def starts() -> float:
    """Return the day until which nobody expected either to have fallen."""
    (found,) = (each for each in expectations() if each.subject == _NOTHING_YET)
    return _day(found)


@cache
def points(event: Event, school: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return days, and the chance that Moscow or the regime has fallen by each, as a school has it."""
    found = [each for each in expectations() if (each.subject, each.school) == (event, school)]
    return tuple(map(_day, found)), tuple(each.value for each in found)


def nearness(day: float, of_moscow: Number) -> tuple[Number, ...]:
    """Return the nearness of a German victory that each of `SCHOOLS` expected in June for a day, 0..1.

        E(t) = m P(Moscow has fallen by t) + (1 - m) P(the regime has fallen by t)

    Args:
        day: days from 1 April 1941, the war having broken out on 22 June.
        of_moscow: ``germany.proclaimed_moscow``, the nearness that is credited once Moscow has fallen.
    """
    return tuple(
        of_moscow * chance("moscow", day, mix) + (1.0 - of_moscow) * chance("regime", day, mix)
        for mix in _PURE
    )


@cache
def shares_of_schools() -> tuple[float, ...]:
    """Return the share of each school among informed people in all."""
    by_school = {each.school: each.value for each in expectations() if each.subject == _POOLED}
    return tuple(by_school[school] for school in SCHOOLS)


def pooled(event: Event) -> tuple[float, ...]:
    """Return the chances by the four dates as people in all had them in June 1941."""
    days, _ = points(event, HISTORIANS)
    return tuple(chance(event, day, shares_of_schools()) for day in days)


def _day(each: Expectation) -> float:
    return to_day(each.date) if each.date else 0.0
