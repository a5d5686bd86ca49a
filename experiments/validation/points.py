"""Points: settings of the judgements, each played in worlds of its own and read as the record is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.results import Means
from kantokuen.experiments.runner import Run
from kantokuen.experiments.summary import regime
from kantokuen.experiments.validation.plays import Played, watch_of
from kantokuen.model.frames import columns
from kantokuen.model.members import Members
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.record import PeriodRecord

SPLIT: Final = ("fell_by_end", "fell_before_attack")
SHARES: Final = (*OUTCOMES, *SPLIT)
"""What is read of every point: endings, and how the German war went; nothing is fitted to it."""

_WORLDS_AT_A_TIME: Final = 2_048
"""What is watched of so many worlds fits well into memory, for each process that plays."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Settings to be played.

    Attributes:
        run: what they are settings of; its cadence and what it keeps do not matter.
        keys: the judgements that are set.
        values: what they are set to, shape ``(points, keys)``.
        worlds: how many worlds each is played in.
        first_world: the first world of the first point; no two points share a world.
    """

    run: Run
    keys: tuple[str, ...]
    values: Array
    worlds: int
    first_world: int

    def __len__(self) -> int:
        return len(self.values)

    def stretch(self, first: int, count: int) -> Points:
        """Return some of the points, in their own worlds."""
        values = self.values[first : first + count]
        return replace(self, values=values, first_world=self.first_world + first * self.worlds)


def play(
    points: Points, read: Callable[[Played], Array], also: Sequence[str], stances: Sequence[str] = ("net",)
) -> Array:
    """Play points and return what was read of each, shape ``(points, read and SHARES)``.

    Args:
        points: the settings.
        read: what reads the worlds of a point, shape ``(read,)``.
        also: the signals of the record that this needs.
        stances: of what the means over worlds are taken, of each office at each sitting.
    """
    at_a_time = max(_WORLDS_AT_A_TIME // points.worlds, 1)
    stretches = (points.stretch(first, at_a_time) for first in range(0, len(points), at_a_time))
    return np.array([row for each in stretches for row in _read(each, read, also, stances)])


def _read(
    points: Points, read: Callable[[Played], Array], also: Sequence[str], stances: Sequence[str]
) -> Iterator[Array]:
    count, worlds = len(points), points.worlds
    run = replace(points.run, cadence="ten-day", trace=True)
    own = {key: np.repeat(points.values[:, place], worlds) for place, key in enumerate(points.keys)}
    index = np.arange(points.first_world, points.first_world + count * worlds)
    model = run.model(count * worlds, members=Members(index, own, frozenset(own)))
    model.run()
    ends, periods = columns(model.world), model.record.periods
    watch = watch_of(periods, also)
    means = _means(periods, count, stances)
    for point in range(count):
        own_worlds = slice(point * worlds, (point + 1) * worlds)
        of_point = {name: values[own_worlds] for name, values in ends.items()}
        played = Played(of_point, means[point], watch.of_worlds(own_worlds))
        yield np.concatenate([read(played), shares(of_point)])
    model.release()


def _means(
    periods: Sequence[PeriodRecord], count: int, stances: Sequence[str]
) -> list[list[tuple[date, Means]]]:
    """Return by point what a play's means are: day, and by office the means of its stances."""
    found: list[list[tuple[date, Means]]] = [[] for _ in range(count)]
    for each in periods:
        means = {
            office: {name: own[name].reshape(count, -1).mean(axis=1) for name in stances}
            for office, own in each.stances.items()
        }
        for point, told in enumerate(found):
            of_point = {
                office: {name: float(values[point]) for name, values in own.items()}
                for office, own in means.items()
            }
            told.append((each.date, of_point))
    return found


def shares(ends: Mapping[str, Array]) -> Array:
    """Return `SHARES` of the worlds of some columns of outcomes, NaN for a share of nothing."""
    counts = np.bincount(ends["outcome"].astype(np.int64), minlength=len(OUTCOMES))
    split = regime(ends)
    parts = [np.nan if split[name] is None else split[name] for name in SPLIT]
    return np.array([*(counts / len(ends["outcome"])), *parts], dtype=np.float64)
