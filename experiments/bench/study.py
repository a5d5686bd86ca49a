"""The study that sweeps are measured on, and the ways to play it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import log2
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from kantokuen.experiments.bench.measuring import Pace, best, timed
from kantokuen.experiments.bench.watching import Peak, watched
from kantokuen.experiments.bridges import ema_model
from kantokuen.experiments.ema import load_ema, quieted
from kantokuen.experiments.processes import process_pool, unheard
from kantokuen.experiments.runner import BLOCK
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.part import play_rows
from kantokuen.experiments.sweeps.plan import Plan, read_plan
from kantokuen.experiments.sweeps.store import open_store
from kantokuen.experiments.sweeps.sweep import sweep
from kantokuen.model.members import Members
from kantokuen.model.model import KantokuenModel
from kantokuen.model.values import varying

_PLAN = 'name = "benchmark"\nsampler = "saltelli"\nsamples = {}\npriors = "varying"\n'


@dataclass(frozen=True, slots=True)
class Swept:
    """A sweep that ran in a process of its own: its pace, the bytes it stored, and its memory."""

    pace: Pace
    stored: int
    peak: Peak


def base_points(rows: int) -> int:
    """Return the power of two nearest to what a Saltelli design of so many rows has in base points."""
    return 1 << max(round(log2(max(rows, 1) / (len(varying()) + 2))), 1)


def plan_of(samples: int) -> Plan:
    """Return a Saltelli design over every parameter that differs between worlds, one world at each point."""
    return read_plan(
        {"name": "benchmark", "sampler": "saltelli", "samples": samples, "priors": "varying"}, "bench"
    )


def members(plan: Plan, rows: int, size: int) -> Iterator[Members]:
    """Yield the first rows of a plan that has one world at each point, so many at a time."""
    design = Design(plan)
    _, world = design.members(0, rows)
    levers: dict[str, NDArray[Any]] = design.values(0, rows)
    exact = frozenset(levers)
    for first in range(0, rows, size):
        cut = slice(first, min(first + size, rows))
        yield Members(world[cut], {key: values[cut] for key, values in levers.items()}, exact)


def play_bare(plan: Plan, blocks: list[Members]) -> None:
    """Play blocks of members and nothing else: no design is laid out, no row is kept."""
    for block in blocks:
        model = plan.run.model(block.count, members=block)
        model.run()
        np.bincount(model.world.outcome_codes)
        model.release()


def bare_blocks(plan: Plan) -> list[Members]:
    """Return all rows of a plan in the blocks that a sweep plays."""
    return list(members(plan, Design(plan).rows, BLOCK))


def store_away(plan: Plan, part_rows: int, executor: Executor | None) -> None:
    """Sweep a plan into a folder that is then thrown away; without an executor in this process."""
    with TemporaryDirectory() as folder:
        sweep(plan, Path(folder) / "store", workers=1, executor=executor, part_rows=part_rows)


@contextmanager
def two_workers(plan: Plan) -> Iterator[Executor]:
    """Start two worker processes and wait until both have played, so that their start is not measured."""
    with process_pool(2) as pool:
        seen: set[int] = set()
        while len(seen) < 2:
            with unheard():
                answers = pool.map(_who_plays, [plan] * 4)
            seen.update(answers)
        yield pool


def _who_plays(plan: Plan) -> int:
    play_rows(plan, 0, 64)
    return os.getpid()


def sweep_apart(samples: int) -> Swept:
    """Run ``kantokuen sweep`` on all cores, from the start of its process to its end, and watch its memory.

    Args:
        samples: base points of the design.

    Raises:
        ChildProcessError: the command failed.
    """
    with TemporaryDirectory() as folder:
        plan, out = Path(folder) / "plan.toml", Path(folder) / "store"
        plan.write_text(_PLAN.format(samples), encoding="utf-8")
        command = [sys.executable, "-m", "kantokuen", "sweep", str(plan), "--out", str(out), "--quiet"]
        pace, peak = _run(command)
        store = open_store(out)
        stored = sum(entry.bytes for entry in store.entries.values())
        return Swept(replace(pace, worlds=store.rows_done), stored, peak)


def _run(command: list[str]) -> tuple[Pace, Peak]:
    said: list[bytes] = []
    peaks: list[Peak] = []

    def run() -> None:
        # what it says of its folder is kept back: the folder is thrown away
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603
        with process, watched(process.pid) as peak:
            said.append(process.communicate()[1])
        peaks.append(peak)
        if process.returncode:
            words = said[0].decode(errors="replace").strip()
            raise ChildProcessError(f"the sweep of the benchmark ended with {process.returncode}: {words}")

    return timed(1, run, _used_by_ended), peaks[0]


def _used_by_ended() -> float:
    """Return the processor time of all processes started from here that have ended; 0 where none is told."""
    times = os.times()
    return times.children_user + times.children_system


def by_mesa(plan: Plan, rows: int) -> Pace:
    """Play the first rows of a plan with ``mesa.batch_run``, each a model of one world, in one process."""
    parameters = {"scenario": [plan.scenario], "members": list(members(plan, rows, 1)), "rng": plan.seed}
    return best(
        rows,
        lambda: mesa.batch_run(
            KantokuenModel, parameters, number_processes=1, data_collection_period=-1, display_progress=False
        ),
        tries=2,
    )


def by_workbench(plan: Plan, rows: int) -> Pace:
    """Play the first points of a plan with the sequential evaluator of the EMA workbench.

    Raises:
        InputError: the EMA workbench is not installed.
    """
    model = ema_model(plan.scenario, plan.keys, bounds="prior")
    ema = load_ema()
    point = ema.Sample if hasattr(ema, "Sample") else ema.Scenario  # version 2 had a name of its own
    with quieted():
        levers = Design(plan).values(0, rows)
        names = [each.name for each in model.uncertainties]
        points = [
            point(str(i), **dict(zip(names, row, strict=True)))
            for i, row in enumerate(zip(*levers.values(), strict=True))
        ]

        def evaluate() -> None:
            with ema.SequentialEvaluator(model) as evaluator:
                evaluator.perform_experiments(scenarios=points, log_progress=True)

        return best(rows, evaluate, tries=2)
