"""The verdict in words: what became of Kantokuen in one world, and how often in many."""

from __future__ import annotations

from math import ceil, floor

from kantokuen.dashboard.playback import Playback
from kantokuen.dashboard.words import Words
from kantokuen.model.calendar import to_day
from kantokuen.model.outcome import SEASON_ENDS


def verdict(playback: Playback, words: Words) -> str:
    """Return what became of Kantokuen in one world, in a sentence or two.

    In English these are the words of `kantokuen.model.story.verdict`.
    """
    said = _verdict(playback, words)
    today = playback.months[-1].date
    if to_day(today) >= SEASON_ENDS:
        return said
    return words("verdict.so_far", day=words.day(today), said=said)


def _verdict(playback: Playback, words: Words) -> str:
    divisions = words.number(playback.divisions)
    days = {name: words.day(day) for name, day in playback.days.items() if day is not None}
    if playback.outcome.startswith("attack"):
        end = words(f"verdict.ends.{playback.result}")
        return words("verdict.attack", day=days["war"], divisions=divisions, end=end)
    if playback.outcome == "field_incident":
        return words("verdict.incident", day=days["war"])
    if playback.outcome == "no_mobilisation":
        return words("verdict.on_paper")
    given_up = words("verdict.given_up", day=days["reversal"]) if "reversal" in days else ""
    south = words("verdict.south", day=days["southern_war"]) if "southern_war" in days else ""
    day = days["mobilise"]
    return words("verdict.guard", day=day, divisions=divisions, given_up=given_up, south=south)


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
        return words(f"verdict.{kind}_none", worlds=many)
    if share >= 1.0:
        return words(f"verdict.{kind}_all", worlds=many)
    return words(f"verdict.{kind}", n=words.of_100(share))


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
    key = "verdict.futures_interval" if are_futures else "verdict.interval"
    return words(key, **ends, worlds=words.number(worlds))


def difference(share: float, baseline: float, words: Words) -> str:
    """Say by how many worlds in 100 a share differs from the baseline's; both 0..1."""
    points = round(100.0 * (share - baseline))
    if points == 0:
        return words("verdict.same")
    return words("verdict.more" if points > 0 else "verdict.fewer", n=words.number(abs(points)))
