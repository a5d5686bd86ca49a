"""Points: settings of the judgements, each played in worlds of its own and read as the record is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Final

import numpy as np
import polars as pl

from kantokuen.agents.view import Array
from kantokuen.experiments.calibration.targets import figures, targets
from kantokuen.experiments.results import Means
from kantokuen.experiments.runner import Run
from kantokuen.experiments.summary import regime
from kantokuen.experiments.sweeps.identity import made_with
from kantokuen.experiments.sweeps.part import Part
from kantokuen.experiments.validation.plays import Played, watch_of
from kantokuen.experiments.validation.strengths import SIGNALS
from kantokuen.model.frames import columns
from kantokuen.model.members import Members
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.record import PeriodRecord

SPLIT: Final = ("fell_by_end", "fell_before_attack")
READ: Final = (*OUTCOMES, *SPLIT)
"""What is read of a point besides its targets; nothing is fitted to it."""

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


def names() -> tuple[str, ...]:
    """Return what is read of a point, targets first."""
    return (*(each.id for each in targets()), *READ)


def play(points: Points) -> Array:
    """Play points and return what was read of each, shape ``(points, names())``."""
    at_a_time = max(_WORLDS_AT_A_TIME // points.worlds, 1)
    stretches = (points.stretch(first, at_a_time) for first in range(0, len(points), at_a_time))
    return np.concatenate([np.array(list(_read(each))) for each in stretches])


def play_part(points: Points, number: int, first: int) -> Part:
    """Play points as a part of a wave; see `kantokuen.experiments.sweeps.part.Part`.

    Args:
        points: those of the part.
        number: which part.
        first: the number of its first point in the wave.
    """
    read = play(points)
    heads = pl.Series("point", np.arange(first, first + len(points)))
    set_to = [pl.Series(key, points.values[:, place]) for place, key in enumerate(points.keys)]
    found = [pl.Series(name, read[:, place]) for place, name in enumerate(names())]
    buffer = BytesIO()
    pl.DataFrame([heads, *set_to, *found]).write_parquet(buffer, compression="zstd", compression_level=3)
    content = buffer.getvalue()
    return Part(number, len(points), content, sha256(content).hexdigest(), made_with())


def _read(points: Points) -> Iterator[Array]:
    count, worlds = len(points), points.worlds
    run = replace(points.run, cadence="ten-day", trace=True)
    own = {key: np.repeat(points.values[:, place], worlds) for place, key in enumerate(points.keys)}
    index = np.arange(points.first_world, points.first_world + count * worlds)
    model = run.model(count * worlds, members=Members(index, own, frozenset(own)))
    model.run()
    ends, periods = columns(model.world), model.record.periods
    watch = watch_of(periods, SIGNALS)
    means = _means(periods, count)
    for point in range(count):
        own_worlds = slice(point * worlds, (point + 1) * worlds)
        of_point = {name: values[own_worlds] for name, values in ends.items()}
        played = Played(of_point, means[point], watch.of_worlds(own_worlds))
        yield np.concatenate([figures(played), _outcomes(of_point)])
    model.release()


def _means(periods: Sequence[PeriodRecord], count: int) -> list[list[tuple[date, Means]]]:
    """Return by point what a play's means are: day, and by office the mean of its net stance."""
    nets = [
        (
            each.date,
            {office: own["net"].reshape(count, -1).mean(axis=1) for office, own in each.stances.items()},
        )
        for each in periods
    ]
    return [
        [(day, {office: {"net": float(net[point])} for office, net in each.items()}) for day, each in nets]
        for point in range(count)
    ]


def _outcomes(ends: Mapping[str, Array]) -> Array:
    counts = np.bincount(ends["outcome"].astype(np.int64), minlength=len(OUTCOMES))
    split = regime(ends)
    parts = [np.nan if split[name] is None else split[name] for name in SPLIT]
    return np.array([*(counts / len(ends["outcome"])), *parts], dtype=np.float64)
