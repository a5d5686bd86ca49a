"""Turns: who may let the model play now.

What a class waits for goes first: a sitting, then its debrief.  All else, as lessons and reports, takes
minutes; it has threads of its own and gives way between its steps, so that no class waits behind it.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Final

from kantokuen.experiments.processes import usable_cores

LONGEST_WAY: Final = 30.0
"""Seconds for which a step gives way at most, so that what takes long comes to an end on a busy day, too."""


class Rank(IntEnum):
    """What goes before what."""

    SITTING = 0
    CLASS = 1
    OTHER = 2


class Turns:
    """The turns of a server.

    Args:
        cores: on which it plays.
    """

    def __init__(self, cores: int) -> None:
        long = max(cores - 1, 1)
        self._places = {
            Rank.SITTING: threading.BoundedSemaphore(max(cores, 1)),
            Rank.CLASS: threading.BoundedSemaphore(long),
            Rank.OTHER: threading.BoundedSemaphore(long),
        }
        self._here: Counter[Rank] = Counter()
        self._changed = threading.Condition()

    @contextmanager
    def taken(self, rank: Rank) -> Iterator[None]:
        """Wait for a turn among those of a rank, and hold it."""
        self._count(rank, 1)
        try:
            with self._places[rank]:
                yield
        finally:
            self._count(rank, -1)

    def give_way(self, rank: Rank, timeout: float = LONGEST_WAY) -> None:
        """Wait until nobody of a higher rank plays or waits, at most so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: not any(self._here[each] for each in Rank if each < rank), timeout)

    def _count(self, rank: Rank, by: int) -> None:
        with self._changed:
            self._here[rank] += by
            self._changed.notify_all()


TURNS: Final = Turns(usable_cores())
"""Those of this process."""
