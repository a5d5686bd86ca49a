"""The Navy's house: the Naval General Staff and the Navy Ministry.

The Navy does not count Soviet divisions.  It reads what the Army tables and asks one thing of
every northern paper: does this harm the posture toward Britain and America?  That clause of the
national policy is its veto.  On southern papers it signs as far as it leans south; how every
office comes to lean north or south stands in `weighing`, and what makes it accept a southern war
in `Faction.accepts_southern_war`.
"""

from __future__ import annotations

import numpy as np

from kantokuen.agents.faction import Faction
from kantokuen.agents.terms import Terms
from kantokuen.agents.view import Array, Consent, Mask, Number, Rules, View

_LARGEST_CLAIM = 24.0
"""Divisions whose needs would take all that the two services share (JPN102); the unit of a claim."""


class NavyOffice(Faction):
    """What both offices of the Navy share: the screen of the southern posture."""

    has_veto = True

    def firmness(self, rules: Rules) -> Number:  # noqa: ARG002  (an office may hold by a judgement)
        """Return how hard the office holds to the screen; tolerance is divided by it."""
        return 1.0

    def consent(self, view: View) -> Consent:
        """Return what this office of the Navy would sign.

        A northern paper passes the screen where

            (claim / 24) (1 + urgency oil loss + war urgency 1[southern war])
                <= screen (tolerance / firmness + paid + nerve + moved stance)

        with urgency, war urgency, screen and tolerance ``navy.urgency``, ``navy.war_urgency``,
        ``navy.screen`` and ``navy.tolerance``, firmness that of the office, and paid ``navy.payment`` from
        the move into Indochina on; stance and nerve are how the persons of a world, and the lean of the
        chair, differ from the record, moved ``navy.moved``.

        A claim is counted in divisions: the force asked for, or for the border order `_cost`, so that
        what already stands there may take a fallen fruit.  The less oil comes in, and while a
        war is fought in the south, the more each claim weighs.  Divisions that no other
        theatre wants (`View.free`) harm nothing.  The move into Indochina buys some tolerance.
        """
        rules = view.rules
        if rules.navy.backs_north:
            return self._backing(view)
        tolerance = self._tolerance(view)
        urgency = rules.navy.urgency * self.mind.oil_loss + rules.navy.war_urgency * view.is_southern_war
        pressed = (1.0 + urgency) * (1.0 / _LARGEST_CLAIM)
        return Consent(
            prepare=_everywhere(view),
            divisions=np.maximum(view.free, tolerance / pressed),
            cross=self._cost(view) * pressed <= tolerance,
            indochina=self.south >= rules.council.indochina,
            southern_preparation=self.south >= rules.council.southern_preparation,
            southern_war=self.accepts_southern_war(view),
        )

    def _cost(self, view: View) -> Array:
        """Return what a border order would cost the common means, in divisions.

            cost = max(0, need - sanctioned) + standing min(need, sanctioned)

        with standing ``navy.standing_claim``: what stands there has its ships behind it already.
        """
        need, there = view.laid.estimate.need, view.divisions_sanctioned
        return np.maximum(need - there, 0.0) + view.rules.navy.standing_claim * np.minimum(need, there)

    def _tolerance(self, view: View) -> Array:
        rules = view.rules
        paid = rules.navy.payment * (view.southern_step >= 1.0)
        own = self.nerve + rules.navy.moved * self.temper.stance
        return rules.navy.screen * (rules.navy.tolerance / self.firmness(rules) + paid + own)

    def _backing(self, view: View) -> Consent:
        yes = _everywhere(view)
        return Consent(
            prepare=yes,
            divisions=view.reachable,
            cross=yes,
            indochina=self.south >= view.rules.council.indochina,
            southern_preparation=self.south >= view.rules.council.southern_preparation,
            southern_war=self.accepts_southern_war(view),
        )


class NavyGeneralStaff(NavyOffice):
    """Nagano: the oil runs down, the odds fall with time, so strike out while one can."""

    def asks_oil(self, view: View, terms: Terms) -> Array:
        """Return the least oil for which it would sign, whatever becomes of China.

            oil = navy + heat south + step 1[moved] - patience max(0, months - least) / 12 - nerve

        with navy, heat, step, patience and least ``talks.navy_oil``, ``talks.heat``, ``talks.indochina``,
        ``talks.patience`` and ``talks.war_months``: in full and soon, unless the stock leaves time.
        """
        talks = view.rules.talks
        spare = (terms.oil_months - talks.war_months).clip(0.0, np.inf) * (1.0 / 12.0)
        asked = talks.navy_oil + talks.heat * self.south + talks.indochina * (view.southern_step >= 1.0)
        least: Array = asked - talks.patience * spare - self.nerve
        return least


class NavyMinistry(NavyOffice):
    """Oikawa: shares the aim, wavers on the means, will not be the one who says no."""

    def firmness(self, rules: Rules) -> Number:
        """Return how hard the office holds to the screen: ``navy.ministry_firmness``."""
        return rules.navy.ministry_firmness

    def asks_oil(self, view: View) -> Array:
        """Return the least oil for which it would sign if it spoke: as the cabinet, ``talks.cabinet_oil``.

        It speaks only where the Prime Minister takes the blame; its silence is assent to the War Minister.
        """
        talks = view.rules.talks
        least: Array = talks.cabinet_oil + talks.heat * self.south - self.nerve
        return least


def _everywhere(view: View) -> Mask:
    """Return yes for every world."""
    yes: Mask = np.ones_like(view.has_given_up)
    return yes
