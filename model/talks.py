"""The talks with Washington: what is tabled, who refuses it, what a truce or a settlement changes.

Two texts lie on the table at a sitting: a settlement of everything, China included, and a truce that leaves
China out.  Both are drawn up as Washington would sign them; the Foreign Minister and the Prime Minister table
them if they can live with them, and the General Staff, the War Minister, the Naval Staff and the Navy
Minister must all sign.  The talks are the same under every lens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.army import GeneralStaff, MilitaryAffairsBureau, OperationsBureau, WarMinister
from kantokuen.agents.cabinet import ForeignMinister, PrimeMinister
from kantokuen.agents.navy import NavyGeneralStaff, NavyMinistry
from kantokuen.agents.terms import ABROAD, REFUSERS, SIGNATORIES, Terms
from kantokuen.agents.view import Array, Mask, View
from kantokuen.model.calendar import NEVER
from kantokuen.model.seating import Offices, held

Codes = NDArray[np.int8]

NOT_TABLED: Final = -1
SIGNED: Final = len(REFUSERS)
"""What may come of a text beside a refusal, which is the place of who refuses among `REFUSERS`."""

_NOBODY_ASKED: Final = -np.inf


@dataclass(slots=True, eq=False)
class Tabled:
    """What came of the two texts at one sitting, arrays of shape ``(worlds,)``: see `SIGNED`.

    Attributes:
        day: day of the sitting.
        settlement, truce: what came of each.
    """

    day: float
    settlement: Codes
    truce: Codes


@dataclass(slots=True, eq=False)
class Talks:
    """What the talks have come to in each world; arrays of shape ``(worlds,)``.

    Attributes:
        settled_day: first day of a settlement or truce, infinite where there is none.
        until: day on which the last one ends, infinite for a settlement, 0 where there is none.
        oil: share of oil imports that it lets through.
        refused_day: day of the last table at which either text was refused, infinite where none was.
        settlement_refused_by, truce_refused_by: who refused each text when last it was tabled, place among
            `REFUSERS`; `NOT_TABLED` where it never was.
        undone_day: day of the choice of a southern war that a truce has called off, infinite where none.
        minutes: of each sitting at which anything was tabled; None where none are kept.
    """

    settled_day: Array
    until: Array
    oil: Array
    refused_day: Array
    settlement_refused_by: Codes
    truce_refused_by: Codes
    undone_day: Array
    minutes: list[Tabled] | None

    @classmethod
    def at_outset(cls, worlds: int, *, keeps_minutes: bool = False) -> Talks:
        """Return the state before anything is tabled."""
        never, nobody = np.full(worlds, NEVER), np.full(worlds, NOT_TABLED, dtype=np.int8)
        return cls(
            settled_day=never,
            until=np.zeros(worlds),
            oil=np.zeros(worlds),
            refused_day=never.copy(),
            settlement_refused_by=nobody,
            truce_refused_by=nobody.copy(),
            undone_day=never.copy(),
            minutes=[] if keeps_minutes else None,
        )

    def holds(self, day: float) -> Mask:
        """Return where a settlement or a truce holds on a day."""
        holding: Mask = (self.settled_day <= day) & (day < self.until)
        return holding

    def end_with(self, war_day: Array) -> None:
        """Let what holds end on the day on which a war in the north begins."""
        if self.until.any():
            self.until = np.minimum(self.until, np.where(self.settled_day <= war_day, war_day, self.until))

    def eased(self, loss: Array, day: float) -> Array:
        """Return the share of oil imports lost on a day, less what is let through where anything holds."""
        if not self.until.any():
            return loss
        return np.where(self.holds(day), np.minimum(loss, 1.0 - self.oil), loss)

    def is_open(self, view: View, *, is_alarming: Mask, at_peace: Mask) -> Mask:
        """Return where both texts are drawn up: oil alarms, no war beside China's, nothing holds for long.

        Args:
            view: what lies on the table in Tokyo.
            is_alarming: where the oil lost alarms the Prime Minister.
            at_peace: where no war has begun in the north.
        """
        holding = self.holds(view.day)
        needed = np.where(holding, self.until <= view.next_sitting, is_alarming)
        open_: Mask = needed & at_peace & ~view.is_southern_war
        return open_

    def sit(
        self, offices: Offices, view: View, terms: Terms, *, is_open: Mask, offered: Array, days: float
    ) -> Mask:
        """Table both texts, a truce where there is no settlement, and sign what all sign.

        Args:
            offices: the offices, after they have appraised.
            view: what lies on the table in Tokyo.
            terms: what Washington would sign.
            is_open: where anything is drawn up at all.
            offered: oil that Washington lets through under a truce, share of imports.
            days: for how long a truce holds.

        Returns:
            Where a settlement or truce is signed.
        """
        settlement, truce = _gaps(offices, view, terms)
        settled = _answered(offices, view, settlement, is_open)
        agreed = _answered(offices, view, truce, is_open & (settled != SIGNED))
        self._note(view.day, settled, agreed)
        ends = np.where(settled == SIGNED, NEVER, view.day + days)
        signed: Mask = (settled == SIGNED) | (agreed == SIGNED)
        self.settled_day = np.where(signed, np.minimum(self.settled_day, view.day), self.settled_day)
        self.until = np.where(signed, ends, self.until)
        self.oil = np.where(signed, np.where(settled == SIGNED, 1.0, offered), self.oil)
        return signed

    def _note(self, day: float, settled: Codes, agreed: Codes) -> None:
        for name, codes in (("settlement_refused_by", settled), ("truce_refused_by", agreed)):
            is_refused = (codes != NOT_TABLED) & (codes != SIGNED)
            setattr(self, name, np.where(is_refused, codes, getattr(self, name)))
            self.refused_day = np.where(is_refused, day, self.refused_day)
        if self.minutes is not None:
            self.minutes.append(Tabled(day, settled, agreed))


Gaps = dict[str, Array]
"""By who may refuse, how far the text lies beyond what it would sign; above 0 it does not sign."""


def _gaps(offices: Offices, view: View, terms: Terms) -> tuple[Gaps, Gaps]:
    """Return how far a settlement, and a truce, lie beyond what each would sign.

    Washington refuses where those who table a text would ask for more, or give less, than it would sign; the
    Pact does not hold them.  The Navy does not rule on China, and the Navy Minister signs what the War
    Minister signs, unless the Prime Minister takes the blame.
    """
    foreign, premier = held(offices, ForeignMinister), held(offices, PrimeMinister)
    staff, minister = held(offices, GeneralStaff), held(offices, WarMinister)
    ministry = held(offices, NavyMinistry)
    bound = np.where(foreign.tables_talks(), _NOBODY_ASKED, np.inf)
    sponsors = np.maximum(foreign.asks_oil(view), premier.asks_oil(view))
    yielded = np.minimum(foreign.yields_in_china(view), premier.yields_in_china(view))
    asked = {
        "AGS": staff.asks_oil(view, terms, held(offices, OperationsBureau)),
        "WAR": minister.asks_oil(view, terms, held(offices, MilitaryAffairsBureau)),
        "NGS": held(offices, NavyGeneralStaff).asks_oil(view, terms),
        "NAV": ministry.asks_oil(view),
    }
    truce = {ABROAD: sponsors - terms.oil_of_truce, "FOR": bound}
    truce |= {office: each - terms.oil_of_truce for office, each in asked.items()}
    whole = {ABROAD: np.maximum(sponsors - terms.oil_of_settlement, terms.china - yielded), "FOR": bound}
    whole |= {office: each - terms.oil_of_settlement for office, each in asked.items()}
    whole["AGS"] = np.maximum(whole["AGS"], staff.misses(view, terms))
    whole["WAR"] = np.maximum(whole["WAR"], minister.misses(view, terms))
    for gaps in (truce, whole):
        gaps["NAV"] = np.where(terms.is_blame_taken, gaps["NAV"], gaps["WAR"])
    return whole, truce


def _answered(offices: Offices, view: View, gaps: Gaps, is_tabled: Mask) -> Codes:
    """Return what comes of a text in each world: who refuses it, `SIGNED`, or `NOT_TABLED`.

    A Foreign Minister who would not table it, then Washington, then, of those who do not sign, the one that
    is furthest away, refuses.  Without ``mechanism.unanimity`` a majority of power signs.
    """
    refuser = np.full(len(is_tabled), SIGNED, dtype=np.int8)
    furthest = np.zeros(len(is_tabled))
    against = np.zeros(len(is_tabled))
    power = 0.0
    for office in SIGNATORIES:
        gap, weight = gaps[office], offices[office].profile.power
        refuser = np.where(gap > furthest, np.int8(REFUSERS.index(office)), refuser)
        furthest = np.maximum(furthest, gap)
        against = against + weight * (gap > 0.0)
        power += weight
    if not view.rules.mechanism.unanimity:
        refuser = np.where(against < 0.5 * power, np.int8(SIGNED), refuser)
    for other in (ABROAD, "FOR"):
        refuser = np.where(gaps[other] > 0.0, np.int8(REFUSERS.index(other)), refuser)
    return np.where(is_tabled, refuser, np.int8(NOT_TABLED))
