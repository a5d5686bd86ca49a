"""Minds: what an office believes, and how its holder differs from world to world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kantokuen.agents.profile import Profile
from kantokuen.agents.view import Array, Number, Rules


@dataclass(slots=True)
class Mind:
    """What offices believe: arrays of shape ``(offices, worlds)``, or ``(worlds,)`` for one.

    Attributes:
        soviet_divisions: Soviet divisions in the Far East.
        soviet_men: Soviet men there.
        materiel_gone: share of Soviet tanks and aircraft gone west.
        german_war: nearness of a German victory, 0..1; 1 where the regime is known to have fallen.
        trust: how far the forecast of June, and what Berlin says, is still trusted, 0..1.
        oil_loss: share of oil imports lost, as felt.
    """

    soviet_divisions: Array
    soviet_men: Array
    materiel_gone: Array
    german_war: Array
    trust: Array
    oil_loss: Array

    @classmethod
    def at_outset(cls, profiles: Sequence[Profile], *, worlds: int, rules: Rules, oil_loss: Number) -> Mind:
        """Return the minds of offices before any report."""
        ones = np.ones((len(profiles), worlds))
        return cls(
            soviet_divisions=ones * rules.soviet.estimate_before,
            soviet_men=ones * rules.soviet.men_before,
            materiel_gone=np.zeros_like(ones),
            german_war=np.zeros_like(ones),
            trust=ones.copy(),
            oil_loss=ones * oil_loss,
        )


@dataclass(slots=True)
class Temper:
    """How the persons of a world differ from the record; drawn once per world.

    Attributes:
        stance: shift of the stance, on its scale of -1..1, the lean of the chair included.
        nerve: shift of what it takes to consent; positive consents sooner.
    """

    stance: Array
    nerve: Array
