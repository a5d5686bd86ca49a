"""The council: papers become permissions, permissions become orders, each with its day.

No step north implies the next: to prepare, to mobilise to sixteen divisions, to enlarge, to
cross the border are separate permissions, and each takes its turn from the table to the
throne (2 to 7 July: CHR034, CHR037), where an audience may be had sooner or later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents import staff
from kantokuen.agents.army import FORCE_VARIANTS
from kantokuen.agents.view import Array, Mask, Rules, View
from kantokuen.model.calendar import NEVER, to_day
from kantokuen.model.decision import Decision
from kantokuen.model.means import IN_THE_NORTH
from kantokuen.model.values import Values

FIRST_GRANT = FORCE_VARIANTS[0]

_LEAST_STEP = 2.0
"""Least divisions of an enlargement; judgement: nobody goes to the throne for one."""


class Agreed(IntFlag):
    """What a sitting may agree in the north, in the order of its papers."""

    GIVE_UP = 1
    REOPEN = 2
    MOBILISE = 4
    ENLARGE = 8
    CROSS = 16


@dataclass(slots=True, eq=False)
class Minutes:
    """What one sitting agreed in the north, arrays of shape ``(worlds,)``.

    Attributes:
        day: day of the sitting.
        codes: sums of `Agreed`.
        sanctioned: divisions sanctioned before the sitting.
        enlarged: divisions sanctioned after it.
        enlarged_day: day from which an enlargement holds.
    """

    day: float
    codes: NDArray[np.uint8]
    sanctioned: Array
    enlarged: Array
    enlarged_day: Array


@dataclass(slots=True, eq=False)
class Council:
    """What has been permitted and ordered in each world; arrays of shape ``(worlds,)``.

    Days are infinite where the thing has not been decided.

    Attributes:
        prepare_day, mobilise_day, cross_day: when each northern step was first sanctioned.
        attack_day: when the ordered attack is to begin.
        sanctioned: divisions sanctioned for Manchuria and Korea.
        grants: how many northern permissions have been given.
        ready_day: when the sanctioned force stands ready.
        asked: divisions that Operations asked for at the last sitting.
        has_given_up, reversal_day: the attack in the present season, and when it was first given up.
        indochina_day, landing_day: decision on southern Indochina and landing.
        southern_preparation_day, southern_choice_day, southern_war_day: the southern war.
        season_opens: first day of the season that the last sitting looked to, 0 before any.
        minutes: of each sitting that agreed something in the north; None where none are kept.
    """

    prepare_day: Array
    mobilise_day: Array
    cross_day: Array
    attack_day: Array
    ready_day: Array
    reversal_day: Array
    indochina_day: Array
    landing_day: Array
    southern_preparation_day: Array
    southern_choice_day: Array
    southern_war_day: Array
    sanctioned: Array
    asked: Array
    grants: Array
    has_given_up: Mask
    season_opens: float
    minutes: list[Minutes] | None

    @classmethod
    def at_outset(cls, worlds: int, *, keeps_minutes: bool = False) -> Council:
        """Return the state before any decision."""
        return cls(
            prepare_day=np.full(worlds, NEVER),
            mobilise_day=np.full(worlds, NEVER),
            cross_day=np.full(worlds, NEVER),
            attack_day=np.full(worlds, NEVER),
            ready_day=np.full(worlds, NEVER),
            reversal_day=np.full(worlds, NEVER),
            indochina_day=np.full(worlds, NEVER),
            landing_day=np.full(worlds, NEVER),
            southern_preparation_day=np.full(worlds, NEVER),
            southern_choice_day=np.full(worlds, NEVER),
            southern_war_day=np.full(worlds, NEVER),
            sanctioned=np.full(worlds, IN_THE_NORTH),
            asked=np.zeros(worlds),
            grants=np.zeros(worlds),
            has_given_up=np.zeros(worlds, dtype=bool),
            season_opens=0.0,
            minutes=[] if keeps_minutes else None,
        )

    @property
    def northern_step(self) -> Array:
        """0 nothing, 1 prepare, 2 mobilise, 3 cross the border."""
        steps = (self.prepare_day, self.mobilise_day, self.cross_day)
        taken: Array = sum(((day < NEVER).astype(np.float64) for day in steps), np.zeros_like(self.grants))
        return taken

    @property
    def southern_step(self) -> Array:
        """0 nothing, 1 Indochina, 2 prepare war, 3 war decided."""
        prepared = self.southern_preparation_day < NEVER
        decided = self.southern_choice_day < NEVER
        step: Array = np.maximum((self.indochina_day < NEVER) * 1.0, prepared * 2.0) + decided * 1.0
        return step

    def expected_ready_day(self, values: Values, day: float, rules: Rules) -> Array:
        """Return when the force stands ready, or would if sixteen divisions were sanctioned today."""
        ready = day + _ready_days(values, np.full_like(self.ready_day, FIRST_GRANT), rules)
        return np.where(self.ready_day < NEVER, self.ready_day, ready)

    def is_war_due(self, values: Values, day: float) -> Mask:
        """Return where preparations are far enough for the southern war to be put to the vote."""
        due: Mask = self.southern_preparation_day + values["south.deciding_days"] <= day
        return due

    def sit(
        self, values: Values, view: View, decision: Decision, *, is_open: Mask | bool, at_peace: Mask
    ) -> None:
        """Turn a decision into dated permissions.

        Args:
            values: the value of every parameter.
            view: what lay on the table, papers included.
            decision: what the lens lets through.
            is_open: where a German-Soviet war is on the table at all; one answer for all worlds will do.
            at_peace: where no war has begun in the north.
        """
        before = self.sanctioned
        self.asked = view.laid.asked
        codes = self._give_up(view, decision, at_peace)
        enlarged_day = self.ready_day
        if np.any(is_open):
            may = at_peace & ~self.has_given_up & is_open
            permitted, enlarged_day = self._permit_north(values, view, decision, may)
            codes = codes | permitted
        if self.minutes is not None and codes.any():
            self.minutes.append(Minutes(view.day, codes, before, self.sanctioned, enlarged_day))

    def _permit_north(
        self, values: Values, view: View, decision: Decision, may: Mask
    ) -> tuple[NDArray[np.uint8], Array]:
        """Permit what is decided where it may be; return the codes and the day of an enlargement.

        A sanction takes a turn from the conference and then an audience, sooner where those who have
        the Emperor's ear are for it:

            days  = turns turn_days + audience_days (1 - advice)
            force = floor(min(what all would sign, what Operations asks))
            mobilise   where a text prepares, to min(force, 16)
            enlarge    where mobilised, to force, by two divisions at least
            cross      where mobilised before, from the day of the General Staff's estimate

        A permission of a sitting waits for the one before it; what does not fit before the next
        sitting is for that.
        """
        day, length, turn_days = view.day, view.next_sitting - view.day, view.laid.turn_days
        audience = values["emperor.audience_days"] * (1.0 - view.laid.advice)
        new = (self.prepare_day == NEVER) & decision.prepare & may
        self.prepare_day = np.where(new, day, self.prepare_day)
        turns = new * 1.0

        force = np.floor(np.minimum(decision.divisions, view.laid.asked))
        fits = turns * turn_days < length
        prepared = self.prepare_day < NEVER
        first = prepared & may & fits & (self.mobilise_day == NEVER) & (force > IN_THE_NORTH)
        when = day + turns * turn_days + audience
        granted = np.minimum(force, FIRST_GRANT)
        self.mobilise_day = np.where(first, when, self.mobilise_day)
        self.ready_day = np.where(first, when + _ready_days(values, granted, view.rules), self.ready_day)
        self.sanctioned = np.where(first, granted, self.sanctioned)
        turns = turns + first

        fits = turns * turn_days < length
        more = (self.mobilise_day < NEVER) & may & fits & (force >= self.sanctioned + _LEAST_STEP)
        when = day + turns * turn_days + audience
        later = when + values["army.enlarging_days"]
        self.sanctioned = np.where(more, force, self.sanctioned)
        self.ready_day = np.where(more, np.maximum(self.ready_day, later), self.ready_day)

        crosses = (self.mobilise_day < day) & may & (self.cross_day == NEVER) & decision.cross
        self.cross_day = np.where(crosses, day, self.cross_day)
        self.attack_day = np.where(crosses, view.laid.estimate.start, self.attack_day)
        self.grants = self.grants + new + first + more + crosses
        return _codes({Agreed.MOBILISE: first, Agreed.ENLARGE: more, Agreed.CROSS: crosses}), when

    def _give_up(self, view: View, decision: Decision, at_peace: Mask) -> NDArray[np.uint8]:
        """Give up the attack in the present season, let it lapse with the season, or take it up again."""
        has_option = (self.prepare_day < NEVER) & at_peace & ~self.has_given_up
        stands = (self.cross_day < NEVER) & decision.cross
        has_lapsed = view.rules.mechanism.expiry and view.season_opens > self.season_opens > 0.0
        gives_up = has_option & ~stands & (~decision.keep | has_lapsed)
        self.season_opens = view.season_opens
        self.reversal_day = np.where(gives_up & (self.reversal_day == NEVER), view.day, self.reversal_day)
        self.cross_day = np.where(gives_up, NEVER, self.cross_day)
        self.attack_day = np.where(gives_up, NEVER, self.attack_day)
        reopens = self.has_given_up & decision.reopen & at_peace
        self.has_given_up = (self.has_given_up | gives_up) & ~reopens
        return _codes({Agreed.GIVE_UP: gives_up, Agreed.REOPEN: reopens})

    def call_off(self, where: Mask) -> None:
        """Call a southern war off that is chosen and has not begun; the preparations stand where they are."""
        self.southern_choice_day = np.where(where, NEVER, self.southern_choice_day)
        self.southern_war_day = np.where(where, NEVER, self.southern_war_day)

    def go_south(
        self,
        values: Values,
        view: View,
        decision: Decision,
        *,
        is_tabled: Mask,
        is_pressing: Mask,
        delay: Array,
    ) -> None:
        """Take the southern steps: Indochina, preparation, war.

        Args:
            values: the value of every parameter.
            view: what lay on the table.
            decision: what the lens lets through.
            is_tabled: where the Navy tables the move into Indochina.
            is_pressing: where it tables preparations for war.
            delay: days by which the Foreign Minister holds the move up.
        """
        day, ordered = view.day, values["south.indochina"]
        if not isinstance(ordered, date):
            moves = (self.indochina_day == NEVER) & decision.indochina & is_tabled
            self.indochina_day = np.where(moves, day + delay, self.indochina_day)
            landing = day + delay + values["south.landing_days"]
            self.landing_day = np.where(moves, landing, self.landing_day)
        elif day >= to_day(ordered):
            self.indochina_day = np.minimum(self.indochina_day, to_day(ordered))
            landing = to_day(ordered) + values["south.landing_days"]
            self.landing_day = np.minimum(self.landing_day, landing)
        is_north = self.cross_day < NEVER
        # what waits for the north cannot go south: the Army's divisions come free when it gives up
        is_apart = not values["mechanism.shared_means"]
        released = self.has_given_up | (self.mobilise_day == NEVER) | is_apart
        prepares = (self.southern_preparation_day == NEVER) & decision.southern_preparation & is_pressing
        # no war is prepared before a policy has been sealed
        prepares = prepares & released & ~is_north & (self.prepare_day < NEVER)
        later = day + values["south.conference_turns"] * values["politics.turn_days"]
        self.southern_preparation_day = np.where(prepares, later, self.southern_preparation_day)
        is_due = self.is_war_due(values, day)
        chooses = (self.southern_choice_day == NEVER) & is_due & decision.southern_war & ~is_north
        ready = self.southern_preparation_day + values["south.ready_days"]
        self.southern_choice_day = np.where(chooses, day, self.southern_choice_day)
        self.southern_war_day = np.where(
            chooses, np.maximum(ready, day + values["south.notice_days"]), self.southern_war_day
        )


def _ready_days(values: Values, force: Array, rules: Rules) -> Array:
    """Return the days from a mobilisation until a force stands ready.

        days = ready_days share_of_plan(force) (1 - saved by coordination with Germany)

    ``army.ready_days`` is meant for 22 divisions.
    """
    saved = values["germany.coordination_saves"] * values["germany.coordination"]
    ready_days: Array = values["army.ready_days"] * (1.0 - saved) * staff.share_of_plan(force, rules)
    return ready_days


def _codes(agreed: Mapping[Agreed, Mask]) -> NDArray[np.uint8]:
    """Return what was agreed in each world, one number a world."""
    codes: NDArray[np.uint8] = sum(np.uint8(code) * mask for code, mask in agreed.items())  # type: ignore[assignment]
    return codes
