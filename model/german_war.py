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
from kantokuen.model.values import Values, outbreak

_POINTS = (
    "EAS001", "EAS002", "EAS003", "EAS004", "EAS005", "EAS006", "EAS009", "EAS011", "EAS012",
    "EAS013", "EAS015", "EAS016", "EAS017", "EAS018", "EAS019",
)  # fmt: skip
"""Facts that give the path of the front."""

_SHORT_OF_MOSCOW = 0.97
"""Farthest progress where Moscow may not fall (the nearest approach, EAS017)."""


@dataclass(slots=True, eq=False)
class GermanWar:
    """State of the German war in each world, arrays of shape ``(worlds,)``.

    Attributes:
        resilience: pressure at which the regime breaks, as drawn.
        progress: 0 at the start line, 1 at Moscow.
        momentum: progress per day, smoothed over ``germany.momentum_days``.
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

    def advance(self, step: Step, values: Values) -> None:
        """Move the front over one step."""
        begins = max(step.start - outbreak(values), 0.0)
        ends = max(step.end - outbreak(values), 0.0)
        fought = ends - begins
        if fought <= 0.0:
            return
        days, path = _recorded_path()
        along = float(np.interp(ends, days, path) - np.interp(begins, days, path))
        moved = along * (values["germany.pace"] if along > 0.0 else 1.0) * ~self.has_collapsed
        progress = (self.progress + moved * ~self.has_moscow_fallen).clip(0.0, 1.0)
        moscow, regime = Timing.of(values["germany.moscow_falls"]), Timing.of(values["soviet.collapse"])
        if moscow.day is not None:
            progress = np.maximum(progress, self._on_time(step, moscow.day, values["germany.ramp_days"]))
        if moscow.is_barred or (moscow.day is not None and step.end < moscow.day):
            progress = progress.clip(0.0, _SHORT_OF_MOSCOW)
        weight = np.minimum(fought / values["germany.momentum_days"], 1.0)
        self.momentum = self.momentum + weight * ((progress - self.progress) / fought - self.momentum)
        self.progress = progress
        self.peak = np.maximum(self.peak, progress)
        self.has_moscow_fallen = self.has_moscow_fallen | (progress >= 1.0)
        self.days_since_moscow = self.days_since_moscow + fought * self.has_moscow_fallen
        pressed, slope = self.pressed(values), values["germany.strain_slope"]
        self.strain = (pressed / self.resilience * slope - (slope - 1.0)).clip(0.0, 1.0)
        if regime.day is not None:
            self.has_collapsed = self.has_collapsed | (step.end >= regime.day)
        elif not regime.is_barred:
            self.has_collapsed = self.has_collapsed | (pressed >= self.resilience)
        self.nearness = self._nearness(values)

    def _on_time(self, step: Step, due: float, ramp_days: Number) -> Array:
        """Return the progress of an even advance that reaches Moscow on the day that is due."""
        left = due - step.start
        if left <= step.days:
            return np.ones_like(self.progress)
        share = np.where(left <= ramp_days, step.days / left, 0.0)
        return self.progress + (1.0 - self.progress) * share

    def pressed(self, values: Values) -> Array:
        """Return how hard the regime is pressed: the progress of the front, the days since Moscow fell."""
        pressed: Array = self.progress + values["germany.after_moscow"] * self.days_since_moscow
        return pressed

    def proclaimed(self, values: Values) -> Array | None:
        """Return the nearness of victory that is public: of a fallen regime, or of a fallen Moscow."""
        if not self.has_moscow_fallen.any() and not self.has_collapsed.any():
            return None
        of_moscow = values["germany.proclaimed_moscow"] * self.has_moscow_fallen
        public: Array = np.maximum(of_moscow, self.has_collapsed)
        return public

    def _nearness(self, values: Values) -> Array:
        """Return the nearness of a German victory as the front shows it, 0..1.

            near = share max(ahead^2, Moscow fallen) + (1 - share) strain
            ahead = clip(progress + days momentum, 0, 1)

        with share ``germany.front_share`` and days ``germany.look_ahead``: half way to Moscow is less than
        half of the victory.  Where the front lies more than
        ``germany.thrown_back`` behind its farthest point, ``germany.thrown_back_share`` of that is left;
        it is 1 when the regime has broken.
        """
        ahead = (self.progress + values["germany.look_ahead"] * self.momentum).clip(0.0, 1.0)
        share = values["germany.front_share"]
        near = share * np.maximum(ahead * ahead, self.has_moscow_fallen) + (1.0 - share) * self.strain
        is_back = self.peak - self.progress > values["germany.thrown_back"]
        standing = np.where(is_back, values["germany.thrown_back_share"] * near, near)
        nearness: Array = np.maximum(standing, self.has_collapsed)
        return nearness

    def crisis(self, values: Values) -> Array:
        """Return how much harder the Soviet west is pressed than on the recorded path, 0..1."""
        of_strain = values["soviet.crisis_strain"] * self.strain
        crisis: Array = of_strain + values["soviet.crisis_collapse"] * self.has_collapsed
        return crisis.clip(0.0, 1.0)

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
