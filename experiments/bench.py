"""The benchmark: how fast worlds run, as ratios measured in one run on one machine.

Machines differ and are noisy, so a figure here is the best of several tries, and what counts
are the ratios between figures of the same run.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import perf_counter

import mesa
import numpy as np

from kantokuen.experiments.runner import BLOCK, Run, run_block, run_worlds
from kantokuen.experiments.tables import Table
from kantokuen.model.chance import Tape
from kantokuen.model.kantokuen import KantokuenModel
from kantokuen.model.scenario import Scenario

WORLDS = 10_000
_MEMORY_SMALL, _MEMORY_LARGE = 10_000, 100_000
_SINGLE_WORLDS = 15
_TRIES = 3
_ALL_CORES_FACTOR = 8


@dataclass(frozen=True, slots=True)
class Pace:
    """A number of worlds and the seconds that they took."""

    worlds: int
    seconds: float

    @property
    def rate(self) -> float:
        """Worlds per second."""
        return self.worlds / self.seconds


def report(worlds: int = WORLDS) -> list[Table]:
    """Measure speed, memory and start-up; see the notes of the tables for what each row is.

    Args:
        worlds: worlds of a run of many; the targets are stated for 10,000.
    """
    scenario = Scenario.load("historical")
    run = Run(scenario, stances=False)
    run_block(run, 0, 64)  # what is loaded and set up only once is not measured
    single = _single(scenario)
    mesa_pace = _mesa()
    kept, fresh = _kept_draws(run, worlds), _best(worlds, lambda: _many(scenario, worlds))
    stances = _best(worlds, lambda: _many(scenario, worlds, stances=True))
    cores = os.cpu_count() or 1
    shared_worlds = worlds * _ALL_CORES_FACTOR
    shared = _best(shared_worlds, lambda: _many(scenario, shared_worlds, workers=cores), tries=1)
    paces = (
        ("a", "mesa.batch_run over single worlds, one process", mesa_pace),
        ("", "single worlds, stepped by hand, one process", single),
        ("", f"{worlds:,} worlds, one process, where each office stood kept as well", stances),
        ("b", f"{worlds:,} worlds, one process, fresh draws", fresh),
        ("", f"{worlds:,} worlds, one process, draws kept", kept),
        ("c", f"{shared_worlds:,} worlds, {cores} processes, their start included", shared),
    )
    rows = tuple((key, what, p.worlds, p.seconds, p.rate, p.rate / mesa_pace.rate) for key, what, p in paces)
    return [
        Table(
            "Speed",
            f"Historical scenario, council every month. {_machine()}. Blocks of {BLOCK:,} worlds.",
            ("", "what", "worlds", "seconds", "worlds a second", "times (a)"),
            rows,
        ),
        _targets(worlds, single, fresh, kept, mesa_pace),
        _memory(scenario),
    ]


def _machine() -> str:
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, Mesa {mesa.__version__}"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {versions}"


def _targets(worlds: int, single: Pace, fresh: Pace, kept: Pace, batch: Pace) -> Table:
    """Set what was measured beside what was aimed at."""
    tens = 10_000 / worlds
    rows = (
        ("(b) over (a)", "at least 200", fresh.rate / batch.rate, fresh.rate / batch.rate >= 200.0),
        ("10,000 worlds, draws kept, seconds", "below .25", kept.seconds * tens, kept.seconds * tens < 0.25),
        ("10,000 worlds, fresh draws, seconds", "below .6", fresh.seconds * tens, fresh.seconds * tens < 0.6),
        ("one world, seconds", "below .05", 1.0 / single.rate, 1.0 / single.rate < 0.05),
        ("kantokuen --help, seconds", "below .5", help_seconds(), help_seconds() < 0.5),
    )
    note = "Each aim was set before it was measured; a missed one is shown as missed."
    return Table("Aims", note, ("what", "aim", "measured", "reached"), rows)


def _memory(scenario: Scenario) -> Table:
    small = _peak(scenario, _MEMORY_SMALL)
    large = _peak(scenario, _MEMORY_LARGE)
    kept = run_worlds(scenario, _MEMORY_SMALL, stances=False).columns
    per_world = sum(values.itemsize for values in kept.values())
    rows = (
        (_MEMORY_SMALL, small, _MEMORY_SMALL * per_world / 1e6),
        (_MEMORY_LARGE, large, _MEMORY_LARGE * per_world / 1e6),
    )
    note = "Peak of what Python and NumPy hold, megabytes, and how much of it is the result itself."
    return Table("Memory", note, ("worlds", "peak MB", "result MB"), rows)


def _peak(scenario: Scenario, worlds: int) -> float:
    tracemalloc.start()
    run_worlds(scenario, worlds, stances=False)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def _best(worlds: int, work: Callable[[], object], tries: int = _TRIES) -> Pace:
    seconds = []
    for _ in range(tries):
        begun = perf_counter()
        work()
        seconds.append(perf_counter() - begun)
    return Pace(worlds, min(seconds))


def _many(scenario: Scenario, worlds: int, *, workers: int = 1, stances: bool = False) -> object:
    return run_worlds(scenario, worlds, workers=workers, stances=stances)


def _kept_draws(run: Run, worlds: int) -> Pace:
    tape: Tape = {}

    def play() -> None:
        for first in range(0, worlds, BLOCK):
            run_block(run, first, min(BLOCK, worlds - first), tape)

    play()
    return _best(worlds, play)


def _single(scenario: Scenario) -> Pace:
    def play(seed: int) -> None:
        model = KantokuenModel(scenario, seed=seed)
        model.run()
        model.release()

    return Pace(1, min(_best(1, partial(play, seed), 1).seconds for seed in range(_SINGLE_WORLDS)))


def _mesa() -> Pace:
    # the count of steps is left to the model: it stops by itself
    parameters = {"scenario": "historical", "seed": list(range(_SINGLE_WORLDS))}
    return _best(
        _SINGLE_WORLDS,
        lambda: mesa.batch_run(
            KantokuenModel, parameters, number_processes=1, data_collection_period=-1, display_progress=False
        ),
    )


def help_seconds() -> float:
    """Return the time of ``kantokuen --help`` in a process of its own, the best of three."""
    command = [sys.executable, "-m", "kantokuen", "--help"]
    return _best(1, lambda: subprocess.run(command, check=True, capture_output=True)).seconds  # noqa: S603
