"""Streams: named random draws, addressed by world.

A draw is found by its name (purpose, office, period) and the index of the world, never by
the order in which it was asked for.  World ``k`` of seed ``s`` therefore sees the same
numbers alone, in a crowd, in any block and in any process; a new purpose or a new office
leaves every older draw as it was; and two scenarios under one seed share their draws
(common random numbers).

The generator is Philox, a counter-based one: it can jump to any counter at no cost [Salmon2011].
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Array = NDArray[np.float64]
DrawCache = dict[tuple[str, int, int], Array]

_DRAWS_PER_COUNTER = 4
_NEAR = 256
HALF_STEP: Final = 2.0**-54
BELOW_ONE: Final = 1.0 - 2.0**-53
"""The least and the largest draw: all are inside the interval from 0 to 1."""


class Streams:
    """The draws, under one seed, of worlds ``first`` to ``first + worlds - 1`` or of worlds that are named.

    Args:
        seed: the seed of the study, 0 or greater.
        worlds: how many worlds.
        first: index of the first of them.
        index: index of every world, shape ``(worlds,)``, in any order and as often as wanted; it
            takes the place of ``first``.
        draws: a dictionary in which draws are kept for a later run of the same worlds.
        branch: a name for draws made after a fork; draws of different branches are independent.
    """

    def __init__(
        self,
        seed: int,
        worlds: int,
        *,
        first: int = 0,
        index: NDArray[np.int64] | None = None,
        draws: DrawCache | None = None,
        branch: str = "",
    ) -> None:
        self.seed = int(seed)
        self.worlds = int(worlds)
        self.first = int(first)
        self.branch = branch
        self._spans: list[tuple[int, int]] = [(self.first, self.worlds)]
        self._places: NDArray[np.int64] | None = None
        if index is not None:
            self._spans, self._places = _spans(index)
        self._draws = draws
        self._place = self.first if index is None else _digest(index)
        self._bits = np.random.Philox(key=0)
        self._generator = np.random.Generator(self._bits)

    def uniform(self, purpose: str, office: str = "", period: int = 0) -> Array:
        """Return one draw per world, uniform on the open interval (0, 1).

        Args:
            purpose: what the draw is for.
            office: whose draw it is, empty for none.
            period: number of the period, 0 for draws made once.

        Returns:
            Array of shape ``(worlds,)``.
        """
        name = f"{self.seed}/{self.branch}/{purpose}/{office}/{period}"
        if self._draws is None:
            return self._draw(name)
        key = (name, self._place, self.worlds)
        if key not in self._draws:
            self._draws[key] = self._draw(name)
        return self._draws[key]

    def normal(self, purpose: str, office: str = "", period: int = 0) -> Array:
        """Return one standard normal draw per world, shape ``(worlds,)``, by inversion."""
        if self._draws is None:
            return self._invert(self.uniform(purpose, office, period))
        key = (f"normal {self.seed}/{self.branch}/{purpose}/{office}/{period}", self._place, self.worlds)
        if key not in self._draws:
            self._draws[key] = self._invert(self.uniform(purpose, office, period))
        return self._draws[key]

    @staticmethod
    def _invert(uniform: Array) -> Array:
        return np.asarray(ndtri(uniform), dtype=np.float64)

    def _draw(self, name: str) -> Array:
        digest = blake2b(name.encode(), digest_size=16).digest()
        key = np.frombuffer(digest, dtype="<u8").astype(np.uint64)
        drawn = [self._draw_span(key, first, count) for first, count in self._spans]
        joined = drawn[0] if len(drawn) == 1 else np.concatenate(drawn)
        return joined if self._places is None else joined[self._places]

    def _draw_span(self, key: NDArray[np.uint64], first: int, count: int) -> Array:
        counter, skipped = divmod(first, _DRAWS_PER_COUNTER)
        self._bits.state = {
            "bit_generator": "Philox",
            "state": {"counter": np.array([counter, 0, 0, 0], dtype=np.uint64), "key": key},
            "buffer": np.zeros(_DRAWS_PER_COUNTER, dtype=np.uint64),
            "buffer_pos": _DRAWS_PER_COUNTER,
            "has_uint32": 0,
            "uinteger": 0,
        }
        drawn = self._generator.random(count + skipped)[skipped:] + HALF_STEP
        return np.minimum(drawn, BELOW_ONE)


def _digest(index: NDArray[np.int64]) -> int:
    """Return a negative number that tells one row of worlds from another, and from a first world."""
    return -1 - int.from_bytes(blake2b(index.tobytes(), digest_size=8).digest())


def _spans(index: NDArray[np.int64]) -> tuple[list[tuple[int, int]], NDArray[np.int64]]:
    """Return few spans of worlds, first and count, that hold all named ones, and where each lies in them.

    Two worlds less than `_NEAR` apart share a span: a draw too many costs less than a span more.
    """
    worlds = np.unique(index)
    cuts = np.flatnonzero(np.diff(worlds) > _NEAR) + 1
    firsts, lasts = worlds[np.r_[0, cuts]], worlds[np.r_[cuts - 1, len(worlds) - 1]]
    counts = lasts - firsts + 1
    offsets = np.cumsum(counts) - counts
    span = np.searchsorted(firsts, index, side="right") - 1
    return list(zip(firsts.tolist(), counts.tolist(), strict=True)), index - firsts[span] + offsets[span]
