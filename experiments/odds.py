"""Odds: many worlds in pieces, so that a first answer comes soon and work can be stopped.

Each function that takes long is a generator: what it yields last is the answer, what it yields before is the
part that is there.  Whoever stops asking stops the work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import Final

import numpy as np

from kantokuen.experiments.draw_cache import DrawShelf
from kantokuen.experiments.results import Columns
from kantokuen.experiments.runner import Run, check_arrays, run_block, run_given
from kantokuen.model.arguments import worlds_given
from kantokuen.model.errors import InputError, shown, whole
from kantokuen.model.frames import columns
from kantokuen.model.model import KantokuenModel
from kantokuen.model.scenario import Scenario

PIECES: Final = (1_000, 3_000, 3_000, 3_000)
"""Worlds of the pieces of a usual answer: a first thousand at once, ten thousand in the end."""


def play_in_pieces(
    run: Run, sizes: Sequence[int] = PIECES, *, shelf: DrawShelf | None = None
) -> Iterator[Columns]:
    """Play worlds 0, 1, 2 ... piece by piece; they are those of `run_worlds`, bit for bit.

    Args:
        run: what to run; stances and traces are left out whatever it says.
        sizes: worlds of each piece, 1 or more.
        shelf: where the draws are kept for the next run of the same pieces.

    Yields:
        After each piece the columns of the outcomes of all worlds so far, see `kantokuen.model.frames`.

    Raises:
        InputError: an argument is not an allowed one.
    """
    quick = run_given(run).bare
    check_arrays(quick.scenario, sum(worlds_given(size) for size in sizes))
    found: Columns = {}
    first = 0
    for size in sizes:
        with nullcontext() if shelf is None else shelf.lend(quick.seed, first, size) as draws:
            piece = run_block(quick, first, size, draws).columns
        found = {name: np.concatenate([found[name], new]) if found else new for name, new in piece.items()}
        first += size
        yield found


def futures(
    model: KantokuenModel, worlds: int, *, world: int = 0, scenario: Scenario | None = None
) -> Columns:
    """Return the columns of many futures of one world of a model, from where it stands.

    Args:
        model: a model with at least one period left; it stays as it is.
        worlds: how many futures.
        world: which of its worlds, counted from 0.
        scenario: what is to hold from here on, the model's own when not given.

    Raises:
        InputError: nothing is left to play, or there is no such world.
    """
    if not isinstance(model, KantokuenModel):
        raise InputError(f"model {shown(model)}; allowed: a KantokuenModel")
    crowd = model.fork(worlds, world=world, scenario=scenario)
    crowd.run()
    found = columns(crowd.world)
    crowd.release()
    return found


def coarse_to_fine(count: int) -> list[int]:
    """Return the numbers below a count so that the first ones span them and the later ones fill the gaps."""
    order: list[int] = []
    step = 1
    while step < count:
        step *= 2
    while step:
        order += [number for number in range(0, count, step) if number not in order]
        step //= 2
    return order


def futures_by_period(run: Run, worlds: int, *, world: int = 0) -> Iterator[tuple[int, Columns]]:
    """Play many futures of one world from each of its sittings on: when was it still open?

    Args:
        run: what to run.
        worlds: how many futures from each sitting.
        world: index of the world whose past they share.

    Yields:
        How many sittings have been held, and the columns of the futures from there on: first from sittings
        that lie far apart, then from those between.

    Raises:
        InputError: an argument is not an allowed one.
    """
    asked, number = run_given(run), whole("world", world, least=0)
    for period in coarse_to_fine(len(asked.periods)):
        yield period, odds_from(asked, period, worlds, world=number)


def odds_from(
    run: Run, period: int, worlds: int = 1_000, *, world: int = 0, scenario: Scenario | None = None
) -> Columns:
    """Return the columns of many futures of one world, from a month on.

    Args:
        run: what to run.
        period: how many sittings have been held, 0 or more, and fewer than the run has.
        worlds: how many futures.
        world: index of the world whose past they share.
        scenario: what is to hold from there on, that of the run when not given.

    Raises:
        InputError: an argument is not an allowed one, or nothing is left to play.
    """
    trunk = run_given(run).bare.model(1, whole("world", world, least=0))
    for _ in range(whole("period", period, least=0)):
        trunk.step()
    found = futures(trunk, worlds, scenario=scenario)
    trunk.release()
    return found
