"""Asides: what is told of a period beside where the offices stood.

Who sat in the chairs, what made up the stances, what Operations asked for, what outsiders believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.profile import persons_of
from kantokuen.agents.view import Array
from kantokuen.model.outsiders import OUTSIDERS
from kantokuen.model.record import PeriodRecord


@dataclass(frozen=True, slots=True)
class Asides:
    """What is told of one period of some worlds, in means over them.

    Attributes:
        worlds: how many.
        holders: by office, in how many worlds each of its persons sits there.
        parts: by office, the named parts of its net stance.
        asked: divisions that Operations asks for.
        outside: by outsider, its belief that Japan attacks the Soviet Union within the season, 0..1.
    """

    worlds: int
    holders: dict[str, NDArray[np.int64]]
    parts: dict[str, dict[str, float]]
    asked: float
    outside: dict[str, float]

    def person(self, office: str) -> str:
        """Return the romanised name of the person who sits in a chair, with many worlds the commonest."""
        return persons_of(office)[int(np.argmax(self.holders[office]))].person


def aside_of(period: PeriodRecord, worlds: int) -> Asides:
    """Return what is told of a period that the record keeps, in full or in means."""

    def mean(values: Array) -> float:
        return float(np.add.reduce(values)) / len(values)

    return Asides(
        worlds,
        period.holders,
        {
            office: {name: mean(part) for name, part in parts.items()}
            for office, parts in period.parts.items()
        },
        mean(period.signals["divisions_asked"]),
        {each: mean(period.signals[f"outside_{each}"]) for each in OUTSIDERS},
    )


def joined_asides(blocks: Sequence[Sequence[Asides]]) -> list[Asides]:
    """Return the asides of all worlds, by period, from those of their blocks."""
    return [_joined(sums) for sums in zip(*blocks, strict=True)]


def _joined(sums: Sequence[Asides]) -> Asides:
    first, worlds = sums[0], sum(each.worlds for each in sums)

    def mean(values: Sequence[float]) -> float:
        weighed = zip(values, sums, strict=True)
        return sum(value * each.worlds for value, each in weighed) / worlds

    return Asides(
        worlds,
        {office: np.sum([each.holders[office] for each in sums], axis=0) for office in first.holders},
        {
            office: {name: mean([each.parts[office][name] for each in sums]) for name in parts}
            for office, parts in first.parts.items()
        },
        mean([each.asked for each in sums]),
        {name: mean([each.outside[name] for each in sums]) for name in first.outside},
    )
