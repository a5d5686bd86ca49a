"""The table: the offices that sit at it, what each believes, and where each stands.

The rules of `weighing` are the same for every office, so all offices are stacked and weighed in
one go: every array has the shape ``(offices, worlds)``, or ``(offices, 1)`` where the worlds are
alike.  An office, a `Faction`, is one row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.mind import Mind, Temper
from kantokuen.agents.profile import OF_PERSONS, Profile, Traits, persons_of, successors
from kantokuen.agents.view import Array, Mask, Reports, Rules, View
from kantokuen.agents.weighing import Appraisal, appraise, perceive, read_papers, total

_KEPT: Final = 128
"""Persons whose dispositions are kept, since many runs share their judgements."""


@dataclass(slots=True, eq=False)
class Table:
    """The offices of a table in all worlds.

    Attributes:
        profiles: who held each office on 22 June 1941, in the order of the rows.
        mind: what each believes.
        temper: how the persons of a world differ from their record.
        holder: who holds each office, the number of the person among `persons_of` it; 0 is the
            holder of 22 June; shape ``(offices, worlds)``.
        appraisal: what each made of the last sitting, nought before the first.
        traits: what whoever holds an office reasons with, weights times ``weighing.scale``.
    """

    profiles: tuple[Profile, ...]
    mind: Mind
    temper: Temper
    holder: NDArray[np.uint8]
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
            holder=np.zeros(shape, dtype=np.uint8),
            appraisal=Appraisal.nought((offices, worlds)),
            traits=_traits_of(sitting, reference, rules, lean=temper.stance).at_width(worlds),
        )

    @property
    def rows(self) -> dict[str, int]:
        """The row of each office, by id."""
        return {each.id: row for row, each in enumerate(self.profiles)}

    def engage(self, reference: View, rules: Rules) -> None:
        """Give each office anew the traits of whoever holds it; arguments as in `at_outset`."""
        worlds = self.holder.shape[1]
        self.traits = _traits_of(self.profiles, reference, rules, lean=self.temper.stance).at_width(worlds)
        for row, profile in enumerate(self.profiles):
            for number, person in enumerate(persons_of(profile.id)[1:], start=1):
                holds = self.holder[row] == number
                if holds.any():
                    self._replace(row, holds, person, reference, rules)

    def succeed(self, key: str, mask: Mask, reference: View, rules: Rules) -> None:
        """Let a successor take over in the worlds of a mask.

        Args:
            key: which of the `successors`.
            mask: where.
            reference: as in `at_outset`.
            rules: likewise.
        """
        person = successors()[key]
        row = self.rows[person.id]
        self.holder[row, mask] = persons_of(person.id).index(person)
        self._replace(row, mask, person, reference, rules)

    def _replace(self, row: int, mask: Mask, person: Profile, reference: View, rules: Rules) -> None:
        own = _traits_of((person,), reference, rules, lean=self.temper.stance[row : row + 1])
        for name in OF_PERSONS:
            np.copyto(getattr(self.traits, name)[row], getattr(own, name)[0], where=mask)

    def perceive(self, reports: Reports, briefing: Reports) -> None:
        """Hand each office the reports that it is entitled to see.

        Args:
            reports: what has come in, with the counts from the Soviet Far East.
            briefing: what those are told who do not read the counts.
        """
        reads = ["soviet" in each.reads for each in self.profiles]
        told = replace(
            reports,
            soviet_divisions=_handed(reads, reports.soviet_divisions, briefing.soviet_divisions),
            soviet_men=_handed(reads, reports.soviet_men, briefing.soviet_men),
        )
        perceive(self.mind, self.traits, told)

    def appraise(self, view: View) -> None:
        """Let all offices weigh and take a stance."""
        self.appraisal.contributions = {}  # their memory serves those of this sitting
        read_papers(self.mind, self.traits, view)
        self.appraisal = appraise(
            self.mind,
            self.traits,
            view,
            is_navy=is_navy(self.profiles),
        )


def _handed(reads: list[bool], report: Array, briefing: Array) -> Array:
    """Return what each office is handed, shape ``(offices, worlds)``: the report, or else the briefing."""
    return np.stack((briefing, report))[np.array(reads, dtype=np.intp)]


def _traits_of(profiles: tuple[Profile, ...], reference: View, rules: Rules, *, lean: Array) -> Traits:
    """Return the traits of persons who lean north of their record, weights times ``weighing.scale``.

    What does not differ between worlds is a column; see `_recorded`.

    Args:
        profiles: the persons.
        reference: the state of 22 June 1941, on which dispositions are set.
        rules: what they reason with.
        lean: how far each leans in each world, shape ``(persons, worlds)``.
    """
    return _recorded(profiles, reference).scaled(rules.weighing.scale).leaning(lean, rules)


def _recorded(profiles: tuple[Profile, ...], reference: View) -> Traits:
    """Return the traits of persons, the disposition set so that the stance of 22 June is the recorded one.

    Shape ``(offices, 1)``, or ``(offices, worlds)`` where judgements differ between worlds.
    """
    return _kept(profiles, reference) if len(reference.reachable) == 1 else _reckoned(profiles, reference)


@lru_cache(maxsize=_KEPT)
def _kept(profiles: tuple[Profile, ...], reference: View) -> Traits:
    return _reckoned(profiles, reference)


def _reckoned(profiles: tuple[Profile, ...], reference: View) -> Traits:
    traits, rules, worlds = Traits.of(profiles), reference.rules, len(reference.reachable)
    lost = rules.sanctions.licences + rules.sanctions.talks_failed
    mind = Mind.at_outset(profiles, worlds=worlds, rules=rules, oil_loss=lost)
    appraisal = appraise(
        mind,
        traits.scaled(rules.weighing.scale),
        reference,
        is_navy=is_navy(profiles),
    )
    net = np.array([[each.net] for each in profiles])
    traits.base_north = 0.5 * net - total(appraisal.contributions["north"])
    traits.base_south = -0.5 * net - total(appraisal.contributions["south"])
    return traits


def is_navy(profiles: tuple[Profile, ...]) -> Mask:
    """Return where an office belongs to the Navy, shape ``(offices, 1)``."""
    return np.array([[each.house == "navy"] for each in profiles])
