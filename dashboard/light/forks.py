"""Forks of a game: which turns were taken back, and how far the history went that was left there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kantokuen.dashboard.pictures.svg import circle, element, path, picture
from kantokuen.experiments.game.table import MOST_TURNS

FORK: Final = "fork"
"""Name of its entry in a link."""

_MOST: Final = 12
_FORM: Final = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)
_STEP, _DROP, _LEFT, _TOP = 28.0, 18.0, 12.0, 12.0


@dataclass(frozen=True, slots=True)
class Fork:
    """A turn that was taken back.

    Attributes:
        at: number of the first turn that no longer holds, from 1.
        until: number of the last turn of the history that was left.
    """

    at: int
    until: int

    @property
    def entry(self) -> tuple[str, str]:
        """The fork as an entry of a link."""
        return FORK, f"{self.at}-{self.until}"


def read_forks(pairs: Iterable[tuple[str, str]]) -> tuple[Fork, ...]:
    """Return the forks of a link; what is none is left out, since no result depends on it."""
    found = (_FORM.fullmatch(text) for name, text in pairs if name == FORK)
    forks = [Fork(int(each[1]), int(each[2])) for each in found if each is not None]
    return tuple(each for each in forks if 1 <= each.at <= each.until <= MOST_TURNS)[-_MOST:]


def taken_back(forks: tuple[Fork, ...], turns: int) -> tuple[Fork, ...]:
    """Return the forks after the last of so many turns is taken back.

    Turns that are taken back one after another leave one history, not several.
    """
    if forks and forks[-1].at == turns + 1:
        return (*forks[:-1], replace(forks[-1], at=turns))
    return (*forks, Fork(turns, turns))[-_MOST:]


def path_picture(played: int, most: int, forks: tuple[Fork, ...], title: str, desc: str) -> str:
    """Return the way of a game: its turns as dots, and below them the histories that were left.

    Args:
        played: turns so far.
        most: turns at most.
        forks: what was taken back.
        title: of the picture.
        desc: what it shows, in words.
    """

    def x(turn: int) -> float:
        return _LEFT + _STEP * (turn - 1)

    parts = [path(f"M{x(1)} {_TOP}H{x(most)}", class_="way ahead")]
    if played > 1:
        parts.append(path(f"M{x(1)} {_TOP}H{x(played)}", class_="way"))
    for row, fork in enumerate(forks, start=1):
        y = _TOP + _DROP * row
        start = x(fork.at) - 0.7 * _STEP
        parts.append(path(f"M{start} {_TOP}Q{start} {y} {x(fork.at)} {y}H{x(fork.until)}", class_="way left"))
        parts += [circle(x(turn), y, 4.0, class_="stop left") for turn in range(fork.at, fork.until + 1)]
    for turn in range(1, most + 1):
        kind = "done" if turn <= played else "now" if turn == played + 1 else "ahead"
        parts.append(circle(x(turn), _TOP, 5.5, class_=f"stop {kind}"))
    height = 2 * _TOP + _DROP * len(forks)
    return picture(
        element("g", *parts),
        width=x(most) + _LEFT,
        height=height,
        title=title,
        desc=desc,
        class_="path",
        ground="none",
    )
