"""The German war: the advance on Moscow along its recorded path, faster or slower by world.

The path is the distance from Moscow by date (EAS001 to EAS021) as progress, 0 at the start
line and 1 at Moscow.  A world multiplies the advance by its pace; whether Moscow falls and
whether the regime breaks follow from that, unless the scenario says when.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from kantokuen.agents.view import Array, Mask, Number
from kantokuen.model.calendar import Step, day_of
from kantokuen.model.evidence import value
from kantokuen.model.timing import Timing

_POINTS = (
    "EAS001", "EAS002", "EAS003", "EAS004", "EAS005", "EAS006", "EAS009", "EAS011", "EAS012",
    "EAS013", "EAS015", "EAS016", "EAS017", "EAS018", "EAS019",
)  # fmt: skip
"""Facts that give the path of the front."""
_MOMENTUM_DAYS = 10.0
"""Days over which the pace of the front is smoothed; judgement."""

_LOOK_AHEAD = 20.0
"""Days for which observers carry the front forward at its present pace; judgement."""

_AFTER_MOSCOW = 0.001
"""Pressure on the regime that each day after the fall of Moscow adds, Moscow being 1; judgement."""

_RAMP_DAYS = 60.0
"""Days over which an advance that a scenario sends to Moscow by a date closes the gap; judgement."""

_THROWN_BACK = 0.05
"""Retreat from the farthest point, Moscow being 1, that counts as being thrown back; judgement."""

_SHORT_OF_MOSCOW = 0.97
"""Farthest progress where Moscow may not fall (the nearest approach, EAS017)."""


@dataclass(slots=True, eq=False)
class GermanWar:
    """State of the German war in each world, arrays of shape ``(worlds,)``.

    Attributes:
        resilience: pressure at which the regime breaks, as drawn.
        progress: 0 at the start line, 1 at Moscow.
        momentum: progress per day, smoothed over ten days.
        peak: the farthest that the front has come.
        days_since_moscow: days since Moscow fell.
        strain: how near the regime is to breaking, 0..1.
        nearness: nearness of a German victory as the front shows it, 0..1.
        has_moscow_fallen, has_collapsed: masks.
    """

    resilience: Number
    progress: Array
    momentum: Array
    peak: Array
    days_since_moscow: Array
    strain: Array
    nearness: Array
    has_moscow_fallen: Mask
    has_collapsed: Mask

    @classmethod
    def at_outset(cls, worlds: int, *, resilience: Number) -> GermanWar:
        """Return the state before the war."""
        return cls(
            resilience=resilience,
            progress=np.zeros(worlds),
            momentum=np.zeros(worlds),
            peak=np.zeros(worlds),
            days_since_moscow=np.zeros(worlds),
            strain=np.zeros(worlds),
            nearness=np.zeros(worlds),
            has_moscow_fallen=np.zeros(worlds, dtype=bool),
            has_collapsed=np.zeros(worlds, dtype=bool),
        )

    def advance(self, step: Step, *, outbreak: float, pace: Number, moscow: Timing, regime: Timing) -> None:
        """Move the front over one step.

        Args:
            step: the step.
            outbreak: day on which Germany attacks.
            pace: multiplier of the advance, ``germany.pace``.
            moscow: what the scenario says of the fall of Moscow.
            regime: what it says of the fall of the regime.
        """
        begins, ends = max(step.start - outbreak, 0.0), max(step.end - outbreak, 0.0)
        fought = ends - begins
        if fought <= 0.0:
            return
        days, path = _recorded_path()
        along = float(np.interp(ends, days, path) - np.interp(begins, days, path))
        moved = along * (pace if along > 0.0 else 1.0) * ~self.has_collapsed
        progress = (self.progress + moved * ~self.has_moscow_fallen).clip(0.0, 1.0)
        if moscow.day is not None:
            progress = np.maximum(progress, self._on_time(step, moscow.day))
        if moscow.is_barred or (moscow.day is not None and step.end < moscow.day):
            progress = progress.clip(0.0, _SHORT_OF_MOSCOW)
        weight = min(fought / _MOMENTUM_DAYS, 1.0)
        self.momentum = self.momentum + weight * ((progress - self.progress) / fought - self.momentum)
        self.progress = progress
        self.peak = np.maximum(self.peak, progress)
        self.has_moscow_fallen = self.has_moscow_fallen | (progress >= 1.0)
        self.days_since_moscow = self.days_since_moscow + fought * self.has_moscow_fallen
        pressed = self.pressed
        self.strain = (pressed / self.resilience * 2.5 - 1.5).clip(0.0, 1.0)
        if regime.day is not None:
            self.has_collapsed = self.has_collapsed | (step.end >= regime.day)
        elif not regime.is_barred:
            self.has_collapsed = self.has_collapsed | (pressed >= self.resilience)
        self.nearness = self._nearness()

    def _on_time(self, step: Step, due: float) -> Array:
        """Return the progress of an even advance that reaches Moscow on the day that is due."""
        left = due - step.start
        if left <= step.days:
            return np.ones_like(self.progress)
        share = step.days / left if left <= _RAMP_DAYS else 0.0
        return self.progress + (1.0 - self.progress) * share

    @property
    def pressed(self) -> Array:
        """How hard the regime is pressed: the progress of the front, and the days since Moscow fell."""
        return self.progress + _AFTER_MOSCOW * self.days_since_moscow

    @property
    def proclaimed(self) -> Array | None:
        """Nearness of victory that is public: .95 if the regime has fallen, .7 if Moscow has (judgement)."""
        if not self.has_moscow_fallen.any() and not self.has_collapsed.any():
            return None
        public: Array = np.maximum(0.7 * self.has_moscow_fallen, 0.95 * self.has_collapsed)
        return public

    def _nearness(self) -> Array:
        """Return the nearness of a German victory as the front shows it, 0..1.

        .6 of it is the front, carried twenty days ahead at its present pace, .4 the strain of the
        regime; half of that when the front has been thrown back, 1 when the regime has broken
        (judgement).
        """
        ahead = (self.progress + _LOOK_AHEAD * self.momentum).clip(0.0, 1.0)
        near = 0.6 * np.maximum(ahead, self.has_moscow_fallen) + 0.4 * self.strain
        standing = np.where(self.peak - self.progress > _THROWN_BACK, 0.5 * near, near)
        nearness: Array = np.maximum(standing, self.has_collapsed)
        return nearness

    @property
    def crisis(self) -> Array:
        """How much harder the Soviet west is pressed than on the recorded path, 0..1."""
        return (0.5 * self.strain + 0.5 * self.has_collapsed).clip(0.0, 1.0)

    @property
    def km_to_moscow(self) -> Array:
        """Distance of the front from Moscow, km."""
        return (1.0 - self.progress) * value("EAS001")


@cache
def _recorded_path() -> tuple[Array, Array]:
    begun, whole = day_of("EAS001"), value("EAS001")
    points = [(day_of(each) - begun, 1.0 - value(each) / whole) for each in _POINTS]
    days, path = zip(*points, strict=True)
    return np.array(days), np.array(path)
