"""Readings of the patterns: each a function of one watched play, returning a value and a detail in words.

All are read on the ten-day cadence, since events carry dates inside a month.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

import numpy as np

from kantokuen.agents.view import Array, Mask
from kantokuen.experiments.validation.phrases import day_and_month
from kantokuen.experiments.validation.plays import Played, Watch
from kantokuen.model.calendar import day_of, to_day
from kantokuen.model.text.words import ENGLISH, Words

Measured = tuple[float, str]
Reading = Callable[[Played, Words], Measured]

STRICT: Final = "PAT01 strict"
"""The first pattern read strictly; it shares the bounds of PAT01."""

_FALL_DAYS: Final = 12.0
_DRIFT_DAYS: Final = 30.0
_FIRST_EMBARGO: Final = to_day(date(1941, 7, 30))
"""From this day on, thirty days back already lie in the German-Soviet war."""


def both_ways(played: Played, words: Words = ENGLISH) -> Measured:
    """Share of worlds that by 10 July have agreed the text that prepares both ways, and no attack."""
    steps = _at(played.seen.northern_step, played.seen, date(1941, 7, 10))
    return _share((steps >= 1.0) & (steps < 3.0)), words("validation.readings.both_ways")


def both_ways_strictly(played: Played, words: Words = ENGLISH) -> Measured:
    """As `both_ways`, and a step south is decided by then as well, not only allowed for in the text."""
    seen, when = played.seen, date(1941, 7, 10)
    north, south = _at(seen.northern_step, seen, when), _at(seen.southern_step, seen, when)
    later = _at(seen.southern_step, seen, date(1941, 7, 31)) >= 1.0
    value = _share((north >= 1.0) & (north < 3.0) & (south >= 1.0))
    return value, words("validation.readings.both_ways_strictly", share=f"{_share(later):.2f}")


def mobilised_in_july(played: Played, words: Words = ENGLISH) -> Measured:
    """Share of worlds whose first mobilisation is sanctioned on 1 to 15 July 1941."""
    days = played.columns["mobilisation_date"]
    inside = (days >= to_day(date(1941, 7, 1))) & (days < to_day(date(1941, 7, 16)))
    return _share(inside), words("validation.readings.mobilised", share=f"{_share(np.isfinite(days)):.3f}")


def attack_decided_early(played: Played, words: Words = ENGLISH) -> Measured:
    """Share of worlds in which a sitting up to 10 August 1941 orders an attack, recalled later or not."""
    seen = played.seen
    early = seen.northern_step[: seen.until(date(1941, 8, 10))]
    begun = words("validation.readings.attack_begun", share=f"{played.share('attack_1941'):.3f}")
    return _share(np.max(early, axis=0) >= 3.0), begun


def build_up_median(played: Played, words: Words = ENGLISH) -> Measured:
    """Median over worlds of the most divisions present in Manchuria and Korea."""
    peaks = played.columns["divisions_peak"]
    return float(np.median(peaks)), words(
        "validation.readings.exactly_16", share=f"{_share(peaks == 16.0):.2f}"
    )


def build_up_range(played: Played, words: Words = ENGLISH) -> Measured:
    """Of the two ends of the middle 90 % of worlds, the one further from 18, the centre of its bounds.

    So the value lies inside the bounds only if both ends do.
    """
    low, high = (float(each) for each in np.quantile(played.columns["divisions_peak"], (0.05, 0.95)))
    ends = words("validation.readings.ends", low=f"{low:.3g}", high=f"{high:.3g}")
    return (low if 18.0 - low > high - 18.0 else high), ends


def reversal_day(played: Played, words: Words = ENGLISH) -> Measured:
    """Median day, counted from 31 July 1941, of the decision that gives up the attack, where there is one."""
    days = played.columns["reversal_date"]
    given_up = days[np.isfinite(days)]
    if len(given_up) == 0:
        return np.inf, words("validation.readings.never_given_up")
    middle = float(np.quantile(given_up, 0.5, method="inverted_cdf"))
    share = f"{len(given_up) / len(days):.2f}"
    return middle - to_day(date(1941, 7, 31)), words("validation.readings.given_up", share=share)


def fall_after_embargo(played: Played, words: Words = ENGLISH) -> Measured:
    """Fall of the army's mean stance from the last sitting before the embargo to twelve days after it.

    ``A(E) - A(E + 12)``, where A holds from one sitting to the next; mean over the worlds of `_collapsing`.
    """
    fall, _ = _collapsing(played)
    if len(fall) == 0:
        return np.nan, words("validation.readings.no_embargo")
    return float(np.mean(fall)), words("validation.readings.falls", share=f"{_share(fall >= 0.3):.2f}")


def drift_before_embargo(played: Played, words: Words = ENGLISH) -> Measured:
    """Fall of the army's mean stance over the thirty days before the embargo, ``A(E - 30) - A(E)``."""
    _, drift = _collapsing(played)
    if len(drift) == 0:
        return np.nan, words("validation.readings.no_embargo")
    return float(np.mean(drift)), words("validation.readings.drifts", share=f"{_share(drift <= 0.25):.2f}")


def slope_ratio(played: Played, words: Words = ENGLISH) -> Measured:
    """Mean fall a day over mean drift a day; infinite where nothing drifts south before the embargo."""
    fall, drift = _collapsing(played)
    if len(fall) == 0:
        return np.nan, words("validation.readings.no_embargo")
    steep, slow = float(np.mean(fall)) / _FALL_DAYS, float(np.mean(drift)) / _DRIFT_DAYS
    told = words("validation.readings.slopes", after=f"{steep:.4f}", before=f"{slow:.4f}")
    return (steep / slow if slow > 0.0 else np.inf), told


def permissions(played: Played, words: Words = ENGLISH) -> Measured:
    """Fewest separate northern permissions, over the worlds that vote an attack, before they first do so.

    A permission is the text that prepares, the first mobilisation, or a rise of the sanctioned force after
    that; it counts while the force that it sanctions is below what the staff's rule asks against the
    divisions believed, ``2 x .75 x belief`` (DEC022).
    """
    seen = played.seen
    voted = np.cumsum(seen.northern_step >= 3.0, axis=0) > 0
    north, force = _risen(np.minimum(seen.northern_step, 2.0)), _risen(seen.divisions_sanctioned) > 0.0
    enlarged = force & (north < 1.0)
    too_small = seen.divisions_sanctioned < 1.5 * seen.belief
    counted = np.sum((north + enlarged) * too_small * ~voted, axis=0)
    votes = voted[-1]
    if not votes.any():
        return float(np.min(counted)), words("validation.readings.no_vote")
    mean = f"{float(np.mean(counted[votes])):.2f}"
    return float(np.min(counted[votes])), words("validation.readings.before_a_vote", n=mean)


def gap_until_august(played: Played, words: Words = ENGLISH) -> Measured:
    """Smallest mean gap between army and navy at the sittings from 22 June to 1 August 1941."""
    return _least_gap(played.seen, date(1941, 6, 22), date(1941, 8, 1), words)


def gap_in_autumn(played: Played, words: Words = ENGLISH) -> Measured:
    """Smallest mean gap between army and navy at the sittings from 2 August to the end of 1941."""
    return _least_gap(played.seen, date(1941, 8, 2), date(1941, 12, 31), words)


def gap_reopens(played: Played, words: Words = ENGLISH) -> Measured:
    """Mean gap at the sitting nearest to 1 April 1942 less that nearest to 5 November 1941."""
    gaps = _gaps(played.seen)
    spring, autumn = (float(gaps[played.seen.sitting(day)]) for day in (date(1942, 4, 1), date(1941, 11, 5)))
    return spring - autumn, words("validation.readings.gaps", autumn=f"{autumn:.2f}", spring=f"{spring:.2f}")


def belief_in_august(played: Played, words: Words = ENGLISH) -> Measured:
    """Mean over worlds of the Soviet divisions that the General Staff believes in on 10 August 1941."""
    seen = played.seen
    belief = _at(seen.belief, seen, date(1941, 8, 10))
    return float(np.mean(belief)), words("validation.readings.fifteen", share=f"{_share(belief <= 15.0):.3f}")


def field_army_alone(played: Played, words: Words = ENGLISH) -> Measured:
    """Share of worlds with a war in the north that nobody ordered."""
    return played.share("field_incident"), words("validation.readings.incidents")


def taken_from_china(played: Played, words: Words = ENGLISH) -> Measured:
    """Largest force sanctioned in 1941, in any world, beyond what is not tied in China or at home.

    Zero while every sanctioned division can be found elsewhere.
    """
    seen = played.seen
    n = seen.until(date(1941, 10, 31))
    beyond = np.maximum(seen.divisions_sanctioned[:n] - seen.divisions_reachable[:n], 0.0)
    july = dict(played.means)[seen.dates[seen.sitting(date(1941, 7, 20))]]
    return float(np.max(beyond)), words("validation.readings.hata", stance=f"{july['CEA']['net']:+.2f}")


READINGS: Final[Mapping[str, Reading]] = {
    "PAT01": both_ways,
    STRICT: both_ways_strictly,
    "PAT02": mobilised_in_july,
    "PAT03": attack_decided_early,
    "PAT04A": build_up_median,
    "PAT04B": build_up_range,
    "PAT05": reversal_day,
    "PAT06A": fall_after_embargo,
    "PAT06B": drift_before_embargo,
    "PAT06C": slope_ratio,
    "PAT08": permissions,
    "PAT09A": gap_until_august,
    "PAT09B": gap_in_autumn,
    "PAT09C": gap_reopens,
    "PAT12": belief_in_august,
    "PAT19": field_army_alone,
    "PAT24": taken_from_china,
}
"""How each pattern is read, by its id."""


def _share(worlds: Mask) -> float:
    return float(np.mean(worlds))


def _at(values: Array, seen: Watch, when: date) -> Array:
    """Return what was seen at the sitting nearest to a day, shape ``(worlds,)``."""
    return np.asarray(values[seen.sitting(when)])


def _risen(values: Array) -> Array:
    """Return by how much each sitting raised a value above the sitting before; what was lowered counts 0."""
    return np.maximum(np.diff(values, axis=0, prepend=values[:1]), 0.0)


def _gaps(seen: Watch) -> Array:
    """Return the mean gap between army and navy at each sitting, shape ``(periods,)``."""
    return np.asarray(np.mean(seen.army - seen.navy, axis=1))


def _least_gap(seen: Watch, first: date, last: date, words: Words) -> Measured:
    inside = [(gap, day) for gap, day in zip(_gaps(seen), seen.dates, strict=True) if first <= day <= last]
    gap, day = min(inside)
    return float(gap), words("validation.readings.smallest", day=day_and_month(day, words))


def _collapsing(played: Played) -> tuple[Array, Array]:
    """Return the fall after and the drift before an embargo that came while an attack was still possible.

    The worlds are those with an embargo from 30 July to the last day of attack (DEC008); shape
    ``(their number,)`` each, a movement toward the south is positive.
    """
    seen, embargo = played.seen, played.columns["embargo_date"]
    chosen = np.flatnonzero((embargo >= _FIRST_EMBARGO) & (embargo <= day_of("DEC008")))
    days = np.array([to_day(day) for day in seen.dates])

    def army(when: Array) -> Array:
        return np.asarray(seen.army[np.searchsorted(days, when, side="right") - 1, chosen])

    day = embargo[chosen]
    return army(day) - army(day + _FALL_DAYS), army(day - _DRIFT_DAYS) - army(day)
