"""Crews: who plays the parts of a sweep. This process, processes of this machine, any executor, a cluster."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Final

from kantokuen.experiments.processes import end_if_starting, process_pool, unheard, usable_cores
from kantokuen.experiments.sweeps import cluster
from kantokuen.model.errors import input_error, nearest, shown

EXECUTORS: Final = ("processes", "dask", "dask://HOST:PORT")
_IN_HAND: Final = 2
"""Parts handed out for each worker: one that it plays, one that waits."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who plays.

    Attributes:
        open: opens the executor, for as long as a block lasts.
        count: says how many parts are handed out at a time.
        can_reopen: whether a broken executor can be opened afresh.
    """

    open: Callable[[], AbstractContextManager[Executor]]
    count: Callable[[], int]
    can_reopen: bool = False

    @property
    def in_hand(self) -> int:
        """How many parts are handed out at a time, now; a cluster may grow."""
        return self.count()


class Here(Executor):
    """Plays in this process, one after the other, as soon as something is handed in."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call at once; a failure is that of the future."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  (every failure belongs to the future)
            future.set_exception(error)
        return future


def crew_of(executor: Executor | str | None, workers: int | None) -> Crew:
    """Return who plays.

    Args:
        executor: an executor of one's own, which stays open; or ``processes``, ``dask`` (a cluster on
            this machine), ``dask://HOST:PORT`` (the scheduler of one elsewhere).
        workers: how many at a time; all cores when not given.

    Raises:
        InputError: there is no such executor.
    """
    cores = workers or usable_cores()
    if not (executor is None or isinstance(executor, (str, Executor))):
        raise input_error(
            "sweep", f"executor {shown(executor)} is none", ", ".join((*EXECUTORS, "an Executor"))
        )
    if isinstance(executor, Executor):
        return _own(executor, workers)
    if executor in {None, "processes"}:
        if cores == 1:
            return Crew(lambda: nullcontext(Here()), lambda: 1)
        end_if_starting()  # before the folder is looked at, which the process that started this one holds
        return Crew(lambda: _processes(cores), lambda: _IN_HAND * cores, can_reopen=True)
    if executor == "dask":
        cluster.check_installed()
        return Crew(lambda: cluster.local(cores), lambda: _IN_HAND * cores)
    if executor.startswith(cluster.SCHEME):
        cluster.check_installed()
        far = _Far(cluster.address_of(executor))
        return Crew(far.open, far.in_hand)
    fault = f"executor {shown(executor)} is not known"
    raise input_error("sweep", fault, ", ".join(EXECUTORS), nearest(executor, EXECUTORS))


def _own(executor: Executor, workers: int | None) -> Crew:
    """Return the crew of an executor of the caller's, which stays open."""
    if isinstance(executor, ProcessPoolExecutor):
        _check_start(executor)
    if cluster.is_dask(executor):
        dask = cluster.of_client(executor)
        return Crew(lambda: nullcontext(dask), lambda: dask.in_hand)
    known = workers or getattr(executor, "_max_workers", None) or usable_cores()
    return Crew(lambda: nullcontext(executor), lambda: _IN_HAND * known)


def _check_start(pool: ProcessPoolExecutor) -> None:
    """Refuse a pool that forks: a fork has the locks of Polars' threads without the threads.

    Raises:
        InputError: it does.
    """
    context = getattr(pool, "_mp_context", None)  # it has no public name
    if (context or multiprocessing).get_start_method() == "fork":
        spawning = 'ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn"))'
        fault = "executor forks its processes, which can hang once Polars has been used"
        raise input_error("sweep", fault, f"'processes', or {spawning}")


class _Far:
    """A cluster elsewhere, asked for its size once it is there."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._dask: cluster.Dask | None = None

    @contextmanager
    def open(self) -> Iterator[Executor]:
        with cluster.connected(self._address) as self._dask:
            yield self._dask

    def in_hand(self) -> int:
        return self._dask.in_hand if self._dask else 1


@contextmanager
def _processes(workers: int) -> Iterator[Executor]:
    with process_pool(workers) as pool:
        yield _Deaf(pool)


class _Deaf(Executor):
    """Hands on to a pool whose workers are started deaf to Ctrl-C."""

    def __init__(self, pool: Executor) -> None:
        self._pool = pool

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with unheard():
            return self._pool.submit(fn, *args, **kwargs)
