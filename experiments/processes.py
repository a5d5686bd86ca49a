"""Worker processes: started afresh, deaf to Ctrl-C, and gone when their parent is."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from typing import Any, Final

from kantokuen.model.errors import input_error

_MOST_ON_WINDOWS = 61
"""The system waits for no more processes at a time."""

_NONE_STARTED: Final = "the processes could not start; each begins by running the script anew"
_GUARDED: Final = 'a script in a file with the call below `if __name__ == "__main__":`, or workers=1'


@contextmanager
def process_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Run worker processes; they end with the block, at once if it ends with an error.

    Workers are spawned: that works on every system, and forking a process that has used Polars can
    hang.  They hold one end of a pipe whose other end only this process has, and end when that is
    closed, so that none is left behind if this process is killed.

    Raises:
        InputError: not one could start; most often since each runs the script of the user anew, which
            starts workers in its turn.
        SystemExit: this is such a worker.
    """
    end_if_starting()
    ours, theirs = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    most = workers if os.name == "posix" else min(workers, _MOST_ON_WINDOWS)
    pool = ProcessPoolExecutor(most, mp_context=context, initializer=_live_while, initargs=(ours, started))
    try:
        yield pool
    except BaseException as error:
        theirs.close()
        _expect_no_more(pool)
        pool.shutdown(wait=True, cancel_futures=True)
        if isinstance(error, BrokenProcessPool) and not started.is_set():
            raise input_error("workers", _NONE_STARTED, _GUARDED) from None
        raise
    else:
        pool.shutdown(wait=True)
    finally:
        theirs.close()
        ours.close()


def end_if_starting() -> None:
    """End this process if it is a worker that, while it starts, runs the script which is to start workers.

    It ends without a word, as all its likes do: the process that started them tells.

    Raises:
        SystemExit: it is one.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):  # it has no public name
        sys.exit(1)


def _expect_no_more(pool: ProcessPoolExecutor) -> None:
    """Let the pool see the end of what its workers send.

    One that dies half-way through a result never sends the rest.  The pool would wait for it for ever,
    since this process, too, can write to the pipe of the results.
    """
    results: Any = getattr(pool, "_result_queue", None)
    if results is not None:
        results._writer.close()  # noqa: SLF001  (it has no public name)


@contextmanager
def unheard() -> Iterator[None]:
    """Start threads and processes that are deaf to Ctrl-C; we hear it, and what `ends_in_order`, afterwards.

    A handler that raises in the middle of the block could leave a lock taken, for which a thread of a pool
    would wait for ever. So handlers are put off, in the main thread, which alone runs them: the mask by
    itself holds nothing back, since the system then hands the signal to a thread of some library.

    Where signals cannot be masked (Windows), a worker is deaf only once it has started.
    """
    with _put_off(), _masked():
        yield


@contextmanager
def _put_off() -> Iterator[None]:
    """Let handlers of signals that would end the process run after the block."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: set[int] = set()
    # Ctrl-C last: while handlers are put back it is the likeliest to come
    numbers = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM", "SIGINT") if hasattr(signal, name)]
    before = {number: handler for number in numbers if callable(handler := signal.getsignal(number))}
    for number in before:
        signal.signal(number, lambda number, _frame: heard.add(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in heard:
            signal.raise_signal(number)


@contextmanager
def _masked() -> Iterator[None]:
    """Let threads and processes that the block starts be deaf to Ctrl-C, where that can be done."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # starting it, which a spawned process needs, would let the signal through again
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def ends_in_order(error: BaseException) -> Iterator[None]:
    """Let a signal that would end the process at once raise an error instead, so that it ends as by Ctrl-C.

    These are SIGTERM, which batch systems send when time is up, and SIGHUP, unless it is ignored or heard
    by somebody else. Outside the main thread, which alone hears signals, nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(_number: int, _frame: object) -> None:
        raise error

    def hang_up(_number: int, _frame: object) -> None:
        signal.raise_signal(signal.SIGTERM)  # which somebody else may hear by then

    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, leave)}
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, hang_up)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def usable_cores() -> int:
    """Return how many cores this process may use, which may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _live_while(lifeline: Connection, started: Event) -> None:
    """Let this process be deaf to Ctrl-C, and end as soon as the other end of a pipe is closed."""
    started.set()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(lifeline,), daemon=True).start()


def _watch(lifeline: Connection) -> None:
    with suppress(EOFError, OSError):
        lifeline.recv()
    os._exit(1)
