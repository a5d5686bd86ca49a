"""The runner: any number of worlds, in blocks that fit the cache, on one core or several.

A block is an implementation matter: it changes no bit of any world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from kantokuen.agents.view import Array
from kantokuen.experiments.processes import process_pool, unheard
from kantokuen.model.arguments import (
    flag_given,
    progress_given,
    scenario_given,
    workers_given,
    worlds_given,
)
from kantokuen.model.display import Facts, Shown, counted, listed, run_in_words
from kantokuen.model.errors import InputError
from kantokuen.model.frames import columns, frame_of, periods_frame, to_pandas, trace_frame
from kantokuen.model.members import Members
from kantokuen.model.model import DEFAULT_SEED, KantokuenModel
from kantokuen.model.record import Detail, PeriodRecord
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario
from kantokuen.model.story import Story, shares_in_words, story
from kantokuen.model.streams import DrawCache
from kantokuen.model.values import varying

if TYPE_CHECKING:
    import polars as pl

BLOCK = 4096
"""Worlds in a block: fewer pay more for each call of NumPy, more leave the cache of a core."""

Progress = Callable[[int, int], None]
Means = dict[str, dict[str, float]]


@dataclass(frozen=True, repr=False)
class Run(Request):
    """A request, and what is to be kept of its worlds.

    Attributes:
        trace: keep a row per world and period.
        stances: keep where the offices stood.

    Raises:
        InputError: an attribute is not an allowed one.
    """

    trace: bool = False
    stances: bool = True

    def __post_init__(self) -> None:
        """Check what was given, so that a wrong argument is told before any work begins."""
        super().__post_init__()
        for name in ("trace", "stances"):
            object.__setattr__(self, name, flag_given(name, getattr(self, name)))

    def model(
        self, worlds: int, first: int = 0, draws: DrawCache | None = None, members: Members | None = None
    ) -> KantokuenModel:
        """Return a model of some worlds of this run, or of the members of a design."""
        return KantokuenModel(
            self.scenario,
            worlds=worlds,
            seed=self.seed,
            lens=self.lens,
            cadence=self.cadence,
            until=self.until,
            first_world=first,
            draws=draws,
            detail=self._detail(worlds),
            members=members,
        )

    def _detail(self, worlds: int) -> Detail:
        if self.trace:
            return "worlds"
        if not self.stances:
            return "outcomes"
        return "contributions" if worlds == 1 else "means"


@dataclass(frozen=True, slots=True, repr=False)
class Block(Shown):
    """What a block of worlds gives: its columns, the sums of its stances, and its trace if asked for."""

    columns: dict[str, Array]
    dates: list[date]
    sums: list[Means]
    trace: list[PeriodRecord]

    def _shown(self) -> tuple[str, Facts]:
        return counted(len(self.columns["world"]), "world"), {"columns": listed(self.columns)}


@dataclass(frozen=True, repr=False)
class Results(Shown):
    """The results of a run.

    Attributes:
        scenario, worlds, seed, lens, cadence: what was run.
        columns: the columns of the outcomes, arrays of shape ``(worlds,)``.
        means: date, and by office the means over worlds of its stances.
        told: the story of the world in any language; only for one world.
        trace: a row per world and period, if it was asked for.
    """

    scenario: Scenario
    worlds: int
    seed: int
    lens: str
    cadence: str
    columns: dict[str, Array]
    means: list[tuple[date, Means]]
    told: Story | None = None
    trace: pl.DataFrame | None = None

    @property
    def drawn(self) -> dict[str, float]:
        """What chance made of the levers that vary, in the first world."""
        return {key: float(self.columns[key][0]) for key in varying()}

    @property
    def story(self) -> list[dict[str, Any]]:
        """The periods of one world in English words; of many it is empty."""
        return [] if self.told is None else self.told.tell()

    @property
    def verdict(self) -> str:
        """What became of Kantokuen in one world, in an English sentence or two; of many it is empty."""
        return "" if self.told is None else self.told.verdict()

    @cached_property
    def outcomes(self) -> pl.DataFrame:
        """A row per world: outcome, dates, peak and every lever that varies."""
        return frame_of(self.columns)

    def to_pandas(self) -> Any:
        """Return the outcomes as a `pandas.DataFrame`."""
        return to_pandas(self.outcomes)

    @cached_property
    def periods(self) -> pl.DataFrame:
        """A row per period and office: means over worlds."""
        return periods_frame(self.means)

    def _shown(self) -> tuple[str, Facts]:
        facts = {
            "run": run_in_words(self.seed, self.lens, self.cadence),
            "levers": self.scenario.in_words,
            "ends": self.verdict or shares_in_words(self.columns["outcome"]),
            "frames": "outcomes, periods, to_pandas()" if self.trace is None else "outcomes, periods, trace",
        }
        return f"{counted(self.worlds, 'world')} of {self.scenario.name}", facts


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
        trace: keep a row per world and period.
        stances: keep where the offices stood; without it a run of many worlds is faster.
        workers: processes; the worlds are the same whatever their number.
        progress: called with worlds done and all worlds.

    Raises:
        InputError: an argument is not an allowed one.
    """
    run = Run(scenario_given(scenario), seed, lens, cadence, until, trace, stances)
    worlds = worlds_given(worlds)
    workers = workers_given(workers)
    progress = progress_given(progress)
    check_arrays(run.scenario, worlds)
    if worlds == 1:
        return _one_world(replace(run, stances=True))
    blocks = []
    done = 0
    for block in _blocks(run, worlds, workers):
        blocks.append(block)
        done += len(block.columns["world"])
        if progress is not None:
            progress(done, worlds)
    return _joined(run, worlds, blocks)


def check_arrays(scenario: Scenario, worlds: int) -> None:
    """Refuse a scenario whose arrays do not have one value for each world."""
    for key, value in scenario.levers.items():
        if isinstance(value, np.ndarray) and len(value) != worlds:
            wrong = f"{key} has {len(value)} values for {worlds} worlds"
            raise InputError(f"{wrong}; give one value for each world")


def play_members(run: Run, members: Members, draws: DrawCache | None = None) -> dict[str, Array]:
    """Return the columns of the outcomes of the members of a design, shape ``(members,)`` each."""
    model = run.model(members.count, draws=draws, members=members)
    model.run()
    found = columns(model)
    model.release()
    return found


def run_block(run: Run, first: int, worlds: int, draws: DrawCache | None = None) -> Block:
    """Run one block of worlds."""
    model = run.model(worlds, first, draws)
    model.run()
    sums = [
        {
            office: {name: _sum(values, worlds) for name, values in parts.items()}
            for office, parts in s.items()
        }
        for s in (each.stances for each in model.record.periods)
    ]
    dates = [each.date for each in model.record.periods]
    block = Block(columns(model), dates, sums, model.record.periods if run.trace else [])
    model.release()
    return block


def _sum(values: Array, worlds: int) -> float:
    """Return the sum over worlds of values that are kept in full, or as their mean."""
    return float(np.add.reduce(values)) if len(values) == worlds else float(values[0]) * worlds


def _blocks(run: Run, worlds: int, workers: int) -> Iterator[Block]:
    spans = [(first, min(BLOCK, worlds - first)) for first in range(0, worlds, BLOCK)]
    if workers <= 1 or len(spans) == 1:
        for first, size in spans:
            yield run_block(run, first, size)
        return
    with process_pool(min(workers, len(spans))) as pool:
        firsts, sizes = zip(*spans, strict=True)
        with unheard():
            results = pool.map(run_block, [run] * len(spans), firsts, sizes)
        yield from results


def _one_world(run: Run) -> Results:
    model = run.model(1)
    model.run()
    means = [
        (each.date, {o: {n: float(v[0]) for n, v in parts.items()} for o, parts in each.stances.items()})
        for each in model.record.periods
    ]
    trace = trace_frame(model.record.periods) if run.trace else None
    results = Results(
        run.scenario,
        1,
        run.seed,
        run.lens,
        run.cadence,
        columns(model),
        means,
        story(model),
        trace,
    )
    model.release()
    return results


def _joined(run: Run, worlds: int, blocks: list[Block]) -> Results:
    names = blocks[0].columns
    joined = {name: np.concatenate([block.columns[name] for block in blocks]) for name in names}
    means = [
        (when, _mean_of([block.sums[index] for block in blocks], worlds))
        for index, when in enumerate(blocks[0].dates)
    ]
    trace = None
    if run.trace:
        import polars as pl  # noqa: PLC0415  (only a trace needs it here)

        firsts = [int(block.columns["world"][0]) for block in blocks]
        frames = [trace_frame(block.trace, first) for block, first in zip(blocks, firsts, strict=True)]
        trace = pl.concat(frames).sort("world", "date")
    return Results(run.scenario, worlds, run.seed, run.lens, run.cadence, joined, means, trace=trace)


def _mean_of(sums: list[Means], worlds: int) -> Means:
    return {
        office: {name: sum(each[office][name] for each in sums) / worlds for name in parts}
        for office, parts in sums[0].items()
    }
