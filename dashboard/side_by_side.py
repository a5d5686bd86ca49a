"""Side by side: all outcomes, dates and the south of two histories over the worlds that both have played."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from kantokuen.agents.view import Array, Mask
from kantokuen.dashboard.results import Odds, in_common
from kantokuen.experiments.intervals import wilson
from kantokuen.model.calendar import to_date
from kantokuen.model.outcome import DATES, OUTCOMES
from kantokuen.model.text.words import Words

_GUARD: Final = OUTCOMES.index("stand_guard")
_RARE: Final = 0.001
"""A share whose interval ends below it is written with one digit more."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading; each has a name, the baseline, what is set, and the difference."""

    title: str
    rows: tuple[tuple[str, str, str, str], ...]


def side_by_side(now: Odds, then: Odds, words: Words) -> tuple[int, list[Group]]:
    """Return how many worlds are compared, and the table.

    Args:
        now: what is set.
        then: the baseline.
        words: of the page.
    """
    now, then = in_common(now, then)

    def group(title: str, *rows: tuple[str, str, str, str]) -> Group:
        return Group(words(f"parting.side.{title}"), rows)

    def share(name: str, of: Callable[[Odds], Mask]) -> tuple[str, str, str, str]:
        return _share_row(name, of(then), of(now), words)

    ends = [share(words(f"outcomes.{name}.name"), _ends(code)) for code, name in enumerate(OUTCOMES)]
    guard = [
        share(words(f"parting.side.{name}"), of)
        for name, of in (("southern", _southern), ("settled", _settled), ("neither", _neither))
    ]
    days = [_day_row(name, then.column(name), now.column(name), words) for name in DATES]
    others = (
        share(words("parting.side.regime"), lambda odds: odds.column("regime_fell") > 0.0),
        _peak_row(then.column("divisions_peak"), now.column("divisions_peak"), words),
    )
    return now.worlds, [
        group("ends", *ends),
        group("guard", *guard),
        group("days", *days),
        group("others", *others),
    ]


def _ends(code: int) -> Callable[[Odds], Mask]:
    return lambda odds: odds.column("outcome") == code


def _southern(odds: Odds) -> Mask:
    return _ends(_GUARD)(odds) & np.isfinite(odds.column("southern_war_date"))


def _settled(odds: Odds) -> Mask:
    has_war = np.isfinite(odds.column("southern_war_date"))
    return _ends(_GUARD)(odds) & ~has_war & np.isfinite(odds.column("settlement_date"))


def _neither(odds: Odds) -> Mask:
    return _ends(_GUARD)(odds) & ~_southern(odds) & ~_settled(odds)


def _share_row(name: str, then: Mask, now: Mask, words: Words) -> tuple[str, str, str, str]:
    return (name, _share(then, words), _share(now, words), _points(then, now, words))


def _share(found: Mask, words: Words) -> str:
    """Write a share with its interval, with the digits that the interval allows."""
    low, high = wilson(int(np.count_nonzero(found)), len(found))
    digits = 2 if high < _RARE or low > 1.0 - _RARE else 1
    ends = {name: words.number(100.0 * each, digits) for name, each in (("low", low), ("high", high))}
    return words("parting.side.share", share=words.percent(float(np.mean(found)), digits), **ends)


def _points(then: Mask, now: Mask, words: Words) -> str:
    """Write by how many points of 100 a share differs."""
    points = 100.0 * (float(np.mean(now)) - float(np.mean(then)))
    said = words.number(points, 1)
    return words(
        "parting.side.points", n=f"+{said}" if points > 0.0 and said != words.number(0.0, 1) else said
    )


def _day_row(name: str, then: Array, now: Array, words: Words) -> tuple[str, str, str, str]:
    points = _points(np.isfinite(then), np.isfinite(now), words)
    before, after = _median(then), _median(now)
    if before is not None and after is not None:
        apart = round(after) - round(before)
        key = "same_day" if not apart else "later" if apart > 0 else "earlier"
        if abs(apart) == 1:
            key = f"one_{key}"
        points = words(f"parting.side.{key}", points=points, n=words.number(abs(apart)))
    return (words(f"parting.side.dates.{name}"), _day(then, words), _day(now, words), points)


def _day(days: Array, words: Words) -> str:
    middle = _median(days)
    if middle is None:
        return words("parting.side.never")
    share = words.percent(float(np.mean(np.isfinite(days))), 1)
    return words("parting.side.day", share=share, day=words.day(to_date(middle)))


def _median(days: Array) -> float | None:
    """Return the median of the days on which something happens, a day on which it does; None where never."""
    happened = days[np.isfinite(days)]
    return float(np.quantile(happened, 0.5, method="inverted_cdf")) if len(happened) else None


def _peak_row(then: Array, now: Array, words: Words) -> tuple[str, str, str, str]:
    before, after = float(np.median(then)), float(np.median(now))
    apart = words.number(after - before)
    sign = "+" if after > before and apart != words.number(0.0) else ""
    return (
        words("parting.side.peak"),
        words("parting.side.divisions", n=words.number(before)),
        words("parting.side.divisions", n=words.number(after)),
        words("parting.side.divisions", n=f"{sign}{apart}"),
    )
