"""Sanctions: freeze, embargo and what they take from the oil supply."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kantokuen.agents.view import Array, Mask
from kantokuen.model.calendar import NEVER, Step, day_of
from kantokuen.model.timing import Timing
from kantokuen.model.values import Values

_AMERICAN_SHARE = 0.8
"""Share of the United States in oil imports (OIL046)."""

_DUTCH_SHARE = 0.13
"""Share of the Netherlands Indies in oil imports (OIL037, OIL042 over OIL044)."""


@dataclass(slots=True, eq=False)
class Sanctions:
    """State of the sanctions in each world, arrays of shape ``(worlds,)``.

    Attributes:
        freeze_day, embargo_day: day on which each came, infinite where it has not.
        britain_follows: Britain has frozen as well, and the Empire's oil and tin are out of reach.
        dutch_stopped: the Indies sell no more oil.
        freeze_left, embargo_left: chance that the event has not come yet, given the hazards so far.
    """

    freeze_day: Array
    embargo_day: Array
    britain_follows: Mask
    dutch_stopped: Mask
    freeze_left: Array
    embargo_left: Array

    @classmethod
    def at_outset(cls, worlds: int) -> Sanctions:
        """Return the state before any sanction."""
        no = np.zeros(worlds, dtype=bool)
        never, one = np.full(worlds, NEVER), np.ones(worlds)
        return cls(never, never.copy(), no, no.copy(), one, one.copy())

    def answer(
        self,
        step: Step,
        *,
        freeze: Timing,
        embargo: Timing,
        freeze_rate: Array,
        embargo_rate: Array,
        freeze_draw: Array,
        embargo_draw: Array,
    ) -> None:
        """Let the freeze and then the embargo come, by hazard or by order.

        Args:
            step: the step.
            freeze: what the scenario says of the freeze.
            embargo: the same of the embargo.
            freeze_rate: hazard of the freeze per day, shape ``(worlds,)``.
            embargo_rate: hazard of the embargo per day, shape ``(worlds,)``.
            freeze_draw: one uniform draw a world; the freeze comes when the chance that it has
                come by now passes the draw, so one draw serves the whole run.
            embargo_draw: the same for the embargo.
        """
        self.freeze_left, self.freeze_day = _came(
            freeze, step, freeze_rate, freeze_draw, self.freeze_left, self.freeze_day
        )
        self.embargo_left, self.embargo_day = _came(
            embargo, step, embargo_rate, embargo_draw, self.embargo_left, self.embargo_day
        )

    def oil_loss(self, day: float, values: Values) -> Array:
        """Return the share of oil imports lost on a day, 0..1.

        ``sanctions.licences`` and, once the talks at Batavia have failed (OIL100),
        ``sanctions.talks_failed`` more; ``sanctions.under_freeze`` under a freeze, as payments stick;
        under an embargo the American share (OIL046), that of the Indies once they stop, and
        ``sanctions.british_share`` once Britain follows.  Where the Indies sell on
        (``sanctions.dutch_sell``), the talks have not failed, and they make good
        ``sanctions.dutch_relief`` under a freeze or an embargo.
        """
        dutch_sell = values["sanctions.dutch_sell"]
        talks = 0.0 if dutch_sell else values["sanctions.talks_failed"]
        before = values["sanctions.licences"] + (talks if day >= day_of("OIL100") else 0.0)
        british = values["sanctions.british_share"] * self.britain_follows
        cut = _AMERICAN_SHARE + _DUTCH_SHARE * self.dutch_stopped + british
        relief = values["sanctions.dutch_relief"] if dutch_sell else 0.0
        under_freeze = np.maximum(values["sanctions.under_freeze"] - relief, before)
        lost = np.where(self.freeze_day <= day, under_freeze, before)
        share: Array = np.where(self.embargo_day <= day, cut - relief, lost)
        return share


def _came(
    order: Timing, step: Step, rate: Array, draw: Array, left: Array, day: Array
) -> tuple[Array, Array]:
    """Return the chance still left and the day of the event after one step."""
    if order.day is not None:
        return left, np.full_like(day, order.day) if order.day <= step.end else day
    if order.is_barred or not rate.any():
        return left, day
    after = left * (1.0 - (rate * step.days).clip(0.0, 1.0))
    happens = (day == NEVER) & (1.0 - after > draw)
    # within the step the event is placed where the chance of it passes the draw
    if not happens.any():
        return after, day
    share = ((draw - (1.0 - left)) / (left - after).clip(1e-12, 1.0)).clip(0.0, 1.0)
    return after, np.where(happens, step.start + share * step.days, day)
