"""The Court's house: the Emperor, the Privy Seal and the President of the Privy Council."""

from __future__ import annotations

import numpy as np

from kantokuen.agents.faction import Faction
from kantokuen.agents.view import Array, Consent, View


class Emperor(Faction):
    """Asks, worries, and yields to unanimous advice; each step north needs his sanction anew.

    Sanctions a build-up on the assurance that the field army will not act alone, and the
    border order only when success is briefed as near certain.  Those who have his ear move
    where his doubt begins.
    """

    has_veto = True

    def consent(self, view: View) -> Consent:
        """Return what the Emperor would sanction, given that all others advise it."""
        rules, nerve = view.rules, self.nerve
        yes = np.ones_like(view.has_given_up)
        if rules.emperor.sanction == "grant":
            return Consent(yes, view.reachable, yes, yes, yes, yes)
        told = rules.emperor.ear * view.laid.advice
        mobilise = self.north + told + nerve >= rules.council.mobilisation
        cross = view.laid.estimate.p_win + told + nerve >= rules.council.near_certain
        if rules.emperor.sanction == "refuse":
            mobilise = cross = np.zeros_like(mobilise)
        elif rules.emperor.sanction == "resist":
            mobilise, cross = mobilise & self.would_pick, cross & self.would_pick
        return Consent(
            prepare=yes,
            divisions=np.where(mobilise, view.reachable, 0.0),
            cross=cross,
            indochina=yes,
            southern_preparation=self.south + nerve >= rules.council.southern_preparation,
            southern_war=self.south + nerve >= rules.council.southern_war,
        )

    def orders_talks(self, view: View, seal: Faction) -> Array:
        """Return how far he orders that the talks are to succeed, 0..1.

            order = clip(1 - (south + south of the Privy Seal) / (2 line), 0, 1)

        with line ``council.southern_war``: he asks for diplomacy first as far as he and Kido doubt the war,
        and overrules nobody.  A plain order (``talks.imperial_order``) is 1.
        """
        if view.rules.talks.imperial_order == "plain":
            return np.ones_like(self.south)
        doubt = 1.0 - (self.south + seal.south) * (0.5 / np.maximum(view.rules.council.southern_war, 1e-3))
        return doubt.clip(0.0, 1.0)


class PrivySeal(Faction):
    """Kido: guards the throne, its access and its safety."""


class PrivyCouncilPresident(Faction):
    """Hara: asks for the throne at imperial conferences; a voice, not a veto."""


def advice(seal: Faction, council: Faction) -> Array:
    """Return what the throne is told by those who have its ear, -1 against the north to 1 for it.

    The mean of their stances, weighted by power and salience.
    """
    whole = seal.profile.weight + council.profile.weight
    told: Array = (seal.profile.weight / whole) * seal.net + (council.profile.weight / whole) * council.net
    return told
