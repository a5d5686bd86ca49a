"""Members: worlds of a design, which need not be the first n worlds of a seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.model.checking import as_row, check
from kantokuen.model.display import Facts, Shown, counted, listed
from kantokuen.model.errors import InputError, input_error, known_name, shown
from kantokuen.model.parameters import PARAMETERS


@dataclass(frozen=True, eq=False, repr=False)
class Members(Shown):
    """Members of a model: each sees the draws of one world, under values of its own for some parameters.

    Several members may see the draws of the same world (common random numbers).

    Attributes:
        worlds: index of the world whose draws each member sees, whole numbers of 0 or more,
            shape ``(members,)``.
        levers: by key, a number for each member, shape ``(members,)``, in the parameter's unit.
        exact: the keys whose numbers are taken as they stand.  A parameter that differs between worlds
            and is not named here is spread around the member's number, as around a scenario's.

    Raises:
        InputError: shapes differ, a parameter is unknown or takes no number, a number is out of bounds.
    """

    worlds: NDArray[np.int64]
    levers: Mapping[str, Array] = field(default_factory=dict)
    exact: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Check what was given."""
        worlds = as_row(self.worlds)
        if not isinstance(worlds, np.ndarray) or not _are_worlds(worlds):
            fault = f"worlds = {shown(self.worlds)} is no row of worlds"
            raise input_error("members", fault, "whole numbers of 0 or more, one for each member")
        object.__setattr__(self, "worlds", worlds.astype(np.int64))
        levers: Any = self.levers
        if not isinstance(levers, Mapping):
            fault = f"levers = {shown(levers)} is no mapping"
            raise input_error("members", fault, "by key, a number for each member")
        checked = {key: np.asarray(check(str(key), as_row(v), "members")) for key, v in levers.items()}
        for key, values in checked.items():
            if values.shape != worlds.shape:
                given = f"{values.size} values" if values.ndim else "one value for all"
                raise InputError(f"{key} has {given}; allowed: one for each of the {len(worlds)} members")
        object.__setattr__(self, "levers", checked)
        exact: Any = self.exact
        if isinstance(exact, str) or not isinstance(exact, Iterable):
            raise input_error("members", f"exact = {shown(exact)}", "a set of keys of levers")
        named = [known_name("exact lever", key, PARAMETERS) for key in exact]
        object.__setattr__(self, "exact", frozenset(named))

    @property
    def count(self) -> int:
        """How many members."""
        return len(self.worlds)

    def _shown(self) -> tuple[str, Facts]:
        worlds = f"{self.worlds.min():,} to {self.worlds.max():,}"
        facts = {"worlds": worlds, "levers": listed(self.levers), "exact": listed(sorted(self.exact))}
        return counted(self.count, "member"), facts


def _are_worlds(worlds: NDArray[Any]) -> bool:
    """Whether an array is a row of indices of worlds."""
    return worlds.ndim == 1 and len(worlds) > 0 and worlds.dtype.kind in "iu" and bool(worlds.min() >= 0)
