"""The base of all who sit at the table: perceive, appraise, consent.

A faction is a Mesa agent.  It knows its own mind and the `View` it is handed, nothing else;
it never looks at the model.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

import mesa
import numpy as np

from kantokuen.agents import staff
from kantokuen.agents.mind import Mind, Temper
from kantokuen.agents.profile import Profile, Traits
from kantokuen.agents.view import Array, Consent, Mask, Reports, Rules, View
from kantokuen.agents.weighing import (
    Appraisal,
    Parts,
    perceive,
    read_papers,
    seen_war,
    take_stance,
    total,
    weigh,
)

APPRAISED = tuple(each.name for each in fields(Appraisal) if each.name != "contributions")
"""The arrays that an office holds after it has appraised."""


class Faction(mesa.Agent):
    """One office at the table.

    Subclasses say what they would sign (`consent`) where they hold a veto.  After `appraise`
    an office has the attributes of an `Appraisal`, each of shape ``(worlds,)``.

    Args:
        model: the stage.
        profile: who holds the office.
        temper: how the persons of each world differ from their record.
        reference: the state of 22 June 1941, on which the disposition is set.
        rules: what it reasons with at first, as the reference does when not given.
    """

    has_veto = False

    hope: Array
    keep: Array
    need: Array
    ripeness: Array
    relief: Array
    north: Array
    south: Array
    net: Array

    def __init__(
        self,
        model: mesa.Model,
        profile: Profile,
        temper: Temper,
        reference: View,
        *,
        rules: Rules | None = None,
    ) -> None:
        super().__init__(model)
        self.profile = profile
        self.temper = temper
        worlds = len(temper.stance)
        held = reference.rules if rules is None else rules
        self.mind = Mind.at_outset(profile, worlds=worlds, rules=held, oil_loss=held.sanctions.licences)
        self.traits = replace(_calibrated(profile, reference))
        self.successor_green = profile.green
        self.is_successor: Mask = np.zeros(worlds, dtype=bool)
        for name in APPRAISED:
            setattr(self, name, np.zeros(worlds))
        self.parts: dict[str, Parts] = {"north": {}, "south": {}}
        self.row: int | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.profile.id}: {self.profile.title}, {self.profile.person}>"

    @property
    def contributions(self) -> dict[str, Parts]:
        """For north and south, the named parts that sum to the stance before it is held to 0..1."""
        row = self.row
        if row is None:
            return self.parts
        return {track: {n: each[row] for n, each in parts.items()} for track, parts in self.parts.items()}

    @property
    def is_navy(self) -> float:
        """1 for an office of the Navy, else 0."""
        return 1.0 if self.profile.house == "navy" else 0.0

    def perceive(self, reports: Reports) -> None:
        """Take in the reports of one step."""
        perceive(self.mind, self.traits, reports)

    def appraise(self, view: View) -> None:
        """Weigh the options and take a stance."""
        read_papers(self.mind, self.traits, view)
        war = seen_war(self.mind, view)
        traits = self.traits.scaled(view.rules.weighing.scale)
        appraisal = weigh(
            self.mind, traits, view, german_war=war, power=self.raised(war), is_navy=self.is_navy
        )
        take_stance(appraisal, traits, self.temper.stance)
        for name in APPRAISED:
            setattr(self, name, getattr(appraisal, name))
        self.parts = appraisal.contributions

    def raised(self, german_war: Array) -> Array:
        """Return the nearness of a German victory raised to the temperament of whoever holds the office."""
        power = staff.green_power(german_war, self.profile.green)
        if not self.is_successor.any():
            return power
        return np.where(self.is_successor, staff.green_power(german_war, self.successor_green), power)

    def consent(self, view: View) -> Consent:
        """Return what this office would sign at this sitting; only holders of a veto are asked."""
        raise NotImplementedError(f"{self.profile.id} holds no veto and is not asked")

    def accepts_southern_war(self, view: View) -> Mask:
        """Return where the office leans south enough and the gamble clearly beats the sure loss."""
        rules, nerve = view.rules, self.temper.nerve
        leans = self.south + nerve >= rules.council.southern_war
        return leans & (self.relief + nerve >= rules.council.recoil)

    def succeed(self, mask: Mask, person: Profile, reference: View) -> None:
        """Let a successor take the office in the worlds of a mask."""
        self.traits = self.traits.where(mask, _calibrated(person, reference))
        self.successor_green = person.green
        self.is_successor = self.is_successor | mask


@cache
def _calibrated(profile: Profile, reference: View) -> Traits:
    """Return a person's traits, the disposition set so that the stance of 22 June is the recorded one."""
    traits = Traits.of(profile)
    rules = reference.rules
    lost = rules.sanctions.licences + rules.sanctions.talks_failed
    mind = Mind.at_outset(profile, worlds=1, rules=rules, oil_loss=lost)
    is_navy = 1.0 if profile.house == "navy" else 0.0
    war = seen_war(mind, reference)
    power = staff.green_power(war, profile.green)
    weighed = traits.scaled(reference.rules.weighing.scale)
    parts = weigh(mind, weighed, reference, german_war=war, power=power, is_navy=is_navy).contributions
    traits.base_north = 0.5 * (1.0 + profile.net) - float(total(parts["north"])[0])
    traits.base_south = 0.5 * (1.0 - profile.net) - float(total(parts["south"])[0])
    return traits
