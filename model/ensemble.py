"""Ensembles: worlds of a design, which need not be the first n worlds of a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.model.errors import InputError
from kantokuen.model.levers.checking import check


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Members of a model: each sees the chance of one world, under values of its own for some levers.

    Several members may see the chance of the same world (common random numbers).

    Attributes:
        chance: index of the world whose chance each member sees, whole numbers of 0 or more,
            shape ``(members,)``.
        levers: by key, a number for each member, shape ``(members,)``, in the lever's unit.
        exact: the keys whose numbers are taken as they stand.  A lever that differs between worlds
            and is not named here is spread around the member's number, as around a scenario's.

    Raises:
        InputError: shapes differ, a lever is unknown or takes no number, a number is out of bounds.
    """

    chance: NDArray[np.int64]
    levers: Mapping[str, Array] = field(default_factory=dict)
    exact: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Check what was given."""
        chance = np.asarray(self.chance)
        if chance.ndim != 1 or not len(chance) or chance.dtype.kind not in "iu" or chance.min() < 0:
            raise InputError("chance of an ensemble; allowed: a row of world indices, 0 or more")
        object.__setattr__(self, "chance", chance.astype(np.int64))
        checked = {key: np.asarray(check(key, np.asarray(v), "ensemble")) for key, v in self.levers.items()}
        for key, values in checked.items():
            if values.shape != chance.shape:
                raise InputError(f"{key} has {values.size} values for {len(chance)} members")
        object.__setattr__(self, "levers", checked)

    @property
    def members(self) -> int:
        """How many members."""
        return len(self.chance)
