"""The Court's house: the Emperor, the Privy Seal and the President of the Privy Council."""

from __future__ import annotations

import numpy as np

from kantokuen.agents.faction import Faction
from kantokuen.agents.view import Consent, View


class Emperor(Faction):
    """Asks, worries, and yields to unanimous advice; each step north needs his sanction anew.

    Sanctions a build-up on the assurance that the field army will not act alone, and the
    border order only when success is briefed as near certain.
    """

    has_veto = True

    def consent(self, view: View) -> Consent:
        """Return what the Emperor would sanction, given that all others advise it."""
        rules, nerve = view.rules, self.temper.nerve
        yes = np.ones_like(view.has_given_up)
        if rules.emperor.sanction == "grant":
            return Consent(yes, view.reachable, yes, yes, yes, yes)
        p_win = np.zeros_like(nerve) if view.paper is None else view.paper.p_win
        mobilise = self.north + nerve >= rules.council.mobilisation
        cross = p_win + nerve >= rules.council.near_certain
        if rules.emperor.sanction == "refuse":
            is_ripe = self.ripeness >= rules.council.ripe
            mobilise, cross = mobilise & is_ripe, cross & is_ripe
        return Consent(
            prepare=yes,
            divisions=np.where(mobilise, view.reachable, 0.0),
            cross=cross,
            indochina=yes,
            southern_preparation=self.south + nerve >= rules.council.southern_preparation,
            southern_war=self.south + nerve >= rules.council.southern_war,
        )


class PrivySeal(Faction):
    """Kido: guards the throne, its access and its safety."""


class PrivyCouncilPresident(Faction):
    """Hara: asks for the throne at imperial conferences; a voice, not a veto."""
