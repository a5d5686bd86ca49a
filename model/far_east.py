"""The Soviet Far East: what leaves, what comes in, what the Japanese count.

Men and materiel are kept apart: divisions, tanks and aircraft went west while men rose above
a million.  The recorded flow (SOV101 to SOV121) is multiplied by world and by what the Soviet
Union answers; a scenario may fix the share of divisions gone by 5 August 1941 instead.
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

_MOBILISED_BY = day_of("SOV052")


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


_WAR_BEGINS = day_of("EAS001")
_ENDS = to_day(date(1941, 12, 1))
_BEFORE = (day_of("SOV101"), to_day(date(1941, 6, 21)))
_FIRST_TRAIN = day_of("SOV120")
_SECOND_WAVE = day_of("SOV121")
_DIVISIONS = (
    Flow(*_BEFORE, value("SOV101")),
    Flow(_FIRST_TRAIN, _SECOND_WAVE, value("SOV105") - value("SOV121")),
    Flow(_SECOND_WAVE, _ENDS, value("SOV121")),
)
_TANKS = (Flow(*_BEFORE, value("SOV104")), Flow(_WAR_BEGINS, _ENDS, value("SOV110")))
_AIRCRAFT = (Flow(_WAR_BEGINS, _ENDS, value("SOV111")),)
_MEN = (Flow(*_BEFORE, value("SOV102")), Flow(_WAR_BEGINS, _ENDS, value("SOV106")))


@dataclass(slots=True, eq=False)
class FarEast:
    """State of the Soviet Far East in each world, arrays of shape ``(worlds,)``.

    Attributes:
        divisions: divisions present, new ones included.
        vacated: places left by divisions gone west and not yet filled.
        tanks, aircraft, men: what is there.
        past: day and divisions at the start of the latest steps, as far back as a report may be old.
    """

    divisions: Array
    vacated: Array
    tanks: Array
    aircraft: Array
    men: Array
    past: list[tuple[float, Array]]

    @classmethod
    def at_outset(cls, worlds: int) -> FarEast:
        """Return the state of June 1941, which is that of April."""
        one = np.ones(worlds)
        return cls(
            divisions=one * DIVISIONS_IN_JUNE,
            vacated=np.zeros(worlds),
            tanks=one * value("SOV031"),
            aircraft=one * value("SOV032"),
            men=one * value("SOV030"),
            past=[],
        )

    def move(self, step: Step, values: Values, *, factor: Array, refill_factor: Array) -> None:
        """Move divisions, tanks, aircraft and men over one step.

        Args:
            step: the step.
            values: the value of every parameter.
            factor: multiplier of the recorded flow, from the Soviet Union's own rule.
            refill_factor: multiplier of the speed of refilling.
        """
        begins, share = outbreak(values), values["soviet.transfer_share"]
        at_war = 1.0 if step.end >= begins else 0.0
        refill = values["soviet.refill"] if values["mechanism.outside_response"] else 0.0
        self._remember(step)
        before = self.divisions
        pull = values["soviet.transfer_pace"] * factor if at_war else np.ones_like(before)
        is_fixed = not isinstance(share, str) and begins < step.end <= FIXED_BY
        late = begins - _WAR_BEGINS
        gone = self._leaving_by_order(step, share) if is_fixed else _over(_DIVISIONS, step, late) * pull
        gone = np.minimum(gone, before)
        filled = self.vacated * (step.days / values["soviet.refill_days"] * refill_factor).clip(0.0, 1.0)
        if at_war == 0.0 or is_fixed:
            filled = np.zeros_like(filled)
        self.divisions = before - gone + filled
        self.vacated = self.vacated - filled + gone * refill * at_war
        if is_fixed:  # materiel goes with the divisions
            left = 1.0 - gone / before.clip(1.0, np.inf)
            self.tanks, self.aircraft = self.tanks * left, self.aircraft * left
        else:
            self.tanks = (self.tanks - _over(_TANKS, step, late) * pull).clip(0.0, np.inf)
            self.aircraft = (self.aircraft - _over(_AIRCRAFT, step, late) * pull).clip(0.0, np.inf)
        called_up = _over(_called_up(values), step, late) * refill_factor
        raised = filled * values["soviet.division_men"]
        self.men = self.men - _over(_MEN, step, late) * pull + called_up + raised

    def _leaving_by_order(self, step: Step, share_gone: Number) -> Array:
        """Return the divisions that leave so that the share fixed by the scenario is gone on its day."""
        too_many = (self.divisions - DIVISIONS_IN_JUNE * (1.0 - np.asarray(share_gone))).clip(0.0, np.inf)
        return too_many * min(step.days / (FIXED_BY - step.start), 1.0)

    def _remember(self, step: Step) -> None:
        """Keep the divisions at the start of a step, and forget what no report can be as old as."""
        kept = [each for each in self.past if each[0] >= step.start - _OLDEST_REPORT]
        self.past = [*kept, (step.start, self.divisions)]

    @property
    def materiel_gone(self) -> Array:
        """Share of the tanks and aircraft of June 1941 that has gone, 0..1, the mean of the two."""
        tanks, aircraft = self.tanks / value("SOV031"), self.aircraft / value("SOV032")
        return 1.0 - 0.5 * (tanks + aircraft)

    def counted(self, step: Step, *, lag: Number) -> Array:
        """Return the divisions that a count made ``lag`` days before the end of a step would show.

        The General Staff counted 30 where there were 32 (SOV024), so the count is on that scale.
        The state on an earlier day lies on the line between the states before and after it:

            S(t) = S_0 + sum_i clip((t - t_i) / (t_i+1 - t_i), 0, 1) (S_i+1 - S_i)

        Args:
            step: the step that has just ended.
            lag: age of the count in days, a number or an array over worlds.
        """
        when = step.end - lag
        seen = self.divisions
        states = [*self.past, (step.end, self.divisions)]
        for (begins, before), (ends, after) in zip(states[-2::-1], states[:0:-1], strict=True):
            back = np.clip((ends - when) / (ends - begins), 0.0, 1.0)
            if not np.any(back):
                break
            seen = seen - back * (after - before)
        return seen * (value("SOV024") / DIVISIONS_IN_JUNE)


def _over(flows: tuple[Flow, ...], step: Step, late: float) -> Number:
    """Return what the record moves in a step; what the German war set off comes as late as its outbreak."""
    return sum(flow.over(step, late) for flow in flows)


def _called_up(values: Values) -> tuple[Flow, ...]:
    """Return the men called up: ``called_up_summer`` until August, ``called_up_autumn`` until December."""
    begins, ends = to_day(entry("CHR053").date), day_of("SOV053")
    return (
        Flow(begins, _MOBILISED_BY, values["soviet.called_up_summer"]),
        Flow(_MOBILISED_BY, ends, values["soviet.called_up_autumn"]),
    )
