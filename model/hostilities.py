"""Hostilities: the border crossed on orders, or without them, and what the campaign comes to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kantokuen.agents.view import Array, Mask, Number, Rules
from kantokuen.model import campaign
from kantokuen.model.calendar import NEVER, Step, season
from kantokuen.model.far_east import FarEast
from kantokuen.model.german_war import GermanWar
from kantokuen.model.means import IN_THE_NORTH

_OCCUPATION = float(campaign.RESULTS.index("occupation"))


@dataclass(slots=True, eq=False)
class Hostilities:
    """War in the north in each world; arrays of shape ``(worlds,)``.

    Attributes:
        war_day: first day of hostilities, infinite where there are none.
        was_ordered: whether they were ordered.
        result: index into `campaign.RESULTS`.
        incident_left: chance that the field army has not acted alone yet, given the hazards so far.
        divisions_peak: largest force that stood in Manchuria and Korea.
    """

    war_day: Array
    was_ordered: Mask
    result: Array
    incident_left: Array
    divisions_peak: Array

    @classmethod
    def at_outset(cls, worlds: int) -> Hostilities:
        """Return the state of peace."""
        return cls(
            war_day=np.full(worlds, NEVER),
            was_ordered=np.zeros(worlds, dtype=bool),
            result=np.zeros(worlds),
            incident_left=np.ones(worlds),
            divisions_peak=np.full(worlds, IN_THE_NORTH),
        )

    @property
    def at_peace(self) -> Mask:
        """Where no war has begun in the north."""
        peace: Mask = self.war_day == NEVER
        return peace

    def begin(self, step: Step, *, attack_day: Array, incident_rate: Array, draw: Array) -> Mask:
        """Begin the wars that are due in a step, on orders or without.

        Args:
            step: the step.
            attack_day: day for which an attack is ordered, infinite where none is.
            incident_rate: hazard per day that the field army acts alone.
            draw: one uniform draw a world for the whole run.

        Returns:
            Where a war has begun in this step.
        """
        peace = self.at_peace
        ordered = peace & (attack_day <= step.end)
        after = self.incident_left * (1.0 - (incident_rate * step.days).clip(0.0, 1.0))
        alone = peace & ~ordered & (1.0 - after > draw)
        self.incident_left = after
        self.war_day = np.where(ordered, attack_day, np.where(alone, step.end, self.war_day))
        self.was_ordered = self.was_ordered | ordered
        return ordered | alone

    def settle(
        self,
        step: Step,
        begun: Mask,
        east: FarEast,
        german_war: GermanWar,
        *,
        force: Array,
        winter_shift: Number,
        rules: Rules,
        draw: Array,
    ) -> None:
        """Settle the campaigns that have begun in a step, on true strengths.

        Where the regime has fallen there is no battle to be lost: what walks in is an occupation.
        """
        _, closes = season(step.end)
        settled = campaign.result(
            force=force,
            divisions=east.divisions,
            materiel_gone=east.materiel_gone,
            men=east.men,
            nearness=german_war.nearness,
            days=closes + winter_shift - self.war_day,
            rules=rules,
            draw=draw,
        )
        settled = np.where(german_war.has_collapsed, _OCCUPATION, settled)
        self.result = np.where(begun, settled, self.result)


def incident_rate(step: Step, recklessness: Array, *, rate: Number, is_mobilised: Mask) -> Array:
    """Return the hazard per day that the field army crosses the border alone.

    It needs a mobilised army, a season to fight in, and a staff that is for the north:

        rate x recklessness     while mobilised and between 1 May and mid-October, else 0
    """
    opens, closes = season(step.end)
    if step.end < opens or step.end > closes:
        return np.zeros_like(recklessness)
    return rate * recklessness * is_mobilised
