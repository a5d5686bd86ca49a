"""The engine: speed, memory and start-up of a run, as ratios measured in one run on one machine.

Machines differ and are noisy, so a figure here is the best of several tries, and what counts
are the ratios between figures of the same run.
"""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import mesa

from kantokuen.experiments.bench.kernel import times_the_kernel
from kantokuen.experiments.bench.measuring import Pace, Tell, best, cores, heads, machine, readable
from kantokuen.experiments.runner import BLOCK, Run, in_blocks, play, run_block
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.model.model import KantokuenModel
from kantokuen.model.streams import DrawCache
from kantokuen.model.text.words import ENGLISH, Words

_MOST_IN_MEMORY: Final = 10_000
_SINGLE_WORLDS: Final = 15
_ALL_CORES_FACTOR: Final = 8

Row = tuple[Cell, ...]
Aim = tuple[str, float, float | None]
"""What is measured, the most that it may be, and what was measured."""


def measure_engine(worlds: int, tell: Tell, words: Words = ENGLISH) -> list[Sheet]:
    """Measure speed, memory and start-up; see the notes of the tables for what each row is.

    Args:
        worlds: worlds of a run of many; the targets are stated for 10,000.
        tell: told what is measured next.
        words: the language of the tables and of what is told.
    """
    tell(words("bench.next.single"))
    run = Run(stances=False)
    run_block(run, 0, 64)  # what is loaded and set up only once is not measured
    single = _single(run)
    mesa_pace = _mesa()
    tell(words("bench.next.many", n=f"{worlds:,}"))
    told = replace(run, stances=True)
    fresh, kept = best(worlds, partial(play, run, worlds)), _kept_draws(run, worlds)
    told_fresh, told_kept = best(worlds, partial(play, told, worlds)), _kept_draws(told, worlds)
    shared_worlds = worlds * _ALL_CORES_FACTOR
    shared = best(shared_worlds, partial(play, run, shared_worlds, workers=cores()), tries=1)
    many = f"{worlds:,}"
    paces = (
        ("a", words("bench.engine.mesa", tool="mesa.batch_run"), mesa_pace),
        ("", words("bench.engine.single"), single),
        ("", words("bench.engine.stances", n=many), told_fresh),
        ("", words("bench.engine.stances_kept", n=many), told_kept),
        ("b", words("bench.engine.fresh", n=many), fresh),
        ("", words("bench.engine.kept", n=many), kept),
        ("c", words("bench.engine.shared", n=f"{shared_worlds:,}", cores=cores()), shared),
    )
    rows = tuple(
        (key, what, p.worlds, p.seconds, readable(p.rate), p.rate / mesa_pace.rate) for key, what, p in paces
    )
    tell(words("bench.next.kernel"))
    aims = (
        (words("bench.engine.aims.stances"), 0.6, told_fresh.seconds * 10_000 / worlds),
        (words("bench.engine.aims.stances_kept"), 0.45, told_kept.seconds * 10_000 / worlds),
        (words("bench.engine.aims.outcomes"), 0.4, kept.seconds * 10_000 / worlds),
        (words("bench.engine.aims.single"), 0.05, single.seconds),
        _kernel(words),
    )
    tell(words("bench.next.memory"))
    return [
        Sheet(
            words("bench.engine.title"),
            words("bench.engine.note", machine=machine(words), n=f"{BLOCK:,}"),
            heads(words, "", "what", "worlds", "seconds", "world_rate", "times_a"),
            rows,
        ),
        _targets(fresh.rate / mesa_pace.rate, aims, words),
        _memory(run, min(worlds, _MOST_IN_MEMORY), words),
    ]


def _targets(many: float, aims: Sequence[Aim], words: Words) -> Sheet:
    """Set what was measured beside what was aimed at.

    Args:
        many: how many times the rate of Mesa's own loop that of many worlds is.
        aims: what must be at most so much; None where it could not be measured.
        words: the language.
    """
    help_aim = (words("bench.engine.aims.help"), 0.5, help_seconds())
    rows: list[Row] = [
        (words("bench.engine.aims.many"), words("bench.at_least", n=200), many, many >= 200.0),
        *(_at_most(words, *each) for each in (*aims, help_aim)),
    ]
    columns = heads(words, "what", "aim", "measured", "reached")
    return Sheet(words("bench.engine.aims.title"), words("bench.aims"), columns, tuple(rows))


def _at_most(words: Words, what: str, most: float, measured: float | None) -> Row:
    """Return the row of an aim of at most so much."""
    figure = f"{most:g}"
    is_part = figure.startswith("0.")
    aim = words("bench.at_most_point" if is_part else "bench.at_most", n=figure.removeprefix("0."))
    return (what, aim, measured, None if measured is None else measured <= most)


def _kernel(words: Words) -> Aim:
    """Return the aim for a sitting against its kernel, not measured where Numba is not installed."""
    try:
        return words("bench.engine.aims.kernel"), 3.0, times_the_kernel(BLOCK)
    except ImportError:
        return words("bench.engine.aims.no_kernel"), 3.0, None


def _memory(run: Run, worlds: int, words: Words) -> Sheet:
    """Measure a run of so many worlds, and of ten times as many."""
    per_world = sum(values.itemsize for values in play(run, worlds).columns.values())
    rows = tuple((n, _peak(run, n), n * per_world / 1e6) for n in (worlds, 10 * worlds))
    columns = heads(words, "worlds", "peak", "result")
    return Sheet(words("bench.engine.memory"), words("bench.engine.memory_note"), columns, rows)


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
