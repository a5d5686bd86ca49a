"""Changes of persons that follow from the politics.

Nobody dismisses a minister: a cabinet resigns and is formed anew without him (CHR046, CHR049).
A Foreign Minister who stands too far from the rest after a policy has been settled against
him brings it down; so does a Prime Minister who alone will not sign a southern war (CHR086).
"""

from __future__ import annotations

import numpy as np

from kantokuen.agents.faction import Faction
from kantokuen.agents.profile import successors
from kantokuen.agents.view import Array, Mask, View

_RESIGNS_AFTER = 14.0
"""Days of open isolation after which the cabinet falls: 2 to 16 July (CHR034, CHR046)."""

_PEERS = ("AGS", "WAR", "NGS", "NAV", "PM")


class Persons:
    """Who has left office in each world; arrays of shape ``(worlds,)``.

    Attributes:
        isolated_since: day since which the Foreign Minister stands alone, infinite otherwise.
        foreign_minister_left, prime_minister_left: day of the change, infinite where none.
    """

    STATE = ("isolated_since", "foreign_minister_left", "prime_minister_left")

    def __init__(self, worlds: int) -> None:
        self.isolated_since = np.full(worlds, np.inf)
        self.foreign_minister_left = np.full(worlds, np.inf)
        self.prime_minister_left = np.full(worlds, np.inf)

    def change(
        self, table: dict[str, Faction], view: View, reference: View, *, is_settled: Mask, only_premier: Mask,
        is_barred: bool,
    ) -> list[str]:  # fmt: skip
        """Let those go whom the politics has left without support.

        Args:
            table: the offices, after they have appraised.
            view: what lies on the table.
            reference: the state of 22 June 1941, for the disposition of successors.
            is_settled: where a policy has been adopted.
            only_premier: where only the Prime Minister objects to the southern war.
            is_barred: whether the Foreign Minister stays whatever happens.

        Returns:
            Ids of the offices that have a new holder in some world.
        """
        minister = table["FOR"]
        total = sum(table[each].profile.weight for each in _PEERS)
        peers = sum((table[each].profile.weight / total) * table[each].net for each in _PEERS)
        in_office = self.foreign_minister_left == np.inf
        distance = minister.net - peers + minister.temper.nerve
        is_alone = in_office & is_settled & (distance >= view.rules.council.isolation)
        since = np.minimum(self.isolated_since, view.day)
        self.isolated_since = np.where(is_alone, since, np.inf)
        falls = is_alone & (view.day - self.isolated_since >= _RESIGNS_AFTER)
        if not is_barred:
            fallen = self.isolated_since + _RESIGNS_AFTER
            self.foreign_minister_left = _replace(
                minister, falls, fallen, self.foreign_minister_left, reference
            )
        goes = only_premier & (self.prime_minister_left == np.inf)
        today = np.full_like(self.prime_minister_left, view.day)
        self.prime_minister_left = _replace(table["PM"], goes, today, self.prime_minister_left, reference)
        # the Navy Minister went with the Prime Minister (the cabinet of October 1941)
        if goes.any():
            table["NAV"].succeed(goes, successors()["NAV"], reference)
        falls_in_some = bool(falls.any()) and not is_barred
        return ["FOR"] * falls_in_some + ["PM", "NAV"] * bool(goes.any())


def _replace(office: Faction, goes: Mask, when: Array, left: Array, reference: View) -> Array:
    if goes.any():
        office.succeed(goes, successors()[office.profile.id], reference)
    return np.where(goes, when, left)
