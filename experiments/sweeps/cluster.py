"""Clusters: Dask's distributed scheduler as an executor; the optional extra ``cluster``.

What goes over the net is small: a worker is sent the plan and the number of a part, and sends back the
bytes of its file, which this process alone writes.  No folder is shared.
"""

from __future__ import annotations

import logging
import pickle
import re
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from time import monotonic, sleep
from typing import Any, Final

from kantokuen.experiments.extras import to_install
from kantokuen.experiments.processes import unheard
from kantokuen.model.errors import InputError, input_error, shown

SCHEME: Final = "dask://"

_LEAST_IN_HAND: Final = 64
"""Parts handed to a cluster however small: a queue is what makes an adaptive one grow."""

_IN_HAND: Final = 2
"""Parts handed out for each thread of a worker: one that it plays, one that waits."""

_SECONDS_TO_REACH: Final = 5.0
_SECONDS_TO_GREET: Final = 10.0
_SECONDS_BETWEEN_COUNTS: Final = 10.0
_SECONDS_TO_START: Final = 20.0
_LOGS: Final = ("distributed", "distributed.client", "distributed.gc", "tornado.application")
_ALLOWED: Final = "dask://HOST:PORT of a running scheduler"
_LOST: Final = "it gave up what it was handed; so does Dask where the connection to its scheduler is lost"


class ClusterLostError(BrokenExecutor):
    """The scheduler of a cluster no longer answers."""


class WorkerDiedError(Exception):
    """A part was given up, since every worker that played it died."""


class Dask(Executor):
    """Dask's own executor for a client, with a size, and without a need for kantokuen at the scheduler.

    Args:
        client: a client that is connected; it stays open.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        # pure=False: a part that failed is played again when it is asked for again
        self._executor = client.get_executor(pure=False)
        self._in_hand = _LEAST_IN_HAND
        self._counted = -_SECONDS_BETWEEN_COUNTS

    @property
    def in_hand(self) -> int:
        """How many parts the cluster, which may grow and shrink, should have at a time.

        Raises:
            ClusterLostError: the scheduler died while it was asked.
        """
        if monotonic() - self._counted >= _SECONDS_BETWEEN_COUNTS and self._client.status == "running":
            try:
                threads = sum(self._client.nthreads().values())
            except OSError as error:
                raise ClusterLostError(_LOST) from error
            self._in_hand = max(_LEAST_IN_HAND, _IN_HAND * threads)
            self._counted = monotonic()
        return self._in_hand

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand in a call; see `error_of` for what may have become of it.

        Raises:
            ClusterLostError: the scheduler no longer answers.
        """
        if self._client.status != "running":
            raise ClusterLostError(_LOST)
        # a scheduler, which needs no kantokuen, reads every call that it is handed; bytes it can read
        call = pickle.dumps(_Call(partial(fn, *args, **kwargs)))
        handed_in: Future[Any] = self._executor.submit(pickle.loads, call)
        return handed_in


class _Call:
    """A call that is made where it is unpickled; what is unpickled is its result."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call = call

    def __reduce__(self) -> tuple[Callable[[], Any], tuple[()]]:
        return self._call, ()


def error_of(future: Future[Any]) -> BaseException | None:
    """Return what came in the way of a call, in plain words where it is the cluster and not the model."""
    if future.cancelled():
        return ClusterLostError(_LOST)
    error = future.exception()
    if error is None:
        return None
    name, said = type(error).__name__, " ".join(str(error).split())
    if name == "KilledWorker":
        times = int(getattr(error, "allowed_failures", 0)) + 1
        return WorkerDiedError(f"each of the {times} workers that played it died")
    if isinstance(error, ImportError | AttributeError) and "kantokuen" in said:
        return ImportError(f"the worker has no kantokuen like the one here ({said})")
    return error


def address_of(executor: str) -> str:
    """Return the address of a scheduler in Dask's own form.

    Raises:
        InputError: it is no host and port.
    """
    found = re.fullmatch(r"dask://([^\s/:]+|\[[0-9a-fA-F:]+\]):(\d{1,5})", executor)
    if found is None or not 0 < int(found[2]) < 2**16:
        raise input_error("sweep", f"executor {shown(executor)} is no address", "dask://HOST:PORT")
    return f"tcp://{found[1]}:{found[2]}"


def is_dask(executor: Executor) -> bool:
    """Return whether an executor is one of a Dask client; Dask need not be installed."""
    return type(executor).__module__.startswith("distributed.") and hasattr(executor, "_client")


def of_client(executor: Executor) -> Dask:
    """Return the executor for the client behind a Dask executor of the caller's."""
    return Dask(executor._client)  # type: ignore[attr-defined]  # noqa: SLF001  (it has no public name)


@contextmanager
def local(workers: int) -> Iterator[Dask]:
    """Run a Dask cluster of worker processes on this machine for as long as the block lasts.

    Args:
        workers: how many processes.

    Raises:
        InputError: Dask is not installed.
    """
    distributed = _distributed()
    import dask  # noqa: PLC0415  (an optional extra)

    settings = {
        # no part waits at a worker, so that one that dies takes down only the part that it plays
        "distributed.scheduler.worker-saturation": 1.0,
        # a fork of this process could hang, since it has used Polars
        "distributed.worker.multiprocessing-method": "spawn",
        "distributed.deploy.lost-worker-timeout": "10s",
    }
    with ExitStack() as stack:
        stack.enter_context(_hushed())
        stack.enter_context(dask.config.set(settings))
        with unheard():
            cluster = distributed.LocalCluster(
                n_workers=0,
                threads_per_worker=1,
                processes=True,
                memory_limit=0,  # a worker holds one part; a limit guessed by Dask would stop it
                scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
                silence_logs=logging.CRITICAL,
            )
        stack.enter_context(_closed(cluster))
        stack.enter_context(_kept_at(cluster, workers))
        yield Dask(stack.enter_context(distributed.Client(cluster, set_as_default=False)))


@contextmanager
def _kept_at(cluster: Any, workers: int) -> Iterator[None]:
    """Keep a cluster of this machine at a number of workers.

    Dask starts a worker anew that dies, but gives up one that dies before it is known to have started,
    as when it is handed at once a part that kills it.
    """
    from tornado.ioloop import PeriodicCallback  # noqa: PLC0415  (comes with Dask)

    cluster.scale(workers)
    keeper = PeriodicCallback(partial(cluster.scale, workers), _SECONDS_BETWEEN_COUNTS * 1000.0)
    cluster.loop.add_callback(keeper.start)
    try:
        yield
    finally:
        cluster.loop.add_callback(keeper.stop)


@contextmanager
def _closed(cluster: Any) -> Iterator[None]:
    """Close a cluster of this machine in the end; if the block fails, without waiting for what it plays."""
    try:
        yield
    except BaseException:
        for nanny in list(cluster.workers.values()):
            _kill(nanny)
        raise
    finally:
        cluster.close()


def _kill(nanny: Any) -> None:
    """End the process of a worker now, for good; one that is about to start is waited for."""
    import psutil  # noqa: PLC0415  (comes with Dask)

    until = monotonic() + _SECONDS_TO_START
    while nanny.status.name in {"init", "starting"} and monotonic() < until:
        sleep(0.05)
    nanny.auto_restart = False
    if nanny.pid is not None:
        with suppress(psutil.Error):
            psutil.Process(nanny.pid).kill()


@contextmanager
def connected(address: str) -> Iterator[Dask]:
    """Use the cluster whose scheduler listens at an address.

    Args:
        address: as `address_of` gives it.

    Raises:
        InputError: Dask is not installed, or no scheduler answers there.
    """
    distributed = _distributed()
    _reach(address)
    with _hushed():
        try:
            client = distributed.Client(address, timeout=_SECONDS_TO_GREET, set_as_default=False)
        except Exception as error:
            raise _unreached(address, "something else listens there, or another version of Dask") from error
        with client:
            yield Dask(client)


def _reach(address: str) -> None:
    """Knock, and wait for the greeting of a scheduler: Dask would try for long, or for ever."""
    host, _, port = address.removeprefix("tcp://").rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), _SECONDS_TO_REACH) as line:
            line.settimeout(_SECONDS_TO_GREET)
            greeting = line.recv(1)
    except TimeoutError as error:
        raise _unreached(address, "no greeting in time") from error
    except (OSError, UnicodeError) as error:
        raise _unreached(address, getattr(error, "strerror", None) or str(error)) from error
    if not greeting:
        raise _unreached(address, "something else listens there")


def _unreached(address: str, why: str) -> InputError:
    where = address.replace("tcp://", SCHEME)
    return input_error("sweep", f"no Dask scheduler answers at {where} ({why})", _ALLOWED)


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep Dask's log off standard error: what matters there becomes an error or a reason in the store."""
    loggers = [logging.getLogger(name) for name in _LOGS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def check_installed() -> None:
    """Refuse, before anything is written, if Dask is not there.

    Raises:
        InputError: Dask is not installed.
    """
    _distributed()


def _distributed() -> Any:
    try:
        import distributed  # noqa: PLC0415  (an optional extra)
    except ImportError:
        allowed = f"executor 'processes', or Dask, after {to_install('cluster')}"
        raise input_error("sweep", "Dask is not installed", allowed) from None
    return distributed
