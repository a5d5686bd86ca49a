"""Stand-in offices for the tests of lenses and persons: a stance, a weight, and what each would sign."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np

from kantokuen.agents.faction import Faction
from kantokuen.agents.view import Array, Consent


@dataclass
class Office:
    """An office that only says where it stands; arrays of shape ``(worlds,)``."""

    id: str
    north: Array
    south: Array
    power: float = 1.0
    salience: float = 1.0
    has_veto: bool = False
    signs: Consent | None = None
    keep: Array = field(default_factory=lambda: np.ones(1))

    @property
    def net(self) -> Array:
        return self.north - self.south

    @property
    def profile(self) -> Any:
        weight = self.power * self.salience
        return SimpleNamespace(id=self.id, power=self.power, salience=self.salience, weight=weight)

    @property
    def temper(self) -> Any:
        return SimpleNamespace(nerve=np.zeros_like(self.north), stance=np.zeros_like(self.north))

    @property
    def nerve(self) -> Array:
        return np.zeros_like(self.north)

    keeps_north: ClassVar[Any] = Faction.keeps_north
    reopens_north: ClassVar[Any] = Faction.reopens_north

    def consent(self, _: Any) -> Consent:
        assert self.signs is not None
        return self.signs


def leaning(office: str, net: float, *, weight: float = 1.0, has_veto: bool = False) -> Office:
    """Return an office at one point of the scale, -1 south to +1 north, in one world."""
    north, south = max(net, 0.0) * np.ones(1), max(-net, 0.0) * np.ones(1)
    return Office(office, north, south, power=weight, has_veto=has_veto)


def table(*seated: Office) -> dict[str, Any]:
    """Return the offices by their names."""
    return {office.id: office for office in seated}
