"""The assembly: offices that perceive and appraise together.

The rules of `weighing` are the same for every office, so the offices are stacked,
``(offices, worlds)``, and weighed in one go.  An office gets the same bits as when it weighs
alone, which is tested.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

import numpy as np

from kantokuen.agents import staff
from kantokuen.agents.faction import APPRAISED, Faction
from kantokuen.agents.mind import Mind
from kantokuen.agents.profile import Traits
from kantokuen.agents.view import Array, Number, Reports, View
from kantokuen.agents.weighing import perceive, read_papers, seen_war, take_stance, weigh


class Table:
    """Offices of a table that weigh together.

    Args:
        offices: those who sit, in the order of the table.
        scale: ``weighing.scale``.
    """

    def __init__(self, offices: Iterable[Faction], scale: Number) -> None:
        self.offices = list(offices)
        self.scale = scale
        self.worlds = len(self.offices[0].temper.stance)
        self.rows = {each.profile.id: row for row, each in enumerate(self.offices)}
        self.stance = np.stack([each.temper.stance for each in self.offices])
        self.is_navy = np.repeat([[each.is_navy] for each in self.offices], self.worlds, axis=1)
        self.halves = np.array([each.profile.green for each in self.offices])
        self.readers = np.array(["soviet" in each.profile.reads for each in self.offices])
        self.gather()

    def gather(self) -> None:
        """Stack the minds and traits of all offices."""
        minds = [each.mind for each in self.offices]
        self.mind = Mind(
            **{f.name: _stacked([getattr(mind, f.name) for mind in minds]) for f in fields(Mind)}
        )
        scaled = [each.traits.scaled(self.scale) for each in self.offices]
        stacks = {f.name: [getattr(traits, f.name) for traits in scaled] for f in fields(Traits)}
        attention = _stacked(stacks.pop("attention"))
        wide = {name: _widened(values, self.worlds) for name, values in stacks.items()}
        self.traits = Traits(**wide, attention=attention)

    def renew(self, office: str) -> None:
        """Take over the traits of an office that was given a successor in some worlds."""
        row = self.rows[office]
        scaled = self.offices[row].traits.scaled(self.scale)
        for each in fields(Traits):
            if each.name != "attention":
                getattr(self.traits, each.name)[row] = getattr(scaled, each.name)

    def perceive(self, reports: Reports, briefing: Array) -> None:
        """Hand each office the reports that it is entitled to see.

        Args:
            reports: what has come in, with the counts of Soviet divisions.
            briefing: what those are told who do not read the counts, shape ``(worlds,)``.
        """
        told = np.empty((len(self.offices), self.worlds))
        told[self.readers] = reports.soviet_divisions
        told[~self.readers] = briefing
        perceive(self.mind, self.traits, reports.told(told))

    def appraise(self, view: View) -> None:
        """Let all offices weigh and take a stance, and hand each its own."""
        read_papers(self.mind, self.traits, view)
        war = seen_war(self.mind, view)
        power = staff.green_power(war, self.halves)
        for row, office in enumerate(self.offices):
            if office.is_successor.any():
                power[row] = office.raised(war[row])
        appraisal = weigh(self.mind, self.traits, view, german_war=war, power=power, is_navy=self.is_navy)
        take_stance(appraisal, self.traits, self.stance)
        arrays = [(name, getattr(appraisal, name)) for name in APPRAISED]
        for row, office in enumerate(self.offices):
            for name, values in arrays:
                setattr(office, name, values[row])
            office.parts, office.row = appraisal.contributions, row
            self._hand_back(office, row)

    def belief(self, office: str) -> Array:
        """Return the mean belief in Soviet divisions of one office, by id."""
        believed: Array = self.mind.soviet_divisions[self.rows[office]]
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


def _stacked(values: list[Number]) -> Array:
    """Stack one field of several offices: rows of worlds, or a column where all are numbers."""
    width = max(np.size(each) for each in values)
    return _widened(values, width)


def _widened(values: list[Number], worlds: int) -> Array:
    """Stack one field of several offices at full width."""
    rows = [np.broadcast_to(np.asarray(each, dtype=np.float64), (worlds,)) for each in values]
    return np.stack(rows)
