"""The runner: any number of worlds, in blocks that fit the cache, on one core or several.

A block is an implementation matter: it changes no bit of any world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.asides import Asides, aside_of, joined_asides
from kantokuen.experiments.drawn import members_drawn
from kantokuen.experiments.processes import process_pool, unheard
from kantokuen.experiments.results import Columns, Means, Results
from kantokuen.model.arguments import (
    flag_given,
    progress_given,
    scenario_given,
    workers_given,
    worlds_given,
)
from kantokuen.model.display import Facts, Shown, counted, listed
from kantokuen.model.errors import InputError
from kantokuen.model.frames import columns, trace_frame
from kantokuen.model.members import Members
from kantokuen.model.model import DEFAULT_SEED, KantokuenModel
from kantokuen.model.record import Detail, PeriodRecord
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario
from kantokuen.model.story import story
from kantokuen.model.streams import DrawCache

if TYPE_CHECKING:
    import polars as pl

BLOCK = 4096
"""Worlds in a block: fewer pay more for each call of NumPy, more leave the cache of a core."""

Progress = Callable[[int, int], None]
"""Told how much is done, and how much there is in all."""

_Asked = TypeVar("_Asked")
_Played = TypeVar("_Played")


@dataclass(frozen=True, repr=False)
class Run(Request):
    """A request, and what is to be kept of its worlds.

    Attributes:
        trace: keep a row per world and period.
        stances: keep where the offices stood.
        posterior: draw the judgements from the posterior of the calibration, world by world, but for
            those that the scenario sets.

    Raises:
        InputError: an attribute is not an allowed one.
    """

    trace: bool = False
    stances: bool = True
    posterior: bool = False

    def __post_init__(self) -> None:
        """Check what was given, so that a wrong argument is told before any work begins."""
        super().__post_init__()
        for name in ("trace", "stances", "posterior"):
            object.__setattr__(self, name, flag_given(name, getattr(self, name)))

    @property
    def bare(self) -> Run:
        """The same run, of which nothing is kept but its outcomes; it is the fastest."""
        return replace(self, trace=False, stances=False)

    def model(
        self, worlds: int, first: int = 0, draws: DrawCache | None = None, members: Members | None = None
    ) -> KantokuenModel:
        """Return a model of some worlds of this run, or of the members of a design."""
        detail: Detail = "contributions" if worlds == 1 else "means"
        if self.trace or not self.stances:
            detail = "worlds" if self.trace else "outcomes"
        if self.posterior and members is None:
            members = members_drawn(np.arange(first, first + worlds), self.scenario.changed)
        return KantokuenModel(
            self.scenario,
            worlds=worlds,
            seed=self.seed,
            lens=self.lens,
            cadence=self.cadence,
            until=self.until,
            ensemble=self.ensemble,
            first_world=first,
            draws=draws,
            detail=detail,
            members=members,
        )


@dataclass(frozen=True, slots=True, repr=False)
class Block(Shown):
    """What a block of worlds gives: its columns, the sums of its stances, and its trace if asked for."""

    columns: Columns
    dates: list[date]
    sums: list[Means]
    asides: list[Asides]
    trace: list[PeriodRecord]

    def __len__(self) -> int:
        """Return how many worlds there are."""
        return len(self.columns["world"])

    def _shown(self) -> tuple[str, Facts]:
        return counted(len(self), "world"), {"columns": listed(self.columns)}


def run_given(run: Run | Scenario | str) -> Run:
    """Return what to run: as it was given, or a scenario with all else at its default.

    Raises:
        InputError: it is neither.
    """
    return run if isinstance(run, Run) else Run(scenario_given(run))


def run_worlds(
    scenario: Scenario | str = "historical",
    worlds: int = 1,
    *,
    seed: int = DEFAULT_SEED,
    lens: str = "politics",
    cadence: str = "month",
    until: str | None = None,
    ensemble: str | None = None,
    trace: bool = False,
    stances: bool = True,
    workers: int = 1,
    progress: Progress | None = None,
) -> Results:
    """Run a number of worlds.

    Args:
        scenario: a scenario, or the name or path of one.
        worlds: how many, 1 or more.
        seed: the seed.
        lens: how a decision comes about.
        cadence: ``month`` or ``ten-day``.
        until: last month, ``YYYY-MM``.
        ensemble: ``historians`` or ``june-1941``; None for that of the scenario.
        trace: keep a row per world and period.
        stances: keep where the offices stood; without it a run of many worlds is faster.
        workers: processes; the worlds are the same whatever their number.
        progress: called with worlds done and all worlds.

    Raises:
        InputError: an argument is not an allowed one.
    """
    run = Run(scenario_given(scenario), seed, lens, cadence, until, ensemble or "", trace, stances)
    return play(run, worlds, workers=workers, progress=progress)


def play(run: Run, worlds: int = 1, *, workers: int = 1, progress: Progress | None = None) -> Results:
    """Play worlds 0 to ``worlds - 1`` of a run.

    Args:
        run: what to run.
        worlds: how many, 1 or more.
        workers: processes; the worlds are the same whatever their number.
        progress: called with worlds done and all worlds.

    Raises:
        InputError: an argument is not an allowed one.
    """
    worlds, workers, progress = worlds_given(worlds), workers_given(workers), progress_given(progress)
    check_arrays(run.scenario, worlds)
    if worlds == 1:
        return _one_world(replace(run, stances=True))
    blocks = list(in_blocks(run_block, run, worlds, workers, progress))
    trace = _joined_trace(blocks) if run.trace else None
    asides = joined_asides([block.asides for block in blocks])
    return Results(
        run,
        worlds,
        joined_columns(blocks),
        joined_means(blocks),
        asides,
        trace=trace,
        posterior=run.posterior,
    )


def check_arrays(scenario: Scenario, worlds: int) -> None:
    """Refuse a scenario whose arrays do not have one value for each world."""
    for key, value in scenario.levers.items():
        if isinstance(value, np.ndarray) and len(value) != worlds:
            wrong = f"{key} has {len(value)} values for {worlds} worlds"
            raise InputError(f"{wrong}; give one value for each world")


def play_members(run: Run, members: Members, draws: DrawCache | None = None) -> Columns:
    """Return the columns of the outcomes of the members of a design, shape ``(members,)`` each."""
    model = run.model(members.count, draws=draws, members=members)
    model.run()
    found = columns(model.world)
    model.release()
    return found


def run_block(run: Run, first: int, worlds: int, draws: DrawCache | None = None) -> Block:
    """Run one block of worlds."""
    model = run.model(worlds, first, draws)
    model.run()

    def summed(values: Array) -> float:
        """Return the sum over worlds of values that are kept in full, or as their mean."""
        return float(np.add.reduce(values)) if len(values) == worlds else float(values[0]) * worlds

    sums = [
        {
            office: {name: summed(values) for name, values in parts.items()}
            for office, parts in each.stances.items()
        }
        for each in model.record.periods
    ]
    dates = [each.date for each in model.record.periods]
    asides = [aside_of(each, worlds) for each in model.record.periods]
    block = Block(columns(model.world), dates, sums, asides, model.record.periods if run.trace else [])
    model.release()
    return block


def in_blocks(
    play_block: Callable[[_Asked, int, int], _Played],
    what: _Asked,
    worlds: int,
    workers: int = 1,
    progress: Progress | None = None,
) -> Iterator[_Played]:
    """Play worlds 0 to ``worlds - 1`` block by block, in this process or shared among several.

    Args:
        play_block: plays one block of ``what``, given its first world and how many there are.
        what: handed to each block.
        worlds: how many, 1 or more.
        workers: processes, 1 or more.
        progress: called with worlds done and all worlds.

    Yields:
        What each block gives, in their order.
    """
    firsts = range(0, worlds, BLOCK)
    sizes = [min(BLOCK, worlds - first) for first in firsts]
    asked = ([what] * len(sizes), firsts, sizes)
    with ExitStack() as stack:
        if workers <= 1 or len(sizes) == 1:
            found: Iterator[_Played] = map(play_block, *asked)
        else:
            pool = stack.enter_context(process_pool(min(workers, len(sizes))))
            with unheard():
                found = pool.map(play_block, *asked)
        done = 0
        for size, block in zip(sizes, found, strict=True):
            yield block
            done += size
            if progress is not None:
                progress(done, worlds)


def _one_world(run: Run) -> Results:
    model = run.model(1)
    model.run()
    means = [
        (each.date, {o: {n: float(v[0]) for n, v in parts.items()} for o, parts in each.stances.items()})
        for each in model.record.periods
    ]
    trace = trace_frame(model.record.periods) if run.trace else None
    asides = [aside_of(each, 1) for each in model.record.periods]
    told = story(model.world, model.record.periods, model.ends)
    results = Results(run, 1, columns(model.world), means, asides, told, trace, run.posterior)
    model.release()
    return results


def joined_columns(blocks: Sequence[Block]) -> Columns:
    """Return the columns of blocks one after the other, shape ``(worlds,)`` each."""
    return {name: np.concatenate([block.columns[name] for block in blocks]) for name in blocks[0].columns}


def joined_means(blocks: Sequence[Block]) -> list[tuple[date, Means]]:
    """Return the date of each sitting, and by office the means of its stances over all worlds."""
    worlds = sum(map(len, blocks))
    means = []
    for index, when in enumerate(blocks[0].dates):
        first, *_ = sums = [block.sums[index] for block in blocks]
        mean = {
            office: {name: sum(each[office][name] for each in sums) / worlds for name in parts}
            for office, parts in first.items()
        }
        means.append((when, mean))
    return means


def _joined_trace(blocks: Sequence[Block]) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415  (only a trace needs it here)

    frames = [trace_frame(block.trace, int(block.columns["world"][0])) for block in blocks]
    return pl.concat(frames).sort("world", "date")
