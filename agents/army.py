"""The Army's house: the General Staff, the War Ministry and the armies in the field."""

from __future__ import annotations

import numpy as np

from kantokuen.agents import staff
from kantokuen.agents.faction import Faction
from kantokuen.agents.view import Array, Consent, Mask, Paper, View


class OperationsBureau(Faction):
    """Tanaka's bureau: drafts the plans and would pick the fruit green."""

    def draft(self) -> Array:
        """Return the force asked for: the smallest variant that meets the need, else the largest.

        Returns:
            Divisions, shape ``(worlds,)``, one of `FORCE_VARIANTS`.
        """
        asked = np.full_like(self.need, FORCE_VARIANTS[-1])
        for variant in reversed(FORCE_VARIANTS[:-1]):
            asked = np.where(self.need <= variant, variant, asked)
        return asked


class GeneralStaff(Faction):
    """Sugiyama and Tsukada: keep both roads open, hold to the numbers, speak for the Army.

    Signs preparations while it leans north at all, a build-up while the option is worth
    keeping, and the border order when the lottery is worth more than nothing and waiting
    until the next sitting would cost days.
    """

    has_veto = True

    def table_paper(self, view: View) -> Paper:
        """Return the estimate that the conference is told, on the staff's own figures."""
        clock = staff.clock(view, self.need, haste=0.0)
        p_win, _ = staff.lottery(view, view.divisions_sanctioned, clock, self.need)
        return Paper(need=self.need, start=clock.start, p_win=p_win, hope=self.hope)

    def consent(self, view: View) -> Consent:
        """Return what the General Staff would sign."""
        rules, nerve = view.rules, self.temper.nerve
        wants = self.keep + nerve >= 0.0
        return Consent(
            prepare=self.north + nerve >= rules.council.northern_preparation,
            divisions=np.where(wants, view.reachable, 0.0),
            cross=wants_to_cross(self, view),
            indochina=self.south >= rules.council.indochina,
            southern_preparation=self.south >= rules.council.southern_preparation,
            southern_war=self.accepts_southern_war(view),
        )


class ArmyIntelligence(Faction):
    """The Russia section: the soberest reader of the reports, heard by few."""


class KwantungHeadquarters(Faction):
    """Umezu's headquarters: disciplined, wants a force that can win before it is asked to."""


class KwantungStaff(Faction):
    """The staff officers in Manchuria: eager, and near the border."""

    def recklessness(self, tokyo: Array) -> Array:
        """Return how far the staff's wish for the north runs ahead of Tokyo's, 0..1, shape ``(worlds,)``."""
        return (self.north - tokyo).clip(0.0, np.inf)


class KoreaArmy(Faction):
    """The Korea Army: looks to its own theatre and dislikes being drawn upon."""


class ChinaExpeditionaryArmy(Faction):
    """Hata's army: China first; every division sent north is one lost to it."""


class WarMinister(Faction):
    """Tojo: loyal to what has been sanctioned; arms the north, attacks only with good odds.

    Signs for more than the ministry's ceiling only when the fruit looks ripe.  A build-up up
    to the ceiling is also an insurance against being caught unready.
    """

    has_veto = True

    def consent(self, view: View) -> Consent:
        """Return what the War Minister would sign."""
        rules, nerve = view.rules, self.temper.nerve
        wants = self.keep + rules.council.insurance + nerve >= 0.0
        if rules.war_ministry.mobilisation == "refuse":
            wants = wants & (self.ripeness >= rules.council.ripe)
        is_ripe = self.ripeness + nerve >= rules.council.ripe
        cap = rules.army.divisions_cap
        ceiling = np.where(is_ripe, np.maximum(view.reachable, cap), cap)
        return Consent(
            prepare=self.north + nerve >= rules.council.northern_preparation,
            divisions=np.where(wants, ceiling, 0.0),
            cross=wants_to_cross(self, view),
            indochina=self.south >= rules.council.indochina,
            southern_preparation=self.south >= rules.council.southern_preparation,
            southern_war=self.accepts_southern_war(view),
        )


class MilitaryAffairsBureau(Faction):
    """Muto's bureau: budget and materiel; would wait until the fruit has fallen."""


FORCE_VARIANTS = (16.0, 22.0, 24.0, 25.0, 30.0, 34.0)
"""Divisions in Manchuria and Korea in the plans of summer 1941 (JPN079 to JPN108)."""


def wants_to_cross(office: Faction, view: View) -> Mask:
    """Return where an army office holds that the time to attack has come.

    The lottery must be worth more than standing down in vain, and waiting until the next
    sitting must cost days: an option that can be kept for nothing is kept [DixitPindyck1994].
    """
    rules = view.rules
    clock = staff.clock(view, office.need, haste=office.traits.haste)
    _, worth = staff.lottery(view, view.divisions_sanctioned, clock, office.need)
    is_due = view.next_sitting + staff.lead_time(view, office.need) > clock.start
    return (worth + office.temper.nerve >= -rules.weighing.stand_down) & is_due
