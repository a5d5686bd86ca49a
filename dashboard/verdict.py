"""The sentences of the verdict: in how many worlds the Army attacks, how sure that is, what changed most."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

import numpy as np

from kantokuen.dashboard.endings import ENDINGS, apportioned, ending_codes, ending_counts
from kantokuen.dashboard.results import Odds, in_common
from kantokuen.experiments.summary import regime
from kantokuen.model.text.words import Words

_BEYOND_CHANCE: Final = 2.77
"""Standard errors beyond which a change is told: 5 % for all nine endings together, two-sided."""

_LEAST_POINTS: Final = 0.5
"""Worlds in 100 by which an ending must have moved to be told."""

_MOST_TOLD: Final = 2
_MOST_DIGITS: Final = 3


def share_text(share: float, low: float, high: float, words: Words) -> str:
    """Write a share of 0..1 in percent, with the digits that its interval bears out."""
    return words.percent(share, _digits(low, high) if 0.0 < share < 1.0 else 0)


def _digits(low: float, high: float) -> int:
    """Return how many digits of a percentage an interval bears out: the last moves by its width at most."""
    width = 100.0 * (high - low)
    if width <= 0.0:
        return 0
    return min(max(0, ceil(log10(1.5 / width))), _MOST_DIGITS)


def odds(share: float, worlds: int, words: Words, *, are_futures: bool = False) -> str:
    """Say in how many worlds the Army attacks by mid-October.

    Args:
        share: share of worlds in which it does, 0..1.
        worlds: how many worlds there are.
        words: of the page.
        are_futures: whether they are futures of one world.
    """
    many = words.number(worlds)
    kind = "futures" if are_futures else "share"
    if share <= 0.0:
        return words(f"odds.{kind}_none", worlds=many)
    if share >= 1.0:
        return words(f"odds.{kind}_all", worlds=many)
    return words(f"odds.{kind}", n=words.of_100(share), worlds=many)


def interval(low: float, high: float, worlds: int, words: Words, *, are_futures: bool = False) -> str:
    """Say within which bounds a share lies: in worlds of 100, with the digits that it bears out.

    Where no world or every world does it, only one bound is said, as one in so many.

    Args:
        low: lower bound of the 95 % interval of the share, 0..1.
        high: upper bound, 0..1.
        worlds: how many worlds it rests on.
        words: of the page.
        are_futures: whether they are futures of one world.
    """
    kind = "futures_interval" if are_futures else "interval"
    many = words.number(worlds)
    if low <= 0.0 < high:
        return words(f"odds.{kind}_none", n=words.number(_rounded(1.0 / high)), worlds=many)
    if low < 1.0 <= high:
        return words(f"odds.{kind}_all", n=words.number(_rounded(1.0 / (1.0 - low))), worlds=many)
    digits = _digits(low, high)
    while digits < _MOST_DIGITS and 100.0 * low * 10.0**digits < 1.0:
        digits += 1  # what is above nought is not said to begin there
    scale = 10.0**digits
    ends = {
        "low": words.number(floor(100.0 * low * scale) / scale, digits),
        "high": words.number(ceil(100.0 * high * scale) / scale, digits),
    }
    return words(f"odds.{kind}", **ends, worlds=many)


def _rounded(number: float) -> int:
    """Return a number rounded down to two figures, as people say it."""
    scale = int(10.0 ** max(0, floor(log10(number)) - 1))
    return int(number // scale) * scale


def beside(odds: Odds, ensemble: str, words: Words) -> str:
    """Say what another ensemble gives for the same question: how many worlds attack, and lose the regime."""
    fell = regime(odds.columns)["fell_by_end"] or 0.0
    return words(
        "odds.beside",
        drawn=words(f"ensembles.{ensemble}.drawn"),
        attack=words.of_100(odds.attack["share"]),
        fell=words.of_100(fell),
        worlds=words.number(odds.worlds),
    )


# ---- what changed ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """An ending that more or fewer worlds have than in the baseline.

    Attributes:
        ending: which.
        before, now: share of worlds, 0..1.
        dots_before, dots: of the hundred dots.
    """

    ending: str
    before: float
    now: float
    dots_before: int
    dots: int


def what_changed(here: Odds, there: Odds) -> tuple[Change, ...]:
    """Return the endings that moved beyond what chance explains, the most moved first.

    The worlds are the same in both, so only those that end otherwise count: of a worlds that came to an
    ending and b that left it, (a - b) is set against the square root of (a + b), after McNemar.

    Args:
        here: the worlds, one or more.
        there: the same worlds in the baseline.
    """
    now, before = ending_codes(here.columns), ending_codes(there.columns)
    dots, dots_before = (apportioned(ending_counts(codes)) for codes in (now, before))
    found = []
    for code, ending in enumerate(ENDINGS):
        has, had = now == code, before == code
        came, left = int(np.count_nonzero(has & ~had)), int(np.count_nonzero(had & ~has))
        is_sure = (came - left) ** 2 > _BEYOND_CHANCE**2 * (came + left)
        if is_sure and 100.0 * abs(came - left) >= _LEAST_POINTS * here.worlds:
            shares = float(np.mean(had)), float(np.mean(has))
            found.append(Change(ending, *shares, dots_before[ending], dots[ending]))
    return tuple(sorted(found, key=lambda each: -abs(each.now - each.before)))


def heading(now: Odds, then: Odds | None, words: Words, *, are_futures: bool = False) -> str:
    """Say what changed most against another history, or how most worlds end where there is none.

    Args:
        now: of the page.
        then: of the history that it is compared with, None for none.
        words: of the page.
        are_futures: whether the worlds are futures of one.
    """
    if then is None:
        return commonest(now, words, are_futures=are_futures)
    here, there = in_common(now, then)
    return headline(here, there, words, are_futures=are_futures)


def headline(here: Odds, there: Odds, words: Words, *, are_futures: bool = False) -> str:
    """Say what changed most against the baseline, over all endings; or that nothing did, beyond chance.

    Args:
        here: the worlds.
        there: the same worlds in the baseline.
        words: of the page.
        are_futures: whether they are futures of one world.
    """
    changes = what_changed(here, there)[:_MOST_TOLD]
    kind = "futures" if are_futures else "worlds"
    many = words.number(here.worlds)
    if not changes:
        return words(f"odds.changed.{kind}_none", worlds=many)
    told = words("numbers.semicolon").join(_change(each, words) for each in changes)
    return words(f"odds.changed.{kind}", changes=told, worlds=many)


def _change(change: Change, words: Words) -> str:
    """Say an ending and how many of the hundred dots had and have it; with a digit where they are as many."""
    ends = ((change.dots_before, change.before), (change.dots, change.now))
    if change.dots == change.dots_before:
        before, now = (words.number(100.0 * share, 1) for _, share in ends)
    else:
        before, now = (
            words("numbers.fewer_than_1") if share and not dots else words.number(dots)
            for dots, share in ends
        )
    return words("odds.changed.ending", ending=words(f"endings.{change.ending}.name"), before=before, now=now)


def commonest(now: Odds, words: Words, *, are_futures: bool = False) -> str:
    """Say how most of the worlds end, where there is no baseline to compare them with.

    Args:
        now: the worlds.
        words: of the page.
        are_futures: whether they are futures of one world.
    """
    dots = apportioned(ending_counts(ending_codes(now.columns)))
    most = max(dots, key=dots.__getitem__)
    return words(
        "odds.commonest_future" if are_futures else "odds.commonest",
        n=words.number(dots[most]),
        ending=words(f"endings.{most}.name"),
    )
