"""Changes of persons that follow from the politics.

Nobody dismisses a minister: a cabinet resigns and is formed anew without him (CHR046, CHR049).
A Foreign Minister who blocks what has been settled, and whom the rest have left, brings it down
sooner or later; so does a Prime Minister who alone will not sign a southern war (CHR086), before it is
chosen.  The new cabinet is formed some days later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from kantokuen.agents.faction import Faction
from kantokuen.agents.view import Array, Mask, Number, View
from kantokuen.model.calendar import NEVER

_PEERS = ("AGS", "WAR", "NGS", "NAV", "PM")

_NEXT_CABINET: Final = ("TOJ", "SHI", "TOG")
"""Who comes into office with a new Prime Minister (the cabinet of October 1941: CHR087)."""


@dataclass(slots=True, eq=False)
class Persons:
    """Who has left office in each world; arrays of shape ``(worlds,)``.

    Attributes:
        support_left: chance that the Foreign Minister has not brought the cabinet down yet, given the
            hazards so far.
        foreign_minister_left: day on which a successor takes over from Matsuoka, infinite where none.
        prime_minister_left: day on which a new cabinet takes over from Konoe's, infinite where none.
    """

    support_left: Array
    foreign_minister_left: Array
    prime_minister_left: Array

    @classmethod
    def at_outset(cls, worlds: int) -> Persons:
        """Return the state in which all are in office."""
        return cls(np.ones(worlds), np.full(worlds, NEVER), np.full(worlds, NEVER))

    def is_matsuoka_gone(self, day: float) -> Mask:
        """Return where somebody else holds the Foreign Ministry on a day."""
        gone: Mask = self.foreign_minister_left <= day
        return gone

    def due(self, before: float, today: float, *, is_barred: bool) -> Iterator[tuple[str, Mask]]:
        """Yield who takes over an office since a day and until today, and where.

        Args:
            before: day of the sitting before.
            today: day of this sitting.
            is_barred: whether Matsuoka stays whatever the cabinet does.
        """
        comes = (before < self.foreign_minister_left) & (self.foreign_minister_left <= today)
        comes = comes & (self.foreign_minister_left < self.prime_minister_left)
        if comes.any():
            yield "TOY", comes
        new = (before < self.prime_minister_left) & (self.prime_minister_left <= today)
        if new.any():
            yield from ((key, new) for key in _NEXT_CABINET if key != "TOG" or not is_barred)

    def change(
        self,
        offices: Mapping[str, Faction],
        view: View,
        *,
        is_settled: Mask,
        only_premier: Mask,
        is_barred: bool,
        rate: Number,
        forming_days: Number,
        draw: Array,
    ) -> None:
        """Let those go until the next sitting whom the politics has left without support.

            hazard a day = rate blocks left          once a policy has been settled
            blocks = max(0, net)                     how hard the minister works against it
            left   = sum_i w_i clip(net - net_i, 0, 1)     how far the others stand from him

        over the General Staff, the War and Navy Ministers, the Naval Staff and the Prime Minister, with
        w_i their power times salience over its sum.

        Args:
            offices: the offices, after they have appraised.
            view: what lies on the table.
            is_settled: where a policy has been adopted.
            only_premier: where only the Prime Minister objects to a southern war that is not chosen yet.
            is_barred: whether the Foreign Minister stays whatever happens.
            rate: ``politics.cabinet_rate``.
            forming_days: days from a resignation to the new cabinet.
            draw: one uniform draw a world for the whole run.
        """
        goes = only_premier & (self.prime_minister_left == NEVER)
        self.prime_minister_left = np.where(goes, view.day + forming_days, self.prime_minister_left)
        # the Foreign Minister goes with the cabinet, if no successor is in office yet
        if is_barred:
            return
        minister = offices["FOR"]
        total = sum(offices[each].profile.weight for each in _PEERS)
        left = np.zeros(len(draw))
        for each in _PEERS:
            apart = (minister.net - offices[each].net).clip(0.0, 1.0)
            left = left + (offices[each].profile.weight / total) * apart
        days = view.next_sitting - view.day
        hazard = rate * minister.net.clip(0.0, 1.0) * left * is_settled
        after = self.support_left * (1.0 - (hazard * days).clip(0.0, 1.0))
        falls = (self.foreign_minister_left == NEVER) & (1.0 - after > draw)
        share = (draw - (1.0 - self.support_left)) / (self.support_left - after).clip(1e-12, 1.0)
        fallen = view.day + share.clip(0.0, 1.0) * days + forming_days
        self.support_left = after
        self.foreign_minister_left = np.where(falls, fallen, self.foreign_minister_left)
        self.foreign_minister_left = np.minimum(self.foreign_minister_left, self.prime_minister_left)
