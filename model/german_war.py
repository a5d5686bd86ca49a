"""The German war: the advance on Moscow along its recorded path, faster or slower by world.

The path is the distance from Moscow by date (EAS001 to EAS021) as progress, 0 at the start
line and 1 at Moscow: an advance to Smolensk, a halt, a second advance, and from December a retreat.
A world multiplies the advance by its pace and stands still for its own halt; whether Moscow falls
and whether the regime breaks follow from that, unless the scenario says when.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from kantokuen.agents.view import Array, Mask, Number
from kantokuen.model.calendar import NEVER, Step, day_of
from kantokuen.model.evidence import value
from kantokuen.model.timing import Timing
from kantokuen.model.values import Values, outbreak

_POINTS = (
    "EAS001", "EAS002", "EAS003", "EAS004", "EAS005", "EAS006", "EAS009", "EAS011", "EAS012",
    "EAS013", "EAS015", "EAS016", "EAS017", "EAS018", "EAS019",
)  # fmt: skip
"""Facts that give the path of the front."""

_HALTS, _MOVES_ON, _TURNS_BACK = "EAS006", "EAS009", "EAS017"
"""Facts that bound the halt before Smolensk, and the fact after which the front falls back."""

_SHORT_OF_MOSCOW = 0.97
"""Farthest progress while Moscow has not fallen (the nearest approach, EAS017)."""


@dataclass(slots=True, eq=False)
class GermanWar:
    """State of the German war in each world, arrays of shape ``(worlds,)``.

    Attributes:
        resilience: pressure at which the regime breaks, as drawn.
        progress: 0 at the start line, 1 at Moscow.
        thrust: how far the advance has had strength to go, the way to Moscow being 1; it may pass that.
        marched: days of the recorded advance that are behind it, its halt left out.
        halted: days for which it has stood still before Smolensk.
        momentum: progress per day, smoothed over ``germany.momentum_days``.
        peak: the farthest that the front has come.
        days_since_moscow: days since Moscow fell.
        moscow_day, collapse_day: days on which Moscow and the regime fell, infinite where they stand.
        strain: how near the regime is to breaking, 0..1.
        nearness: nearness of a German victory as the front shows it, 0..1.
        has_moscow_fallen, has_collapsed: masks.
    """

    resilience: Number
    progress: Array
    thrust: Array
    marched: Array
    halted: Array
    momentum: Array
    peak: Array
    days_since_moscow: Array
    moscow_day: Array
    collapse_day: Array
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
            thrust=np.zeros(worlds),
            marched=np.zeros(worlds),
            halted=np.zeros(worlds),
            momentum=np.zeros(worlds),
            peak=np.zeros(worlds),
            days_since_moscow=np.zeros(worlds),
            moscow_day=np.full(worlds, NEVER),
            collapse_day=np.full(worlds, NEVER),
            strain=np.zeros(worlds),
            nearness=np.zeros(worlds),
            has_moscow_fallen=np.zeros(worlds, dtype=bool),
            has_collapsed=np.zeros(worlds, dtype=bool),
        )

    def advance(self, step: Step, values: Values) -> None:
        """Move the front over one step.

        Moscow falls when the thrust reaches ``germany.moscow_needs``, the regime when it is pressed as hard
        as its resilience; each day is found inside the step along a straight line.
        """
        begins = max(step.start - outbreak(values), 0.0)
        ends = max(step.end - outbreak(values), 0.0)
        fought = ends - begins
        if fought <= 0.0:
            return
        moscow, regime = Timing.of(values["germany.moscow_falls"]), Timing.of(values["soviet.collapse"])
        before, pressed_before = self.thrust, self.pressed(values)
        self._march(begins, ends, values)
        gained = self.thrust.clip(0.0, _SHORT_OF_MOSCOW) - before.clip(0.0, _SHORT_OF_MOSCOW)
        lost = _fallen_back(ends) - _fallen_back(begins)
        progress = (self.progress + gained - lost * ~self.has_collapsed).clip(0.0, _SHORT_OF_MOSCOW)
        if moscow.day is not None:
            if step.end >= moscow.day:
                self.moscow_day = np.minimum(self.moscow_day, max(moscow.day, outbreak(values)))
            due = self._on_time(step, moscow.day, values["germany.ramp_days"])
            progress = np.maximum(progress, due.clip(0.0, _SHORT_OF_MOSCOW))
        elif not moscow.is_barred:
            falls = _crossing(step, before, self.thrust, values["germany.moscow_needs"])
            self.moscow_day = np.minimum(self.moscow_day, falls)
        self.has_moscow_fallen = self.moscow_day <= step.end
        progress = np.maximum(progress, self.has_moscow_fallen)
        weight = np.minimum(fought / values["germany.momentum_days"], 1.0)
        self.momentum = self.momentum + weight * ((progress - self.progress) / fought - self.momentum)
        self.progress = progress
        self.peak = np.maximum(self.peak, progress)
        self.days_since_moscow = (step.end - self.moscow_day).clip(0.0)
        pressed, slope = self.pressed(values), values["germany.strain_slope"]
        self.strain = (pressed / self.resilience * slope - (slope - 1.0)).clip(0.0, 1.0)
        if regime.day is not None:
            if step.end >= regime.day:
                self.collapse_day = np.minimum(self.collapse_day, max(regime.day, outbreak(values)))
        elif not regime.is_barred:
            falls = _crossing(step, pressed_before, pressed, self.resilience)
            self.collapse_day = np.minimum(self.collapse_day, falls)
        self.has_collapsed = self.collapse_day <= step.end
        self.nearness = self._nearness(values)

    def _march(self, begins: float, ends: float, values: Values) -> None:
        """Let the advance go on, from a day of the war to another, while it does not stand still.

        The recorded days of advance are 27 to the halt and 61 after it; each world stands still for its
        own ``germany.halt`` between them, and whatever is left undone when winter comes stays undone.
        """
        days, path, halts, winter = _recorded_advance()
        left = min(ends, winter) - begins
        if left <= 0.0:
            return
        first = np.minimum((halts - self.marched).clip(0.0), left)
        stands = np.minimum(left - first, (values["germany.halt"] - self.halted).clip(0.0))
        stands = np.where(self.marched > halts, 0.0, stands)
        marched = self.marched + (left - stands)
        along = np.interp(marched, days, path) - np.interp(self.marched, days, path)
        self.thrust = self.thrust + along * values["germany.pace"]
        self.halted, self.marched = self.halted + stands, marched

    def _on_time(self, step: Step, due: float, ramp_days: Number) -> Array:
        """Return the progress of an even advance that reaches Moscow on the day that is due."""
        left = due - step.start
        if left <= step.days:
            return np.ones_like(self.progress)
        share = np.where(left <= ramp_days, step.days / left, 0.0)
        return self.progress + (1.0 - self.progress) * share

    def pressed(self, values: Values) -> Array:
        """Return how hard the regime is pressed: by the front, and by the time since Moscow fell.

            pressed = progress + most days / (days + half)

        with most ``germany.after_moscow`` and half ``germany.after_moscow_days``.
        """
        since = self.days_since_moscow
        share = since / (since + values["germany.after_moscow_days"])
        pressed: Array = self.progress + values["germany.after_moscow"] * share
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


def _crossing(step: Step, before: Array, after: Array, level: Number) -> Array:
    """Return the day of a step on which a growing quantity reaches a level, infinite where it does not."""
    way = np.where(after > before, after - before, 1.0)
    day: Array = step.start + step.days * ((level - before) / way).clip(0.0, 1.0)
    return np.where(after >= level, day, NEVER)


@cache
def _recorded_path() -> tuple[Array, Array]:
    """Return days of the war, and the progress of the front on them."""
    begun, whole = day_of("EAS001"), value("EAS001")
    points = [(day_of(each) - begun, 1.0 - value(each) / whole) for each in _POINTS]
    days, path = zip(*points, strict=True)
    return np.array(days), np.array(path)


@cache
def _recorded_advance() -> tuple[Array, Array, float, float]:
    """Return days of advance without the halt, the progress on them, and when it halted and turned back."""
    days, path = _recorded_path()
    halts, moves_on, winter = (day_of(each) - day_of("EAS001") for each in (_HALTS, _MOVES_ON, _TURNS_BACK))
    marched = np.where(days >= moves_on, days - (moves_on - halts), days)
    is_advance = (days <= winter) & (days != moves_on)
    return marched[is_advance], path[is_advance], halts, winter


def _fallen_back(day: float) -> float:
    """Return how far the recorded front has fallen back by a day of the war, in progress."""
    days, path = _recorded_path()
    is_back = days >= _recorded_advance()[3]
    return float(path[is_back][0] - np.interp(day, days[is_back], path[is_back]))
