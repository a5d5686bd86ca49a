"""Laws: how a varied parameter that has no levels is distributed over the points of a design."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite, log
from typing import Final

import numpy as np
from scipy.special import expit, ndtr, ndtri

from kantokuen.agents.view import Array
from kantokuen.model.errors import input_error
from kantokuen.model.streams import BELOW_ONE, HALF_STEP

LAWS: Final[Mapping[str, tuple[str, ...]]] = {
    "uniform": (),
    "loguniform": (),
    "triangular": ("peak",),
    "normal": ("mean", "sd"),
    "lognormal": ("median", "sigma"),
}
"""The laws, and the numbers that each needs besides its range, which a law of two numbers can do without."""

UNTRUNCATED: Final = (-inf, inf)
_WIDEST: Final = 10.0
"""Largest sd in widths of the range, and largest sigma: beyond it nearly all lies on the bounds."""

_LEAST_MASS: Final = 1e-9

_FARTHEST, _HALVINGS = 9.0, 60
"""Standard deviations within which a mixture is searched, and how often the range is halved."""


@dataclass(frozen=True, slots=True)
class Law:
    """A distribution of a number, in the unit of its parameter.

    ``uniform`` and ``loguniform`` lie between ``low`` and ``high``; ``triangular`` has its mode at
    ``middle``; ``normal`` has the mean ``middle`` and the standard deviation ``scale``;
    ``lognormal`` has the median ``middle``, and ``scale`` is the standard deviation of logarithms.
    The last two are truncated to ``low`` and ``high``, if these are finite.  What lies outside
    ``bounds``, those of the parameter, is put on the bound, as the model does with its own draws.
    With ``parts``, a share and a shift of the centre each, these two are a mixture, not truncated.
    """

    name: str
    low: float
    high: float
    middle: float
    scale: float
    bounds: tuple[float, float]
    parts: tuple[tuple[float, float], ...] = ()

    def ppf(self, uniform: Array) -> Array:
        """Return the quantiles of numbers in [0, 1), in the same shape."""
        drawn = np.clip(self._quantiles(uniform), self.low, self.high)
        return np.asarray(np.clip(drawn, *self.bounds), dtype=np.float64)

    def _quantiles(self, uniform: Array) -> Array:
        low, high, middle = self.low, self.high, self.middle
        match self.name:
            case "uniform":
                drawn = low + (high - low) * uniform
            case "loguniform":
                drawn = low * _exp(uniform * log(high / low))
            case "triangular":
                from scipy import stats  # noqa: PLC0415  (a second to load, and no other law needs it)

                drawn = stats.triang.ppf(uniform, (middle - low) / (high - low), low, high - low)
            case "normal":
                drawn = middle + self._away(uniform)
            case _:
                drawn = middle * _exp(self._away(uniform))
        return np.asarray(drawn, dtype=np.float64)

    def _away(self, uniform: Array) -> Array:
        """Return how far a normal law, or the logarithm of a lognormal one, lies from its middle."""
        if not self.parts:
            return self.scale * _standard_normal(uniform, *self._ends())
        shifts = [shift for _, shift in self.parts]
        inside = np.clip(uniform, HALF_STEP, BELOW_ONE)
        low = np.full(inside.shape, min(shifts) - _FARTHEST * self.scale)
        high = np.full(inside.shape, max(shifts) + _FARTHEST * self.scale)
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + high)
            below = sum(share * ndtr((middle - shift) / self.scale) for share, shift in self.parts)
            low, high = np.where(below < inside, middle, low), np.where(below < inside, high, middle)
        away: Array = 0.5 * (low + high)
        return away

    def _ends(self) -> tuple[float, float]:
        """Return where a normal or lognormal law is cut, in standard deviations from its middle."""
        if (self.low, self.high) == UNTRUNCATED:
            return UNTRUNCATED
        if self.name == "normal":
            return (self.low - self.middle) / self.scale, (self.high - self.middle) / self.scale
        low, high = (
            log(end / self.middle) / self.scale if end > 0.0 else -inf for end in (self.low, self.high)
        )
        return low, high

    @property
    def mass(self) -> float:
        """Share of a normal or lognormal law that truncation leaves, 0 to 1."""
        low, high = self._ends()
        return float(ndtr(-low) - ndtr(-high) if low > 0.0 else ndtr(high) - ndtr(low))


def check_law(law: Law, where: str) -> None:
    """Refuse numbers under which a law is none.

    Args:
        law: the law.
        where: the start of a message.

    Raises:
        InputError: an entry lies where the law has no meaning.
    """
    if law.name in {"normal", "lognormal"}:
        _check_spread(law, where)
    elif law.name == "loguniform" and law.low <= 0.0:
        raise input_error(where, f"from = {law.low:g} is not usable", "a loguniform law starts above 0")
    elif law.name == "triangular" and not law.low <= law.middle <= law.high:
        fault = f"peak = {law.middle:g} is not usable"
        raise input_error(where, fault, f"from {law.low:g} to {law.high:g}")


def _check_spread(law: Law, where: str) -> None:
    low, high = law.bounds
    centre, spread = LAWS[law.name]
    is_lognormal = law.name == "lognormal"
    widest = _WIDEST * (1.0 if is_lognormal else high - low)
    if not low <= law.middle <= high or (is_lognormal and law.middle <= 0.0):
        allowed = f"from {low:g} to {high:g}{', above 0' if is_lognormal else ''}"
        raise input_error(where, f"{centre} = {law.middle:g} is not usable", allowed)
    if not 0.0 < law.scale <= widest:
        allowed = f"a number above 0, at most {widest:g}"
        raise input_error(where, f"{spread} = {law.scale:g} is not usable", allowed)
    if isfinite(law.low) and law.mass < _LEAST_MASS:
        fault = f"there is next to nothing of the law from {law.low:g} to {law.high:g}"
        raise input_error(where, fault, f"a range nearer to the {centre}, {law.middle:g}")


def _standard_normal(uniform: Array, low: float, high: float) -> Array:
    """Return quantiles of a standard normal law truncated to ``low`` and ``high``, by inversion.

    In `ndtr` and `ndtri` alone, as the model inverts its own draws: SciPy's truncated law goes through
    logarithms, whose last bits differ between processors, and a store is to have one content on all.
    """
    inside = np.clip(uniform, HALF_STEP, BELOW_ONE)
    if low > 0.0:  # the upper tail has no digits left near 1; the lower one does near 0
        from_, to = ndtr(-low), ndtr(-high)
        return np.asarray(-ndtri(from_ + inside * (to - from_)), dtype=np.float64)
    from_, to = ndtr(low), ndtr(high)
    return np.asarray(ndtri(from_ + inside * (to - from_)), dtype=np.float64)


def _exp(power: Array) -> Array:
    """Return exp as a ratio of logistic functions, which has the same bits on every processor."""
    return np.asarray(expit(power) / expit(-power), dtype=np.float64)
