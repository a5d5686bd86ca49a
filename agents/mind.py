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

    A spread has the shape ``(offices, 1)`` where it is the same in all worlds.

    Attributes:
        soviet_divisions: mean of the belief in Soviet divisions.
        soviet_spread: its standard deviation.
        german_war: mean of the nearness of a German victory, 0..1.
        german_spread: its standard deviation.
        materiel_gone: share of Soviet tanks and aircraft gone west.
        oil_loss: share of oil imports lost, as felt.
        credit: how far Berlin's messages are believed, 0..1; 0 where they are not read.
    """

    soviet_divisions: Array
    soviet_spread: Array
    german_war: Array
    german_spread: Array
    materiel_gone: Array
    oil_loss: Array
    credit: Array

    @classmethod
    def at_outset(cls, profiles: Sequence[Profile], *, worlds: int, rules: Rules, oil_loss: Number) -> Mind:
        """Return the minds of offices before any report."""
        ones = np.ones((len(profiles), worlds))
        hope = np.array([[each.hope] for each in profiles])
        reads_berlin = np.array([["berlin" in each.reads and each.alliance > 0.0] for each in profiles])
        return cls(
            soviet_divisions=ones * rules.soviet.estimate_before,
            soviet_spread=np.ones((len(profiles), 1)) * rules.intelligence.first_spread,
            german_war=ones * hope,
            german_spread=np.ones((len(profiles), 1)) * rules.intelligence.first_war_spread,
            materiel_gone=np.zeros_like(ones),
            oil_loss=ones * oil_loss,
            credit=ones * reads_berlin,
        )


@dataclass(slots=True)
class Temper:
    """How the persons of a world differ from their recorded disposition; drawn once per world.

    Attributes:
        stance: shift of the stance, on its scale of -1..1.
        nerve: shift of what it takes to consent; positive consents sooner.
    """

    stance: Array
    nerve: Array
