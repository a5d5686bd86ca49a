"""The engine: speed, memory and start-up of a run, as ratios measured in one run on one machine.

Machines differ and are noisy, so a figure here is the best of several tries, and what counts
are the ratios between figures of the same run.
"""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from dataclasses import replace
from functools import partial
from typing import Final

import mesa

from kantokuen.experiments.bench.measuring import Pace, Tell, best, cores, machine, readable
from kantokuen.experiments.runner import BLOCK, Run, in_blocks, play, run_block
from kantokuen.experiments.sheets import Sheet
from kantokuen.model.model import KantokuenModel
from kantokuen.model.streams import DrawCache

_MOST_IN_MEMORY: Final = 10_000
_SINGLE_WORLDS: Final = 15
_ALL_CORES_FACTOR: Final = 8


def measure_engine(worlds: int, tell: Tell) -> list[Sheet]:
    """Measure speed, memory and start-up; see the notes of the tables for what each row is.

    Args:
        worlds: worlds of a run of many; the targets are stated for 10,000.
        tell: told what is measured next.
    """
    tell("engine: one world at a time")
    run = Run(stances=False)
    run_block(run, 0, 64)  # what is loaded and set up only once is not measured
    single = _single(run)
    mesa_pace = _mesa()
    tell(f"engine: {worlds:,} worlds at a time")
    kept, fresh = _kept_draws(run, worlds), best(worlds, partial(play, run, worlds))
    stances = best(worlds, partial(play, replace(run, stances=True), worlds))
    shared_worlds = worlds * _ALL_CORES_FACTOR
    shared = best(shared_worlds, partial(play, run, shared_worlds, workers=cores()), tries=1)
    paces = (
        ("a", "mesa.batch_run over single worlds, one process", mesa_pace),
        ("", "single worlds, stepped by hand, one process", single),
        ("", f"{worlds:,} worlds, one process, where each office stood kept as well", stances),
        ("b", f"{worlds:,} worlds, one process, fresh draws", fresh),
        ("", f"{worlds:,} worlds, one process, draws kept", kept),
        ("c", f"{shared_worlds:,} worlds, {cores()} processes, their start included", shared),
    )
    rows = tuple(
        (key, what, p.worlds, p.seconds, readable(p.rate), p.rate / mesa_pace.rate) for key, what, p in paces
    )
    tell("engine: memory")
    return [
        Sheet(
            "Speed",
            f"Historical scenario, council every month. {machine()}. Blocks of {BLOCK:,} worlds.",
            ("", "what", "worlds", "seconds", "worlds a second", "times (a)"),
            rows,
        ),
        _targets(worlds, single, fresh, kept, mesa_pace),
        _memory(run, min(worlds, _MOST_IN_MEMORY)),
    ]


def _targets(worlds: int, single: Pace, fresh: Pace, kept: Pace, batch: Pace) -> Sheet:
    """Set what was measured beside what was aimed at."""
    tens = 10_000 / worlds
    help_takes = help_seconds()
    rows = (
        ("(b) over (a)", "at least 200", fresh.rate / batch.rate, fresh.rate / batch.rate >= 200.0),
        ("10,000 worlds, draws kept, seconds", "below .25", kept.seconds * tens, kept.seconds * tens < 0.25),
        ("10,000 worlds, fresh draws, seconds", "below .6", fresh.seconds * tens, fresh.seconds * tens < 0.6),
        ("one world, seconds", "below .05", 1.0 / single.rate, 1.0 / single.rate < 0.05),
        ("kantokuen --help, seconds", "below .5", help_takes, help_takes < 0.5),
    )
    note = "Each aim was set before it was measured; a missed one is shown as missed."
    return Sheet("Aims", note, ("what", "aim", "measured", "reached"), rows)


def _memory(run: Run, worlds: int) -> Sheet:
    """Measure a run of so many worlds, and of ten times as many."""
    per_world = sum(values.itemsize for values in play(run, worlds).columns.values())
    rows = tuple((n, _peak(run, n), n * per_world / 1e6) for n in (worlds, 10 * worlds))
    note = "Peak of what Python and NumPy hold, megabytes, and how much of it is the result itself."
    return Sheet("Memory", note, ("worlds", "peak MB", "result MB"), rows)


def _peak(run: Run, worlds: int) -> float:
    tracemalloc.start()
    play(run, worlds)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def _kept_draws(run: Run, worlds: int) -> Pace:
    draws: DrawCache = {}

    def play_again() -> None:
        for _ in in_blocks(partial(run_block, draws=draws), run, worlds):
            pass

    play_again()
    return best(worlds, play_again)


def _single(run: Run) -> Pace:
    def play_one(seed: int) -> None:
        model = replace(run, seed=seed, stances=True).model(1)
        model.run()
        model.release()

    return Pace(1, min(best(1, partial(play_one, seed), 1).seconds for seed in range(_SINGLE_WORLDS)))


def _mesa() -> Pace:
    # the count of steps is left to the model: it stops by itself
    parameters = {"scenario": "historical", "rng": list(range(_SINGLE_WORLDS))}
    return best(
        _SINGLE_WORLDS,
        lambda: mesa.batch_run(
            KantokuenModel, parameters, number_processes=1, data_collection_period=-1, display_progress=False
        ),
    )


def help_seconds() -> float:
    """Return the time of ``kantokuen --help`` in a process of its own, the best of three."""
    command = [sys.executable, "-m", "kantokuen", "--help"]
    return best(1, lambda: subprocess.run(command, check=True, capture_output=True)).seconds  # noqa: S603
