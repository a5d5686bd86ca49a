"""The Soviet Far East: what leaves, what comes in, what the Japanese count.

Divisions, men, tanks, guns and aircraft are kept apart, since they went apart: tanks and guns thinned,
divisions were replaced, men nearly doubled.  What the sources record is multiplied by world and by what
the Soviet Union answers.  At a multiplier of 1 the path meets these rows:

    divisions   32 on 1 June (SOV036, SOV037), five gone by 22 June (SOV101), thirteen more by 1 December
                (SOV105), ten of them from 12 October (SOV121); vacated places filled from the call-up on
    men         both fronts and the fleet: 703,714 on 22 June (SOV040), less those sent west (SOV102,
                SOV106), above a million on the fronts on 2 August (SOV052), 1,343,307 on 1 December (SOV056)
    tanks       5,400 on 1 June (SOV031), less SOV104 and SOV110; the count of December agrees (SOV058)
    guns        10,080 on 22 June (SOV041), less SOV103 and SOV107, and those of new divisions: SOV057
    aircraft    4,140 on 22 June (SOV043), 3,193 on 1 December (SOV059); the 1,800 that Japan believed
                gone (SOV111) are no part of it
    1942        what came between the counts of December and July (SOV056 to SOV058, SOV060 to SOV062)

A division here is a number on paper: new units stepped into vacated places under the old numbers (eight
where nine had stood in the Transbaikal, four of them new: SOV160, SOV161).  What they are worth shows in
what they have: those that left took the tanks along, and two guns for each that a new one brought.

A scenario may fix the share of divisions gone by 5 August 1941 instead.  It is a net share: places that
vanish so are not filled, and materiel goes with the divisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from kantokuen.agents.view import Array, Number
from kantokuen.model.calendar import Step, day_of, to_day
from kantokuen.model.evidence import entry, value
from kantokuen.model.values import Values, outbreak

DIVISIONS_IN_JUNE = value("SOV036") + value("SOV037")
"""Soviet divisions in the Far East on 1 June 1941: nine and twenty-three."""

FIXED_BY = to_day(date(1941, 8, 5))
"""Day by which the lever ``soviet.transfer_share`` counts what has gone."""

_OLDEST_REPORT = 70.0
"""Days of the past that are kept: the longest lag allowed, and a step."""

_NEW_GUNS = 70.0
"""Guns and mortars of a newly raised division; judgement: under half of the 154 that each division sent west
took along (SOV107 over SOV105), fewer than the 100 of a strong one (SOV164); they close the account of
December (SOV057)."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow: ``amount`` in equal parts from day ``start`` to day ``end``."""

    start: float
    end: float
    amount: Number

    def over(self, step: Step, shift: float = 0.0) -> Number:
        """Return what the record moves during a step.

        Args:
            step: the step.
            shift: days by which the German attack comes later than it did; a flow that it set off
                is as much later.
        """
        late = shift if self.start >= _WAR_BEGINS else 0.0
        shared = max(min(step.end, self.end + late) - max(step.start, self.start + late), 0.0)
        return self.amount * shared / (self.end - self.start)


_JUNE = day_of("SOV036")
_WAR_BEGINS = day_of("EAS001")
_FIRST_TRAIN = day_of("SOV120")
_CALL_UP = to_day(entry("CHR053").date)
_MILLION_BY = day_of("SOV052")
_SECOND_WAVE = day_of("SOV121")
_DECEMBER = day_of("SOV056")
_JULY = day_of("SOV060")

_BEFORE = value("SOV102") / value("SOV101")
"""Men of a division that left before the war."""

_IN_WAR = value("SOV106") / value("SOV105")
"""Men of a division that left in it."""

_MEN = value("SOV040") + value("SOV102")
_TANKS = value("SOV031")
_GUNS = value("SOV041") + value("SOV103")
_AIRCRAFT = value("SOV043")

_DIVISIONS_LEAVE = (
    Flow(_JUNE, _WAR_BEGINS, value("SOV101")),
    Flow(_FIRST_TRAIN, _SECOND_WAVE, value("SOV105") - value("SOV121")),
    Flow(_SECOND_WAVE, _DECEMBER, value("SOV121")),
)
_TANKS_LEAVE = (
    Flow(_JUNE, _WAR_BEGINS, value("SOV104")),
    Flow(_WAR_BEGINS, _DECEMBER, value("SOV110")),
)
_GUNS_LEAVE = (
    Flow(_JUNE, _WAR_BEGINS, value("SOV103")),
    Flow(_WAR_BEGINS, _DECEMBER, value("SOV107")),
)
_AIRCRAFT_LEAVE = (Flow(_WAR_BEGINS, _DECEMBER, value("SOV043") - value("SOV059")),)
_TANKS_COME = (Flow(_DECEMBER, _JULY, value("SOV062") - value("SOV058")),)
_GUNS_COME = (Flow(_DECEMBER, _JULY, value("SOV061") - value("SOV057")),)


@dataclass(slots=True, eq=False)
class FarEast:
    """State of the Soviet Far East in each world, arrays of shape ``(worlds,)``.

    Attributes:
        divisions: divisions present, new ones included.
        vacated: places left by divisions gone west that will be filled, and are not yet.
        tanks, guns, aircraft: what is there; guns are guns and mortars.
        men: men of both fronts and of the fleet.
        men_in_sight: the men of whom Tokyo could know, see `counted_men`.
        past: day and divisions at the start of the latest steps, as far back as a report may be old.
        past_men: the same of the men in sight.
    """

    divisions: Array
    vacated: Array
    tanks: Array
    guns: Array
    aircraft: Array
    men: Array
    men_in_sight: Array
    past: list[tuple[float, Array]]
    past_men: list[tuple[float, Array]]

    @classmethod
    def at_outset(cls, worlds: int) -> FarEast:
        """Return the state of June 1941, which is that of April."""
        one = np.ones(worlds)
        return cls(
            divisions=one * DIVISIONS_IN_JUNE,
            vacated=np.zeros(worlds),
            tanks=one * _TANKS,
            guns=one * _GUNS,
            aircraft=one * _AIRCRAFT,
            men=one * _MEN,
            men_in_sight=one * _MEN,
            past=[],
            past_men=[],
        )

    def move(self, step: Step, values: Values, *, factor: Array, refill_factor: Array) -> None:
        """Move divisions, men and materiel over one step.

        Of the places vacated a share ``soviet.refill`` is filled.  New units D_+ step in first, then
        trains leave with D_-, so that more that leaves never ends in more that stands there:

            D_+ = V clip(days / refill_days x refill_factor, 0, 1)   from the call-up on
            D_- = min(flow, D + D_+)
            D   = D + D_+ - D_-,   V = V - D_+ + refill D_-

        Args:
            step: the step.
            values: the value of every parameter.
            factor: multiplier of the recorded flow, from the Soviet Union's own rule.
            refill_factor: multiplier of the speed of refilling.
        """
        begins, share = outbreak(values), values["soviet.transfer_share"]
        at_war, late = step.end >= begins, begins - _WAR_BEGINS
        refill = values["soviet.refill"] if values["mechanism.outside_response"] else 0.0
        self._remember(step)
        pull = values["soviet.transfer_pace"] * factor if at_war else np.ones_like(self.divisions)
        if not isinstance(share, str) and begins < step.end and step.start < FIXED_BY:
            filled = np.zeros_like(self.divisions)
            gone = self._leave_by_order(step, share)
        else:
            days = min(max(step.end - _CALL_UP - late, 0.0), step.days)
            filled = self.vacated * (days / values["soviet.refill_days"] * refill_factor).clip(0.0, 1.0)
            here = self.divisions + filled
            gone = np.minimum(_over(_DIVISIONS_LEAVE, step, late) * pull, here)
            self.divisions = here - gone
            self.vacated = self.vacated - filled + gone * refill
            self._move_materiel(step, late, pull, filled)
        left = gone * (_IN_WAR if at_war else _BEFORE)
        raised = filled * values["soviet.division_men"]
        came = _over(_called_up(values), step, late) * refill_factor + raised
        self.men = (self.men - left).clip(0.0, np.inf) + came
        seen = values["intelligence.refill_seen"]
        self.men_in_sight = (self.men_in_sight - left).clip(0.0, np.inf) + seen * came

    def _move_materiel(self, step: Step, late: float, pull: Array, filled: Array) -> None:
        """Move tanks, guns and aircraft as the record has it, each for itself."""
        tanks, guns, aircraft = (
            _over(flows, step, late) * pull for flows in (_TANKS_LEAVE, _GUNS_LEAVE, _AIRCRAFT_LEAVE)
        )
        self.tanks = (self.tanks - tanks).clip(0.0, np.inf) + _over(_TANKS_COME, step, late)
        new_guns = filled * _NEW_GUNS + _over(_GUNS_COME, step, late)
        self.guns = (self.guns + new_guns - guns).clip(0.0, np.inf)
        self.aircraft = (self.aircraft - aircraft).clip(0.0, np.inf)

    def _leave_by_order(self, step: Step, share_gone: Number) -> Array:
        """Send off what makes the share fixed by the scenario gone on its day; return the divisions."""
        too_many = (self.divisions - DIVISIONS_IN_JUNE * (1.0 - np.asarray(share_gone))).clip(0.0, np.inf)
        gone = too_many * min(step.days / (FIXED_BY - step.start), 1.0)
        stay = 1.0 - gone / self.divisions.clip(1.0, np.inf)
        self.divisions = self.divisions - gone
        self.vacated = self.vacated * stay
        self.tanks, self.guns, self.aircraft = self.tanks * stay, self.guns * stay, self.aircraft * stay
        return gone

    def _remember(self, step: Step) -> None:
        """Keep what stands at the start of a step, and forget what no report can be as old as."""
        oldest = step.start - _OLDEST_REPORT
        self.past = [*(each for each in self.past if each[0] >= oldest), (step.start, self.divisions)]
        self.past_men = [
            *(each for each in self.past_men if each[0] >= oldest),
            (step.start, self.men_in_sight),
        ]

    @property
    def materiel_gone(self) -> Array:
        """Share of the tanks and aircraft of June 1941 that has gone, 0..1, the mean of the two."""
        return 1.0 - 0.5 * (self.tanks / _TANKS + self.aircraft / _AIRCRAFT)

    def counted(self, step: Step, *, lag: Number) -> Array:
        """Return the divisions that a count made ``lag`` days before the end of a step would show.

        The General Staff counted 30 where there were 32 (SOV024), so the count is on that scale.

        Args:
            step: the step that has just ended.
            lag: age of the count in days, a number or an array over worlds.
        """
        return _as_of(step, lag, self.past, self.divisions) * (value("SOV024") / DIVISIONS_IN_JUNE)

    def counted_men(self, step: Step, *, lag: Number) -> Array:
        """Return the men that a count made ``lag`` days before the end of a step would show.

        Trains that leave are seen; of the men called up only a share s is
        (``intelligence.refill_seen``), for they come one by one and fill places that had been counted:

            count = (700,000 / 703,714) (men of June - gone west + s (called up + raised))

        The General Staff believed in 700,000 men (SOV025) where there were 703,714 (SOV040), so the
        count is on that scale.

        Args:
            step: the step that has just ended.
            lag: age of the count in days, a number or an array over worlds.
        """
        return _as_of(step, lag, self.past_men, self.men_in_sight) * (value("SOV025") / value("SOV040"))


def _as_of(step: Step, lag: Number, past: list[tuple[float, Array]], now: Array) -> Array:
    """Return what was so ``lag`` days before the end of a step, given what has been and what is.

    The state on an earlier day lies on the line between the states before and after it:

        S(t) = S_0 + sum_i clip((t - t_i) / (t_i+1 - t_i), 0, 1) (S_i+1 - S_i)
    """
    when = step.end - lag
    seen = now
    states = [*past, (step.end, now)]
    for (begins, before), (ends, after) in zip(states[-2::-1], states[:0:-1], strict=True):
        back = np.clip((ends - when) / (ends - begins), 0.0, 1.0)
        if not np.any(back):
            break
        seen = seen - back * (after - before)
    return seen


def _over(flows: tuple[Flow, ...], step: Step, late: float) -> Number:
    """Return what the record moves in a step; what the German war set off comes as late as its outbreak."""
    return sum(flow.over(step, late) for flow in flows)


def _called_up(values: Values) -> tuple[Flow, ...]:
    """Return the men called up: to 2 August, from then to 1 December, and those of spring 1942."""
    return (
        Flow(_CALL_UP, _MILLION_BY, values["soviet.called_up_summer"]),
        Flow(_MILLION_BY, _DECEMBER, values["soviet.called_up_autumn"]),
        Flow(_DECEMBER, _JULY, value("SOV060") - value("SOV056")),
    )
