"""The Cabinet's house: Foreign Minister, Prime Minister, Planning Board."""

from __future__ import annotations

import numpy as np

from kantokuen.agents.faction import Faction
from kantokuen.agents.view import Array, Consent, Number, View


class ForeignMinister(Faction):
    """Matsuoka, who would break his own pact at once; then Toyoda, who keeps it while it is kept.

    The office can delay the move into Indochina while its holder leans north, and will not
    break the neutrality pact for a fruit unripe to it unless its holder wants the war.
    """

    has_veto = True

    def consent(self, view: View) -> Consent:
        """Return what the Foreign Minister would sign."""
        rules, nerve = view.rules, self.nerve
        yes = np.ones_like(view.has_given_up)
        keeps_pact = rules.pact.neutrality & (self.north + nerve < rules.council.breaks_pact)
        return Consent(
            prepare=yes,
            divisions=view.reachable,
            cross=~keeps_pact | self.would_pick,
            indochina=yes,
            southern_preparation=yes,
            southern_war=self.relief + nerve >= rules.council.recoil,
        )

    def obstruction(self) -> Array:
        """Return how hard the minister works against the southern move, 0..1, shape ``(worlds,)``."""
        return self.net.clip(0.0, np.inf)


class PrimeMinister(Faction):
    """Konoe: brings the table together, recoils from war with America, resigns rather than fights."""

    has_veto = True

    def convening(self, days: Number, haste: Number) -> Array:
        """Return the days that a paper takes at the table which he convenes, fewer where he is for the north.

            days (1 - haste (north - south))

        Args:
            days: what it takes where he is undecided.
            haste: ``politics.convening``.
        """
        taken: Array = days * (1.0 - haste * self.net)
        return taken

    def consent(self, view: View) -> Consent:
        """Return what the Prime Minister would sign."""
        rules, nerve = view.rules, self.nerve
        yes = np.ones_like(view.has_given_up)
        wanted = rules.council.premier_share * rules.council.near_certain
        return Consent(
            prepare=yes,
            divisions=view.reachable,
            cross=view.laid.estimate.p_win + nerve >= wanted,
            indochina=self.south + nerve >= rules.council.indochina,
            southern_preparation=self.south + nerve >= rules.council.southern_preparation,
            southern_war=self.accepts_southern_war(view),
        )


class PlanningBoard(Faction):
    """Suzuki: brings the figures on oil, ships and steel, and leaves the decision to the services."""

    def figure(self, oil_loss: Array, shade: Number) -> Array:
        """Return the loss of oil as everyone reads it: darker as the board leans south.

            told = min(1, loss (1 - shade (north - south)))

        Args:
            oil_loss: share of oil imports lost, 0..1.
            shade: ``planning_board.shade``.
        """
        return np.minimum(oil_loss * (1.0 - shade * self.net), 1.0)
