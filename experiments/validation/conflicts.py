"""Conflicts: where what historians judge, and what the staff's own figures allow, do not go together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.runner import Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.paired import difference
from kantokuen.experiments.validation.patterns import baseline
from kantokuen.experiments.validation.phrases import day_and_month, heads
from kantokuen.experiments.validation.plays import Found, Play, Played
from kantokuen.model.calendar import day_of, to_date, to_day
from kantokuen.model.evidence import fact
from kantokuen.model.scenario import LeverValue, Scenario
from kantokuen.model.text.words import ENGLISH, Words

MOSCOW: Final = "germany.moscow_falls"
REGIME: Final = "soviet.collapse"
DAYS: Final = tuple(
    date(1941, month, day)
    for month, day in ((7, 20), (7, 31), (8, 10), (8, 20), (8, 31), (9, 10), (9, 20), (9, 30))
)
"""Days tried for a fall: ends of the ten-day periods of the summer."""

_EASED: Final[dict[str, dict[str, LeverValue]]] = {
    "nothing": {},
    "no_embargo": {"sanctions.oil_embargo": "never"},
    "navy": {"navy.backs_north": True},
    "funds": {"army.divisions_cap": 25.0},
    "ready": {"army.ready_days": 45.0, "army.lead_days": 20.0},
    "winter": {"season.winter_shift": 30.0},
}
"""What is eased beside the fall of Moscow, by the name of its text; the two of the clock come last."""

_LIKELY: Final = 0.5
_END_OF_AUGUST: Final = date(1941, 8, 31)
_FIRST_WAR_SITTING: Final = date(1941, 6, 30)


def plays(worlds: int) -> list[Play]:
    """Return the plays that the tables need."""
    falls = [_fall(worlds, key, day) for key in (MOSCOW, REGIME) for day in DAYS]
    return [*falls, *(_eased(worlds, more) for more in _EASED.values())]


def falls(found: Found, worlds: int, baseline_worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return the shares of attack by the day on which Moscow, or the regime, falls."""
    last = float(np.mean(_last_days(found[baseline(baseline_worlds)])))
    rows: list[tuple[Cell, ...]] = []
    likely: list[date] = []
    for day in DAYS:
        moscow, regime = (found[_fall(worlds, key, day)] for key in (MOSCOW, REGIME))
        shares = [
            each.share(outcome) for each in (moscow, regime) for outcome in ("attack_1941", "attack_1942")
        ]
        rows.append((day, round(last - to_day(day)), *shares, moscow.regime["fell_before_attack"]))
        if shares[0] >= _LIKELY:
            likely.append(day)
    when = words("validation.falls.up_to", day=max(likely)) if likely else words("validation.falls.on_no_day")
    note = words("validation.falls.note", worlds=f"{worlds:,}", when=when)
    columns = heads(
        words,
        "fall_on",
        "days_left",
        "moscow_1941",
        "moscow_1942",
        "regime_1941",
        "regime_1942",
        "moscow_split",
    )
    return Sheet(words("validation.falls.title"), note, columns, tuple(rows))


def eased(found: Found, worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return what a fall of Moscow at the end of August leads to when one other thing is eased."""
    base = found[_eased(worlds, {})]
    rows: list[tuple[Cell, ...]] = []
    for name, more in _EASED.items():
        played = found[_eased(worlds, more)]
        moved = difference(played.hits("attack_1941"), base.hits("attack_1941"))
        tail = (moved.mean, (moved.low, moved.high)) if more else (None, None)
        shares = (
            played.share("attack_1941"),
            played.share("attack_1942"),
            played.regime["fell_before_attack"],
        )
        rows.append((words(f"validation.eased.{name}"), *shares, *tail))
    note = words("validation.eased.note", day=day_and_month(_END_OF_AUGUST, words), worlds=f"{worlds:,}")
    beside, *moves = heads(words, "beside_moscow", "fell_before_attack", "difference_1941", "interval")
    columns = (beside, *(words.outcome(each) for each in ("attack_1941", "attack_1942")), *moves)
    return Sheet(words("validation.eased.title"), note, columns, tuple(rows))


def clocks(found: Found, baseline_worlds: int, words: Words = ENGLISH) -> Sheet:
    """Return the clocks of the summer side by side: those of the record, and those that worlds show."""
    played = found[baseline(baseline_worlds)]
    given_up = played.columns["reversal_date"]
    clarity = fact("DEC017")
    in_worlds = words("validation.clocks.worlds")
    rows: list[tuple[Cell, ...]] = [
        (words("validation.clocks.decide"), "DEC004", to_date(day_of("DEC004")), None, None),
        (words("validation.clocks.clarity"), "DEC017", clarity.date_start, None, clarity.date_end),
        (words("validation.clocks.last_attack"), "DEC008", to_date(day_of("DEC008")), None, None),
        (words("validation.clocks.last_order"), in_worlds, *_spread(_last_days(played))),
        (words("validation.clocks.given_up"), in_worlds, *_spread(given_up[np.isfinite(given_up)])),
    ]
    note = words("validation.clocks.note", worlds=f"{baseline_worlds:,}")
    columns = heads(words, "clock", "source", "from", "median", "to")
    return Sheet(words("validation.clocks.title"), note, columns, tuple(rows))


def _fall(worlds: int, key: str, day: date) -> Play:
    return _moved(worlds, {key: day})


def _eased(worlds: int, more: dict[str, LeverValue]) -> Play:
    return _moved(worlds, {MOSCOW: _END_OF_AUGUST, **more})


def _moved(worlds: int, levers: Mapping[str, LeverValue]) -> Play:
    return Play(worlds, Run(Scenario.load("historical").replace(levers), cadence="ten-day"))


def _last_days(played: Played) -> Array:
    """Return the last day to order an attack in 1941, by the staff's clock, shape ``(worlds,)``."""
    seen = played.seen
    sitting = seen.sitting(_FIRST_WAR_SITTING)
    return np.asarray(seen.days_left[sitting] + to_day(seen.dates[sitting]))


def _spread(days: Array) -> tuple[date, date, date] | tuple[None, None, None]:
    """Return the 5 %, 50 % and 95 % points as dates, None where there is no day."""
    if len(days) == 0:
        return None, None, None
    low, middle, high = np.quantile(days, (0.05, 0.5, 0.95), method="inverted_cdf")
    return to_date(float(low)), to_date(float(middle)), to_date(float(high))
