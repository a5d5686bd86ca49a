"""Work beside the pages: what takes seconds or minutes is worked out once, in turn, and kept for a while."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

from kantokuen.dashboard.rooms.turns import TURNS, Rank
from kantokuen.experiments.runner import Progress

MOST_WAITING: Final = 24
"""Works that wait; whoever comes later is asked to come again."""

PATIENCE_SECONDS: Final = 180.0
"""After how long a work that waits and that nobody has asked for again is dropped.

A page that waits asks every few seconds, and once a minute where its tab lies behind others.
"""

Found = TypeVar("Found")


class Beside(Generic[Found]):
    """Works of one kind; of each visitor's address one is worked out at a time.

    Args:
        kept: how many results are kept, those asked for last.
        at_once: how many are worked out at a time at most; all works of a server share its cores besides.
        clock: tells seconds.
    """

    def __init__(
        self, kept: int, at_once: int = MOST_WAITING, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._kept = kept
        self._clock = clock
        self._turns = threading.BoundedSemaphore(at_once)
        self._turn = threading.Lock()
        self._found: OrderedDict[Hashable, Found] = OrderedDict()
        self._waiting: dict[Hashable, str] = {}
        self._asked: dict[Hashable, float] = {}
        self._done: dict[Hashable, tuple[int, int]] = {}

    def get(
        self, key: Hashable, work: Callable[[Progress], Found], home: str, *, begins: bool = True
    ) -> Found | None:
        """Return a result, or None while it is worked out or waits for its turn.

        Args:
            key: of the work.
            work: works it out; it is given whom to tell how far it is.
            home: whose it is: where the request came from.
            begins: whether a work that is not known yet is begun.
        """
        with self._turn:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
            is_full = home in self._waiting.values() or len(self._waiting) >= MOST_WAITING
            if key in self._waiting:
                self._asked[key] = self._clock()
            elif begins and not is_full:
                self._waiting[key], self._asked[key] = home, self._clock()
                threading.Thread(target=self._work, args=(key, work), daemon=True).start()
        return None

    @property
    def waiting(self) -> int:
        """How many works wait, or are being worked out."""
        return len(self._waiting)

    def done(self, key: Hashable) -> tuple[int, int]:
        """Return how many steps of a work are done, and how many it has; 0 of 0 before it began."""
        with self._turn:
            return self._done.get(key, (0, 0))

    def _work(self, key: Hashable, work: Callable[[Progress], Found]) -> None:
        def tell(done: int, of: int) -> None:
            with self._turn:
                self._done[key] = done, of
            TURNS.give_way(Rank.OTHER)

        try:
            with self._turns, TURNS.taken(Rank.OTHER):
                if not self._is_wanted(key):
                    return
                found = work(tell)
            with self._turn:
                self._found[key] = found
                while len(self._found) > self._kept:
                    self._found.popitem(last=False)
        except Exception:  # whoever waits asks again, and it is tried again
            logging.getLogger(__name__).exception("Work beside the pages failed")
        finally:
            with self._turn:
                del self._waiting[key], self._asked[key]
                self._done.pop(key, None)

    def _is_wanted(self, key: Hashable) -> bool:
        with self._turn:
            return self._clock() - self._asked[key] < PATIENCE_SECONDS
