"""The Cabinet's house: Foreign Minister, Prime Minister, Planning Board."""

from __future__ import annotations

import numpy as np

from kantokuen.agents.faction import Faction
from kantokuen.agents.view import Array, Consent, Mask, Number, View


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

    def tables_talks(self) -> Mask:
        """Return where he tables what loosens the Pact: not who counts the alliance above the oil."""
        tables: Mask = self.traits.alliance <= self.traits.oil
        return tables

    def asks_oil(self, view: View) -> Array:
        """Return the least oil that a text must bring for the minister to table it; see `_asks_oil`."""
        return _asks_oil(self, view)

    def yields_in_china(self, view: View) -> Array:
        """Return the withdrawal from China that the minister would table; see `_yields_in_china`."""
        return _yields_in_china(self, view)

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

    def asks_oil(self, view: View) -> Array:
        """Return the least oil that a text must bring for him to table it; see `_asks_oil`."""
        return _asks_oil(self, view)

    def yields_in_china(self, view: View) -> Array:
        """Return the withdrawal from China that he would table; see `_yields_in_china`."""
        return _yields_in_china(self, view)

    def takes_blame(self, view: View) -> Mask:
        """Return where he takes it on himself that there is no war, so that the Navy may speak.

        It takes one who would not sign the war, and more nerve than most: ``talks.blame``.
        """
        blame: Mask = ~self.accepts_southern_war(view) & (self.nerve >= view.rules.talks.blame)
        return blame


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


def _asks_oil(office: Faction, view: View) -> Array:
    """Return the least oil that a text must bring for one of its sponsors: any form of words, some oil.

        oil = cabinet + heat south - nerve

    with cabinet and heat ``talks.cabinet_oil`` and ``talks.heat``.
    """
    talks = view.rules.talks
    least: Array = talks.cabinet_oil + talks.heat * office.south - office.nerve
    return least


def _yields_in_china(office: Faction, view: View) -> Array:
    """Return the withdrawal from China that a sponsor would offer, less the further he leans south.

    ``talks.cabinet_yields`` less ``talks.heat`` times south.
    """
    talks = view.rules.talks
    most: Array = talks.cabinet_yields - talks.heat * office.south + office.nerve
    return most
