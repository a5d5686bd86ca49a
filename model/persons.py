"""Changes of persons that follow from the politics.

Nobody dismisses a minister: a cabinet resigns and is formed anew without him (CHR046, CHR049).
A Foreign Minister who stands too far from the rest after a policy has been settled against
him brings it down; so does a Prime Minister who alone will not sign a southern war (CHR086).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kantokuen.agents.faction import Faction
from kantokuen.agents.view import Array, Mask, View
from kantokuen.model.calendar import NEVER

_RESIGNS_AFTER = 14.0
"""Days of open isolation after which the cabinet falls: 2 to 16 July (CHR034, CHR046)."""

_PEERS = ("AGS", "WAR", "NGS", "NAV", "PM")


@dataclass(slots=True, eq=False)
class Persons:
    """Who has left office in each world; arrays of shape ``(worlds,)``.

    Attributes:
        isolated_since: day since which the Foreign Minister stands alone, infinite otherwise.
        foreign_minister_left, prime_minister_left: day of the change, infinite where none.
    """

    isolated_since: Array
    foreign_minister_left: Array
    prime_minister_left: Array

    @classmethod
    def at_outset(cls, worlds: int) -> Persons:
        """Return the state in which all are in office."""
        return cls(*(np.full(worlds, NEVER) for _ in range(3)))

    def change(
        self,
        offices: Mapping[str, Faction],
        view: View,
        *,
        is_settled: Mask,
        only_premier: Mask,
        is_barred: bool,
    ) -> dict[str, Mask]:
        """Let those go whom the politics has left without support.

        Args:
            offices: the offices, after they have appraised.
            view: what lies on the table.
            is_settled: where a policy has been adopted.
            only_premier: where only the Prime Minister objects to the southern war.
            is_barred: whether the Foreign Minister stays whatever happens.

        Returns:
            By office that changes hands in some world, where it does.
        """
        minister = offices["FOR"]
        total = sum(offices[each].profile.weight for each in _PEERS)
        peers = sum((offices[each].profile.weight / total) * offices[each].net for each in _PEERS)
        in_office = self.foreign_minister_left == NEVER
        distance = minister.net - peers + minister.temper.nerve
        is_alone = in_office & is_settled & (distance >= view.rules.council.isolation)
        since = np.minimum(self.isolated_since, view.day)
        self.isolated_since = np.where(is_alone, since, NEVER)
        falls = is_alone & (view.day - self.isolated_since >= _RESIGNS_AFTER)
        goes = only_premier & (self.prime_minister_left == NEVER)
        self.prime_minister_left = np.where(goes, view.day, self.prime_minister_left)
        # the Navy Minister went with the Prime Minister (the cabinet of October 1941)
        changed = {"PM": goes, "NAV": goes}
        if not is_barred:
            fallen = self.isolated_since + _RESIGNS_AFTER
            self.foreign_minister_left = np.where(falls, fallen, self.foreign_minister_left)
            changed["FOR"] = falls
        return {office: where for office, where in changed.items() if where.any()}
