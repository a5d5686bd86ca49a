"""The sentences of the verdict panel: in how many of the worlds the Army attacks."""

from __future__ import annotations

from math import ceil, floor

from kantokuen.dashboard.results import Odds
from kantokuen.experiments.summary import regime
from kantokuen.model.text.words import Words


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
    return words(f"odds.{kind}", n=words.of_100(share))


def interval(low: float, high: float, worlds: int, words: Words, *, are_futures: bool = False) -> str:
    """Say within which bounds a share lies, in whole worlds of 100 that hold the bounds.

    Args:
        low: lower bound of the 95 % interval of the share, 0..1.
        high: upper bound, 0..1.
        worlds: how many worlds it rests on.
        words: of the page.
        are_futures: whether they are futures of one world.
    """
    ends = {"low": words.number(floor(100.0 * low)), "high": words.number(ceil(100.0 * high))}
    key = "odds.futures_interval" if are_futures else "odds.interval"
    return words(key, **ends, worlds=words.number(worlds))


def difference(share: float, baseline: float, words: Words) -> str:
    """Say by how many worlds in 100 a share differs from the baseline's; both 0..1."""
    points = round(100.0 * (share - baseline))
    if points == 0:
        return words("odds.same")
    return words("odds.more" if points > 0 else "odds.fewer", n=words.number(abs(points)))


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
