"""The runner of sweeps: plays what is missing in a store, with any crew, and can be stopped at any moment."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path

from kantokuen.experiments.runner import Progress
from kantokuen.experiments.sweeps.crews import crew_of
from kantokuen.experiments.sweeps.folder import folder_of
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.experiments.sweeps.store import Store, begin
from kantokuen.experiments.sweeps.work import Runner
from kantokuen.model.arguments import progress_given, workers_given
from kantokuen.model.errors import whole
from kantokuen.model.limits import MOST_PART_ROWS


def sweep(
    plan: Plan | str | Path,
    out: str | Path,
    *,
    workers: int | None = None,
    executor: Executor | str | None = None,
    part_rows: int | None = None,
    progress: Progress | None = None,
) -> Store:
    """Play a plan into a folder, or go on where an earlier call was stopped.

    The rows, their order and the bytes of every file are the same whatever the workers, the
    executor, and the number of attempts.  A part that fails is entered in the store with its reason,
    the others go on, and the next call tries it again.

    Each process begins by running the script that calls this, up to its end.  So in a script the call,
    unless with ``workers=1``, stands below ``if __name__ == "__main__":``; in a notebook it needs nothing.

    Args:
        plan: a plan, or the name or path of one.
        out: the folder.
        workers: how many parts are played at a time; all cores when not given.
        executor: any `concurrent.futures.Executor`; or ``processes`` (the default), ``dask``,
            ``dask://HOST:PORT``.
        part_rows: rows of a file; follows from the size of the design when not given.
        progress: called with the rows that stand and all rows.

    Returns:
        The store; look at its ``complete`` and ``failures``.

    Raises:
        InputError: the plan is wrong, the folder cannot be used (see `begin`), or no process could start:
            the call does not stand below ``if __name__ == "__main__":``, most often.
        OSError: the disk is full; what stood before stands.
        KeyboardInterrupt: stopped by the user; what stood before stands.
    """
    chosen = plan if isinstance(plan, Plan) else Plan.load(plan)
    folder = folder_of(out, "out")
    workers = None if workers is None else workers_given(workers)
    if part_rows is not None:
        part_rows = whole("part_rows", part_rows, least=1, most=MOST_PART_ROWS)
    progress = progress_given(progress)
    crew = crew_of(executor, workers)
    with begin(chosen, folder, part_rows) as store:
        if not store.complete:
            Runner(store, crew, progress).run()
            if len(store.entries) == store.parts:
                store.finish()
        elif progress is not None:
            progress(*store.done)
    return store
