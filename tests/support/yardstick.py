"""Whether something is soon done, in the pace that this machine has at that moment."""

import time
import tomllib
from collections.abc import Callable

_LINES = "".join(f"k{number} = {number}\n" for number in range(10_000))
_QUICKEST = 0.01
"""Seconds: no machine that is known reads the lines sooner."""


def within(yards: int, work: Callable[[], object]) -> bool:
    """Tell whether work takes less of the processor's time than so many readings of ten thousand lines.

    A reading of such a TOML document takes about 0.06 s on a machine of 2024. It is timed right after the
    work, twice, and the longer of the two counts, so that a busy or slow machine makes nothing fail.
    """
    took = _seconds(work)
    return took < yards * _QUICKEST or took < yards * max(_seconds(_read), _seconds(_read))


def _read() -> object:
    return tomllib.loads(_LINES)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
