"""The base of all who sit at the table: perceive, appraise, consent.

A faction is a Mesa agent.  It knows its own mind and the `View` it is handed, nothing else;
it never looks at the model.
"""

from __future__ import annotations

from dataclasses import dataclass

import mesa
import numpy as np

from kantokuen.agents import belief, staff
from kantokuen.agents.considerations import northern, southern, weigh_oil
from kantokuen.agents.profile import Profile, Traits
from kantokuen.agents.view import Array, Consent, Mask, Number, Reports, View

_WATCH_IN_PEACE = 0.15
"""Share of a report's weight before the German-Soviet war, when nobody counted trains; judgement."""

_FAR_EAST_DRIFT = 0.4
"""Standard deviation of Soviet divisions' own movement over a jun; judgement."""

_WAR_DRIFT = 0.05
"""Standard deviation of the German war's own movement over a jun, on the scale 0..1; judgement."""

_FRONT_NOISE = 0.15
"""Standard deviation of one report from the front, on the scale 0..1; judgement."""

_OIL_LOSS_IN_APRIL = 0.1
_OIL_LOSS_IN_JUNE = 0.2
"""Share of oil imports lost to licences, then also to the failed talks (OIL095, OIL100); judgement."""

_WITHOUT_NOMONHAN = 0.85
"""How a Soviet division would count had Nomonhan been won: share of the figure used; judgement."""

_BERLIN_SHARE = 0.35
"""Weight of a fully believed message from Berlin beside one's own sight; judgement."""

_PATIENCE = 0.02
"""Loss of a sender's credit per day and unit of gap between claim and sight; judgement."""


@dataclass(slots=True)
class Mind:
    """What an office believes; arrays of shape ``(worlds,)``, spreads a number or an array.

    Attributes:
        soviet_divisions, soviet_spread: mean and standard deviation of Soviet divisions.
        german_war, german_spread: the same of the nearness of a German victory, 0..1.
        materiel_gone: share of Soviet tanks and aircraft gone west.
        oil_loss: share of oil imports lost, as felt.
        credit: how far Berlin's messages are believed, 0..1.
    """

    soviet_divisions: Array
    soviet_spread: Number
    german_war: Array
    german_spread: Number
    materiel_gone: Array
    oil_loss: Array
    credit: Array

    @classmethod
    def at_outset(cls, profile: Profile, *, worlds: int, estimate: Number, oil_loss: float) -> Mind:
        """Return the mind of an office before any report."""
        one = np.ones(worlds)
        return cls(
            soviet_divisions=one * estimate,
            soviet_spread=2.0,
            german_war=one * profile.hope,
            german_spread=0.2,
            materiel_gone=np.zeros(worlds),
            oil_loss=one * oil_loss,
            credit=one * (profile.alliance > 0.0),
        )


@dataclass(slots=True)
class Temper:
    """How the persons of a world differ from their recorded disposition; drawn once per world.

    Attributes:
        stance: shift of the stance, -1..1 scale.
        nerve: shift of what it takes to consent, same scale; positive consents sooner.
    """

    stance: Array
    nerve: Array


class Faction(mesa.Agent):
    """One office at the table.

    Subclasses say what they would sign (`consent`) where they hold a veto.

    Attributes after `appraise`, all of shape ``(worlds,)``:
        hope: chance that the fruit ripens in time.
        keep: worth of keeping the northern option, in units of victory.
        need: Japanese divisions wanted.
        ripeness: ripeness of the persimmon, 0..1.
        relief: worth of a southern war against the sure loss of oil.
        north, south, net: stance; net is north minus south.
        contributions: for north and south, the named parts that sum to the stance before it
            is held to 0..1.
    """

    has_veto = False

    def __init__(self, model: mesa.Model, profile: Profile, temper: Temper, reference: View) -> None:
        super().__init__(model)
        self.profile = profile
        self.temper = temper
        worlds = len(temper.stance)
        estimate = reference.rules.soviet_estimate_before
        self.mind = Mind.at_outset(profile, worlds=worlds, estimate=estimate, oil_loss=_OIL_LOSS_IN_APRIL)
        self.traits = self._calibrated(profile, reference)
        self.green = profile.green
        self.successor_green = profile.green
        self.is_successor: Mask = np.zeros(worlds, dtype=bool)
        zeros = np.zeros(worlds)
        self.hope = self.keep = self.need = self.ripeness = self.relief = zeros
        self.north = self.south = self.net = zeros
        self.contributions: dict[str, dict[str, Array]] = {"north": {}, "south": {}}

    def perceive(self, reports: Reports) -> None:
        """Take in the reports of one step."""
        mind, traits = self.mind, self.traits
        bias: Number = traits.bias if reports.rules.mechanism_motivated_belief else 0.0
        if reports.soviet_divisions is not None:
            gain = traits.gain * (_WATCH_IN_PEACE + (1.0 - _WATCH_IN_PEACE) * reports.at_war)
            mind.soviet_divisions = belief.take_in(
                mind.soviet_divisions, reports.soviet_divisions, gain, bias=-bias
            )
            mind.soviet_spread = belief.narrow(
                mind.soviet_spread, reports.rules.intelligence_noise, gain, _FAR_EAST_DRIFT
            )
        if reports.german_war is not None and reports.at_war:
            mind.german_war = belief.take_in(mind.german_war, reports.german_war, traits.gain, bias=bias)
            mind.german_spread = belief.narrow(mind.german_spread, _FRONT_NOISE, traits.gain, _WAR_DRIFT)
            if reports.proclaimed is not None:
                mind.german_war = np.maximum(mind.german_war, reports.proclaimed)

    def appraise(self, view: View) -> None:
        """Weigh the options and take a stance."""
        self._take_in_papers(view)
        german_war = self._german_war(view)
        north, south = self._weigh(self.mind, self.traits, german_war, view)
        self.ripeness = staff.ripeness(
            self.mind.soviet_divisions,
            self.mind.materiel_gone,
            german_war,
            self.need,
            force=view.divisions_in_hand,
            hoped_from=view.rules.soviet_estimate_before,
        )
        half = 0.5 * self.temper.stance
        north["disposition"] = self.traits.base_north + half
        south["disposition"] = self.traits.base_south - half
        self.contributions = {"north": north, "south": south}
        self.north = _held(north)
        self.south = _held(south)
        self.net = self.north - self.south

    def consent(self, view: View) -> Consent:
        """Return what this office would sign at this sitting; only holders of a veto are asked."""
        raise NotImplementedError(f"{self.profile.id} holds no veto and is not asked")

    def accepts_southern_war(self, view: View) -> Mask:
        """Return where the office leans south enough and the gamble clearly beats the sure loss."""
        rules, nerve = view.rules, self.temper.nerve
        leans = self.south + nerve >= rules.council_southern_war
        return leans & (self.relief + nerve >= rules.council_recoil)

    def succeed(self, mask: Mask, person: Profile, reference: View) -> None:
        """Let a successor take the office in the worlds of a mask."""
        self.traits = self.traits.where(mask, self._calibrated(person, reference))
        self.successor_green = person.green
        self.is_successor = self.is_successor | mask

    def _calibrated(self, profile: Profile, reference: View) -> Traits:
        """Return a person's traits, the disposition set so that the stance of 22 June is the recorded one."""
        traits = Traits.of(profile)
        mind = Mind.at_outset(
            profile,
            worlds=1,
            estimate=reference.rules.soviet_estimate_before,
            oil_loss=_OIL_LOSS_IN_JUNE,
        )
        self.green = profile.green
        self.is_successor = np.zeros(1, dtype=bool)
        north, south = self._weigh(mind, traits, mind.german_war, reference)
        traits.base_north = 0.5 * (1.0 + profile.net) - float(_total(north)[0])
        traits.base_south = 0.5 * (1.0 - profile.net) - float(_total(south)[0])
        return traits

    def _take_in_papers(self, view: View) -> None:
        mind, traits = self.mind, self.traits
        felt = belief.gain_over(traits.oil_speed, view.juns)
        mind.oil_loss = mind.oil_loss + felt * (view.oil_loss - mind.oil_loss)
        if view.materiel_gone is not None:
            read = belief.gain_over(traits.gain, view.juns)
            mind.materiel_gone = mind.materiel_gone + read * (view.materiel_gone - mind.materiel_gone)
        if view.berlin_claim is not None and view.at_war:
            mind.credit = belief.credit_after(
                mind.credit, view.berlin_claim, mind.german_war, 10.0 * view.juns, patience=_PATIENCE
            )

    def _german_war(self, view: View) -> Array:
        """Return the nearness of a German victory: own sight, and Berlin's word as far as it is believed."""
        if not view.at_war:
            return np.zeros_like(self.mind.german_war)
        own = self.mind.german_war
        if view.berlin_claim is None or not view.rules.mechanism_motivated_belief:
            return own
        weight = _BERLIN_SHARE * view.rules.germany_pressure * view.berlin_voice
        trust = np.minimum(weight * self.mind.credit, 1.0)
        return own + trust * (view.berlin_claim - own)

    def _weigh(
        self, mind: Mind, traits: Traits, german_war: Array, view: View
    ) -> tuple[dict[str, Array], dict[str, Array]]:
        """Return the considerations for north and south; also keeps need, hope and keep.

        The worth of keeping the northern option is what it may win less what it costs to
        carry; oil makes carrying dearer:

            keep = hope - carry (1 + k oil)
        """
        rules = view.rules
        discount = rules.staff_german_discount
        effective = staff.effective_strength(
            mind.soviet_divisions, german_war, discount=discount, halves=self.green
        )
        if self.is_successor.any():
            other = staff.effective_strength(
                mind.soviet_divisions, german_war, discount=discount, halves=self.successor_green
            )
            effective = np.where(self.is_successor, other, effective)
        if not rules.nomonhan_lost:
            effective = effective * _WITHOUT_NOMONHAN
        self.need = staff.needed(
            effective,
            force_ratio=rules.army_force_ratio,
            division_value=rules.army_soviet_division_value,
        )
        from_war = discount * mind.german_spread * mind.soviet_divisions
        spread = np.sqrt(mind.soviet_spread * mind.soviet_spread + from_war * from_war)
        self.hope = staff.hope(view, mind.soviet_divisions, spread, effective, self.need, haste=traits.haste)
        self.keep = self.hope - rules.weighing_carry * (1.0 + rules.weighing_oil_carry * mind.oil_loss)
        oil = weigh_oil(mind.oil_loss, traits, view)
        self.relief = oil.south - oil.wait
        claim = view.berlin_claim if view.at_war else None
        berlin = None if claim is None else mind.credit * claim
        is_navy = self.profile.house == "navy"
        north = northern(traits, view, keep=self.keep, oil=oil, berlin=berlin, is_navy=is_navy)
        south = southern(traits, view, keep=self.keep, oil=oil, is_navy=is_navy)
        return north, south


def _held(parts: dict[str, Array]) -> Array:
    """Return the sum of the parts, held to 0..1."""
    return np.clip(_total(parts), 0.0, 1.0)


def _total(parts: dict[str, Array]) -> Array:
    """Return the sum of the parts, one after another, so that a world alone gets the same bits."""
    first, *others = parts.values()
    total = first
    for part in others:
        total = total + part
    return total
