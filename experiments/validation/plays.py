"""Plays: the runs that an analysis needs, played once each over the same worlds.

An analysis first names its plays and later reads what they gave. So two analyses that need the
same run share it, and every play under one seed meets the same chance, world by world.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import partial
from typing import Final

import numpy as np

from kantokuen.agents.profile import offices
from kantokuen.agents.roster import ARMY, NAVY
from kantokuen.agents.view import Array
from kantokuen.experiments.results import Means
from kantokuen.experiments.runner import (
    Progress,
    Run,
    in_blocks,
    joined_columns,
    joined_means,
    run_block,
)
from kantokuen.experiments.summary import regime
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.record import PeriodRecord
from kantokuen.model.streams import DrawCache

ATTACK: Final = date(1941, 6, 22)
"""The day of the German attack."""

_SIGNALS: Final = (
    "northern_step",
    "southern_step",
    "divisions_sanctioned",
    "divisions_reachable",
    "days_left",
)


@dataclass(frozen=True, slots=True)
class Play:
    """One run that an analysis needs.

    Attributes:
        worlds: how many worlds, from world 0 on.
        run: what is run, whatever its seed; if it keeps a trace, each sitting is watched, see `Watch`.
        also: further signals of the record that are watched, by name.
    """

    worlds: int
    run: Run = field(default_factory=Run)
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """What was seen at each sitting; arrays of shape ``(periods, worlds)``.

    Attributes:
        dates: days of the sittings.
        army, navy: mean net stance of the service's offices, weighted by power times salience.
        belief, ripeness: Soviet divisions in the eyes of the General Staff, and how ripe it finds the fruit.
        northern_step, southern_step: how far the permissions go, as in `council.Council`.
        divisions_sanctioned, divisions_reachable: divisions.
        days_left: to the last day on which an attack could still be ordered.
        also: further signals by name.
    """

    dates: tuple[date, ...]
    army: Array
    navy: Array
    belief: Array
    ripeness: Array
    northern_step: Array
    southern_step: Array
    divisions_sanctioned: Array
    divisions_reachable: Array
    days_left: Array
    also: Mapping[str, Array] = field(default_factory=dict)

    def sitting(self, when: date) -> int:
        """Return the number of the sitting nearest to a day; see `nearest`."""
        return nearest(self.dates, when)

    def until(self, when: date) -> int:
        """Return how many sittings there were up to a day, that day included."""
        return sum(each <= when for each in self.dates)

    def of_worlds(self, worlds: slice) -> Watch:
        """Return what was seen in some of the worlds."""
        own = {each.name: getattr(self, each.name) for each in fields(self)}
        also = {name: values[:, worlds] for name, values in own.pop("also").items()}
        dates = own.pop("dates")
        return Watch(dates, **{name: values[:, worlds] for name, values in own.items()}, also=also)


@dataclass(frozen=True, slots=True)
class Played:
    """What a play gave.

    Attributes:
        columns: the columns of the outcomes, arrays of shape ``(worlds,)``, days as numbers.
        means: day, and by office the means over worlds of its stances.
        watch: what was seen at each sitting, if it was asked for.
    """

    columns: Mapping[str, Array]
    means: Sequence[tuple[date, Means]]
    watch: Watch | None = None

    def hits(self, outcome: str) -> Array:
        """Return 1.0 in the worlds with an outcome and 0.0 elsewhere, shape ``(worlds,)``."""
        return np.asarray(1.0 * (self.columns["outcome"] == OUTCOMES.index(outcome)))

    def share(self, outcome: str) -> float:
        """Return the share of worlds with an outcome."""
        return float(np.mean(self.hits(outcome)))

    @property
    def regime(self) -> dict[str, float | None]:
        """The split by whether the Soviet regime fell; see `kantokuen.experiments.summary.regime`."""
        return regime(self.columns)

    @property
    def seen(self) -> Watch:
        """What was seen at each sitting; raises `ValueError` if the play was not watched."""
        if self.watch is None:
            raise ValueError("this play was not watched")
        return self.watch


def nearest(sittings: Sequence[date], when: date) -> int:
    """Return the number of the sitting nearest to a day, the later one of two as near."""
    return max(range(len(sittings)), key=lambda place: (-abs((sittings[place] - when).days), place))


def sitting_for(played: Played, when: date) -> int:
    """Return the number of the sitting nearest to a day, among those held after the German attack."""
    first = played.seen.until(ATTACK)
    return max(first, played.seen.sitting(when))


Found = Mapping[Play, Played]


def play_all(plays: Iterable[Play], *, seed: int, progress: Progress | None = None) -> dict[Play, Played]:
    """Play each run once and return what each play gave.

    Args:
        plays: the plays; those that differ only in what else is watched are played as one.
        seed: the seed of all of them.
        progress: called with worlds done and all worlds.
    """
    alike = _alike(plays)
    all_worlds = sum(worlds for worlds, _ in alike)
    draws: DrawCache = {}
    found: dict[Play, Played] = {}
    done = 0
    for (worlds, run), group in alike.items():
        also = sorted({name for play in group for name in play.also})
        found |= dict.fromkeys(group, _played(Play(worlds, run, tuple(also)), seed, draws))
        done += worlds
        if progress is not None:
            progress(done, all_worlds)
    return found


def worlds_of_all(plays: Iterable[Play]) -> int:
    """Return how many worlds `play_all` plays for some plays."""
    return sum(worlds for worlds, _ in _alike(plays))


def _alike(plays: Iterable[Play]) -> dict[tuple[int, Run], list[Play]]:
    found: dict[tuple[int, Run], list[Play]] = {}
    for play in dict.fromkeys(plays):
        found.setdefault((play.worlds, play.run), []).append(play)
    return found


def _played(play: Play, seed: int, draws: DrawCache) -> Played:
    run, blocks, watches = replace(play.run, seed=seed), [], []
    for block in in_blocks(partial(run_block, draws=draws), run, play.worlds):
        blocks.append(replace(block, trace=[]))
        if run.trace:
            watches.append(_seen(block.trace, play.also))
    watch = _watch(blocks[0].dates, watches, play.also) if watches else None
    return Played(joined_columns(blocks), joined_means(blocks), watch)


def watch_of(periods: Sequence[PeriodRecord], also: Sequence[str] = ()) -> Watch:
    """Return what was seen at the sittings of one model that keeps every world."""
    return _watch([each.date for each in periods], [_seen(periods, also)], also)


def _seen(periods: Sequence[PeriodRecord], also: Sequence[str]) -> dict[str, Array]:
    """Return the arrays of a `Watch` for one block of worlds."""
    staff = [period.stances["AGS"] for period in periods]
    seen = {name: np.stack([period.signals[name] for period in periods]) for name in (*_SIGNALS, *also)}
    return seen | {
        "army": np.stack([_service(period.stances, ARMY) for period in periods]),
        "navy": np.stack([_service(period.stances, NAVY) for period in periods]),
        "belief": np.stack([each["soviet_divisions"] for each in staff]),
        "ripeness": np.stack([each["ripeness"] for each in staff]),
    }


def _service(stances: Mapping[str, Mapping[str, Array]], members: Sequence[str]) -> Array:
    """Return the mean net stance of a service, ``sum p s x / sum p s``, shape ``(worlds,)``."""
    weights = np.array([offices()[office].weight for office in members])
    nets = np.stack([stances[office]["net"] for office in members])
    return np.asarray(np.sum(weights[:, None] * nets, axis=0) / np.sum(weights))


def _watch(dates: Sequence[date], blocks: Sequence[Mapping[str, Array]], also: Sequence[str]) -> Watch:
    joined = {name: np.concatenate([each[name] for each in blocks], axis=1) for name in blocks[0]}
    more = {name: joined.pop(name) for name in also}
    return Watch(tuple(dates), **joined, also=more)
