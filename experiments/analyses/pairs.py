"""Pairs: the same worlds under two histories, played side by side and counted.

World ``k`` of a seed draws the same chance under both histories (common random numbers), so that what
differs between them in that world comes from what was changed, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array, Mask
from kantokuen.experiments.analyses.measures import MEASURES
from kantokuen.experiments.runner import Progress, Run, check_arrays, in_blocks
from kantokuen.model.display import Facts, Shown, counted, listed
from kantokuen.model.frames import columns
from kantokuen.model.model import KantokuenModel
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.streams import DrawCache
from kantokuen.model.world import World

EVENTS: Final = {
    name: MEASURES[name].column for name in ("mobilised", "reversed", "embargo", "southern_war", "settlement")
}
"""The dated events, and the column that holds the day of each."""

SENSES: Final = ("anything", "decision")
"""In what sense two histories have parted, see `Tally`."""

NEVER_PARTED: Final = -1

_DAYS_DECIDED: Final = (
    "prepare_day",
    "mobilise_day",
    "cross_day",
    "attack_day",
    "reversal_day",
    "indochina_day",
    "southern_preparation_day",
    "southern_choice_day",
    "southern_war_day",
)

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, repr=False)
class Pair(Shown):
    """Two runs of the same worlds, A and B."""

    a: Run
    b: Run

    def _shown(self) -> tuple[str, Facts]:
        a, b = self.a, self.b
        return f"{a.scenario.name} and {b.scenario.name}", {"A": a.in_words, "B": b.in_words}


@dataclass(frozen=True, slots=True, repr=False)
class Tally(Shown):
    """What some worlds give when A and B are played side by side; tallies can be added up.

    Attributes:
        dates: days of the sittings.
        crossing: worlds by outcome in A (row) and in B (column), shape ``(5, 5)``.
        events: by name, worlds by whether the event happens in A (row: no, yes) and in B, ``(2, 2)``.
        shifts: by column of a day, and for ``divisions_peak``, the sums over the worlds that have it in
            both of ``1, a, b, b - a, (b - a)^2``, shape ``(5,)``; days from 1 April 1941.
        parted: by sense, the number of the first period at whose end the world differs between A and B,
            -1 if none does, shape ``(worlds,)``.  ``anything``: any signal or stance of the record;
            ``decision``: what Japan has decided (`decided`).
    """

    dates: tuple[date, ...]
    crossing: Counts
    events: dict[str, Counts]
    shifts: dict[str, Array]
    parted: dict[str, NDArray[np.int16]]

    def _shown(self) -> tuple[str, Facts]:
        facts = {"events": listed(self.events), "from": self.dates[0], "to": self.dates[-1]}
        return counted(int(self.crossing.sum()), "world"), facts


def play_pairs(pair: Pair, worlds: int, *, workers: int = 1, progress: Progress | None = None) -> Tally:
    """Play worlds 0 to ``worlds - 1`` under both histories, block by block.

    Args:
        pair: the two histories.
        worlds: how many worlds, 1 or more.
        workers: processes; the tally is the same whatever their number.
        progress: called with worlds done and all worlds.

    Raises:
        InputError: an argument is not an allowed one.
    """
    for run in (pair.a, pair.b):
        check_arrays(run.scenario, worlds)
    return joined(in_blocks(play_block, pair, worlds, workers, progress))


def play_block(pair: Pair, first: int, worlds: int) -> Tally:
    """Play one block of worlds under both histories."""
    draws: DrawCache = {}
    a, b = (run.model(worlds, first, draws) for run in (pair.a, pair.b))
    parted = {sense: np.full(worlds, NEVER_PARTED, dtype=np.int16) for sense in SENSES}
    while a.running:
        a.step()
        b.step()
        for sense, is_apart in zip(SENSES, _apart(a, b), strict=True):
            parted[sense][is_apart & (parted[sense] == NEVER_PARTED)] = a.period_number - 1
    tally = _counted(a, b, parted)
    a.release()
    b.release()
    return tally


def joined(tallies: Iterable[Tally]) -> Tally:
    """Add up the tallies of blocks, in their order."""
    first, *others = tallies
    everything = [first, *others]
    return Tally(
        first.dates,
        np.sum([each.crossing for each in everything], axis=0),
        {name: np.sum([each.events[name] for each in everything], axis=0) for name in first.events},
        {name: np.sum([each.shifts[name] for each in everything], axis=0) for name in first.shifts},
        {sense: np.concatenate([each.parted[sense] for each in everything]) for sense in SENSES},
    )


def decided(world: World) -> list[Array | Mask]:
    """Return what Japan has decided by now in each world, arrays of shape ``(worlds,)``.

    These are the days of every text and order, to the day of the calendar; the force sanctioned; whether
    the attack is given up; and the war in the north, ordered or not.
    """
    council, war = world.council, world.hostilities
    days = [np.floor(getattr(council, name)) for name in _DAYS_DECIDED]
    days.append(np.floor(world.talks.settled_day))
    return [*days, council.sanctioned, council.has_given_up, np.floor(war.war_day), war.was_ordered]


def _apart(a: KantokuenModel, b: KantokuenModel) -> tuple[Mask, Mask]:
    """Return where the period just played differs: in anything, and in what is decided."""
    is_decided_otherwise = _differ(decided(a.world), decided(b.world), a.worlds)
    return is_decided_otherwise | _differ(_seen(a), _seen(b), a.worlds), is_decided_otherwise


def _seen(model: KantokuenModel) -> list[Array | Mask]:
    """Take the last period out of the record, so that memory stays flat."""
    period = model.record.periods.pop()
    stances = (values for parts in period.stances.values() for values in parts.values())
    return [*period.signals.values(), *stances]


def _differ(a: Iterable[Array | Mask], b: Iterable[Array | Mask], worlds: int) -> Mask:
    """Return where any array differs; one that holds a single number holds it for all worlds."""
    differs = np.zeros(worlds, dtype=bool)
    for x, y in zip(a, b, strict=True):
        differs |= x != y
    return differs


def _counted(a: KantokuenModel, b: KantokuenModel, parted: dict[str, NDArray[np.int16]]) -> Tally:
    in_a, in_b = columns(a.world), columns(b.world)
    n = len(OUTCOMES)
    events = {
        name: _crossed(np.isfinite(in_a[column]), np.isfinite(in_b[column]), 2)
        for name, column in EVENTS.items()
    }
    shifts = {name: _sums(in_a[name], in_b[name]) for name in ("divisions_peak", *EVENTS.values())}
    dates = tuple(each.date for each in a.periods)
    return Tally(dates, _crossed(in_a["outcome"], in_b["outcome"], n), events, shifts, parted)


def _crossed(a: Array | Mask, b: Array | Mask, n: int) -> Counts:
    """Count worlds by class in A and class in B, each 0 to ``n - 1``."""
    cells = a.astype(np.int64) * n + b.astype(np.int64)
    return np.bincount(cells, minlength=n * n).reshape(n, n)


def _sums(a: Array, b: Array) -> Array:
    """Return the sums of `Tally.shifts` over the worlds in which both numbers are finite."""
    both = np.isfinite(a) & np.isfinite(b)
    x, y = a[both], b[both]
    return np.array([each.sum() for each in (np.ones_like(x), x, y, y - x, (y - x) ** 2)])
