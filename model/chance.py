"""Chance: named random streams, addressed by world.

A draw is found by its name (purpose, office, period) and the index of the world, never by
the order in which it was asked for.  World ``k`` of seed ``s`` therefore sees the same
numbers alone, in a crowd, in any block and in any process; a new purpose or a new office
leaves every older draw as it was; and two scenarios under one seed share their draws
(common random numbers).

The generator is Philox, a counter-based one: it can jump to any counter at no cost [Salmon2011].
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Array = NDArray[np.float64]
Tape = dict[tuple[str, int, int], Array]

_DRAWS_PER_COUNTER = 4
_HALF_STEP = 2.0**-54
_BELOW_ONE = 1.0 - 2.0**-53


class Chance:
    """The draws of the worlds ``first`` to ``first + worlds - 1`` under one seed.

    Args:
        seed: the seed of the study, 0 or greater.
        worlds: how many worlds.
        first: index of the first of them.
        tape: a dictionary in which draws are kept for a later run of the same worlds.
        branch: a name for draws made after a fork; draws of different branches are independent.
    """

    def __init__(
        self, seed: int, worlds: int, *, first: int = 0, tape: Tape | None = None, branch: str = ""
    ) -> None:
        self.seed = int(seed)
        self.worlds = int(worlds)
        self.first = int(first)
        self.branch = branch
        self._tape = tape
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
        if self._tape is None:
            return self._draw(name)
        key = (name, self.first, self.worlds)
        if key not in self._tape:
            self._tape[key] = self._draw(name)
        return self._tape[key]

    def normal(self, purpose: str, office: str = "", period: int = 0) -> Array:
        """Return one standard normal draw per world, shape ``(worlds,)``, by inversion."""
        if self._tape is None:
            return self._invert(self.uniform(purpose, office, period))
        key = (f"normal {self.seed}/{self.branch}/{purpose}/{office}/{period}", self.first, self.worlds)
        if key not in self._tape:
            self._tape[key] = self._invert(self.uniform(purpose, office, period))
        return self._tape[key]

    @staticmethod
    def _invert(uniform: Array) -> Array:
        return np.asarray(ndtri(uniform), dtype=np.float64)

    def _draw(self, name: str) -> Array:
        digest = blake2b(name.encode(), digest_size=16).digest()
        counter, skipped = divmod(self.first, _DRAWS_PER_COUNTER)
        self._bits.state = {
            "bit_generator": "Philox",
            "state": {
                "counter": np.array([counter, 0, 0, 0], dtype=np.uint64),
                "key": np.frombuffer(digest, dtype="<u8").astype(np.uint64),
            },
            "buffer": np.zeros(_DRAWS_PER_COUNTER, dtype=np.uint64),
            "buffer_pos": _DRAWS_PER_COUNTER,
            "has_uint32": 0,
            "uinteger": 0,
        }
        drawn = self._generator.random(self.worlds + skipped)[skipped:] + _HALF_STEP
        return np.minimum(drawn, _BELOW_ONE)
