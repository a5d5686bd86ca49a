"""The assembly: offices that perceive and appraise together.

The rules of `weighing` are the same for every office, so those whose holder cannot change are
stacked, ``(offices, worlds)``, and weighed in one go; the others weigh alone.  An office gets
the same bits either way, which is tested.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

import numpy as np

from kantokuen.agents import staff
from kantokuen.agents.faction import APPRAISED, Faction
from kantokuen.agents.mind import Mind
from kantokuen.agents.profile import Traits, successors
from kantokuen.agents.view import Array, Reports, View
from kantokuen.agents.weighing import perceive, read_papers, seen_war, take_stance, weigh


class Assembly:
    """All offices of a table.

    Args:
        offices: those who sit, in the order of the table.
    """

    def __init__(self, offices: Iterable[Faction]) -> None:
        seated = list(offices)
        self.stacked = [each for each in seated if each.profile.id not in successors()]
        self.alone = [each for each in seated if each.profile.id in successors()]
        self.traits = _stacked_traits(self.stacked)
        self.stance = np.stack([each.temper.stance for each in self.stacked])
        self.is_navy = np.array([[each.is_navy] for each in self.stacked])
        self.halves = np.array([each.profile.green for each in self.stacked])
        self.readers = np.array(["soviet" in each.profile.reads for each in self.stacked])
        self.mind = self.gather()

    def gather(self) -> Mind:
        """Stack the minds of the offices, and return the stack."""
        minds = [each.mind for each in self.stacked]
        self.mind = Mind(
            **{each.name: _stack([getattr(mind, each.name) for mind in minds]) for each in fields(Mind)}
        )
        return self.mind

    def perceive(self, reports: Reports, briefing: Array) -> None:
        """Hand each office the reports that it is entitled to see.

        Args:
            reports: what has come in, with the counts of Soviet divisions.
            briefing: what those are told who do not read the counts, shape ``(worlds,)``.
        """
        told = np.empty((len(self.stacked), len(briefing)))
        told[self.readers] = reports.soviet_divisions
        told[~self.readers] = briefing
        perceive(self.mind, self.traits, reports.told(told))
        second_hand = reports.told(briefing)
        for office in self.alone:
            office.perceive(reports if "soviet" in office.profile.reads else second_hand)

    def appraise(self, view: View) -> None:
        """Let all offices weigh and take a stance."""
        read_papers(self.mind, self.traits, view)
        war = seen_war(self.mind, view)
        power = staff.green_power(war, self.halves)
        appraisal = weigh(self.mind, self.traits, view, german_war=war, power=power, is_navy=self.is_navy)
        take_stance(appraisal, self.traits, self.stance)
        arrays = [(name, getattr(appraisal, name)) for name in APPRAISED]
        for row, office in enumerate(self.stacked):
            for name, values in arrays:
                setattr(office, name, values[row])
            office.parts, office.row = appraisal.contributions, row
            self._hand_back(office, row)
        for office in self.alone:
            office.appraise(view)

    def belief(self, office: Faction) -> Array:
        """Return the mean belief in Soviet divisions of one of the stacked offices."""
        believed: Array = self.mind.soviet_divisions[self.stacked.index(office)]
        return believed

    def _hand_back(self, office: Faction, row: int) -> None:
        mind, own = self.mind, office.mind
        own.soviet_divisions = mind.soviet_divisions[row]
        own.soviet_spread = np.asarray(mind.soviet_spread)[row]
        own.german_war = mind.german_war[row]
        own.german_spread = np.asarray(mind.german_spread)[row]
        own.materiel_gone = mind.materiel_gone[row]
        own.oil_loss = mind.oil_loss[row]
        own.credit = mind.credit[row]


def _stack(values: list[Array]) -> Array:
    """Stack one field of several minds: rows of worlds, or a column of numbers."""
    width = max(np.size(each) for each in values)
    rows = [np.broadcast_to(np.asarray(each, dtype=np.float64), (width,)) for each in values]
    return np.stack(rows)


def _stacked_traits(offices: list[Faction]) -> Traits:
    names = [each.name for each in fields(Traits)]
    columns = {name: np.array([[getattr(each.traits, name)] for each in offices]) for name in names}
    return Traits(**columns)
