"""The Army's house: the General Staff, the War Ministry and the armies in the field."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kantokuen.agents import staff
from kantokuen.agents.faction import Faction
from kantokuen.agents.terms import Terms
from kantokuen.agents.view import Array, Consent, Estimate, Mask, Rules, View

FORCE_VARIANTS = (16.0, 22.0, 24.0, 25.0, 30.0, 34.0)
"""Divisions in Manchuria and Korea in the plans of summer 1941 (JPN079 to JPN108)."""


class OperationsBureau(Faction):
    """Tanaka's bureau: drafts the plans, would pick the fruit green, and asks for more the greener it is."""

    def draft(self, field: Faction, rules: Rules) -> Array:
        """Return the force asked for: the variant nearest to the need that is expected.

        A plan is drawn up against the divisions that are expected to stand there, as the staff counts
        them, and takes no credit for their coming apart.  It is drawn up with the field army, whose
        expectation counts ``army.field_share``.  Who leans further north than the record asks for
        ``army.asks`` more.

        Args:
            field: Kwantung Army headquarters.
            rules: what the offices reason with.

        Returns:
            Divisions, shape ``(worlds,)``, one of `FORCE_VARIANTS`.
        """
        apart = field.divisions_then - self.divisions_then
        need = staff.needed(
            self.divisions_then + rules.army.field_share * apart,
            force_ratio=rules.army.force_ratio,
            division_value=rules.army.soviet_division_value,
        )
        need = need * (1.0 + rules.army.asks * self.temper.stance)
        asked = np.full_like(need, FORCE_VARIANTS[0])
        for less, more in pairwise(FORCE_VARIANTS):
            asked = np.where(need > 0.5 * (less + more), more, asked)
        return asked

    def drafts_order(self) -> Mask:
        """Return where it drafts the order to attack: where it would pick the fruit."""
        return self.would_pick

    def drafts_reopening(self) -> Mask:
        """Return where it drafts a text that takes up again what was given up."""
        return self.keeps_north()

    def leaves_to_intelligence(self, rules: Rules) -> Array:
        """Return the weight that it leaves to the Second Bureau's estimate, 0..1, shape ``(worlds,)``.

        Half of ``intelligence.heard`` where it is wholly for the north, all of it where it is not.
        """
        weight: Array = rules.intelligence.heard * (1.0 - 0.5 * self.north)
        return weight


class GeneralStaff(Faction):
    """Sugiyama and Tsukada: keep both roads open, hold to the numbers, speak for the Army.

    Signs preparations while it leans north at all, a build-up while the option is worth
    keeping, and the border order when the fruit is ripe, the ratio is met and waiting
    until the next sitting would cost days.
    """

    has_veto = True

    def estimate(self, view: View) -> Estimate:
        """Return the estimate that the conference is told, on the staff's own figures."""
        clock = staff.clock(view, self.need, haste=0.0, fallen=self.has_heard_of_fall)
        p_win, _ = staff.lottery(view, view.force, clock, self.need)
        return Estimate(need=self.need, start=clock.start, p_win=p_win, hope=self.hope)

    def consent(self, view: View) -> Consent:
        """Return what the General Staff would sign."""
        rules, nerve = view.rules, self.nerve
        wants = self.keep + nerve >= 0.0
        return Consent(
            prepare=self.north + nerve >= rules.council.northern_preparation,
            divisions=np.where(wants, view.reachable, 0.0),
            cross=wants_to_cross(self, view),
            indochina=self.south >= rules.council.indochina,
            southern_preparation=self.south >= rules.council.southern_preparation,
            southern_war=self.accepts_southern_war(view),
        )

    def asks_oil(self, view: View, terms: Terms, drafts: Faction) -> Array:
        """Return the least oil for which it would sign away the southern step.

            oil = army + heat (south + south of Operations) / 2 + step 1[moved]
                + hope hope_now + delay deadline + late 1[late] - nerve

        with army, heat, step, hope, delay and late ``talks.army_oil``, ``talks.heat``,
        ``talks.indochina``, ``talks.hope``, ``talks.delay`` and ``talks.late``, and hope_now its hope
        in the north while the attack is not given up.  It takes no step back that is not paid for at once,
        and counts every week that the preparations wait as a loss.
        """
        talks = view.rules.talks
        asked = _for_the_step(self, drafts, view) + talks.delay * terms.deadline + talks.late * terms.is_late
        hoped: Array = talks.hope * (self.hope * ~view.has_given_up)
        return asked + hoped - self.nerve

    def misses(self, view: View, terms: Terms) -> Array:
        """Return how far a settlement lies beyond what it yields, in China or of the Pact.

        It yields ``talks.garrison`` and ``talks.own_reading``.
        """
        return _missed(view, terms, self.nerve)


class ArmyIntelligence(Faction):
    """The Russia section: the soberest reader of the reports, heard by few."""


class KwantungHeadquarters(Faction):
    """Umezu's headquarters: disciplined, wants a force that can win before it is asked to."""

    def vouches(self, view: View) -> Mask:
        """Return where it says that its force can do what is asked of it, by its own reckoning.

            force (1 + nerve + vouches stance) >= need

        with vouches ``army.vouches``, stance and nerve how the persons of a world, and the lean of the
        chair, differ from the record.  Short of the ratio it does not: sixteen divisions are for
        mopping up after a fallen enemy.
        """
        own = self.nerve + view.rules.army.vouches * self.temper.stance
        vouched: Mask = view.force * (1.0 + own) >= self.need
        return vouched

    def holds_back(self) -> Array:
        """Return how far it keeps its staff in hand, the record being 1: less as it leans further north."""
        held: Array = 1.0 - self.temper.stance
        return held.clip(0.0, np.inf)


class KwantungStaff(Faction):
    """The staff officers in Manchuria: eager, and near the border."""

    def recklessness(self, held: Array) -> Array:
        """Return how far the staff would go by itself, 0 or above, shape ``(worlds,)``.

            max(0, 2 north - 1) max(0, 2 - held)

        Args:
            held: how far its headquarters keeps it in hand, the record being 1.
        """
        wish: Array = (2.0 * self.north - 1.0).clip(0.0, np.inf)
        alone: Array = wish * (2.0 - held).clip(0.0, np.inf)
        return alone


class TheatreArmy(Faction):
    """An army of another theatre, which the north would draw upon."""

    def releases(self, most: float | Array) -> Array:
        """Return the divisions that it lets go beyond what is held free, below zero where it objects.

            released = most (north - south)

        Args:
            most: divisions that it would let go if it were wholly for the north.
        """
        released: Array = most * self.net
        return released


class KoreaArmy(TheatreArmy):
    """The Korea Army: looks to its own theatre and dislikes being drawn upon."""


class ChinaExpeditionaryArmy(TheatreArmy):
    """Hata's army: China first; every division sent north is one lost to it."""


class WarMinister(Faction):
    """Tojo: loyal to what has been sanctioned; arms the north, attacks only with good odds.

    Between what his bureau counter-drafts and what Operations asks he can be talked round, and
    back; he goes beyond only when the fruit looks ripe to him.  A build-up is also an insurance
    against being caught unready.
    """

    has_veto = True

    def consent(self, view: View) -> Consent:
        """Return what the War Minister would sign."""
        rules, nerve = view.rules, self.nerve
        wants = self.keep + rules.council.insurance + nerve >= 0.0
        if rules.war_ministry.mobilisation == "refuse":
            wants = np.zeros_like(wants)
        elif rules.war_ministry.mobilisation == "resist":
            wants = wants & self.would_pick
        return Consent(
            prepare=self.north + nerve >= rules.council.northern_preparation,
            divisions=np.where(wants, self._ceiling(view), 0.0),
            cross=wants_to_cross(self, view),
            indochina=self.south >= rules.council.indochina,
            southern_preparation=self.south >= rules.council.southern_preparation,
            southern_war=self.accepts_southern_war(view),
        )

    def asks_oil(self, view: View, terms: Terms, bureau: Faction) -> Array:
        """Return the least oil for which he would sign away the southern step.

            oil = army + heat (south + south of Military Affairs) / 2 + step 1[moved]
                + late 1[late] - order ordered - word 1[the Navy speaks] - nerve

        with order and word ``talks.order`` and ``talks.navy_word``, the rest as in `GeneralStaff.asks_oil`.
        The sealed date binds him; so does a new word from the throne.
        """
        talks = view.rules.talks
        asked = _for_the_step(self, bureau, view) + talks.late * terms.is_late - talks.order * terms.order
        return asked - talks.navy_word * terms.is_blame_taken - self.nerve

    def misses(self, view: View, terms: Terms) -> Array:
        """Return how far a settlement lies beyond what he admits in words, in China or of the Pact.

        As the General Staff, and ``talks.order`` more on a plain order of the throne.
        """
        return _missed(view, terms, self.nerve + view.rules.talks.order * terms.order)

    def _ceiling(self, view: View) -> Array:
        """Return the most divisions that the minister will fund.

            ceiling = counter + clip(ear (pressure + net), 0, 1) max(0, asked - counter)

        with ear ``war_ministry.ear`` and pressure from `MilitaryAffairsBureau.contended`; all that is asked
        where he would pick the fruit; ``army.divisions_cap`` instead where that is a number.
        """
        rules, paper = view.rules, view.laid
        asked, counter = paper.asked, paper.counter
        talked = (rules.war_ministry.ear * (paper.pressure + self.net)).clip(0.0, 1.0)
        ceiling = counter + talked * np.maximum(asked - counter, 0.0)
        if not isinstance(rules.army.divisions_cap, str):
            ceiling = rules.army.divisions_cap + np.zeros_like(ceiling)
        most: Array = np.where(self.would_pick, np.maximum(ceiling, asked), ceiling)
        return most


class MilitaryAffairsBureau(Faction):
    """Muto's bureau: guards budget and materiel, and would wait until the fruit has fallen."""

    def counter_draft(self, view: View) -> Array:
        """Return the ceiling that it drafts against what Operations asks.

            counter = min(reachable, free + stretch north)

        What is free without taking from China, and what money and materiel stretch to beyond
        that as the bureau lets them (``army.stretch`` divisions where it is wholly for the north).
        """
        stretched = view.free + view.rules.army.stretch * self.north
        return np.minimum(view.reachable, stretched)

    def contended(self, operations: Faction, *, is_away: bool) -> Array:
        """Return how hard Operations presses the minister, -1..1: its wish less what the bureau says.

        Args:
            operations: the Operations Bureau.
            is_away: the bureau is not there to speak.
        """
        wish = operations.speaks_for_north()
        pressed: Array = wish if is_away else wish - self.speaks_for_south()
        return pressed


def _for_the_step(office: Faction, voice: Faction, view: View) -> Array:
    """Return the oil that a step south is worth to an army office; half of its leaning is its bureau's."""
    talks = view.rules.talks
    leaning = 0.5 * (office.south + voice.south)
    priced: Array = talks.army_oil + talks.heat * leaning + talks.indochina * (view.southern_step >= 1.0)
    return priced


def _missed(view: View, terms: Terms, more: Array) -> Array:
    """Return how far a settlement lies beyond what the Army yields, with ``more`` than the rules say."""
    talks = view.rules.talks
    return np.maximum(terms.china - talks.garrison, terms.axis - talks.own_reading) - more


def wants_to_cross(office: Faction, view: View) -> Mask:
    """Return where an army office holds that the time to attack has come.

    The fruit must be ripe enough for it and the ratio met: a force of K divisions meets K / 1.5 Soviet
    ones as they would fight, no more.  The lottery must be worth more than standing down in vain,
    and waiting until the next sitting must cost days: an option that can be kept for nothing is
    kept [DixitPindyck1994].  A fallen fruit need not be waited for.
    """
    rules, need, fallen = view.rules, office.need, office.has_heard_of_fall
    clock = staff.clock(view, need, haste=office.traits.haste, fallen=fallen)
    _, worth = staff.lottery(view, view.force, clock, need)
    is_due = fallen | (view.next_sitting + staff.lead_time(view, need) > clock.start)
    is_worth = worth + office.nerve >= -rules.weighing.stand_down
    wanted: Mask = office.would_pick & (view.force >= need) & is_worth & is_due
    return wanted
