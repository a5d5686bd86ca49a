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
from kantokuen.experiments.validation.plays import Found, Play, Played
from kantokuen.model.calendar import day_of, to_date, to_day
from kantokuen.model.evidence import fact
from kantokuen.model.scenario import LeverValue, Scenario

MOSCOW: Final = "germany.moscow_falls"
REGIME: Final = "soviet.collapse"
DAYS: Final = tuple(
    date(1941, month, day)
    for month, day in ((7, 20), (7, 31), (8, 10), (8, 20), (8, 31), (9, 10), (9, 20), (9, 30))
)
"""Days tried for a fall: ends of the ten-day periods of the summer."""

_EASED: Final[dict[str, dict[str, LeverValue]]] = {
    "nothing else": {},
    "no oil embargo": {"sanctions.oil_embargo": "never"},
    "the Navy backs the north": {"navy.backs_north": True},
    "funds for 25 divisions": {"army.divisions_cap": 25.0},
    "ready in 45 days, 20 more to the attack": {"army.ready_days": 45.0, "army.lead_days": 20.0},
    "winter thirty days later": {"season.winter_shift": 30.0},
}
"""What is eased beside the fall of Moscow; the two of the clock come last."""

_LIKELY: Final = 0.5
_END_OF_AUGUST: Final = date(1941, 8, 31)
_FIRST_WAR_SITTING: Final = date(1941, 6, 30)


def plays(worlds: int) -> list[Play]:
    """Return the plays that the tables need."""
    falls = [_fall(worlds, key, day) for key in (MOSCOW, REGIME) for day in DAYS]
    return [*falls, *(_eased(worlds, more) for more in _EASED.values())]


def falls(found: Found, worlds: int, baseline_worlds: int) -> Sheet:
    """Return the shares of attack by the day on which Moscow, or the regime, falls."""
    last = float(np.mean(_last_days(found[baseline(baseline_worlds)])))
    rows: list[tuple[Cell, ...]] = []
    likely: list[date] = []
    for day in DAYS:
        moscow, regime = (found[_fall(worlds, key, day)] for key in (MOSCOW, REGIME))
        shares = [
            each.share(outcome) for each in (moscow, regime) for outcome in ("attack_1941", "attack_1942")
        ]
        rows.append((day, round(last - to_day(day)), *shares))
        if shares[0] >= _LIKELY:
            likely.append(day)
    found_so = (
        f"when it fell up to {max(likely)}."
        if likely
        else "on none of the days tried, so the clock is not the whole of it: the offices let the fall of a "
        "city weigh less than the judgement does."
    )
    note = (
        f"Ten-day cadence, {worlds:,} worlds each. *Days left* runs to the last day on which the "
        "staff's own clock (lead time, campaign, mid-October) still lets an attack be ordered, the "
        "mean over worlds. An attack is judged likely if Moscow fell by the end of August (CTF03), yet "
        "on that day the order is overdue by the staff's own figures, and many worlds have given up: "
        "the two do not go together, and the model keeps the clock. Here a fall of Moscow makes an "
        f"attack in 1941 an even chance {found_so} A regime that falls leaves less to fight and so "
        "needs fewer days."
    )
    columns = ("fall on", "days left", "Moscow: 1941", "Moscow: 1942", "regime: 1941", "regime: 1942")
    return Sheet("Conflict: news that comes after the last day", note, columns, tuple(rows))


def eased(found: Found, worlds: int) -> Sheet:
    """Return what a fall of Moscow at the end of August leads to when one other thing is eased."""
    base = found[_eased(worlds, {})]
    rows: list[tuple[Cell, ...]] = []
    for words, more in _EASED.items():
        played = found[_eased(worlds, more)]
        moved = difference(played.hits("attack_1941"), base.hits("attack_1941"))
        tail = (moved.mean, (moved.low, moved.high)) if more else (None, None)
        rows.append((words, played.share("attack_1941"), played.share("attack_1942"), *tail))
    note = (
        f"Moscow falls on {_END_OF_AUGUST:%d %B}; ten-day cadence, {worlds:,} worlds each, paired with "
        "the first row. The more a change adds, the more it was what held back."
    )
    columns = ("beside the fall of Moscow", "attack_1941", "attack_1942", "difference 1941", "95 % interval")
    return Sheet("What a fall of Moscow at the end of August would need", note, columns, tuple(rows))


def clocks(found: Found, baseline_worlds: int) -> Sheet:
    """Return the clocks of the summer side by side: those of the record, and those that worlds show."""
    played = found[baseline(baseline_worlds)]
    given_up = played.columns["reversal_date"]
    clarity = fact("DEC017")
    rows: list[tuple[Cell, ...]] = [
        ("record: the staff wants to decide on war", "DEC004", to_date(day_of("DEC004")), None, None),
        ("record: the Army's chief promises clarity", "DEC017", clarity.date_start, None, clarity.date_end),
        ("record: last day on which the attack may begin", "DEC008", to_date(day_of("DEC008")), None, None),
        ("modelled: last day to order an attack", "worlds", *_spread(_last_days(played))),
        ("modelled: attack given up", "worlds", *_spread(given_up[np.isfinite(given_up)])),
    ]
    note = (
        "The information was due after the last day for deciding. No rule says so: it "
        "follows from lead time, length of the campaign and mid-October. For worlds the columns are "
        f"the 5 %, 50 % and 95 % points; ten-day cadence, {baseline_worlds:,} worlds."
    )
    return Sheet("Clocks that do not meet", note, ("clock", "source", "from", "median", "to"), tuple(rows))


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
