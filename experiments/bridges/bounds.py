"""Where parameters are sampled: between their own bounds, between others, or by their priors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import Final, Literal

import numpy as np
from scipy.special import ndtr

from kantokuen.agents.view import Array
from kantokuen.model.errors import input_error, shown
from kantokuen.model.limits import DEFAULT_ENSEMBLE
from kantokuen.model.parameters import PARAMETERS, Parameter, Value
from kantokuen.model.request import Request
from kantokuen.model.values import varying

Bounds = Mapping[str, Sequence[Value]] | Literal["prior"] | None
"""Where parameters are sampled: None for their own bounds; ``prior`` for the law by which worlds differ;
or by key a pair of numbers, or for a keyword or a date the values to choose from."""

Law = tuple[str, tuple[float, ...]]
"""The name of a distribution and its terms, both in SALib's form."""

_ROUNDING: Final = 1e-9
"""Share of a parameter's range by which a sampler's arithmetic may overshoot a bound."""
_LOST_TAIL: Final = 1e-6
"""Largest probability that a lognormal prior may have beyond the bounds."""


def laws_of(keys: tuple[str, ...], bounds: Bounds, asked: Request) -> dict[str, Law]:
    """Return by key the distribution of a number."""
    if isinstance(bounds, str) and bounds == "prior":
        return {key: _prior(PARAMETERS[key], asked) for key in keys}
    given = by_key(bounds, keys)
    own = {key: _ends(PARAMETERS[key]) for key in keys}
    return {key: ("unif", _pair(key, given[key]) if key in given else own[key]) for key in keys}


def by_key(bounds: Bounds, keys: tuple[str, ...]) -> Mapping[str, Sequence[Value]]:
    """Return the bounds by key, none where none are given, and refuse those of parameters not asked for."""
    if bounds is None:
        return {}
    if not isinstance(bounds, Mapping):
        raise input_error("bounds", f"{shown(bounds)} given", "'prior', none, or by key a pair of numbers")
    for key in bounds:
        if key not in keys:
            raise input_error("bounds", f"{key} is not among the keys", ", ".join(keys))
    return bounds


def _pair(key: str, ends: Sequence[Value]) -> tuple[float, float]:
    """Return the two ends between which a number is sampled."""
    lever = PARAMETERS[key]
    allowed = f"a pair that rises, each {lever.allowed}"
    try:
        pair = np.array(ends, dtype=np.float64)
    except (TypeError, ValueError):
        raise input_error("bounds", f"{key} = {shown(ends)} is not a pair of numbers", allowed) from None
    held = within(lever, pair, "bound")
    is_cut = lever.type == "int" and (held != pair).any()
    if pair.shape != (2,) or not pair[0] < pair[1] or is_cut:
        raise input_error("bounds", f"{key} = {shown(ends)} is no range", allowed)
    return float(held[0]), float(held[1])


def _prior(lever: Parameter, asked: Request) -> Law:
    """Return the law by which worlds of a request differ in a parameter."""
    scenario = asked.scenario
    middle, (low, high) = scenario.levers[lever.key], _ends(lever)
    scale = 0.0 if lever.spread is None else lever.spread.scale * float(scenario.levers["worlds.spread"])  # type: ignore[arg-type]
    if lever.spread is None or scale == 0.0 or not isinstance(middle, (int, float)):
        fault = f"{lever.key} does not differ between the worlds of {scenario.name}, so that it has no prior"
        raise input_error("bounds", fault, f"'prior' for {', '.join(varying())}; a pair of numbers for any")
    if lever.spread.schools and asked.ensemble != DEFAULT_ENSEMBLE:
        fault = f"the prior of {lever.key} under {asked.ensemble} is a mixture, which SciPy has no name for"
        raise input_error("bounds", fault, "a pair of numbers, or a plan of a sweep")
    if lever.spread.law == "uniform":
        return "unif", (max(low, middle - scale), min(high, middle + scale))
    if lever.spread.law == "normal":
        return "truncnorm", (low, high, float(middle), scale)
    if middle <= 0.0 or _tail(middle, scale, low, high) > _LOST_TAIL:
        fault = f"the prior of {lever.key} around {middle:g} reaches beyond its bounds"
        raise input_error("bounds", fault, f"a pair of numbers, each {lever.allowed}")
    return "lognorm", (log(middle), scale)


def _tail(middle: float, scale: float, low: float, high: float) -> float:
    """Return the probability that a lognormal number lies outside its bounds."""
    below = ndtr(log(low / middle) / scale) if low > 0.0 else 0.0
    return float(below + ndtr(log(middle / high) / scale))


def within(lever: Parameter, values: Array, where: str) -> Array:
    """Return values of a parameter, rounding errors at its bounds and between whole numbers mended."""
    low, high = _ends(lever)
    slack = _ROUNDING * (high - low)
    is_wrong = ~((values >= low - slack) & (values <= high + slack))  # NaN is wrong as well
    if is_wrong.any():
        first = int(np.argmax(is_wrong))
        fault = f"{lever.key} = {shown(float(values.flat[first]))} is out of bounds"
        raise input_error(f"{where} {first}", fault, lever.allowed)
    whole_ones = np.floor(values + 0.5) if lever.type == "int" else values
    return np.clip(whole_ones, low, high)


def _ends(lever: Parameter) -> tuple[float, float]:
    """Return the bounds of a parameter that is a number."""
    return float(lever.low), float(lever.high)  # type: ignore[arg-type]
