"""Ensembles: worlds of a design, which need not be the first n worlds of a seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.model.display import Facts, Shown, counted, listed
from kantokuen.model.errors import InputError, input_error, known_name, shown
from kantokuen.model.levers.checking import as_row, check
from kantokuen.model.parameters import PARAMETERS


@dataclass(frozen=True, eq=False, repr=False)
class Ensemble(Shown):
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
        chance = as_row(self.chance)
        if not isinstance(chance, np.ndarray) or not _are_worlds(chance):
            fault = f"chance = {shown(self.chance)} is no row of worlds"
            raise input_error("ensemble", fault, "whole numbers of 0 or more, one for each member")
        object.__setattr__(self, "chance", chance.astype(np.int64))
        levers: Any = self.levers
        if not isinstance(levers, Mapping):
            fault = f"levers = {shown(levers)} is no mapping"
            raise input_error("ensemble", fault, "by key, a number for each member")
        checked = {key: np.asarray(check(str(key), as_row(v), "ensemble")) for key, v in levers.items()}
        for key, values in checked.items():
            if values.shape != chance.shape:
                given = f"{values.size} values" if values.ndim else "one value for all"
                raise InputError(f"{key} has {given}; allowed: one for each of the {len(chance)} members")
        object.__setattr__(self, "levers", checked)
        exact: Any = self.exact
        if isinstance(exact, str) or not isinstance(exact, Iterable):
            raise input_error("ensemble", f"exact = {shown(exact)}", "a set of keys of levers")
        named = [known_name("exact lever", key, PARAMETERS) for key in exact]
        object.__setattr__(self, "exact", frozenset(named))

    @property
    def members(self) -> int:
        """How many members."""
        return len(self.chance)

    def _shown(self) -> tuple[str, Facts]:
        worlds = f"{self.chance.min():,} to {self.chance.max():,}"
        facts = {"worlds": worlds, "levers": listed(self.levers), "exact": listed(sorted(self.exact))}
        return counted(self.members, "member"), facts


def _are_worlds(chance: NDArray[Any]) -> bool:
    """Whether an array is a row of indices of worlds."""
    return chance.ndim == 1 and len(chance) > 0 and chance.dtype.kind in "iu" and bool(chance.min() >= 0)
