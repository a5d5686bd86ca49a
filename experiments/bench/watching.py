"""The memory and the processor time of a process and of all that it started."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from math import nan
from time import process_time
from typing import Any, Final

INTERVAL: Final = 0.2
"""Seconds between two samples."""

MEASURE: Final = "pss" if sys.platform == "linux" else "uss"
"""What is added up: on Linux, memory shared by several processes counts once (PSS); else not at all (USS)."""


@dataclass(slots=True)
class Peak:
    """The most that a process and its descendants held at one time, in bytes.

    Attributes:
        whole: all of them together.
        first: the first process alone, at that time.
        processes: how many there were.
        samples: how often it was looked at; 0 if the memory could not be read.
    """

    whole: int = 0
    first: int = 0
    processes: int = 0
    samples: int = 0


@contextmanager
def watched(pid: int) -> Iterator[Peak]:
    """Sample a process and its descendants for as long as a block lasts; what is yielded fills meanwhile.

    Without psutil, an optional dependency, nothing is sampled.
    """
    peak, stop = Peak(), threading.Event()
    psutil = _psutil()
    if psutil is None:
        yield peak
        return
    thread = threading.Thread(target=_watch, args=(psutil, pid, peak, stop), daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def processor_seconds() -> float:
    """Return the processor time that this process and those it started have used; NaN without psutil."""
    psutil = _psutil()
    if psutil is None:
        return nan
    return process_time() + sum(_used(psutil, each) for each in psutil.Process().children(recursive=True))


def _used(psutil: Any, process: Any) -> float:
    """Return the processor time of one process, in seconds; 0 if it has ended."""
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def _psutil() -> Any:
    """Return the package, or None where it is missing."""
    try:
        return import_module("psutil")
    except ImportError:
        return None


def _watch(psutil: Any, pid: int, peak: Peak, stop: threading.Event) -> None:
    while not stop.wait(INTERVAL):
        held = sample(psutil, pid)
        if held:
            peak.samples += 1
        if sum(held) > peak.whole:
            peak.whole, peak.first, peak.processes = sum(held), held[0], len(held)


def sample(psutil: Any, pid: int) -> list[int]:
    """Return what a process and each of its descendants hold now, in bytes; nothing once it has ended."""
    try:
        first = psutil.Process(pid)
        members = [first, *first.children(recursive=True)]
    except psutil.Error:
        return []
    found = [_held(psutil, each) for each in members]
    return found if found[0] else []


def _held(psutil: Any, process: Any) -> int:
    """Return what one process holds; 0 if it has ended or belongs to somebody else."""
    try:
        return int(getattr(process.memory_full_info(), MEASURE))
    except psutil.Error:
        return 0
