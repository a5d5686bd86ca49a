"""Worker processes: started afresh, deaf to Ctrl-C, and gone when their parent is."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection


@contextmanager
def process_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Run worker processes; they end with the block, at once if it ends with an error.

    Workers are spawned: that works on every system, and forking a process that has used Polars can
    hang.  They hold one end of a pipe whose other end only this process has, and end when that is
    closed, so that none is left behind if this process is killed.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_live_while, initargs=(ours,))
    try:
        yield pool
    except BaseException:
        theirs.close()
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    else:
        pool.shutdown(wait=True)
    finally:
        theirs.close()
        ours.close()


@contextmanager
def unheard() -> Iterator[None]:
    """Start workers deaf to Ctrl-C, which they inherit: the parent hears it and ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _live_while(lifeline: Connection) -> None:
    """Let this process end as soon as the other end of a pipe is closed."""
    threading.Thread(target=_watch, args=(lifeline,), daemon=True).start()


def _watch(lifeline: Connection) -> None:
    with suppress(EOFError, OSError):
        lifeline.recv()
    os._exit(1)
