"""Readings of the patterns that are only shown: no constant was set with them in view.

Each is a function of one watched play that saw `SIGNALS` as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.validation.phrases import day_and_month
from kantokuen.experiments.validation.plays import ATTACK, Played
from kantokuen.experiments.validation.readings import Measured, Reading
from kantokuen.model.calendar import to_day
from kantokuen.model.outsiders import OUTSIDERS
from kantokuen.model.text.words import ENGLISH, Words

SIGNALS: Final = (
    "divisions_asked", "divisions_needed", "german_collapse", "northern_plan", "soviet_divisions",
    "soviet_men", *(f"outside_{each}" for each in OUTSIDERS),
)  # fmt: skip
"""What the readings look at, beside what every watched play sees."""

_GIVEN_UP: Final = date(1941, 8, 9)
_JULY: Final = (date(1941, 7, 1), date(1941, 7, 31))
_MANY: Final = 25.0


def ask_over_grant(played: Played, words: Words = ENGLISH) -> Measured:
    """Mean over worlds of what Operations asks for until 9 August, over what is sanctioned by then."""
    asked = np.mean(_between(played, "divisions_asked", ATTACK, _GIVEN_UP), axis=0)
    granted = played.seen.divisions_sanctioned[played.seen.sitting(_GIVEN_UP)]
    means = {name: f"{float(np.mean(each)):.1f}" for name, each in (("asked", asked), ("granted", granted))}
    return float(np.mean(asked / granted)), words("validation.readings.asked", **means)


def asks_for_many(played: Played, words: Words = ENGLISH) -> Measured:
    """Share of worlds in which Operations asks for 25 divisions or more at a sitting in July."""
    most = np.max(_between(played, "divisions_asked", *_JULY), axis=0)
    return float(np.mean(most >= _MANY)), words("validation.readings.most_asked", n=f"{np.median(most):.0f}")


def gap_in_the_army(played: Played, words: Words = ENGLISH) -> Measured:
    """Least mean gap between Operations and Military Affairs from 22 June to 1 August."""
    return _least_gap(played, ("OPS", "MAB"), "net", date(1941, 8, 1), words)


def gap_in_the_navy(played: Played, words: Words = ENGLISH) -> Measured:
    """Least mean gap between the Navy Ministry and the Naval Staff from 22 June to the end of August."""
    return _least_gap(played, ("NAV", "NGS"), "net", date(1941, 8, 31), words)


def gap_in_hope(played: Played, words: Words = ENGLISH) -> Measured:
    """Least mean gap between the hope of Operations and that of Army intelligence, to the end of October."""
    return _least_gap(played, ("OPS", "INT"), "hope", date(1941, 10, 31), words)


def worst_count(played: Played, words: Words = ENGLISH) -> Measured:
    """Day of the largest mean error of the General Staff's count of divisions, July to December 1941."""
    days = _days(played, date(1941, 7, 1), date(1941, 12, 31))
    errors = _between(played, "soviet_divisions", *_ends(days)) - played.seen.belief[_places(played, days)]
    off = np.mean(np.abs(errors), axis=1)
    worst = int(np.argmax(off))
    told = words(
        "validation.readings.worst_count",
        n=f"{float(off[worst]):.1f}",
        day=day_and_month(days[worst], words),
        too_low=f"{float(np.mean(errors[worst])):+.1f}",
    )
    return to_day(days[worst]) - to_day(date(1941, 7, 31)), told


def men_believed(played: Played, words: Words = ENGLISH) -> Measured:
    """Men whom the General Staff believes in over those who are there, means of August to December 1941."""
    days = _days(played, date(1941, 8, 1), date(1941, 12, 31))
    men = float(np.mean(_between(played, "soviet_men", *_ends(days))))
    believed = float(np.mean([means["AGS"]["soviet_men"] for day, means in played.means if day in days]))
    told = words("validation.readings.men", believed=f"{believed:,.0f}", men=f"{men:,.0f}")
    return believed / men, told


def northern_plan(played: Played, words: Words = ENGLISH) -> Measured:
    """Share of worlds in which Operations holds the north to be worth its cost on 10 November 1941."""
    kept = played.seen.also["northern_plan"]
    spring, autumn = (played.seen.sitting(day) for day in (date(1942, 2, 28), date(1941, 11, 10)))
    return float(np.mean(kept[autumn])), words(
        "validation.readings.plan", share=f"{float(np.mean(kept[spring])):.2f}"
    )


def most_feared(played: Played, words: Words = ENGLISH) -> Measured:
    """Day, counted from 30 June, on which an outsider most expects an attack, the latest of three."""
    days = _days(played, date(1941, 6, 1), date(1941, 12, 31))
    feared = {each: _between(played, f"outside_{each}", *_ends(days)).mean(axis=1) for each in OUTSIDERS}
    peaks = {each: days[int(np.argmax(values))] for each, values in feared.items()}
    told = {each: day_and_month(day, words) for each, day in peaks.items()}
    return to_day(max(peaks.values())) - to_day(date(1941, 6, 30)), words(
        "validation.readings.feared", **told
    )


def still_feared(played: Played, words: Words = ENGLISH) -> Measured:
    """What Washington expects on 20 October 1941, over the most that it ever did in that year, in means."""
    days = _days(played, date(1941, 6, 1), date(1941, 12, 31))
    feared = _between(played, "outside_US", *_ends(days)).mean(axis=1)
    then = float(feared[days.index(date(1941, 10, 20))])
    told = words("validation.readings.still_feared", n=f"{then:.2f}", most=f"{float(np.max(feared)):.2f}")
    return then / float(np.max(feared)), told


def met_ratio(played: Played, words: Words = ENGLISH) -> Measured:
    """Share of the votes to attack a standing enemy at which the sanctioned force meets the staff's need.

    The need is ``2 x .75`` of the Soviet divisions as they are believed to fight (DEC022).
    """
    seen = played.seen
    votes = np.diff(seen.northern_step >= 3.0, axis=0, prepend=False) & (seen.northern_step >= 3.0)
    votes &= ~seen.also["german_collapse"].astype(bool)
    if not votes.any():
        return 1.0, words("validation.readings.no_vote")
    meets = seen.divisions_sanctioned >= seen.also["divisions_needed"]
    told = words(
        "validation.readings.votes",
        n=f"{int(np.sum(votes)):,}",
        force=f"{float(np.mean(seen.divisions_sanctioned[votes])):.1f}",
        believed=f"{float(np.mean(seen.belief[votes])):.1f}",
    )
    return float(np.mean(meets[votes])), told


SHOWN: Final[Mapping[str, Reading]] = {
    "PAT07A": ask_over_grant,
    "PAT07B": asks_for_many,
    "PAT10A": gap_in_the_army,
    "PAT10B": gap_in_the_navy,
    "PAT13A": worst_count,
    "PAT13B": men_believed,
    "PAT14": gap_in_hope,
    "PAT15": northern_plan,
    "PAT23A": most_feared,
    "PAT23B": still_feared,
    "PAT25": met_ratio,
}
"""How each pattern is read, by its id."""


def _days(played: Played, first: date, last: date) -> list[date]:
    """Return the days of the sittings from one day to another, both included."""
    return [day for day in played.seen.dates if first <= day <= last]


def _ends(days: list[date]) -> tuple[date, date]:
    return days[0], days[-1]


def _places(played: Played, days: list[date]) -> slice:
    first = played.seen.dates.index(days[0])
    return slice(first, first + len(days))


def _between(played: Played, signal: str, first: date, last: date) -> Array:
    """Return a signal at the sittings between two days, shape ``(sittings, worlds)``."""
    values: Array = played.seen.also[signal][_places(played, _days(played, first, last))]
    return values


def _least_gap(played: Played, offices: tuple[str, str], stance: str, last: date, words: Words) -> Measured:
    """Return the least difference of two offices' means of a stance from 22 June to a day."""
    one, other = offices
    inside = [
        (means[one][stance] - means[other][stance], day)
        for day, means in played.means
        if ATTACK <= day <= last
    ]
    gap, day = min(inside)
    return gap, words("validation.readings.smallest", day=day_and_month(day, words))
