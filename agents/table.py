"""The table: the offices that sit at it, what each believes, and where each stands.

The rules of `weighing` are the same for every office, so all offices are stacked and weighed in
one go: every array has the shape ``(offices, worlds)``, or ``(offices, 1)`` where the worlds are
alike.  An office, a `Faction`, is one row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache

import numpy as np

from kantokuen.agents import staff
from kantokuen.agents.mind import Mind, Temper
from kantokuen.agents.profile import Profile, Traits, successors
from kantokuen.agents.view import Array, Mask, Reports, Rules, View
from kantokuen.agents.weighing import Appraisal, appraise, perceive, read_papers, seen_war, total


@dataclass(slots=True, eq=False)
class Table:
    """The offices of a table in all worlds.

    Attributes:
        profiles: who held each office on 22 June 1941, in the order of the rows.
        mind: what each believes.
        temper: how the persons of a world differ from their record.
        is_successor: where somebody else has taken an office over, shape ``(offices, worlds)``.
        appraisal: what each made of the last sitting, nought before the first.
        traits: what whoever holds an office reasons with, weights times ``weighing.scale``.
    """

    profiles: tuple[Profile, ...]
    mind: Mind
    temper: Temper
    is_successor: Mask
    appraisal: Appraisal
    traits: Traits

    @classmethod
    def at_outset(cls, profiles: Iterable[Profile], temper: Temper, reference: View, rules: Rules) -> Table:
        """Return the table before any report.

        Args:
            profiles: who sits, in the order of the rows.
            temper: drawn for these offices, shape ``(offices, worlds)`` each.
            reference: the state of 22 June 1941, on which dispositions are set.
            rules: what they reason with.
        """
        sitting = tuple(profiles)
        shape = offices, worlds = temper.stance.shape
        return cls(
            profiles=sitting,
            mind=Mind.at_outset(sitting, worlds=worlds, rules=rules, oil_loss=rules.sanctions.licences),
            temper=temper,
            is_successor=np.zeros(shape, dtype=bool),
            appraisal=Appraisal.nought((offices, worlds)),
            traits=_traits_of(sitting, reference, rules, worlds=worlds),
        )

    @property
    def rows(self) -> dict[str, int]:
        """The row of each office, by id."""
        return {each.id: row for row, each in enumerate(self.profiles)}

    def engage(self, reference: View, rules: Rules) -> None:
        """Give each office anew the traits of whoever holds it; arguments as in `at_outset`."""
        self.traits = _traits_of(self.profiles, reference, rules, worlds=self.is_successor.shape[1])
        for row, profile in enumerate(self.profiles):
            if self.is_successor[row].any():
                self._replace(row, self.is_successor[row], successors()[profile.id], reference, rules)

    def succeed(self, office: str, mask: Mask, reference: View, rules: Rules) -> None:
        """Let the successor take an office in the worlds of a mask; arguments as in `at_outset`."""
        row = self.rows[office]
        self.is_successor[row] |= mask
        self._replace(row, mask, successors()[office], reference, rules)

    def _replace(self, row: int, mask: Mask, person: Profile, reference: View, rules: Rules) -> None:
        own = _traits_of((person,), reference, rules, worlds=len(mask))
        for each in fields(Traits):
            if each.name != "attention":  # the staff stays
                of_all = getattr(self.traits, each.name)
                of_all[row] = np.where(mask, getattr(own, each.name)[0], of_all[row])

    def perceive(self, reports: Reports, briefing: Array) -> None:
        """Hand each office the reports that it is entitled to see.

        Args:
            reports: what has come in, with the counts of Soviet divisions.
            briefing: what those are told who do not read the counts, shape ``(worlds,)``.
        """
        reads = np.array([["soviet" in each.reads] for each in self.profiles])
        perceive(self.mind, self.traits, reports.told(np.where(reads, reports.soviet_divisions, briefing)))

    def appraise(self, view: View) -> None:
        """Let all offices weigh and take a stance."""
        self.appraisal.contributions = {}  # their memory serves those of this sitting
        read_papers(self.mind, self.traits, view)
        war = seen_war(self.mind, view)
        self.appraisal = appraise(
            self.mind,
            self.traits,
            view,
            german_war=war,
            power=self._power(war),
            is_navy=_is_navy(self.profiles, self.is_successor.shape[1]),
            lean=self.temper.stance,
        )

    def _power(self, war: Array) -> Array:
        """Return the nearness of a German victory raised to the temperament of whoever holds an office."""
        power = staff.green_power(war, np.array([each.green for each in self.profiles]))
        for row in np.flatnonzero(self.is_successor.any(axis=1)):
            person = successors()[self.profiles[row].id]
            power[row] = np.where(
                self.is_successor[row], staff.green_power(war[row], person.green), power[row]
            )
        return power


def _traits_of(profiles: tuple[Profile, ...], reference: View, rules: Rules, *, worlds: int) -> Traits:
    """Return the traits of persons at full width, weights times ``weighing.scale``; see `_recorded`."""
    scaled = _recorded(profiles, reference).scaled(rules.weighing.scale)
    wide = {each.name: _wide(getattr(scaled, each.name), worlds) for each in fields(Traits)}
    return Traits(**{**wide, "attention": scaled.attention})


@cache
def _recorded(profiles: tuple[Profile, ...], reference: View) -> Traits:
    """Return the traits of persons, the disposition set so that the stance of 22 June is the recorded one.

    Shape ``(offices, 1)``.
    """
    traits, rules = Traits.of(profiles), reference.rules
    lost = rules.sanctions.licences + rules.sanctions.talks_failed
    mind = Mind.at_outset(profiles, worlds=1, rules=rules, oil_loss=lost)
    war = seen_war(mind, reference)
    scaled = traits.scaled(rules.weighing.scale)
    appraisal = appraise(
        mind,
        scaled,
        reference,
        german_war=war,
        power=staff.green_power(war, np.array([each.green for each in profiles])),
        is_navy=_is_navy(profiles, 1),
        lean=np.zeros_like(war),
    )
    net = np.array([[each.net] for each in profiles])
    traits.base_north = 0.5 * (1.0 + net) - total(appraisal.contributions["north"])
    traits.base_south = 0.5 * (1.0 - net) - total(appraisal.contributions["south"])
    return traits


def _is_navy(profiles: tuple[Profile, ...], worlds: int) -> Array:
    """Return 1 for an office of the Navy, else 0, at full width."""
    return _wide(np.array([[float(each.house == "navy")] for each in profiles]), worlds)


def _wide(column: Array, worlds: int) -> Array:
    """Return a column at full width, for NumPy is slow to stretch one in every operation."""
    return np.broadcast_to(column, (len(column), worlds)).copy()
