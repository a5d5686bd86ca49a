"""Minds: what an office believes, and how its holder differs from world to world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kantokuen.agents.profile import Profile
from kantokuen.agents.view import Array, Number, Rules


@dataclass(slots=True)
class Mind:
    """What an office believes: arrays of shape ``(worlds,)``, or ``(offices, worlds)`` for several.

    Attributes:
        soviet_divisions: mean of the belief in Soviet divisions.
        soviet_spread: its standard deviation, a number or an array.
        german_war: mean of the nearness of a German victory, 0..1.
        german_spread: its standard deviation, a number or an array.
        materiel_gone: share of Soviet tanks and aircraft gone west.
        oil_loss: share of oil imports lost, as felt.
        credit: how far Berlin's messages are believed, 0..1; 0 where they are not read.
    """

    soviet_divisions: Array
    soviet_spread: Number
    german_war: Array
    german_spread: Number
    materiel_gone: Array
    oil_loss: Array
    credit: Array

    @classmethod
    def at_outset(cls, profile: Profile, *, worlds: int, rules: Rules, oil_loss: Number) -> Mind:
        """Return the mind of an office before any report."""
        one = np.ones(worlds)
        reads_berlin = "berlin" in profile.reads and profile.alliance > 0.0
        return cls(
            soviet_divisions=one * rules.soviet.estimate_before,
            soviet_spread=rules.intelligence.first_spread,
            german_war=one * profile.hope,
            german_spread=rules.intelligence.first_war_spread,
            materiel_gone=np.zeros(worlds),
            oil_loss=one * oil_loss,
            credit=one * reads_berlin,
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
