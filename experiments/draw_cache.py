"""Draw caches, kept for the next run of the same worlds: most of what a small run waits for is chance."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from kantokuen.agents.view import Array
from kantokuen.model.streams import DrawCache

BYTES_OF_A_DRAW: Final = 8

_Key = tuple[int, int, int]


class DrawShelf:
    """Draw caches of the worlds that were played last, for any number of threads.

    What is drawn for a world depends on the seed and its index alone, so that one cache serves all scenarios,
    lenses and cadences.  Two threads that fill one cache write the same numbers, and no draw can be written
    to once it is in the cache, so that models may read it at once.

    Args:
        most_bytes: what all draw caches together may hold while no run is using them; the draw caches longest
            unused are given up for the newer ones.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._caches: OrderedDict[_Key, _Sealed] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def lend(self, seed: int, first: int, worlds: int) -> Iterator[DrawCache]:
        """Lend the draws of some worlds for the time of a run.

        Args:
            seed: the seed of the worlds.
            first: index of the first of them.
            worlds: how many they are.
        """
        key = (seed, first, worlds)
        with self._lock:
            cache = self._caches.setdefault(key, _Sealed())
            self._caches.move_to_end(key)
        try:
            yield cache
        finally:
            with self._lock:
                while self._held() > self.most_bytes:
                    self._caches.popitem(last=False)

    def _held(self) -> int:
        """Return the bytes that the draws of all caches take."""
        # every draw of a cache is an array of one number a world, so that counting them is enough
        return sum(BYTES_OF_A_DRAW * worlds * len(draws) for (_, _, worlds), draws in self._caches.items())


class _Sealed(dict[tuple[str, int, int], Array]):
    """A draw cache whose draws cannot be written to."""

    def __setitem__(self, key: tuple[str, int, int], draws: Array) -> None:
        draws.setflags(write=False)
        super().__setitem__(key, draws)
